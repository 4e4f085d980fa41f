// Homes: "lives in", and told sideways: "our flat in Tartu", "been in Graz for years", "a nurse in Bath".
import { wordSet } from '../encode/prose.ts'
import { calendar } from './calendar.ts'
import { speaker } from './implied.ts'
import { kinAt } from './kin.ts'
import type { Mood } from './mood.ts'
import { numberOf } from './number.ts'
import { isOrdinary } from './ordinary.ts'
import type { Parsed } from './parse.ts'
import type { Phrase } from './phrase.ts'
import { endingAt, possessorNear } from './placed.ts'
import type { Saying } from './saying.ts'
import { isSchool, placeAt, type Span } from './spans.ts'
import { after, told, type Reader, type Told } from './told.ts'
import { normAt, type Token } from './token.ts'
import { firmAt } from './workday.ts'

const prepositions = new Set(['in', 'at', 'on', 'near'])
const travel = wordSet('holiday holidays vacation trip visiting visit conference hotel airport until till weekend hospital tour flight airbnb hostel')

/** A proper place after a preposition: by its capital, or where the text has none, by being no ordinary word. */
export function properPlace(tokens: readonly Token[], at: number, cased: boolean): Span | undefined {
  const first = tokens[at]
  const second = tokens[at + 1]
  if (!first || first.kind !== 'word' || calendar.test(first.norm)) return undefined
  if (cased) return first.capital && !/^\p{Lu}{2,3}$/u.test(first.text) ? placeAt(tokens, at, true) : undefined
  const strange = first.norm.length > 3 && !isOrdinary(first.norm) && !/(?:logy|ics|ing|ance|ence|care|tech)$/.test(first.norm)
  const ends = second === undefined || second.kind === 'mark' || isOrdinary(second.norm)
  return strange && ends ? { text: first.text, end: at + 1 } : undefined
}

const living: Reader = ({ tokens, verb, norm, cased }) => {
  const far = /^(out|over|up|down|back)$/.test(normAt(tokens, verb + 1)) ? 2 : 1
  if (/^(there|ther)$/.test(normAt(tokens, verb + far))) return [{ attribute: 'lives_in', values: ['there'], at: verb }]
  const past = norm === 'lived' && !/^(has|have|'ve)$/.test(normAt(tokens, verb - 1)) && !/^(has|have|'ve)$/.test(normAt(tokens, verb - 2))
  const at = after(tokens, verb + 1, prepositions)
  // "Lives on pasta".
  if (at === undefined || (tokens[at - 1]!.norm === 'on' && !tokens[at]?.capital && !/^(a|an|the|my|our|his|her|their)$/.test(normAt(tokens, at)))) return []
  const place = placeAt(tokens, at, cased)
  // "In a small flat in Hackney": the town says more than the flat.
  const town = place && /^(in|near|outside)$/.test(normAt(tokens, place.end)) && homes.has(lastWord(place)) ? properPlace(tokens, place.end + 1, cased) : undefined
  if (town) return told('lives_in', verb, town, past)
  // "In the same house": where that is nobody knows, unless it is "there".
  if (place && /\bhouse\b|\bflat\b|\bplace\b/.test(place.text) && tokens[place.end]?.norm === 'there') return [{ attribute: 'lives_in', values: ['there'], at: verb }]
  return place && /^(?:same )?(?:house|home|flat|place|room|building)$/i.test(place.text) ? [] : told('lives_in', verb, place, past)
}

function lastWord({ text }: Span): string {
  return text.toLowerCase().split(' ').at(-1)!
}

const moving: Reader = ({ tokens, verb, norm, cased }) => {
  if (/^(moving|relocating)$/.test(norm) && tokens[verb - 1]?.norm !== 'since') return []
  // "Moved the meeting to 7" moves something else.
  if (!/^(to|from|back|out|over|up|down|away|here|there|in|with|last|this|again|together|all|into|across)$/.test(normAt(tokens, verb + 1))) return []
  const at = after(tokens, verb + 1, new Set(['to']), 7)
  const place = at === undefined || /^\d/.test(normAt(tokens, at)) ? undefined : placeAt(tokens, at, cased)
  return place && (tokens[at!]!.capital || !cased || /^(a|an|the)$/.test(tokens[at!]!.norm)) ? told('lives_in', verb, place) : []
}

/** "Been in Graz for two years", "has been in Porto since May". */
const staying: Reader = ({ tokens, verb, cased }) => {
  const at = /^(in|here|over|back|up|down)$/.test(normAt(tokens, verb + 1)) ? after(tokens, verb + 1, new Set(['in']), 2) : undefined
  const place = at === undefined ? undefined : properPlace(tokens, at, cased)
  if (!place) return []
  const next = normAt(tokens, place.end)
  const lasting = numberOf(next) !== undefined || /^(since|for|now|almost|over|nearly|about|years|a)$/.test(next)
  const short = tokens.slice(place.end, place.end + 4).some(({ norm }) => /^(days?|weeks?|hours?|minutes?|nights?)$/.test(norm))
  return lasting && !short ? told('lives_in', verb, place) : []
}

/** "Comes in all the way from Lund", "commutes from Ghent", "flew in from Rome"; "comes from Rome" tells where one was born. */
const coming: Reader = ({ tokens, verb, norm, cased }) => {
  const from = after(tokens, verb + 1, new Set(['from']), 5)
  const way = tokens.slice(verb, from).map(token => token.norm)
  if (from === undefined || way.some(word => /^(back|home|straight|directly)$/.test(word))) return []
  const place = properPlace(tokens, from, cased)
  if (/^(comes?|hails?)$/.test(norm) && from === verb + 2) return told('born_in', verb, place)
  const guest = norm.startsWith('visit') || way.some(word => /^(in|over|up|down|across)$/.test(word))
  const mine = tokens.slice(Math.max(0, verb - 3), verb).some(token => /^(i|we)$/.test(token.norm))
  return norm.startsWith('commut') || way.includes('way') || (guest && !mine) ? told('lives_in', verb, place) : []
}

/** "Ended up in Graz". */
const ending: Reader = ({ tokens, verb, cased }) => (tokens[verb + 1]?.norm === 'up' && tokens[verb + 2]?.norm === 'in' && !tokens.some(({ norm }) => travel.has(norm)) ? told('lives_in', verb, properPlace(tokens, verb + 3, cased)) : [])

/** "A native of Graz". */
const native: Reader = ({ tokens, verb, cased }) => (tokens[verb + 1]?.norm === 'of' && /^(a|proud)$/.test(normAt(tokens, verb - 1)) ? told('born_in', verb, properPlace(tokens, verb + 2, cased)) : [])

/** "Calls Visby home". */
const calling: Reader = ({ tokens, verb, cased }) => {
  const place = properPlace(tokens, verb + 1, cased)
  return place && tokens[place.end]?.norm === 'home' && !/^(to|not|she|he|i)$/.test(normAt(tokens, place.end + 1)) ? told('lives_in', verb, place) : []
}

const rooms = wordSet('flat house place apartment room rooms bedroom bedrooms studio cottage bungalow condo bedsit annexe')

/** "Runs a bakery in Ghent", "grows roses in Visby", "rents a room in Graz": who does so is there. */
const keeping: Reader = ({ tokens, verb, norm, cased }) => {
  const at = after(tokens, verb + 2, new Set(['in']), 5)
  if (at === undefined || /^(to|can|could)$/.test(normAt(tokens, verb - 1))) return []
  const object = tokens.slice(verb + 1, at - 1)
  if (/^(has|have|'ve)$/.test(norm) && !object.some(token => /^(rooms?|bedsit|flat)$/.test(token.norm))) return []
  if (/^(?:rent|bought|share)/.test(norm) && !object.some(token => rooms.has(token.norm))) return []
  return tokens.some(token => travel.has(token.norm)) ? [] : told('lives_in', verb, properPlace(tokens, at, cased))
}

/** Readers of verbs that tell a home. */
export const homeReaders: readonly (readonly [words: string, reader: Reader])[] = [
  ['live lives livs living lived resides reside residing based settled stays staying', living],
  ['moved relocated emigrated immigrated moving relocating', moving],
  ['been', staying],
  ['come comes came coming commute commutes commuting flew flying drove driving visiting visited travelled hails', coming],
  ['rent rents renting rented grows runs keeps bought shares share', keeping],
  ['ended', ending],
  ['native', native],
  ['calls call', calling],
]

/** "A nurse in Bath": where one works as that one lives; "a nurse from Bath" was born there. `end`: the place after the profession. */
export function workplaceAfter(tokens: readonly Token[], at: number, end: number, cased: boolean): Told[] {
  const far = /^(over|up|down|out|back)$/.test(normAt(tokens, end)) && tokens[end + 1]?.norm === 'in'
  if (far) return told('lives_in', at, properPlace(tokens, end + 2, cased))
  const { norm } = tokens[end] ?? { norm: '' }
  return norm === 'in' || norm === 'from' ? told(norm === 'in' ? 'lives_in' : 'born_in', at, properPlace(tokens, end + 1, cased)) : []
}

const homes = wordSet('flat house place apartment room studio cottage bungalow condo home farm houseboat trailer bedsit digs annexe kitchen garden balcony')
const elsewhere = wordSet('old former first last previous childhood holiday summer weekend second other future dream parents vacation rental hotel sold left lost visited booked')

/** "Two years in Ghent now", "already six years in Ghent": `at` is the place of "in". */
function lasts(tokens: readonly Token[], at: number, end: number): boolean {
  const count = normAt(tokens, at - 2)
  const years = /^(years?|yrs?|months)$/.test(normAt(tokens, at - 1)) && (numberOf(count) !== undefined || /^(many|a)$/.test(count))
  const near = [...tokens.slice(Math.max(0, at - 6), at - 2), ...tokens.slice(end, end + 1)]
  return years && near.some(({ norm }) => /^(now|already|currently)$/.test(norm)) && !near.some(({ norm }) => /^(spent|worked|lived|after|was|were)$/.test(norm))
}

/** What possessives say of homes: "our flat in Tartu", "the cellar of his house in Umeå", "her place near Ghent". */
export function homesIn(tokens: readonly Token[], { phrases }: Parsed, moods: readonly Mood[], cased: boolean): Saying[] {
  const found: Saying[] = []
  const say = (who: Phrase | undefined, at: number, place: Span | undefined): void => {
    for (const value of who ? told('lives_in', at, place) : []) if (who) found.push({ type: 'attribute', who: [who], told: value, at, mood: 'holds' })
  }
  for (const [at, { norm }] of tokens.entries()) {
    if ((moods[at] ?? 'holds') !== 'holds') continue
    if (homes.has(norm) && /^(in|near|outside)$/.test(normAt(tokens, at + 1))) {
      const owner = possessorOf(tokens, phrases, at)
      if (owner) say(owner, at, properPlace(tokens, at + 2, cased))
    }
    const span = norm === 'in' ? properPlace(tokens, at + 1, cased) : undefined
    if (span) say(dweller(tokens, phrases, at, span.end), at, span)
    if (norm === 'from' && /^(over|in|up|down)$/.test(normAt(tokens, at - 1))) say(fetched(tokens, phrases, at - 1), at, properPlace(tokens, at + 1, cased))
    if (span && lasts(tokens, at, span.end)) say([...phrases.values()].findLast(({ type, end }) => end <= at && type !== 'addressee') ?? speaker(at), at, span)
    // "Ana's home town is Visby".
    const town = /^(hometown|birthplace|birthtown)$/.test(norm) || (norm === 'town' && tokens[at - 1]?.norm === 'home')
    const local = town && /^(is|'s|was)$/.test(normAt(tokens, at + 1)) ? possessorOf(tokens, phrases, at) : undefined
    if (local) for (const value of told('born_in', at, properPlace(tokens, at + 2, cased))) found.push({ type: 'attribute', who: [local], told: value, at, mood: 'holds' })
    if (norm === 'where') for (const value of whereabouts(tokens, at, phrases.get(at + 1), cased)) found.push({ type: 'attribute', who: [phrases.get(at + 1)!], told: value, at, mood: 'holds' })
    // "The office here in Malmö", "it is late here in Lisbon".
    if (norm === 'here' && tokens[at + 1]?.norm === 'in' && !tokens.some(token => travel.has(token.norm))) {
      say(speaker(at), at, properPlace(tokens, at + 2, cased))
    }
  }
  return found
}

/** "A brother in Graz, Lenz", "Ana, in Graz since 2010", "Ana, the one in Graz", "late for me in Graz": who is where "in" says; `end`: the place after the town. */
function dweller(tokens: readonly Token[], phrases: Parsed['phrases'], at: number, end: number): Phrase | undefined {
  const norm = (step: number): string => normAt(tokens, at + step)
  const kin = /^(a|another|one)$/.test(norm(-2)) ? kinAt([norm(-1)], 0)?.kin : undefined
  if (kin && !kin.plural && kin.role !== 'pet') {
    const name = /^(,|called|named|-)$/.test(normAt(tokens, end)) ? phrases.get(end + 1) : undefined
    const whole = phrases.get(at - 2)
    return name?.type === 'name' ? name : whole?.type === 'kin' && whole.names.length > 0 ? whole : undefined
  }
  const since = norm(-1) === ',' && tokens[end]?.norm === 'since'
  if (since || (norm(-1) === 'one' && norm(-2) === 'the')) return [...phrases.values()].findLast(phrase => phrase.end <= at && /^(name|kin)$/.test(phrase.type))
  return norm(-1) === 'me' && norm(-2) === 'for' && tokens.some(({ norm: word }) => /^(am|pm|late|early|midnight|night|dark|time|o'clock)$/.test(word)) ? speaker(at) : undefined
}

/** "We are flying my aunt in from Oslo": who is fetched. */
function fetched(tokens: readonly Token[], phrases: Parsed['phrases'], at: number): Phrase | undefined {
  const who = endingAt(phrases, at, /^(kin|name)$/)
  return who && /^(get|getting|fly|flying|flew|bring|bringing|brought|fetch|fetching|have|having)$/.test(normAt(tokens, who.start - 1)) ? who : undefined
}

/** What one does where: "close to the uni of Leeds, where I study", "back to Ghent where she teaches". */
function whereabouts(tokens: readonly Token[], at: number, who: Phrase | undefined, cased: boolean): Told[] {
  const doing = who ? tokens.slice(who.end, who.end + 2).find(({ norm }) => !/^(am|is|are|also|now|still)$/.test(norm))?.norm ?? '' : ''
  if (isTurn(tokens, at)) return told('works_at', at, firmNear(tokens, at, cased))
  if (!/^(works?|working|stud(?:y|ies|ying)|teach(?:es|ing)?|lives?|living)$/.test(doing)) return []
  const from = tokens.findLastIndex(({ norm }, place) => place < at && at - place < 7 && /^(to|in|at|from|near)$/.test(norm))
  const place = from < 0 ? undefined : placeAt(tokens, from + 1, cased)
  if (!place || place.end < at - 1) return []
  const proper = cased ? tokens[from + 1]!.capital : properPlace(tokens, from + 1, false) !== undefined
  if (doing.startsWith('stud')) return told(isSchool(place.text) || !proper ? 'studies_at' : 'lives_in', at, place)
  return proper || doing.startsWith('liv') ? told('lives_in', at, place) : told('works_at', at, place)
}

/** "Where I do weekends", "where he temps": what one does at a firm, and nowhere else. */
function isTurn(tokens: readonly Token[], at: number): boolean {
  const doing = tokens.findIndex(({ norm }, place) => place > at && place < at + 7 && /^(does|do|pulls?|temps?|interns?|cleans?|volunteers?|waits?|bartends?|works?|clocks?)$/.test(norm))
  if (doing < 0) return false
  const { norm } = tokens[doing]!
  if (/^(works?|waits?)$/.test(norm)) return norm.startsWith('wait') ? tokens[doing + 1]?.norm === 'tables' : false
  return !/^(does|do|pulls?)$/.test(norm) || tokens.slice(doing + 1, doing + 4).some(token => turns.has(token.norm))
}
const turns = wordSet('weekends saturdays sundays mondays fridays nights shifts evenings mornings reception lates earlies security admin accounts deliveries')

/** The firm right before "where". */
function firmNear(tokens: readonly Token[], at: number, cased: boolean): Span | undefined {
  const end = tokens[at - 1]?.norm === ',' ? at - 1 : at
  for (let start = Math.max(0, end - 4); start < end; start++) {
    const firm = tokens[start]!.norm.length > 2 ? firmAt(tokens, start, cased) : undefined
    if (firm?.end === end && tokens[start - 1]?.norm !== 'in') return firm
  }
  return undefined
}

/** The last place that a sentence goes to, or is in: "there" afterwards. */
export function placeNamed(tokens: readonly Token[], cased: boolean): string | undefined {
  const places = tokens.flatMap(({ norm }, at) => (/^(to|in|from|near)$/.test(norm) ? properPlace(tokens, at + 1, cased) ?? [] : []))
  return places.at(-1)?.text.toLowerCase()
}

/** Whose home a noun stands for; nobody's where it is an old one, or a holiday's, or it was sold. */
function possessorOf(tokens: readonly Token[], phrases: Parsed['phrases'], at: number): Phrase | undefined {
  const another = tokens.slice(Math.max(0, at - 7), at).some(({ norm }) => elsewhere.has(norm))
  return another ? undefined : possessorNear(tokens, phrases, at)
}
