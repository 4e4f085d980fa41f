// Fits what tells that a message calls for a way of working. N pairs of a procedure and a message, F pair features, M marks, P phrase rows.
import { areaUnderCurve } from '../sim/lab/metrics.ts'
import type { EmbeddedEncoder } from '../src/encode/embedded.ts'
import { createRandom, type Random } from '../src/random.ts'
import { messageFeatures, type ClassifierParams } from '../src/signals/classifier.ts'
import { cueNames, cuesOf } from '../src/signals/cue.ts'
import { classifyQuery, queryClasses } from '../src/signals/query.ts'
import {
  callLogit, markCount, networkLogit, readCall, standardised, triggerFeatureNames, triggerFeatures, triggerUnits, zeroTrigger, type CallingMessage, type TriggerParams,
} from '../src/signals/trigger.ts'
import { triggerOf, TriggerReader, type Trigger } from '../src/signals/trigger-text.ts'
import { param } from '../src/tensor/params.ts'
import { folds } from './classifier-fit.ts'
import { fitSparse, type SparseRow } from './logistic-fit.ts'
import { fitLogistic } from './policy-fit.ts'
import { sourcesOf, states, type Scenario } from './scenario.ts'
import { fitTopic } from './topic-fit.ts'

/** A message held against a procedure. */
interface Pair {
  voice: number
  trigger: Trigger
  message: CallingMessage
  label: boolean
  kind: Kind
}

/** Calls for it or only looks as if; calls for another; is other talk. */
type Kind = 'near' | 'foreign' | 'ordinary'

const seed = 1
/** Messages of other scenarios for each procedure. */
const foreignMessages = 7
/** Every so many of the labelled messages is other talk for some procedure. */
const ordinaryShare = 9
const featureCount = triggerFeatureNames.length
/** How much kinds of marks, both vectors and a phrase weigh against each other. */
const markScales = Array.from({ length: markCount }, (_, at) => (at < queryClasses.length + cueNames.length ? 2 : 1))
const denseScale = 1.5
const phraseScale = 0.5
const callPenalty = 2
const network = { units: triggerUnits, steps: 180, rate: 0.015, seed, hiddenFactor: 1 }
const networkPenalty = 2e-3
/**
 * Shares of held-out messages that may fire where the procedure was found: of those that only look near, and of other procedures.
 * End to end that is half as many.
 */
const falseShare = { near: 0.048, foreign: 0.056 }
/** Share of the messages that would fire of which the call alone may say that they do not. */
const lostByCall = 0.002

/** What reads a message's class and cues. */
export interface MessageClassifiers {
  query: ClassifierParams
  cue: ClassifierParams
}

type Stage = Pick<TriggerParams, 'topic' | 'call'>

/**
 * Fits in two stages: what a text is about and how a message is put; then a network over both and the other features of a pair,
 * which sees what the first stage says of files that it was not fitted on. Prints what both are worth on such files.
 */
export function fitTrigger(scenarios: readonly Scenario[], messages: readonly string[], encoder: EmbeddedEncoder, classifiers: MessageClassifiers): TriggerParams {
  const pairs = pairsOf(scenarios, messages.filter((_, at) => at % ordinaryShare === 0), encoder, classifiers, createRandom(seed))
  const dim = encoder.dim
  const rows = heldOutFeatures(pairs, dim)
  const scores = new Float64Array(pairs.length)
  for (let fold = 0; fold < folds; fold++) {
    const fitted = fitNetwork(pairs, rows, ({ voice }) => voice % folds !== fold)
    pairs.forEach(({ voice }, at) => { if (voice % folds === fold) scores[at] = networkLogit(rows[at]!, fitted) })
  }
  const { slope, intercept, border } = calibrate(pairs, scores)
  print(pairs, rows, scores, border)
  const calls = rows.flatMap((row, at) => (scores[at]! > border ? [row[0]!] : [])).sort((a, b) => a - b)
  return {
    ...fitStage(pairs, dim), pair: fitNetwork(pairs, rows, () => true), task: fitTask(pairs, rows),
    fires: param([4], [slope, intercept, 1 / (1 + Math.exp(-(slope * border + intercept))), calls[Math.floor(lostByCall * calls.length)]!]),
  }
}

function pairsOf(
  scenarios: readonly Scenario[], ordinary: readonly string[], encoder: EmbeddedEncoder, { query, cue }: MessageClassifiers, random: Random,
): Pair[] {
  const reader = new TriggerReader(encoder)
  const known = new Map<string, CallingMessage>()
  const read = (text: string): CallingMessage => {
    const features = messageFeatures(text, encoder)
    const message = known.get(text) ?? readCall(text, reader, features, classifyQuery(features, query), cuesOf(features, cue))
    known.set(text, message)
    return message
  }
  return scenarios.flatMap((scenario, own) => {
    const { stated, requests } = sourcesOf(scenario)
    const trigger = triggerOf(stated.map(text => reader.read(text)), requests.map(text => reader.read(text)), scenario.taught, reader)
    const pair = (text: string, label: boolean, kind: Kind): Pair => ({ voice: scenario.voice, trigger, message: read(text), label, kind })
    const others = Array.from({ length: foreignMessages }, () => {
      const other = random.integer(scenarios.length - 1)
      return random.pick(scenarios[other < own ? other : other + 1]!.fires)
    })
    const talk = scenario.turns.filter(turn => turn.speaker === 'user' && !states(scenario, turn) && !requests.includes(turn.text)).map(({ text }) => text)
    return [
      ...scenario.fires.map(text => pair(text, true, 'near')), ...scenario.silent.map(text => pair(text, false, 'near')), ...others.map(text => pair(text, false, 'foreign')),
      ...[...talk, ...ordinary.filter((_, at) => at % scenarios.length === own)].map(text => pair(text, false, 'ordinary')),
    ]
  })
}

/** The first stage, of the pairs of some files. */
function fitStage(pairs: readonly Pair[], dim: number): Stage {
  const called = new Map<Trigger, CallingMessage[]>()
  for (const { trigger, message, label } of pairs) if (label) called.set(trigger, [...called.get(trigger) ?? [], message])
  return {
    topic: fitTopic([...called].map(([trigger, messages]) => ({ trigger: trigger.topic, messages: messages.map(({ text }) => text.words) })), dim),
    call: fitCall(pairs.filter(({ kind }) => kind !== 'foreign'), dim),
  }
}

/** Features [F] of every pair by a first stage that has not seen its file. */
function heldOutFeatures(pairs: readonly Pair[], dim: number): Float64Array[] {
  const rows: Float64Array[] = []
  for (let fold = 0; fold < folds; fold++) {
    const stage = fitStage(pairs.filter(({ voice }) => voice % folds !== fold), dim)
    pairs.forEach(({ voice, trigger, message }, at) => {
      if (voice % folds === fold) rows[at] = triggerFeatures(trigger, message.text, callLogit(message, stage), stage)
    })
  }
  return rows
}

/** How a message is put, by those that call for a way of working and those that only look near. */
function fitCall(pairs: readonly Pair[], dim: number): TriggerParams['call'] {
  const phraseRows = zeroTrigger(dim).call.phrase.data.length
  const denseAt = markCount
  const phraseAt = markCount + 2 * dim
  const rows = pairs.map(({ message: { text, marks, phrases }, label }): SparseRow => {
    const entries = [
      ...marks.flatMap((value, at) => (value === 0 ? [] : [[at, value * markScales[at]!] as const])),
      ...[...text.meaning, ...text.vector].map((value, at) => [denseAt + at, value * denseScale] as const),
      ...[...new Set(phrases.map(hash => hash % phraseRows))].map(row => [phraseAt + row, phraseScale] as const),
    ]
    return { at: Int32Array.from(entries, ([at]) => at), values: Float64Array.from(entries, ([, value]) => value), label }
  })
  const { weight, bias } = fitSparse(rows, phraseAt + phraseRows, callPenalty / rows.length)
  return {
    marks: param([markCount], weight.slice(0, denseAt).map((value, at) => value * markScales[at]!)),
    dense: param([2 * dim], weight.slice(denseAt, phraseAt).map(value => value * denseScale)),
    phrase: param([phraseRows], weight.slice(phraseAt).map(value => value * phraseScale)), bias: param([1], [bias]),
  }
}

/** Means and standard deviations of features. */
function scaleOf(rows: readonly Float64Array[]): { mean: number[]; spread: number[] } {
  const mean = Array.from({ length: featureCount }, (_, f) => rows.reduce((sum, row) => sum + row[f]!, 0) / rows.length)
  return { mean, spread: mean.map((of, f) => Math.sqrt(rows.reduce((sum, row) => sum + (row[f]! - of) ** 2, 0) / rows.length) + 1e-6) }
}

function fitNetwork(pairs: readonly Pair[], rows: readonly Float64Array[], wanted: (pair: Pair) => boolean): TriggerParams['pair'] {
  const chosen = pairs.flatMap((pair, at) => (wanted(pair) ? [{ row: rows[at]!, label: pair.label }] : []))
  const { mean, spread } = scaleOf(chosen.map(({ row }) => row))
  const { direct, hidden, hiddenBias, output, bias } = fitLogistic(
    chosen.map(({ row }) => row.map((value, f) => standardised(value, mean[f]!, spread[f]!))), chosen.map(({ label }) => Number(label)), chosen.map(() => 1),
    { ...network, penalty: new Float64Array(featureCount).fill(networkPenalty), prior: new Float64Array(featureCount) })
  return {
    mean: param([featureCount], mean), spread: param([featureCount], spread), direct: param([featureCount], direct), hidden: param([featureCount, triggerUnits], hidden),
    hiddenBias: param([triggerUnits], hiddenBias), output: param([triggerUnits], output), bias: param([1], [bias]),
  }
}

/** Is it that task at all? Of the features without the call. */
function fitTask(pairs: readonly Pair[], rows: readonly Float64Array[]): TriggerParams['task'] {
  const chosen = pairs.flatMap(({ label, kind }, at) => (label || kind === 'foreign' ? [{ row: rows[at]!, label }] : []))
  const { mean, spread } = scaleOf(chosen.map(({ row }) => row))
  const features = Int32Array.from({ length: featureCount - 1 }, (_, at) => at + 1)
  const sparse = chosen.map(({ row, label }): SparseRow => ({ at: features, values: Float64Array.from(features, f => (row[f]! - mean[f]!) / spread[f]!), label }))
  const { weight, bias } = fitSparse(sparse, featureCount, 1 / sparse.length)
  const direct = weight.map((value, f) => value / spread[f]!)
  return { direct: param([featureCount], direct), bias: param([1], [bias - direct.reduce((sum, value, f) => sum + value * mean[f]!, 0)]) }
}

/** The probability of a call by its score, on held-out pairs (Platt 1999), and the score at which few of the others fire. */
function calibrate(pairs: readonly Pair[], scores: Float64Array): { slope: number; intercept: number; border: number } {
  const { weight, bias } = fitSparse(pairs.map(({ label }, at): SparseRow => ({ at: Int32Array.of(0), values: Float64Array.of(scores[at]!), label })), 1, 1e-6)
  const from = (kind: Kind, share: number): number => {
    const wrong = [...scores].filter((_, at) => !pairs[at]!.label && pairs[at]!.kind === kind).sort((a, b) => b - a)
    return wrong[Math.floor(share * wrong.length)]!
  }
  return { slope: weight[0]!, intercept: bias, border: Math.max(from('near', falseShare.near), from('foreign', falseShare.foreign)) }
}

function print(pairs: readonly Pair[], rows: readonly Float64Array[], scores: Float64Array, border: number): void {
  const area = (of: (at: number) => number, wanted: (pair: Pair) => boolean): string => {
    const chosen = pairs.flatMap((pair, at) => (wanted(pair) ? [{ score: of(at), positive: pair.label }] : []))
    return areaUnderCurve(chosen).toFixed(3)
  }
  const share = (wanted: (pair: Pair) => boolean, from: number): string => {
    const chosen = [...scores].filter((_, at) => wanted(pairs[at]!))
    return (chosen.filter(score => score > from).length / chosen.length).toFixed(3)
  }
  const near = ({ kind }: Pair): boolean => kind === 'near'
  const about = ({ label, kind }: Pair): boolean => label || kind === 'foreign'
  console.log(`calls for a procedure: ${pairs.filter(({ label }) => label).length} messages that call, ${folds}-fold by files:`)
  console.log(`  area under the curve against what looks near: call ${area(at => rows[at]![0]!, near)}, pair ${area(at => scores[at]!, near)}`)
  console.log(`  against messages of other procedures: topic ${area(at => rows[at]![1]!, about)}, pair ${area(at => scores[at]!, about)}`)
  const told = (from: number): string => `fire ${share(({ label }) => label, from)}; of what looks near ${share(({ label, kind }) => !label && kind === 'near', from)}, ` +
    `of other procedures' messages ${share(({ kind }) => kind === 'foreign', from)}, of other talk ${share(({ kind }) => kind === 'ordinary', from)}`
  console.log(`  from the border: ${told(border)}`)
  for (const from of [-1, -0.5, 0, 0.5, 1]) console.log(`  from ${from} (border ${border.toFixed(2)}): ${told(from)}`)
}
