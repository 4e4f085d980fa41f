// Does a message call for a way of working? Two questions: is it that task, now, and not lifted (near); is it this task at all (about).
import type { EmbeddedEncoder } from '../encode/embedded.ts'
import { isFunctionWord, sentencesOf, wordsOf } from '../encode/prose.ts'
import { MnemeError } from '../errors.ts'
import { param, type Param, type ParamTree } from '../tensor/params.ts'
import { dot } from '../vector.ts'
import { vectorsIn, type MessageFeatures } from './classifier.ts'
import type { Cues } from './cue.ts'
import { cueNames } from './cue.ts'
import { framesOf, liftCount, liftsOf, openingsOf } from './phrasing.ts'
import { queryClasses, type ClassifiedQuery } from './query.ts'

/** Weights of a logistic regression over the features of a pair. */
interface PairLogit extends ParamTree {
  /** [F]. */
  pair: Param
  /** [1]. */
  bias: Param
}

/** Weights of both questions. */
export interface TriggerParams extends ParamTree {
  /** Unit vectors around which many ways of working lie, [B, D]: a text that is near to some of them is near to much. */
  background: Param
  near: PairLogit & {
    /** [M]: of the message's class, cues and signs that something is lifted. */
    message: Param
    /** [P]: of its words, pairs of words, frames and openings, by their hashes. */
    phrase: Param
  }
  about: PairLogit
  /**
   * [5]: how much `about` counts, slope and intercept of the probability, the probability from which a procedure fires, and
   * the most that the features of a pair add to `near`, but for one pair in a hundred.
   */
  fires: Param
}

/** Names of the features of a pair, in the order of `triggerFeatures`. */
export const triggerFeatureNames = [
  'turn', 'sentence', 'sentences', 'meaning', 'request', 'requested', 'centroid', 'background', 'hub', 'alignedMessage', 'alignedTrigger',
  'first', 'second', 'third', 'exact', 'triggerWords', 'taught', 'length',
] as const

const phraseRows = 16384
/** Centres of the background, B. */
export const backgroundCount = 48
/** Nearest centres whose mean tells how much a text is near to. */
const hubCentres = 4

const markCount = queryClasses.length + cueNames.length + liftCount

function zeroPairLogit(): PairLogit {
  return { pair: param([triggerFeatureNames.length]), bias: param([1]) }
}

/** All-zero weights for vectors of D values, by which nothing fires. */
export function zeroTrigger(dim: number): TriggerParams {
  return {
    background: param([backgroundCount, dim]), near: { ...zeroPairLogit(), message: param([markCount]), phrase: param([phraseRows]) }, about: zeroPairLogit(),
    fires: param([5], [1, 1, 0, 1, 0]),
  }
}

/** A text made ready for comparison. */
export interface TriggerText {
  /** Retrieval vector [D] of the whole, and of its sentences. */
  vector: Float32Array
  sentences: readonly Float32Array[]
  /** Meaning [D]. */
  meaning: Float32Array
  /** Content words with their vectors [D] and how much each says, those that say most. */
  words: readonly TriggerWord[]
  /** Words of all kinds. */
  length: number
  /** How near it is to the centres of the background: to the nearest, and to the nearest few; made when first asked for. */
  hub?: readonly [number, number]
}

interface TriggerWord {
  word: string
  vector: Float32Array
  weight: number
}

const mostSentences = 8
/** Of one text, and of a trigger. */
const mostWords = 16
const mostTriggerWords = 24
const mostTexts = 4096

/** Texts and words read once. */
export class TriggerReader {
  readonly encoder: EmbeddedEncoder
  readonly #texts = new Map<string, TriggerText>()
  readonly #words = new Map<string, TriggerWord>()

  constructor(encoder: EmbeddedEncoder) {
    this.encoder = encoder
  }

  /** Reads a text; `vectors` where they have been made before. */
  read(text: string, vectors?: Pick<TriggerText, 'vector' | 'meaning'>): TriggerText {
    let read = this.#texts.get(text)
    if (!read) {
      if (this.#texts.size >= mostTexts) this.#texts.clear()
      this.#texts.set(text, (read = this.#readAnew(text, vectors ?? { vector: this.encoder.vector(text), meaning: this.encoder.meaning(text) })))
    }
    return read
  }

  /** The words of a text that say most, three at most, in their order. */
  nameOf(text: string): string {
    const chosen = this.read(text).words.toSorted((a, b) => b.weight - a.weight).slice(0, 3).map(({ word }) => word)
    return chosen.length === 0 ? text.trim().slice(0, 40) : [...new Set(wordsOf(text).filter(word => chosen.includes(word)))].join(' ')
  }

  #readAnew(text: string, { vector, meaning }: Pick<TriggerText, 'vector' | 'meaning'>): TriggerText {
    const words = wordsOf(text)
    const content = [...new Set(words.filter(word => !isFunctionWord(word) && word.length > 1))].map(word => this.#word(word))
    const parts = sentencesOf(text).filter(part => /\p{L}/u.test(part)).slice(0, mostSentences)
    return {
      vector, sentences: parts.length > 1 ? parts.map(part => this.encoder.vector(part)) : [vector], meaning,
      words: content.length > mostWords ? content.sort((a, b) => b.weight - a.weight).slice(0, mostWords) : content, length: words.length,
    }
  }

  #word(word: string): TriggerWord {
    let known = this.#words.get(word)
    if (!known) {
      if (this.#words.size >= mostTexts) this.#words.clear()
      this.#words.set(word, (known = { word, vector: this.encoder.vector(word), weight: this.encoder.salience(word) }))
    }
    return known
  }
}

/** What a way of working is recognised by. */
export interface Trigger {
  /** Turns that state it. */
  stated: readonly TriggerText[]
  /** Requests that it was stated for, where it was learned. */
  requests: readonly TriggerText[]
  taught: boolean
  /** Unit vector [D]. */
  centroid: Float32Array
  /** Content words of all, with the share of the stating turns that have each. */
  words: readonly (TriggerWord & { share: number })[]
}

/** A trigger of the texts that state a way of working, one at least, and of the requests that they were about. */
export function triggerOf(stated: readonly TriggerText[], requests: readonly TriggerText[], taught: boolean): Trigger {
  const all = [...stated, ...requests]
  const counts = new Map<string, { word: TriggerWord; count: number }>()
  for (const { words } of all) {
    for (const word of words) counts.set(word.word, { word, count: (counts.get(word.word)?.count ?? 0) + 1 })
  }
  const words = [...counts.values()].map(({ word, count }) => ({ ...word, share: count / stated.length }))
  return {
    stated, requests, taught, centroid: unit(all.map(({ vector }) => vector)),
    words: words.sort((a, b) => b.weight * b.share - a.weight * a.share).slice(0, mostTriggerWords),
  }
}

function unit(vectors: readonly Float32Array[]): Float32Array {
  const total = new Float32Array(vectors[0]!.length)
  for (const vector of vectors) for (let d = 0; d < total.length; d++) total[d] = total[d]! + vector[d]!
  const length = Math.sqrt(dot(total, total)) || 1
  return total.map(value => value / length)
}

const most = (values: readonly number[]): number => Math.max(...values)

/** Features of a pair; [F]. `background` has [B, D]. */
export function triggerFeatures(trigger: Trigger, message: TriggerText, background: Float32Array): Float64Array {
  const { stated, requests, centroid } = trigger
  const whole = most(stated.map(({ vector }) => dot(vector, message.vector)))
  const parts = stated.flatMap(({ sentences }) => sentences)
  const aligned = align(trigger, message)
  return Float64Array.from([
    whole, most(parts.map(part => dot(part, message.vector))), most(parts.map(part => most(message.sentences.map(own => dot(part, own))))),
    most(stated.map(({ meaning }) => dot(meaning, message.meaning))),
    requests.length === 0 ? 0 : most(requests.map(({ vector }) => dot(vector, message.vector))), Number(requests.length > 0),
    dot(centroid, message.vector), ...hubOf(message, background),
    aligned.message, aligned.trigger, aligned.best[0] ?? 0, aligned.best[1] ?? 0, aligned.best[2] ?? 0, aligned.exact, aligned.top,
    Number(trigger.taught), Math.log1p(message.length),
  ])
}

function hubOf(message: TriggerText, background: Float32Array): readonly [number, number] {
  if (message.hub) return message.hub
  const dim = message.vector.length
  const cosines = Array.from({ length: background.length / dim }, (_, at) => dot(background.subarray(at * dim, (at + 1) * dim), message.vector)).sort((a, b) => b - a)
  message.hub = [cosines[0]!, sum(cosines.slice(0, hubCentres)) / hubCentres]
  return message.hub
}

interface Aligned {
  /** Mean of the best cosines of each word to one of the other's, by how much the words say. */
  message: number
  trigger: number
  /** Best cosines times weights of the message's words, the largest first. */
  best: number[]
  /** Weights of the words that both have. */
  exact: number
  /** Sum of the three largest best cosines of the trigger's words, times weight and share. */
  top: number
}

function align({ words }: Trigger, message: TriggerText): Aligned {
  if (words.length === 0 || message.words.length === 0) return { message: 0, trigger: 0, best: [], exact: 0, top: 0 }
  const forward = new Float64Array(message.words.length).fill(-1)
  const backward = new Float64Array(words.length).fill(-1)
  message.words.forEach((own, m) => words.forEach((other, t) => {
    const alike = own.word === other.word ? 1 : dot(own.vector, other.vector)
    if (alike > forward[m]!) forward[m] = alike
    if (alike > backward[t]!) backward[t] = alike
  }))
  const weighted = message.words.map(({ weight }, m) => weight * forward[m]!).sort((a, b) => b - a)
  const own = words.map(({ weight }, t) => weight * backward[t]!)
  return {
    message: sum(weighted) / sum(message.words.map(({ weight }) => weight)), trigger: sum(own) / sum(words.map(({ weight }) => weight)),
    best: weighted.slice(0, 3), exact: sum(message.words.map(({ weight }, m) => (forward[m]! > 0.999 ? weight : 0))),
    top: sum(own.map((value, t) => value * words[t]!.share).sort((a, b) => b - a).slice(0, 3)),
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

/** A message made ready: what it says, and how. */
export interface CallingMessage {
  text: TriggerText
  /** [M]. */
  marks: readonly number[]
  /** Hashes, each once; modulo P they are rows. */
  phrases: readonly number[]
}

/** Reads a message that its classifiers have read. */
export function readCall(text: string, reader: TriggerReader, features: MessageFeatures, query: ClassifiedQuery, cues: Cues): CallingMessage {
  return {
    text: reader.read(text, vectorsIn(features)), marks: [...queryClasses.map(name => query.probabilities[name]), ...cueNames.map(name => cues[name]), ...liftsOf(text)],
    phrases: [...new Set([...features.phrases, ...framesOf(text), ...openingsOf(text)])],
  }
}

/** What a message adds to the logit of `near` whatever the procedure. Throws SHAPE_MISMATCH. */
export function callLogit({ marks, phrases }: CallingMessage, { near }: TriggerParams): number {
  if (near.message.data.length !== marks.length) {
    throw new MnemeError('SHAPE_MISMATCH', `trigger: expected weights for ${marks.length} marks, got ${near.message.data.length}; load a policy with loadPolicy`)
  }
  const rows = new Set(phrases.map(hash => hash % near.phrase.data.length))
  let logit = near.bias.data[0]!
  marks.forEach((value, at) => { logit += value * near.message.data[at]! })
  for (const row of rows) logit += near.phrase.data[row]!
  return logit
}

/** True for a message that calls for no procedure, whatever that is; `call` is what `callLogit` gave for it. */
export function callsForNone(call: number, { fires: { data } }: TriggerParams): boolean {
  return callProbability({ near: call + data[4]!, about: Infinity }, { fires: { data } }) <= data[3]!
}

/** Logits of both questions; `call` is what `callLogit` gave for the message. */
export function triggerLogits(features: Float64Array, call: number, { near, about }: TriggerParams): { near: number; about: number } {
  return { near: call + weigh(features, near.pair), about: about.bias.data[0]! + weigh(features, about.pair) }
}

function weigh(features: Float64Array, { data }: Param): number {
  return features.reduce((total, value, at) => total + value * data[at]!, 0)
}

/** How surely two procedures are about the same task before the newer one takes the place of the older. */
const sameTaskFrom = 0.8

/** True where what states one procedure reads like a message about the other, and the other way round. */
export function sameTask(a: Trigger, b: Trigger, params: TriggerParams): boolean {
  const asks = (one: Trigger, other: Trigger): number => sigmoid(most(other.stated.map(text => aboutLogit(one, text, params))))
  return Math.min(asks(a, b), asks(b, a)) >= sameTaskFrom
}

/** Logit of a text being about the task of a trigger, whatever is asked of it. */
export function aboutLogit(trigger: Trigger, text: TriggerText, { background, about }: TriggerParams): number {
  return about.bias.data[0]! + weigh(triggerFeatures(trigger, text, background.data), about.pair)
}

/** Probability that a message calls for a procedure: of a·(log σ(near) + k log σ(about)) + b. */
export function callProbability(logits: { near: number; about: number }, { fires: { data } }: { fires: Pick<Param, 'data'> }): number {
  return sigmoid(data[1]! * bothSure(logits, data[0]!) + data[2]!)
}

/** log σ(near) + k log σ(about): little unless both are sure. */
export function bothSure({ near, about }: { near: number; about: number }, k: number): number {
  return Math.log(sigmoid(near) + 1e-12) + k * Math.log(sigmoid(about) + 1e-12)
}

function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit))
}
