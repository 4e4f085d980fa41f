// Does a message call for a way of working? How it is put tells whether it asks or hands over (the call), a pair whether it is that task.
import { MnemeError } from '../errors.ts'
import { param, type Param, type ParamTree } from '../tensor/params.ts'
import { dot } from '../vector.ts'
import { bestCosines } from './alignment.ts'
import { probabilityOf, vectorsIn, type MessageFeatures } from './classifier.ts'
import type { Cues } from './cue.ts'
import { cueNames } from './cue.ts'
import { framesOf, liftCount, liftsOf, openingsOf } from './phrasing.ts'
import { queryClasses, type ClassifiedQuery } from './query.ts'
import { hubness, messageTopic, triggerTopic, zeroTopic, type TopicParams } from './topic.ts'
import type { Trigger, TriggerReader, TriggerText } from './trigger-text.ts'

/** Weights of all questions. */
export interface TriggerParams extends ParamTree {
  topic: TopicParams
  /** A logistic regression: is a message put like one that calls for something, and not lifted? */
  call: {
    /** [M]: of the message's class, cues and signs that something is lifted. */
    marks: Param
    /** [2D]: of its meaning and its retrieval vector. */
    dense: Param
    /** [P]: of its words, pairs of words, frames and openings, by their hashes. */
    phrase: Param
    /** [1]. */
    bias: Param
  }
  /** A network over the call and the features of a pair, [F] each in standard deviations: direct + tanh(hidden) · output. */
  pair: {
    mean: Param
    spread: Param
    direct: Param
    /** [F, H]. */
    hidden: Param
    /** [H]. */
    hiddenBias: Param
    output: Param
    /** [1]. */
    bias: Param
  }
  /** A logistic regression over the features of a pair without the call: is it that task at all? */
  task: {
    /** [F]. */
    direct: Param
    /** [1]. */
    bias: Param
  }
  /** [4]: slope and intercept of the probability, the probability from which a procedure fires, the call below which none does. */
  fires: Param
}

/** Names of the features of a pair, in the order of `triggerFeatures`. */
export const triggerFeatureNames = [
  'call', 'topic', 'messageHub', 'triggerHub', 'turn', 'sentence', 'sentences', 'meaning', 'request', 'requested', 'centroid', 'alignedMessage', 'alignedTrigger',
  'first', 'second', 'third', 'exact', 'triggerWords', 'taught', 'length',
] as const

const phraseRows = 16384
/** Hidden units, H. */
export const triggerUnits = 16
/** Standard deviations beyond which a feature tells nothing more. */
const mostDeviations = 4

/** Marks of a message, M. */
export const markCount: number = queryClasses.length + cueNames.length + liftCount

/** All-zero weights for vectors of D values, by which nothing fires. */
export function zeroTrigger(dim: number): TriggerParams {
  const features = triggerFeatureNames.length
  return {
    topic: zeroTopic(dim), call: { marks: param([markCount]), dense: param([2 * dim]), phrase: param([phraseRows]), bias: param([1]) },
    pair: {
      mean: param([features]), spread: param([features], Array.from({ length: features }, () => 1)), direct: param([features]), hidden: param([features, triggerUnits]),
      hiddenBias: param([triggerUnits]), output: param([triggerUnits]), bias: param([1]),
    },
    task: { direct: param([features]), bias: param([1]) }, fires: param([4], [1, 0, 1, 0]),
  }
}

const most = (values: readonly number[]): number => Math.max(...values)

/** A direction [R] and how much it is near to. */
interface Direction {
  topic: Float32Array
  hub: number
}

// Of each policy: what was read once of a trigger or a message.
const directions = new WeakMap<TopicParams, WeakMap<object, Direction>>()

function directionOf(one: object, params: TopicParams, make: () => Direction): Direction {
  let known = directions.get(params)
  if (!known) directions.set(params, (known = new WeakMap()))
  let found = known.get(one)
  if (!found) known.set(one, (found = make()))
  return found
}

function triggerDirection(trigger: Trigger, params: TopicParams): Direction {
  return directionOf(trigger, params, () => {
    const topic = triggerTopic(trigger.topic, params)
    return { topic, hub: hubness(topic, params.messages.data) }
  })
}

function messageDirection(message: TriggerText, params: TopicParams): Direction {
  return directionOf(message, params, () => {
    const topic = messageTopic(message.words, params)
    return { topic, hub: hubness(topic, params.triggers.data) }
  })
}

/** Cosines of what triggers and a message are about, [N]: cheap, for choosing what to compare in full. */
export function topicCosines(triggers: readonly Trigger[], message: TriggerText, { topic }: Pick<TriggerParams, 'topic'>): Float64Array {
  const to = messageDirection(message, topic).topic
  return Float64Array.from(triggers, trigger => dot(triggerDirection(trigger, topic).topic, to))
}

/** Features of a pair; [F]. `call` is what `callLogit` gave for the message. */
export function triggerFeatures(trigger: Trigger, message: TriggerText, call: number, { topic }: Pick<TriggerParams, 'topic'>): Float64Array {
  const { stated, requests, centroid } = trigger
  const [from, to] = [triggerDirection(trigger, topic), messageDirection(message, topic)]
  const whole = most(stated.map(({ vector }) => dot(vector, message.vector)))
  const parts = stated.flatMap(({ sentences }) => sentences)
  const aligned = align(trigger, message)
  return Float64Array.from([
    call, dot(from.topic, to.topic), to.hub, from.hub,
    whole, most(parts.map(part => dot(part, message.vector))), most(parts.map(part => most(message.sentences.map(own => dot(part, own))))),
    most(stated.map(({ meaning }) => dot(meaning, message.meaning))),
    requests.length === 0 ? 0 : most(requests.map(({ vector }) => dot(vector, message.vector))), Number(requests.length > 0),
    dot(centroid, message.vector),
    aligned.message, aligned.trigger, aligned.best[0] ?? 0, aligned.best[1] ?? 0, aligned.best[2] ?? 0, aligned.exact, aligned.top,
    Number(trigger.taught), Math.log1p(message.length),
  ])
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
  const { own: forward, other: backward } = bestCosines(message.words, words, -1)
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

/** How much a message is put like one that calls for something, whatever the procedure; a logit. Throws SHAPE_MISMATCH. */
export function callLogit({ text, marks, phrases }: CallingMessage, { call }: Pick<TriggerParams, 'call'>): number {
  const dim = text.vector.length
  if (call.marks.data.length !== marks.length || call.dense.data.length !== 2 * dim) {
    throw new MnemeError('SHAPE_MISMATCH', `trigger: expected weights for ${marks.length} marks of ${dim} dimensions, got ${call.marks.data.length} and ${call.dense.data.length / 2}; load a policy with loadPolicy`)
  }
  let logit = call.bias.data[0]! + dot(call.dense.data.subarray(0, dim), text.meaning) + dot(call.dense.data.subarray(dim), text.vector)
  marks.forEach((value, at) => { logit += value * call.marks.data[at]! })
  for (const row of new Set(phrases.map(hash => hash % call.phrase.data.length))) logit += call.phrase.data[row]!
  return logit
}

/** True for a message that calls for no procedure, whatever that is; `call` is what `callLogit` gave for it. */
export function callsForNone(call: number, { fires }: Pick<TriggerParams, 'fires'>): boolean {
  return call <= fires.data[3]!
}

/** Logit that a message calls for a procedure, by the features of the pair. */
export function triggerLogit(features: Float64Array, { pair, fires }: Pick<TriggerParams, 'pair' | 'fires'>): number {
  return fires.data[0]! * networkLogit(features, pair) + fires.data[1]!
}

/** What the network says of a pair. */
export function networkLogit(features: Float64Array, { mean, spread, direct, hidden, hiddenBias, output, bias }: TriggerParams['pair']): number {
  const units = hiddenBias.data.length
  const inner = Float64Array.from(hiddenBias.data)
  let logit = bias.data[0]!
  for (let f = 0; f < features.length; f++) {
    const value = standardised(features[f]!, mean.data[f]!, spread.data[f]!)
    logit += value * direct.data[f]!
    for (let unit = 0; unit < units; unit++) inner[unit] = inner[unit]! + value * hidden.data[f * units + unit]!
  }
  return inner.reduce((total, value, unit) => total + Math.tanh(value) * output.data[unit]!, logit)
}

/** A feature in standard deviations, within ±4. */
export function standardised(value: number, mean: number, spread: number): number {
  return Math.max(-mostDeviations, Math.min(mostDeviations, (value - mean) / spread))
}

/** How surely two procedures are about the same task before the newer one takes the place of the older. */
const sameTaskFrom = 0.8

/** True where what states one procedure reads like a message about the other, and the other way round. */
export function sameTask(a: Trigger, b: Trigger, params: TriggerParams): boolean {
  const asks = (one: Trigger, other: Trigger): number => probabilityOf(most(other.stated.map(text => taskLogit(one, text, params))))
  return Math.min(asks(a, b), asks(b, a)) >= sameTaskFrom
}

/** Logit of a text being about the task of a trigger, whatever is asked of it. */
export function taskLogit(trigger: Trigger, text: TriggerText, params: Pick<TriggerParams, 'topic' | 'task'>): number {
  const { direct, bias } = params.task
  return triggerFeatures(trigger, text, 0, params).reduce((total, value, at) => total + value * direct.data[at]!, bias.data[0]!)
}
