// What verbs say of somebody: employer, home, origin, school, allergy, taste, possession, profession, language.
import type { Attribute } from '../graph/relation.ts'
import { isFunctionWord, wordSet } from '../encode/prose.ts'
import { calendar, isMonth } from './calendar.ts'
import { employerReaders, postAt } from './employer.ts'
import { isOrdinary, isVerb } from './ordinary.ts'
import { bareKinAt } from './phrase.ts'
import { allergic, allergy, intolerant } from './allergy.ts'
import { belongingReaders } from './belonging.ts'
import { homeReaders, properPlace, workplaceAfter } from './home.ts'
import { isSchool, jobAt, languages, placeAt } from './spans.ts'
import { leaningAt, tasteReaders } from './taste.ts'
import { after, thingsAfter, told, type Reader, type Told } from './told.ts'
import { normAt, type Token } from './token.ts'
import { speaking, tongueReaders } from './tongue.ts'
import { tradeReaders } from './trade.ts'
import { isWorkplace, serving } from './workday.ts'

/** What a predicate that starts at a place says; `verb` is the place of its verb, `from` of the word that stands in for it. */
export function attributesAt(tokens: readonly Token[], verb: number, cased: boolean, from: number = verb): Told[] {
  const { norm } = tokens[verb]!
  return readers.get(norm)?.flatMap(reader => reader({ tokens, verb: from, norm, cased })) ?? []
}

const employers = new Set(['at', 'for', 'with'])

const working: Reader = ({ tokens, verb, norm, cased }) => {
  const over = norm === 'worked' && !/^(has|have|'ve|had)$/.test(normAt(tokens, verb - 1)) && !/^(has|have)$/.test(normAt(tokens, verb - 2))
  const found: Told[] = []
  if (/^(there|ther|here)$/.test(normAt(tokens, verb + 1))) return [{ attribute: 'works_at', values: ['there'], at: verb, ...(over && { over }) }]
  const asAt = after(tokens, verb + 1, new Set(['as']), 3)
  const job = asAt === undefined ? undefined : jobAt(tokens, asAt, true)
  if (job) found.push(...told('has_job', verb, job, over))
  const from = job?.end ?? verb + 1
  const at = after(tokens, from, employers) ?? inside(tokens, from)
  // "Works for his sister", "with Bo's sister" is no firm.
  const owner = at === undefined ? -1 : /^(my|our|his|her|their)$/.test(normAt(tokens, at)) ? at : tokens[at + 1]?.norm === "'s" ? at + 1 : -1
  const kin = owner >= 0 && bareKinAt(tokens, owner + 1)
  // "Works with dogs", "for peanuts" are no firms.
  const plain = at !== undefined && /^(with|for)$/.test(tokens[at - 1]!.norm) && tokens[at]?.capital === false && isOrdinary(tokens[at].norm) && !/^(a|an|the|this|that|my|our|his|her|their)$/.test(tokens[at].norm)
  const named = at === undefined || kin || plain ? undefined : placeAt(tokens, at, cased)
  // "In the kitchen of the Savoy": the firm, not its room.
  const place = named && { ...named, text: named.text.replace(/^(?:kitchens?|bar|back|basement|offices?|canteen|laundry|labs?|archives?|garage|reception|\w+ (?:department|ward|team|section)) of (?:the )?(?=\p{Lu})/u, '') }
  if (place && !/^(myself|himself|herself|themselves)/.test(place.text)) found.push(...told('works_at', verb, place, over))
  return found
}

/** "Works in a bakery": a place to work has an article; "in marketing" and "in Berlin" are none. */
function inside(tokens: readonly Token[], at: number): number | undefined {
  const found = after(tokens, at, new Set(['in', 'on', 'inside']))
  return found !== undefined && /^(a|an|the|our|my|his|her|their)$/.test(normAt(tokens, found)) ? found : undefined
}

const studying: Reader = ({ tokens, verb, cased }) => {
  const at = after(tokens, verb + 1, new Set(['at', 'in']), 6)
  if (at === undefined) return []
  const place = placeAt(tokens, at, cased)
  // "Majoring in law at Lund".
  const later = place && tokens[at - 1]!.norm === 'in' && tokens[place.end]?.norm === 'at' ? placeAt(tokens, place.end + 1, cased) : undefined
  if (later) return told('studies_at', verb, later, tokens[verb]!.norm === 'studied')
  if (!place || (tokens[at - 1]!.norm === 'in' && !isSchool(place.text))) return []
  return told('studies_at', verb, place, tokens[verb]!.norm === 'studied')
}

const going: Reader = ({ tokens, verb, cased }) => {
  if (/^(goes|go)$/.test(tokens[verb]!.norm) && tokens[verb + 1]?.norm === 'there' && !/^(to|often|every|on|when|for|with|sometimes)$/.test(normAt(tokens, verb + 2))) return [{ attribute: 'studies_at', values: ['there'], at: verb }]
  const at = after(tokens, verb + 1, new Set(['to']), 2)
  const place = at === undefined ? undefined : placeAt(tokens, at, cased)
  return place && isSchool(place.text) && !/^(school|college|uni|university|nursery|kindergarten|high school|primary school)$/i.test(place.text) ? told('studies_at', verb, place) : []
}

const attending: Reader = ({ tokens, verb, cased }) => {
  const place = placeAt(tokens, verb + 1, cased)
  return place && isSchool(place.text) ? told('studies_at', verb, place) : []
}

/** "Got into Lund University". */
const entering: Reader = ({ tokens, verb, cased }) => {
  const place = tokens[verb + 1]?.norm === 'into' ? placeAt(tokens, verb + 2, cased) : undefined
  return place && isSchool(place.text) && (tokens[verb + 2]!.capital || !cased) ? told('studies_at', verb, place) : []
}

/** "Admitted to Lund University", "transferred to Holm College". */
const admitted: Reader = ({ tokens, verb, cased }) => {
  const place = /^(to|by|at)$/.test(normAt(tokens, verb + 1)) ? placeAt(tokens, verb + 2, cased) : undefined
  return place && isSchool(place.text) ? told('studies_at', verb, place) : []
}

const degrees = wordSet(`
  law medicine physics maths mathematics chemistry biology philosophy economics politics geography history engineering psychology classics theology
  sociology dentistry pharmacy literature linguistics anthropology archaeology biochemistry ppe english french german astronomy`)

/** "Reading law at Lund", "does physics at Holm". */
const reads: Reader = ({ tokens, verb, cased }) => {
  const named = degrees.has(normAt(tokens, verb + 1)) && tokens[verb + 2]?.norm === 'at' && (tokens[verb + 3]?.capital || !cased)
  return named ? told('studies_at', verb, placeAt(tokens, verb + 3, cased)) : []
}

const born: Reader = ({ tokens, verb, cased }) => {
  const far = /^(up|down|over|out|right)$/.test(normAt(tokens, verb + 1)) ? 2 : 1
  if (tokens[verb + far]?.norm === 'there') return [{ attribute: 'born_in', values: ['there'], at: verb }]
  const first = after(tokens, verb + 1, new Set(['in', 'near']), 6)
  // "Born in 1950 in Visby".
  const at = first !== undefined && /^\d/.test(normAt(tokens, first)) && tokens[first + 1]?.norm === 'in' ? first + 2 : first
  const place = at === undefined || /^\d/.test(normAt(tokens, at)) ? undefined : placeAt(tokens, at, cased)
  return place && !calendar.test(place.text.toLowerCase()) ? told('born_in', verb, place) : []
}

/** "Anything pink", "all things spicy": what they have in common. */
function sortAfter(tokens: readonly Token[], at: number): string | undefined {
  const all = /^(anything|everything)$/.test(normAt(tokens, at)) ? at + 1 : tokens[at]?.norm === 'all' && tokens[at + 1]?.norm === 'things' ? at + 2 : -1
  const sort = tokens[all]
  return sort?.kind === 'word' && !isFunctionWord(sort.norm) && !/^(else|i|you|he|she|we|they)$/.test(sort.norm) && !isVerb(sort.norm) ? sort.norm : undefined
}

const liking = (attribute: Attribute): Reader => verb => {
  const next = verb.tokens[verb.verb + 1]
  if (next?.norm === 'them' && /^(|,|now|and|but|either|anymore|at|too|all|so)$/.test(normAt(verb.tokens, verb.verb + 2))) return [{ attribute, values: ['them'], at: verb.verb }]
  // "Loves to swim", "likes that", "like when": no thing is named. "Looks like" has no subject beside it.
  const sort = sortAfter(verb.tokens, verb.verb + 1)
  if (sort !== undefined) return [{ attribute, values: [sort], at: verb.verb }]
  if (!next || next.kind !== 'word' || /^(most|best|to|that|when|how|it|him|her|them|me|you|us|what|if|this|being|having|my|your|his|our|their|i|he|she|they|we|so|for|about|a|as)$/.test(next.norm)) return []
  return thingsAfter(attribute)(verb)
}

/** "Has always loved jazz": still so. */
const lasting = (attribute: Attribute): Reader => verb =>
  (/^(always|long|never)$/.test(normAt(verb.tokens, verb.verb - 1)) && /^(has|have|'s|'ve)$/.test(normAt(verb.tokens, verb.verb - 2)) ? liking(attribute)(verb) : [])

/** "Can't stand fuss". */
const enduring: Reader = verb => {
  const { tokens, verb: at } = verb
  if (tokens[at - 1]?.norm !== 'not' || tokens[at - 2]?.norm !== 'can') return []
  // What is said there is meant: the denial belongs to the word.
  return liking('dislikes')(verb).map(taste => ({ ...taste, at: at - 2 }))
}

const joining: Reader = ({ tokens, verb, cased }) => {
  const next = tokens[verb + 1]
  const article = /^(the|a|an)$/.test(next?.norm ?? '') ? tokens[verb + 2] : next
  return cased && article?.capital ? told('works_at', verb, placeAt(tokens, verb + 1, cased)) : []
}

const reading = /\b(reading|studying|degree|uni|university|college|freshman|fresher|lectures|semester|course|term|undergrad|masters|phd|campus|dorm|halls)\b/

const starting: Reader = ({ tokens, verb, cased }) => {
  const at = after(tokens, verb + 1, new Set(['at']), 4)
  if (at === undefined || (cased && !tokens[at]?.capital && !/^(a|an|the)$/.test(normAt(tokens, at)))) return []
  const place = placeAt(tokens, at, cased)
  const studies = place && (isSchool(place.text) || reading.test(tokens.map(token => token.norm).join(' ')))
  return place ? told(studies ? 'studies_at' : 'works_at', verb, place) : []
}

/** "Quit her job", "turned down a job": what became of it, before its noun. */
function fateOf(tokens: readonly Token[], noun: number): 'over' | 'refused' | undefined {
  const before = tokens.slice(Math.max(0, noun - 6), noun + 1).map(({ norm }) => norm).join(' ')
  if (/\b(?:turn(?:s|ed|ing)?(?: \w+){0,3} down|turn(?:s|ed|ing)? down|declin(?:es|ed|ing)|refus(?:es|ed|ing)|reject(?:s|ed|ing)|did not (?:get|take|want)|never (?:got|took))\b/.test(before)) return 'refused'
  return /\b(?:quit|quits|left|lost|gave up|(?:out of|from) (?:my|his|her|their|our)) (?:(?:my|his|her|their|our|the|a|an|that|old|last|day|\w+ing) )*\w+$/.test(before) ? 'over' : undefined
}

/** "A job at Siemens", "my shifts at the ward", "her contract with Embraer", "a desk at Shell". */
const post: Reader = ({ tokens, verb, cased }) => {
  const fate = fateOf(tokens, verb)
  if (fate === 'refused') return []
  const at = after(tokens, verb + 1, new Set(['at', 'with', 'for']), 2)
  if (at === undefined || /^(me|him|her|them|us|it|this|that)$/.test(normAt(tokens, at))) return []
  const place = placeAt(tokens, at, cased)
  // "A job at a bakery", no "job for a friend".
  if (place && /^(a|an)$/.test(tokens[at]!.norm)) return isWorkplace(place) && tokens[at - 1]!.norm !== 'for' ? told('works_at', verb, place, fate === 'over') : []
  if (!place || (cased && !tokens[at]!.capital && !/^(the|our|my)$/.test(tokens[at]!.norm))) return []
  return told(isSchool(place.text) && tokens[verb]!.norm !== 'job' ? 'studies_at' : 'works_at', verb, place, fate === 'over')
}

const ordinals = /^(first|second|third|fourth|fifth|final|1st|2nd|3rd|4th|5th)$/

/** "In my second week at Norbit". */
const period: Reader = verb => {
  const { tokens, verb: at } = verb
  const mine = tokens.slice(Math.max(0, at - 3), at).some(({ norm }) => /^(my|our|his|her|their)$/.test(norm))
  // "In second year at Lund", "his third year of law at Lund".
  const ordinal = tokens[at]!.norm !== 'week' && ordinals.test(normAt(tokens, at - 1)) && /^(year|yr)$/.test(tokens[at]!.norm)
  const next = normAt(tokens, at + 1)
  if (ordinal && /^(at|of)$/.test(next)) return course(verb)
  return mine && next === 'at' ? (tokens[at]!.norm === 'year' ? course(verb) : post(verb)) : []
}

/** "Third year at Trinity", "doing her masters at KTH", "got into Ohio State". */
const course: Reader = ({ tokens, verb, cased }) => {
  const at = after(tokens, verb + 1, new Set(['at', 'into']), 4)
  if (at === undefined) return []
  const place = placeAt(tokens, at, cased)
  const proper = place && (tokens[at]!.capital || tokens[at + 1]?.capital || (!cased && isSchool(place.text)))
  return proper ? told('studies_at', verb, place) : []
}

const becoming: Reader = ({ tokens, verb }) => told('has_job', verb, /^(a|an)$/.test(normAt(tokens, verb + 1)) ? jobAt(tokens, verb + 1) : undefined)

const readers = new Map<string, Reader[]>()
const enter = (words: string, reader: Reader): void => words.split(' ').forEach(word => readers.set(word, [...(readers.get(word) ?? []), reader]))
enter('work works working worked employed', working)
enter('study studies studys studying studied student enrolled freshman sophomore junior undergrad majoring phd', studying)
enter('accepted admitted transferred', admitted)
enter('reading reads doing does', reads)
enter('goes going go', going)
enter('attends attend attending', attending)
enter('got gets', entering)
enter('born', born)
enter('love loves adore adores like likes enjoy enjoys', liking('likes'))
enter('hate hates dislike dislikes detest detests loathe loathes despise despises', liking('dislikes'))
enter('loved liked adored', lasting('likes'))
enter('hated disliked detested', lasting('dislikes'))
enter('allergic', allergic)
enter('allergy', allergy)
enter('intolerant coeliac celiac tolerate lactose-intolerant gluten-intolerant dairy-intolerant fructose-intolerant', intolerant)
enter('stand abide bear', enduring)
enter('job gig shift shifts internship apprenticeship traineeship contract position residency placement desk', post)
enter('masters master bachelor grade master\'s degree semester course bachelor\'s bachelors doctorate postdoc articles thesis accepted lectures seminars lecture seminar halls campus defence defense viva', course)
enter('week day month year yr', period)
enter('been', serving)
enter('joined', joining)
enter('started', starting)
for (const [words, reader] of [...tradeReaders, ...homeReaders, ...employerReaders, ...tongueReaders, ...belongingReaders, ...tasteReaders]) enter(words, reader)
enter('became', becoming)

/** What a complement after "is" says: a profession, a place, a taste. `at`: where it starts. */
export function complementAt(tokens: readonly Token[], at: number, cased: boolean, self: boolean): Told[] {
  const { norm } = tokens[at] ?? { norm: '' }
  const next = normAt(tokens, at + 1)
  if (norm === 'a' || norm === 'an' || norm === 'the') return jobOf(tokens, at, cased)
  if (norm === 'into' || (/^(fond|fan)$/.test(norm) && next === 'of') || (/^(obsessed|crazy|mad|nuts|big)$/.test(norm) && /^(with|about|on)$/.test(next)))
    return thingsAfter('likes')({ tokens, verb: norm === 'into' ? at : at + 1, norm, cased })
  const leaning = leaningAt(tokens, at, cased)
  if (leaning.length > 0) return leaning
  if (norm === 'from') return told('born_in', at, properPlace(tokens, at + 1, cased))
  if (norm === 'fluent' && next === 'in') return speaking({ tokens, verb: at + 1, norm, cased })
  // "I used to work at Norbit, now I'm at Halden".
  const changed = tokens.some(token => token.norm === 'now') && tokens.slice(0, at).some(token => /^(work|worked|left|quit|job|jobs)$/.test(token.norm))
  if (/^(at|with)$/.test(norm) && startsAnew(tokens) && (norm === 'at' ? tokens[at + 1]?.capital || /^(a|an|the)$/.test(next) : /^(a|an|the)$/.test(next))) return told('works_at', at, placeAt(tokens, at + 1, cased))
  if (norm === 'at' && changed && tokens[at + 1]?.capital) return told('works_at', at, placeAt(tokens, at + 1, cased))
  if (norm === 'at' && tokens[at - 1]?.norm === 'still' && tokens[at + 1]?.norm === 'the') return told('works_at', at, placeAt(tokens, at + 1, cased))
  if (norm === 'with' && tokens[at + 1]?.norm === 'the' && tokens.some(token => token.norm === 'since')) return told('works_at', at, placeAt(tokens, at + 1, cased))
  // "Im at unilag 3rd yr": short for "your", too, so its text counts.
  const year = tokens[at + 2]?.norm === ',' ? at + 3 : at + 2
  if (norm === 'at' && ordinals.test(normAt(tokens, year)) && /^(yr|year)$/.test(tokens[year + 1]?.text ?? '')) return [{ attribute: 'studies_at', values: [next], at }]
  const employed = postAt(tokens, at, cased)
  if (employed.length > 0) return employed
  if (norm === 'at' || norm === 'with') {
    const place = cased && tokens[at + 1]?.capital ? placeAt(tokens, at + 1, cased) : undefined
    if (place && isSchool(place.text)) return told('studies_at', at, place)
    return place && norm === 'with' && (/^(now|these|since|at)$/.test(normAt(tokens, place.end)) || tokens.some(token => token.norm === 'since')) ? told('works_at', at, place) : []
  }
  // "I used to live in Graz, now I am in Ghent".
  const moved = norm === 'in' && self && tokens.slice(0, at).some(token => token.norm === 'now') && tokens.slice(0, at).some(token => /^(live|lived|moved|living)$/.test(token.norm))
  if (moved) return told('lives_in', at, properPlace(tokens, at + 1, cased))
  if (/^(in|over|up|down|out|back)$/.test(norm) && !self) {
    const start = norm === 'in' ? at + 1 : next === 'in' ? at + 2 : -1
    // Whoever is away needs a sitter.
    if (tokens.some(token => /^(?:dog|cat|house|pet|baby)-?sitting$|^(?:watering|minding|feeding|watching)$/.test(token.norm))) return []
    const rest = tokens.slice(at).map(token => token.norm).join(' ').replace(/(?: ;|,? (?:and|but)) (?:if|i|he|she|we|they|it|my|his|her|our|their)\b.*$/, '')
    if (start > 0 && cased && tokens[start]?.capital && !/^(while|when|if)$/.test(normAt(tokens, at - 2)) && !/^(while|when|if)$/.test(normAt(tokens, at - 3)) && !/holiday|vacation|trip|visiting|honeymoon|wedding|festival|cruise|half term|until|till|this week|for a|for the|conference|tomorrow|today|tonight|traffic|hospital|\b(?:days?|weeks?|hours?|nights?)\b/.test(rest))
      return told('lives_in', at, placeAt(tokens, start, cased))
  }
  return []
}

/** "From 1 September I am at ...", "since May she is with ...". */
function startsAnew(tokens: readonly Token[]): boolean {
  return tokens.some(({ norm }, at) => /^(from|since)$/.test(norm) && tokens.slice(at + 1, at + 5).some(token => isMonth(token.norm)))
}

/** "A nurse at Hull Royal", "a student at Trinity", "a native Twi speaker", "a big fan of jazz". */
function jobOf(tokens: readonly Token[], at: number, cased: boolean): Told[] {
  const keen = tokens.slice(at + 1, at + 5).findIndex(({ norm }) => norm === 'fan')
  // "A huge jazz fan".
  const object = keen > 0 && tokens[at + keen + 2]?.norm !== 'of' ? tokens[at + keen]! : undefined
  if (object && !isFunctionWord(object.norm) && !/^(?:big|huge|massive|great|total|real|true|avid|lifelong|keen|ceiling|desk|extractor)$/.test(object.norm)) return [{ attribute: 'likes', values: [object.norm], at }]
  const fan = tokens.slice(at, at + 4).findIndex(({ norm }, step) => norm === 'fan' && tokens[at + step + 1]?.norm === 'of')
  if (fan >= 0) return thingsAfter('likes')({ tokens, verb: at + fan + 1, norm: 'fan', cased })
  const speaker = tokens.slice(at, at + 4).findIndex(({ norm }) => norm === 'speaker')
  if (speaker > 0 && tokens[at + speaker + 1]?.norm === 'of') return speaking({ tokens, verb: at + speaker + 1, norm: 'speaker', cased }).map(value => ({ ...value, at }))
  if (speaker > 0 && languages.has(tokens[at + speaker - 1]!.norm)) return [{ attribute: 'speaks', values: [tokens[at + speaker - 1]!.norm], at }]
  const student = tokens.slice(at, at + 5).findIndex(({ norm }) => /^(?:student|pupil|freshman|sophomore|fresher|undergrad|undergraduate|postgrad|(?:first|second|third|fourth|final)-year)$/.test(norm))
  if (student > 0) return studying({ tokens, verb: at + student, norm: 'student', cased })
  const job = jobAt(tokens, at)
  if (!job) return []
  const found = [...told('has_job', at, job), ...workplaceAfter(tokens, at, job.end, cased)]
  const link = normAt(tokens, job.end)
  if (link === 'there') return [...found, { attribute: 'works_at', values: ['there'], at }]
  // "A builder with a headache".
  const employer = /^(at|for)$/.test(link) || (link === 'with' && tokens[job.end + 1]?.capital) ? placeAt(tokens, job.end + 1, cased) : undefined
  return employer ? [...found, ...told('works_at', at, employer)] : found
}

/** "A father of two and a barrister": the professions that a complement adds to its first noun. */
export function besidesAt(tokens: readonly Token[], at: number, cased: boolean): Told[] {
  if (!/^(a|an|both|the)$/.test(normAt(tokens, at))) return []
  const and = tokens.findIndex(({ norm }, place) => place > at && place < at + 8 && norm === 'and')
  if (and < 0 || !/^(a|an)$/.test(normAt(tokens, and + 1))) return []
  if (tokens.slice(at, and).some(({ norm, kind }) => kind === 'mark' || /^(with|at|in|on|by|from|to|like|for|who|near|than)$/.test(norm))) return []
  return jobOf(tokens, and + 1, cased).map(job => ({ ...job, at }))
}
