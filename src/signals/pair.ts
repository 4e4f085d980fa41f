// Two statements of one person held against each other: does the later one replace the earlier, repeat it, or stand apart?
import type { EmbeddedEncoder } from '../encode/embedded.ts'
import { isFunctionWord, sentencesOf, wordSet, wordsOf } from '../encode/prose.ts'
import { terms } from '../encode/terms.ts'
import { wordVectorsOf } from '../encode/word-vectors.ts'
import { dot } from '../vector.ts'
import { bestCosines } from './alignment.ts'

/** A statement made ready for comparison. */
export interface Statement {
  text: string
  /** Retrieval vectors [D] of the whole and of its sentences. */
  vector: Float32Array
  sentences: readonly Float32Array[]
  terms: ReadonlySet<string>
  /** Content words with their vectors [D]. */
  words: readonly { word: string; vector: Float32Array }[]
  names: ReadonlySet<string>
  kin: ReadonlySet<string>
  values: ReadonlyMap<string, ReadonlySet<string>>
  asks: number
  first: boolean
  /** It tells what happened once, in the past tense: such a thing stays so. */
  event: boolean
  cues: Readonly<Record<Cue, number>>
}

type Cue = 'change' | 'fix' | 'since' | 'also' | 'past' | 'negation' | 'other' | 'standing'

const cuePatterns: Readonly<Record<Cue, RegExp>> = {
  change: /\b(no longer|any ?more|instead|switch(?:ed|ing)?|chang(?:ed|ing|e)|mov(?:ed|ing|e)|new|now|replaced|became|quit|left|stopped|gave up|dropped|sold|renamed|postponed|pushed|put (?:me|us|it|back)|bumped|swapped|upgraded|went (?:up|down|with|for)|from now on|used to|gone|over|ended|split|broke up|cancel(?:l?ed)?)\b/gi,
  fix: /\b(actually|scratch|correction|i meant|meant|misspoke|mistyped|typo|wrong|mistake|sorry|oops|wait|no,|not the|it's not|isn't|turns out|rather|mixed up|misread|i said|told you|make (?:it|that)|forget)\b/gi,
  since: /\b(since|these days|nowadays|lately|as of|starting|until|for a (?:week|month|while)|this (?:week|month|term|semester|year)|last (?:week|month)|recently|just)\b/gi,
  also: /\b(also|too|as well|besides|another|plus|both|second|extra|on top|other)\b/gi,
  past: /\b(yesterday|last (?:night|year|summer|time|weekend)|ago|was|were|had|went|saw|did|got|took|came|back then|on (?:sunday|monday|tuesday|wednesday|thursday|friday|saturday))\b/gi,
  negation: /\b(not|never|no|don't|doesn't|didn't|isn't|aren't|won't|can't|off|without|none)\b|n't\b/gi,
  other: /\b(he|she|they|his|her|their|him|them|everyone|people|someone)\b/gi,
  standing: /\b(always|every|usually|each|please|never|keep|use|prefer|like|take|want|is|are|am|i'm)\b/gi,
}

const eventPattern = /\b(?:went|saw|did|got|took|came|made|ate|drank|bought|sold|read|wrote|ran|won|lost|found|met|told|said|gave|left|flew|drove|swam|slept|fell|broke|built|caught|spent|sent|paid|taught|had|put|cut|(?!(?:need|tir|excit|bor|scar|worri|marri|interest|bas|us|suppos|retir|inde|spe|fe|se|we|re|ne|alli|relat|engag|divorc|advanc|fri|bak|grill)ed\b)[a-z]{2,}ed)\b/i

const kinWords = wordSet(`mother mom mum mama father dad papa sister brother son daughter husband wife partner girlfriend boyfriend friend mate neighbour neighbor
  boss colleague coworker flatmate roommate cousin aunt uncle grandmother grandma nan gran grandfather grandpa niece nephew kid kids child children baby
  teacher doctor vet dentist coach landlord dog cat brother-in-law sister-in-law mother-in-law father-in-law team company client twin ex fiance fiancee`)

const months = 'january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec'
const valuePatterns: Readonly<Record<string, RegExp>> = {
  day: /\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b(?:tomorrow|tonight)\b/gi,
  month: new RegExp(String.raw`\b(?:${months.split(' ').join('|')})\b`, 'gi'),
  time: /\b\d{1,2}(?::|\.)\d{2}\b|\b\d{1,2} ?(?:am|pm|o'clock)\b|\b(?:noon|midnight)\b|\bhalf (?:past )?(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b/gi,
  ordinal: /\b\d{1,2}(?:st|nd|rd|th)\b/gi,
  number: /\b\d+(?:[.,]\d+)?\b|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|hundred|thousand|half|twice|once|double)\b/gi,
  unit: /\b(?:mg|ml|kg|g|km|miles?|minutes?|mins?|hours?|hrs?|days|weeks|months|years|euros?|pounds|dollars|percent|kilos?|spaces|words|pages|sentences|gb|watts?|degrees)\b|[%€£$]/gi,
  colour: /\b(?:red|blue|green|yellow|black|white|grey|gray|brown|pink|purple|orange|silver|gold|navy|beige|cream|turquoise)\b/gi,
}

/** Makes a statement ready. */
export function readStatement(text: string, encoder: EmbeddedEncoder): Statement {
  const lower = wordsOf(text)
  const vectors = wordVectorsOf(encoder)
  const content = [...new Set(lower.filter(word => !isFunctionWord(word) && word.length > 1))].slice(0, 40)
  const parts = sentencesOf(text).filter(part => /\p{L}/u.test(part)).slice(0, 12)
  const names = new Set((text.match(/(?<=[\p{L},;:–-]\s+)\p{Lu}[\p{L}\p{M}'’-]+/gu) ?? []).map(name => name.toLowerCase().replace(/['’]s$/, '')))
  return {
    text,
    vector: encoder.vector(text),
    sentences: parts.length > 1 ? parts.map(part => encoder.vector(part)) : [],
    terms: new Set(terms(text)),
    words: content.map(word => ({ word, vector: vectors.vectorOf(word) })),
    names,
    kin: new Set(lower.map(word => word.replace(/'s$/, '')).filter(word => kinWords.has(word))),
    values: new Map(Object.entries(valuePatterns).map(([name, pattern]) => [name, new Set((text.match(pattern) ?? []).map(value => value.toLowerCase()))])),
    asks: sentencesOf(text).filter(part => /[?]/.test(part)).length / Math.max(1, parts.length) || Number(/^(what|how|why|when|where|who|which|can|could|do|does|is|are|should|will|would)\b/i.test(text.trim()) && !/[.!]/.test(text)),
    event: eventPattern.test(text),
    first: /\b(i|my|we|our|me|mine|i'm|i've)\b/i.test(text),
    cues: Object.fromEntries(Object.entries(cuePatterns).map(([name, pattern]) => [name, Math.min(2, text.match(pattern)?.length ?? 0) / 2])) as Record<Cue, number>,
  }
}

/** Names of the features, in the order of `pairFeatures`. */
export const pairFeatureNames: readonly string[] = [
  'cosine', 'sentence', 'sharedOld', 'sharedNew', 'overlap', 'alignedOld', 'alignedNew', 'substituted', 'substitutions',
  'namesShared', 'namesOnlyNew', 'namesOnlyOld', 'kinShared', 'kinOnlyNew', 'kinOnlyOld', 'firstSame',
  ...Object.keys(valuePatterns).flatMap(name => [`${name}Same`, `${name}Differs`, `${name}OnlyNew`]),
  'asksNew', 'asksOld', ...Object.keys(cuePatterns), 'cosine2', 'cosineChange', 'cosineFix', 'cosineSince', 'sentenceDiffers', 'rare', 'announces', 'announcesNear',
  'recent', 'last', 'brief', 'briefLast', 'announcesLast', 'differsLast', 'announcesBrief', 'sentenceBrief',
  'announcesRecent', 'briefRecent', 'newest', 'newestBrief', 'newestAnnounces', 'eventOld', 'eventNew', 'events', 'eventsOverlap',
]

/** An earlier statement, and by how many of its speaker's the new one comes after it: 1 for the next, Infinity where that is far. */
export interface Earlier {
  statement: Statement
  ago: number
}

/** A new statement, and how much it sounds like one that replaces another, as a logit by `announceLogit`. */
export interface Later {
  statement: Statement
  announces: number
}

/** Features [C][F] of the pairs of C earlier statements with a new one. */
export function choiceFeatures(earlier: readonly Earlier[], later: Later): Float32Array[] {
  const newest = Math.min(...earlier.filter(({ statement }) => statesOtherValue(statement, later.statement)).map(({ ago }) => ago))
  return earlier.map(pair => pairFeatures(pair, later, pair.ago === newest && newest < Infinity))
}

/** Features of a pair; [F]. `newest`: of all that state another value of the same type, the earlier one is the last. */
function pairFeatures({ statement: earlier, ago }: Earlier, { statement: later, announces: sound }: Later, newest: boolean): Float32Array {
  const cosine = dot(earlier.vector, later.vector)
  const sentence = bestSentence(earlier, later, cosine)
  const shared = [...later.terms].filter(term => earlier.terms.has(term)).length
  const aligned = align(earlier, later)
  const names = sets(earlier.names, later.names)
  const kin = sets(earlier.kin, later.kin)
  const values = Object.keys(valuePatterns).map(name => sets(earlier.values.get(name)!, later.values.get(name)!))
  const differs = Number(values.some(areOther))
  const announces = sound / 3
  // A fix of few words says what it is about by coming right after it: "scratch that, Tuesday".
  const last = Number(ago === 1)
  const brief = 1 / (1 + later.words.length)
  const overlap = shared / Math.max(1, Math.min(earlier.terms.size, later.terms.size))
  const events = Number(earlier.event && later.event)
  return Float32Array.from([
    cosine, sentence, shared / Math.max(1, earlier.terms.size), shared / Math.max(1, later.terms.size),
    overlap, aligned.old, aligned.new, aligned.substituted, aligned.count,
    Math.min(1, names.both), Math.min(1, names.onlyNew), Math.min(1, names.onlyOld),
    Math.min(1, kin.both), Math.min(1, kin.onlyNew), Math.min(1, kin.onlyOld), Number(earlier.first === later.first),
    ...values.flatMap(pair => [Math.min(1, pair.both), Number(areOther(pair)), pair.onlyOld === 0 && pair.both === 0 && pair.onlyNew > 0 ? 1 : 0]),
    later.asks, earlier.asks, ...Object.values(later.cues),  cosine * cosine, sentence * later.cues.change, sentence * later.cues.fix, sentence * later.cues.since, sentence * differs, Math.min(1, shared / 3),
    announces, sentence * announces,
    1 / ago, last, brief, brief * last, announces * last, differs * last, announces * brief, sentence * brief,
    announces / ago, brief / ago, Number(newest), Number(newest) * brief, Number(newest) * announces,
    Number(earlier.event), Number(later.event), events, events * overlap,
  ])
}

/** True where two statements give values of one type, none of them in both: Monday and Tuesday, 5 mg and 10 mg. */
export function statesOtherValue(earlier: Statement, later: Statement): boolean {
  return Object.keys(valuePatterns).some(name => areOther(sets(earlier.values.get(name)!, later.values.get(name)!)))
}

/** Both have values, and none in common. */
function areOther({ both, onlyOld, onlyNew }: ReturnType<typeof sets>): boolean {
  return both === 0 && onlyOld > 0 && onlyNew > 0
}

function bestSentence(earlier: Statement, later: Statement, whole: number): number {
  let best = whole
  const olds = earlier.sentences.length > 0 ? earlier.sentences : [earlier.vector]
  const news = later.sentences.length > 0 ? later.sentences : [later.vector]
  for (const old of olds) for (const next of news) best = Math.max(best, dot(old, next))
  return best
}

/** How well the words of each find one like them in the other, and how many are near without being the same: "bus" for "car". */
function align(earlier: Statement, later: Statement): { old: number; new: number; substituted: number; count: number } {
  const { own: forward, other: backward } = bestCosines(later.words, earlier.words, 0)
  const between = forward.filter(value => value > 0.35 && value < 0.95)
  return { old: mean(backward), new: mean(forward), substituted: Math.max(0, ...between), count: Math.min(1, between.length / 4) }
}

function mean(list: Float64Array): number {
  return list.reduce((sum, value) => sum + value, 0) / Math.max(1, list.length)
}

function sets(earlier: ReadonlySet<string>, later: ReadonlySet<string>): { both: number; onlyOld: number; onlyNew: number } {
  let both = 0
  for (const value of later) if (earlier.has(value)) both++
  return { both, onlyOld: earlier.size - both, onlyNew: later.size - both }
}
