// Professions that are not told as such: by what one does, by what one is taken on as, by likeness.
import { wordSet } from '../encode/prose.ts'
import type { Parsed } from './parse.ts'
import type { Phrase } from './phrase.ts'
import type { Saying } from './saying.ts'
import { isProfession, isSchool, isTrade, jobAt, languages, placeAt, type Span } from './spans.ts'
import { after, told, type Reader } from './told.ts'
import { normAt, type Token } from './token.ts'

/** What somebody who does that to such things is; `*` stands for the thing, as one. */
interface Craft {
  verbs: ReadonlySet<string>
  things: ReadonlySet<string>
  job: string
}

// Verbs, what they are done to, and the profession.
const crafts: readonly Craft[] = `
  drive | lorry lorries trucks bus buses taxi taxis cab cabs tram trams train trains ambulance ambulances forklift tanker tankers coach coaches | * driver
  drive operate | crane cranes digger diggers excavator excavators | * operator
  fly | plane planes helicopter helicopters jets airliners | pilot
  tune | piano pianos organs | * tuner
  fix repair mend service | car cars engine engines motorbike motorbikes bike bikes tractor tractors | mechanic
  mend repair | shoes boots | cobbler
  repair mend | watches clocks | watchmaker
  cut style | hair | hairdresser
  keep | bees | beekeeper
  raise breed farm keep | alpacas sheep cattle cows pigs goats | * farmer
  milk | cows goats | dairy farmer
  translate | novels books manuals documents subtitles contracts | translator
  wait | tables | waiter
  tend | bar | bartender
  lay | bricks | bricklayer
  build | houses | builder
  bake | bread bagels pastries | baker
  clean | houses offices hotels hotel schools | cleaner
  paint | houses | house painter
  deliver | mail post letters | postman
  deliver | parcels packages pizzas | courier
  fit install | kitchens windows boilers | * fitter
  wire rewire | houses buildings | electrician
  shoe | horses | farrier
  shear | sheep | shearer
  groom walk | dogs | dog *er
  draw design illustrate | comics books | illustrator
  deliver | babies | midwife
  sell | insurance | insurance salesman
  sell | cars | car salesman
  sell | houses flats property | estate agent
  coach | football volleyball hockey basketball tennis swimming rugby netball athletics gymnastics soccer cricket handball | * coach
  code write program | code software apps | developer
`.trim().split('\n').map(line => {
  const [verbs, things, job] = line.split('|').map(part => part.trim())
  return { verbs: wordSet(verbs!), things: wordSet(things!), job: job! }
})

/** "Repairs" and "repairing" as "repair". */
function baseOf(norm: string): string {
  if (norm.endsWith('ies')) return norm.replace(/ies$/, 'y')
  if (norm.endsWith('ing')) {
    const stem = norm.slice(0, -3)
    return craftVerbs.has(stem) ? stem : craftVerbs.has(`${stem}e`) ? `${stem}e` : stem.replace(/(.)\1$/, '$1')
  }
  return craftVerbs.has(norm.replace(/es$/, '')) ? norm.replace(/es$/, '') : norm.replace(/s$/, '')
}
const craftVerbs = new Set(crafts.flatMap(({ verbs }) => [...verbs]))

/** One of many: "lorries", "buses", "cows". */
function singular(noun: string): string {
  if (noun === 'sheep' || noun === 'cattle') return noun
  return noun.replace(/ies$/, 'y').replace(/(s|x|ch|sh)es$/, '$1').replace(/([^su])s$/, '$1')
}

/** Who does it now and then, or wants to, has no profession of it: "can drive a bus", "learns to fly planes". */
function isHabit(tokens: readonly Token[], verb: number): boolean {
  const before = normAt(tokens, verb - 1)
  if (/^(to|can|could|never|not|let|please|go|went)$/.test(before)) return false
  return !tokens[verb]!.norm.endsWith('ing') || /^(been|of|started|by)$/.test(before)
}

/** "Drives lorries", "has been cutting hair". */
const plying: Reader = ({ tokens, verb, norm }) => {
  if (!isHabit(tokens, verb)) return []
  const base = baseOf(norm)
  const thing = tokens.slice(verb + 1, verb + 6).find(token => crafts.some(({ things }) => things.has(token.norm)))?.norm
  const quits = thing === undefined && tokens[verb - 1]?.norm === 'longer' && tokens[verb]!.norm.endsWith('s') && !base.startsWith('walk')
  const job = quits ? agent(base) : thing === undefined ? undefined : craftOf(base, thing)
  return job === undefined ? [] : [{ attribute: 'has_job', values: [job], at: verb }]
}

function craftOf(base: string, thing: string): string | undefined {
  const craft = crafts.find(({ verbs, things }) => verbs.has(base) && things.has(thing))
  return craft?.job.replace('*er', agent(base)).replace('*', singular(thing))
}

/** "Carves spoons for a living", "fixes them for a living" after "car": `verb` is the place of "living". */
const earning: Reader = ({ tokens, verb: living }) => {
  if (tokens[living - 1]?.norm !== 'a' || tokens[living - 2]?.norm !== 'for') return []
  const start = tokens.findLastIndex(({ norm, capital, kind }, at) => at < living - 3 && (capital || kind === 'mark' || /^(who|that|i|we|he|she|they|and|just)$/.test(norm)))
  const verb = start + 1
  const object = tokens.slice(verb + 1, living - 2).filter(({ norm }) => norm !== 'the')
  if (start < 0 || object.length === 0 || object.length > 3 || !isHabit(tokens, verb)) return []
  const base = baseOf(tokens[verb]!.norm)
  const pronoun = object.length === 1 && /^(them|em|it|those)$/.test(object[0]!.norm)
  const thing = pronoun
    ? tokens.slice(0, verb).findLast(({ norm }) => craftOf(base, norm) !== undefined)?.norm
    : object.map(({ norm }) => norm).join(' ')
  if (thing === undefined) return []
  return [{ attribute: 'has_job', values: [craftOf(base, thing) ?? `${singular(thing)} ${agent(base)}`], at: verb }]
}

function agent(base: string): string {
  if (base.endsWith('e')) return `${base}r`
  return /[aeiou][bdgmnpt]$/.test(base) && !/[aeiou]{2}.$/.test(base) ? `${base}${base.at(-1)}er` : `${base}er`
}

const lessons = wordSet(`
  maths math mathematics algebra physics chemistry biology science sciences history geography economics philosophy literature music art drama
  pe sport sports gym yoga pilates piano violin cello guitar flute drums singing swimming dance ballet karate judo tennis law nursing coding
  programming computing statistics latin religion`)
const pupils = wordSet('kids children primary reception kindergarten preschool nursery juniors seniors pupils students beginners grade year')

/** "Teaches chemistry in Kumasi", "I teach at a primary school", "teaches 3rd grade". */
const teaching: Reader = ({ tokens, verb, norm, cased }) => {
  const at = after(tokens, verb + 1, new Set(['at', 'in']), 4)
  const place = at === undefined ? undefined : placeAt(tokens, at, cased)
  const over = norm === 'taught'
  const lesson = tokens.slice(verb + 1, verb + 3).find(token => lessons.has(token.norm) || languages.has(token.norm))?.norm
  const class_ = tokens.slice(verb + 1, verb + 4).some(token => pupils.has(token.norm)) || /^(at|in)$/.test(normAt(tokens, verb + 1))
  // "Taught me chess" is no profession.
  const personal = /^(me|us|him|her|them|you|my|our|his|their|how|that|to)$/.test(normAt(tokens, verb + 1))
  const habit = !personal && (norm !== 'teaching' || isHabit(tokens, verb)) && (lesson !== undefined || class_ || norm === 'teaches')
  return [
    ...(tokens[at! - 2]?.norm === 'back' ? told('lives_in', verb, place) : []),
    ...(place && (tokens[at! - 1]!.norm === 'at' || isSchool(place.text)) ? told('works_at', verb, place, over) : []),
    ...(habit ? [{ attribute: 'has_job' as const, values: [lesson ? `${lesson} teacher` : 'teacher'], at: verb, ...(over && { over }) }] : []),
  ]
}

const entering = wordSet('starts starting start joins joined joining trained qualified training works working')

/** "Starts Monday as our new bookkeeper", "trained as a midwife", "comes to us as au pair". */
const serving: Reader = ({ tokens, verb }) => {
  const begun = tokens[verb - 1]?.norm === 'started' && tokens.slice(Math.max(0, verb - 4), verb - 1).some(({ norm }) => /^(just|recently|newly|has|have|'s|'ve)$/.test(norm))
  const hired = tokens[verb - 1]?.norm === 'job' && tokens.slice(Math.max(0, verb - 5), verb).some(({ norm }) => /^(got|has|have|found|landed|took)$/.test(norm))
  // "Earns her living as a tailor".
  const earns = tokens[verb - 1]?.norm === 'living' && /^(a|his|her|my|their)$/.test(normAt(tokens, verb - 2))
  const entry = hired || begun || earns ? verb - 1 : tokens.findLastIndex(({ norm }, at) => at < verb && verb - at < 7 && entering.has(norm))
  const job = entry < 0 ? undefined : roleAt(tokens, verb + 1)
  return job ? told('has_job', verb, job) : []
}

/** The profession at a place, with or without an article: "our new bookkeeper", "nanny". */
function roleAt(tokens: readonly Token[], at: number): Span | undefined {
  const article = /^(a|an|the|our|my|his|her|their)$/.test(normAt(tokens, at))
  return article ? jobAt(tokens, at + 1) : isTrade(tokens, at)
}

/** Readers of verbs that tell a profession. */
export const tradeReaders: readonly (readonly [words: string, reader: Reader])[] = [
  ['teach teaches teaching taught', teaching],
  ['as', serving],
  [[...craftVerbs].flatMap(verb => [verb, verb.endsWith('y') ? verb.replace(/y$/, 'ies') : /(?:ch|sh|x)$/.test(verb) ? `${verb}es` : `${verb}s`, `${verb.replace(/e$/, '')}ing`]).join(' '), plying],
  ['cutting', plying],
  ['living livin', earning],
]

const healing = wordSet('appointment appointments blood test tests results prescription prescribed surgery clinic hospital ward knee hip pills tablets diagnosis scan checkup patients symptoms')

/** What stands with persons and tells their profession, whatever the clause claims: "a dentist like Ana", "nurse Ana", "we hired Ana as nanny". */
export function professionsIn(tokens: readonly Token[], { phrases, same }: Parsed): Saying[] {
  const found: Saying[] = []
  const say = (who: Phrase, value: string, at: number): void => {
    found.push({ type: 'attribute', who: [who], told: { attribute: 'has_job', values: [value], at }, at, mood: 'holds' })
  }
  for (const phrase of phrases.values()) {
    if (phrase.type !== 'name' && (phrase.type !== 'kin' || phrase.kin.plural)) continue
    const before = normAt(tokens, phrase.start - 1)
    const likened = before === 'like' ? jobBefore(tokens, phrase.start - 1) : undefined
    if (likened) say(phrase, likened, phrase.start)
    const beside = jobBeside(tokens, phrase, same.find(([left]) => left === phrase)?.[1])
    // "Siv is his wife, the florist".
    const subject = beside && /^(is|'s)$/.test(before) ? [...phrases.values()].find(({ type, end }) => type === 'name' && end === phrase.start - 1) : undefined
    if (beside) say(subject ?? phrase, beside, phrase.end)
    if (phrase.type !== 'name' || phrase.place) continue
    if (isProfession(before) && tokens[phrase.start - 2]?.norm !== 'like') say(phrase, before, phrase.start)
    if (/^(dr|doctor)$/.test(tokens[phrase.start]!.norm) && tokens.some(({ norm }) => healing.has(norm))) say(phrase, 'doctor', phrase.start)
    // "Sixten the plumber".
    if (tokens[phrase.end]?.norm === 'the' && isProfession(normAt(tokens, phrase.end + 1)) && tokens[phrase.end + 2]?.norm !== "'s") say(phrase, tokens[phrase.end + 1]!.norm, phrase.end)
    const holder = holderBefore(tokens, phrase.start) ?? fellowBefore(tokens, phrase.start)
    if (holder) say(phrase, holder, phrase.start)
    const role = tokens[phrase.end]?.norm === 'as' && tokens.slice(Math.max(0, phrase.start - 3), phrase.start).some(({ norm }) => /^(hired|took|employed|got|have|recruited)$/.test(norm)) ? roleAt(tokens, phrase.end + 1) : undefined
    if (role) say(phrase, role.text.toLowerCase(), phrase.end)
  }
  return found
}

/** "Ivo, my cousin, plumber, lives near", "Siv is his wife, the florist": what stands in commas after who somebody is. */
function jobBeside(tokens: readonly Token[], phrase: Phrase, twin: Phrase | undefined): string | undefined {
  const kin = twin ?? phrase
  if (kin.type !== 'kin' || kin.kin.plural || kin.trade !== undefined || !kin.owner || tokens[kin.end]?.norm !== ',') return undefined
  const from = /^(the|a|an)$/.test(normAt(tokens, kin.end + 1)) ? kin.end + 2 : kin.end + 1
  const trade = isTrade(tokens, from)
  // "My aunt, the nurse, and I" may be three.
  if (!trade || (tokens[from - 1]!.norm === 'the' && /^(and|or)$/.test(normAt(tokens, trade.end + 1)))) return undefined
  return isProfession(tokens[trade.end - 1]!.norm) && /^(,|\)|)$/.test(normAt(tokens, trade.end)) ? trade.text.toLowerCase() : undefined
}

/** "The new plumber's name is Bo", "the plumber, Bo": the profession of which a name is told. */
function holderBefore(tokens: readonly Token[], start: number): string | undefined {
  const norm = (step: number): string => normAt(tokens, start - step)
  const end = norm(1) === ',' ? 2 : /^(is|'s)$/.test(norm(1)) ? (norm(2) === 'name' && norm(3) === "'s" ? 4 : 2) : 0
  if (end === 0 || !isProfession(norm(end))) return undefined
  const article = [1, 2, 3].find(step => /^(the|our|this)$/.test(norm(end + step)))
  return article === undefined ? undefined : tokens.slice(start - end - article + 1, start - end + 1).map(token => token.norm).filter(word => !/^(new|old|local|young|nice)$/.test(word)).join(' ')
}

/** "The plumber was here, lovely man, Bo", "the tiler, a chatty fellow called Bo". */
function fellowBefore(tokens: readonly Token[], start: number): string | undefined {
  const norm = (at: number): string => normAt(tokens, at)
  if (!/^(,|called|named|-)$/.test(norm(start - 1)) || !/^(man|fellow|guy|bloke|chap|lad|woman|lady|girl|lass|gentleman|person|soul)$/.test(norm(start - 2))) return undefined
  const comma = tokens.findLastIndex((token, at) => at < start - 2 && start - at < 8 && /^[,(-]$/.test(token.norm))
  const trade = tokens.findLastIndex((token, at) => at < comma && comma - at < 8 && isProfession(token.norm) && /^(the|a|our|new)$/.test(norm(at - 1)))
  return trade < 0 ? undefined : norm(trade)
}

/** The profession that ends at a place after "a": "becoming a midwife like my sister". */
function jobBefore(tokens: readonly Token[], end: number): string | undefined {
  for (let at = end - 2; at >= 0 && end - at < 5; at--) {
    if (!/^(a|an)$/.test(tokens[at]!.norm)) continue
    const job = jobAt(tokens, at + 1)
    return job?.end === end ? job.text.toLowerCase() : undefined
  }
  return undefined
}

