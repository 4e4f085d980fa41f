// What the worth of a turn is read from: how much it says, in which words, where it stands in its conversation, and what the gate thinks of it. F features.
import { isFunctionWord, sentencesOf, wordSet, wordsOf } from '../encode/prose.ts'
import { MnemeError } from '../errors.ts'
import { logitAt } from './gate.ts'
import { markerNames } from './markers.ts'

/** A turn, and what memory knows of its words when it is judged. */
export interface WorthInput {
  text: string
  /** Its index terms, as `terms` gives them. */
  terms: readonly string[]
  /** How many turns ago a term was last said in its session, 1 for the turn before; Infinity where it was not. */
  since(term: string): number
  /** The turn before it asked something. */
  answers: boolean
  /** Turns before it in its session, from 0. */
  place: number
  /** An assistant or a tool says it. */
  machine: boolean
  /** Lexical markers [M] of the text. */
  markers: Float32Array
  /** The gate's verdict on it. */
  verdict: WorthVerdict
}

/** What the gate thinks of a turn: whether it is worth keeping, and how strong a trace of it begins. */
export interface WorthVerdict {
  /** Log odds of the importance. */
  logit: number
  /** In [0, 1]. */
  importance: number
  /** Strictly inside (0, 1). */
  strength: number
}

/** The words of a memory: what is rare in it, and what says much anywhere. */
export interface Vocabulary {
  /** Turns of the memory, the judged one among them, from 1. */
  turns: number
  /** Turns that have a term, the judged one among them, from 1. */
  turnsWith(term: string): number
  /** How much a lower-case word says: about 1 for an ordinary content word. */
  salience(word: string): number
}

/** Names of the features, in order. */
export const worthFeatures: readonly string[] = [
  'rarity', 'rarity.root', 'rarity.log', 'rarity.most', 'rarity.topThree', 'rarity.fresh', 'terms.single', 'terms',
  'salience', 'salience.root', 'salience.log', 'salience.most', 'salience.topThree', 'salience.mean',
  'length', 'length.root', 'names', 'numbers', 'questions', 'exclamations', 'past', 'firstPerson', 'others', 'possessive', 'sentences',
  'machine', 'answers', 'asksLast', 'place', 'takenUp', 'questions.rarity', 'asksLast.rarity', 'keep', 'keep.probability', 'strength', 'strength.probability',
  ...markerNames.map(name => `markers.${name}`),
]

/** Where the features tell whether a machine speaks: its words are weighed apart. */
export const machineFeature: number = worthFeatures.indexOf('machine')

/** Turns of other conversations that a memory is thought to have heard before its own: the first words of all are not rare by being first. */
const turnsBefore = 200
/** Turns back within which a word is still in the air. */
const nearby = 6

const pastWords = wordSet(`
  went saw did got took came made ate bought read wrote ran won found met gave left been had was were just last yesterday recently`)
const firstPerson = wordSet('i my me we our')
const others = wordSet('he she they his her their him them')
const possessive = wordSet('my our')

/** Features [F] of a turn, each from 0 (of the gate's log odds from -2) and for a message within about 10. Throws SHAPE_MISMATCH where the markers are not those of `markersOf`. */
export function worthFeaturesOf(input: WorthInput, vocabulary: Vocabulary): Float32Array {
  const { text, answers, place, machine, markers, verdict } = input
  if (markers.length !== markerNames.length) {
    throw new MnemeError('SHAPE_MISMATCH', `worth: expected ${markerNames.length} markers, got ${markers.length}; pass those of markersOf`)
  }
  const terms = [...new Set(input.terms)]
  const rarity = (term: string): number => Math.log((vocabulary.turns + turnsBefore + 1) / (vocabulary.turnsWith(term) + 0.5))
  const rare = amountsOf(terms.map(rarity))
  const words = wordsOf(text)
  const told = amountsOf([...new Set(words)].filter(word => !isFunctionWord(word)).map(word => vocabulary.salience(word)))
  const bare = words.map(word => word.split("'", 1)[0]!)
  const count = (pattern: RegExp, most: number): number => Math.min(most, text.match(pattern)?.length ?? 0)
  const among = (set: ReadonlySet<string>): number => Math.min(6, bare.filter(word => set.has(word)).length)
  const questions = count(/\?/g, 3)
  const asksLast = /\?\s*$/.test(text)
  return Float32Array.from([
    rare.sum / 10, Math.sqrt(rare.sum), Math.log1p(rare.sum), rare.most, rare.topThree / 5,
    Math.log1p(terms.reduce((sum, term) => input.since(term) <= nearby ? sum : sum + rarity(term), 0)),
    Math.log1p(terms.filter(term => vocabulary.turnsWith(term) <= 1).length), Math.log1p(terms.length),
    told.sum / 5, Math.sqrt(told.sum), Math.log1p(told.sum), told.most, told.topThree, told.mean,
    Math.log1p(text.length), Math.sqrt(text.length) / 5,
    count(/(?<=[\p{Ll},;] )\p{Lu}\p{Ll}+/gu, 4), count(/\p{N}+/gu, 3), questions, count(/!/g, 3),
    Math.min(6, bare.filter(word => pastWords.has(word) || (word.length > 4 && word.endsWith('ed'))).length),
    among(firstPerson), among(others), Math.min(3, among(possessive)), Math.min(6, sentencesOf(text).length),
    machine ? 1 : 0, answers ? 1 : 0, asksLast ? 1 : 0, Math.min(10, place) / 10, terms.filter(term => input.since(term) === 1).length,
    questions > 0 ? Math.log1p(rare.sum) : 0, asksLast ? Math.log1p(rare.sum) : 0,
    oddsOf(verdict.logit), verdict.importance, oddsOf(logitAt(verdict.strength)), verdict.strength,
    ...markers,
  ])
}

/** Log odds in [-2, 2]: beyond six the gate is sure, and how sure tells nothing. */
function oddsOf(logit: number): number {
  return Math.max(-2, Math.min(2, logit / 3))
}

function amountsOf(values: readonly number[]): { sum: number; most: number; topThree: number; mean: number } {
  const sum = values.reduce((total, value) => total + value, 0)
  const [most = 0, second = 0, third = 0] = values.toSorted((a, b) => b - a)
  return { sum, most, topThree: most + second + third, mean: values.length > 0 ? sum / values.length : 0 }
}
