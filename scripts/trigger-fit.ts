// Fits what tells that a message calls for a way of working. N pairs of a procedure and a message, F pair features, M marks, P phrase rows.
import type { EmbeddedEncoder } from '../src/encode/embedded.ts'
import { createRandom, type Random } from '../src/random.ts'
import { messageFeatures, type ClassifierParams } from '../src/signals/classifier.ts'
import { cueNames, cuesOf } from '../src/signals/cue.ts'
import { liftCount } from '../src/signals/phrasing.ts'
import { classifyQuery, queryClasses } from '../src/signals/query.ts'
import {
  backgroundCount, bothSure, readCall, triggerFeatureNames, triggerFeatures, triggerOf, TriggerReader, zeroTrigger, type CallingMessage, type Trigger, type TriggerParams,
} from '../src/signals/trigger.ts'
import { param } from '../src/tensor/params.ts'
import { dot } from '../src/vector.ts'
import { folds } from './classifier-fit.ts'
import { areaUnderCurve, fitSparse, type Logistic, type SparseRow } from './logistic-fit.ts'
import { sourcesOf, type Scenario } from './scenario.ts'

/** A message held against a procedure. */
interface Pair {
  voice: number
  features: Float64Array
  message: CallingMessage
  label: boolean
  /** The message is of another scenario. */
  foreign: boolean
}

const seed = 1
/** Messages of other scenarios for each procedure. */
const foreignMessages = 8
/** Rounds of k-means. */
const rounds = 8
const pairCount = triggerFeatureNames.length
/** How much each kind of mark and a phrase weigh against a standardised feature of a pair. */
const markScales = [...queryClasses.map(() => 2), ...cueNames.map(() => 2), ...Array.from({ length: liftCount }, () => 1)]
const phraseScale = 0.5
/** How much `about` counts. */
const aboutShare = 0.5
/** Share of the held-out messages that only look near which may fire where the procedure was found: end to end that is half as many. */
const falseShare = 0.06

/** What reads a message's class and cues. */
export interface MessageClassifiers {
  query: ClassifierParams
  cue: ClassifierParams
}

/** Fits both questions; prints what they are worth on files that a fit has not seen. */
export function fitTrigger(scenarios: readonly Scenario[], encoder: EmbeddedEncoder, { query, cue }: MessageClassifiers): TriggerParams {
  const reader = new TriggerReader(encoder)
  const triggers = scenarios.map(scenario => {
    const { stated, requests } = sourcesOf(scenario)
    return triggerOf(stated.map(text => reader.read(text)), requests.map(text => reader.read(text)), scenario.taught)
  })
  const background = centresOf(triggers.map(({ centroid }) => centroid), createRandom(seed))
  const known = new Map<string, CallingMessage>()
  const read = (text: string): CallingMessage => {
    const features = messageFeatures(text, encoder)
    const message = known.get(text) ?? readCall(text, reader, features, classifyQuery(features, query), cuesOf(features, cue))
    known.set(text, message)
    return message
  }
  const pairs = pairsOf(scenarios, triggers, background, read, createRandom(seed))
  const phraseRows = zeroTrigger(encoder.dim).near.phrase.data.length
  const questions = {
    near: { pairs: pairs.filter(({ foreign }) => !foreign), phraseRows, penalty: 2 }, about: { pairs: pairs.filter(({ label, foreign }) => label || foreign), phraseRows: 0, penalty: 1 },
  }
  const held = { near: heldOut(pairs, questions.near), about: heldOut(pairs, questions.about) }
  const scores = pairs.map((_, at) => bothSure({ near: held.near[at]!, about: held.about[at]! }, aboutShare))
  const { slope, intercept, border } = calibrate(pairs, scores)
  print(pairs, held, scores, border)
  const near = fitQuestion(questions.near)
  const about = fitQuestion(questions.about)
  return {
    background: param([backgroundCount, encoder.dim], background),
    near: {
      pair: param([pairCount], near.pair), message: param([markScales.length], near.marks), phrase: param([phraseRows], near.phrases), bias: param([1], [near.bias]),
    },
    about: { pair: param([pairCount], about.pair), bias: param([1], [about.bias]) },
    fires: param([5], [aboutShare, slope, intercept, 1 / (1 + Math.exp(-(slope * border + intercept))), reachOf(questions.near.pairs.map(({ features }) => weigh(features, near.pair)))]),
  }
}

/** Centres of unit vectors [N][D] by spherical k-means (Dhillon and Modha 2001), one after another; [B, D]. */
function centresOf(vectors: readonly Float32Array[], random: Random): Float32Array {
  let centres = random.shuffle(vectors).slice(0, backgroundCount)
  for (let round = 0; round < rounds; round++) {
    const sums = centres.map(centre => new Float32Array(centre.length))
    for (const vector of vectors) {
      const nearness = centres.map(centre => dot(centre, vector))
      const sum = sums[nearness.indexOf(Math.max(...nearness))]!
      vector.forEach((value, d) => { sum[d] = sum[d]! + value })
    }
    centres = sums.map((sum, at) => {
      const length = Math.sqrt(dot(sum, sum))
      return length === 0 ? centres[at]! : sum.map(value => value / length)
    })
  }
  return Float32Array.from(centres.flatMap(centre => [...centre]))
}

function pairsOf(
  scenarios: readonly Scenario[], triggers: readonly Trigger[], background: Float32Array, read: (text: string) => CallingMessage, random: Random,
): Pair[] {
  return scenarios.flatMap((scenario, own) => {
    const pair = (text: string, label: boolean, foreign: boolean): Pair => {
      const message = read(text)
      return { voice: scenario.voice, features: triggerFeatures(triggers[own]!, message.text, background), message, label, foreign }
    }
    const others = Array.from({ length: foreignMessages }, () => {
      const other = random.integer(scenarios.length - 1)
      return random.pick(scenarios[other < own ? other : other + 1]!.fires)
    })
    return [...scenario.fires.map(text => pair(text, true, false)), ...scenario.silent.map(text => pair(text, false, false)), ...others.map(text => pair(text, false, true))]
  })
}

interface Question {
  pairs: readonly Pair[]
  /** 0 where only the features of the pair count. */
  phraseRows: number
  /** L2 penalty on all rows together. */
  penalty: number
}

/** Weights with the scales folded in. */
interface Fitted {
  pair: Float64Array
  marks: Float64Array
  phrases: Float64Array
  bias: number
}

function fitQuestion({ pairs, phraseRows, penalty }: Question): Fitted {
  const mean = Array.from({ length: pairCount }, (_, f) => pairs.reduce((sum, { features }) => sum + features[f]!, 0) / pairs.length)
  const spread = mean.map((of, f) => Math.sqrt(pairs.reduce((sum, { features }) => sum + (features[f]! - of) ** 2, 0) / pairs.length) + 1e-6)
  const rows = pairs.map(({ features, message, label }): SparseRow => {
    const marks = phraseRows > 0 ? message.marks.flatMap((value, at) => (value === 0 ? [] : [[pairCount + at, value * markScales[at]!] as const])) : []
    const phrases = phraseRows > 0 ? [...new Set(message.phrases.map(hash => hash % phraseRows))].map(row => [pairCount + markScales.length + row, phraseScale] as const) : []
    const entries = [...[...features].map((value, f) => [f, (value - mean[f]!) / spread[f]!] as const), ...marks, ...phrases]
    return { at: Int32Array.from(entries, ([at]) => at), values: Float64Array.from(entries, ([, value]) => value), label }
  })
  const { weight, bias } = fitSparse(rows, pairCount + (phraseRows > 0 ? markScales.length + phraseRows : 0), penalty / rows.length)
  const pair = weight.slice(0, pairCount).map((value, f) => value / spread[f]!)
  return {
    pair, marks: weight.slice(pairCount, pairCount + markScales.length).map((value, at) => value * markScales[at]!),
    phrases: weight.slice(pairCount + markScales.length).map(value => value * phraseScale),
    bias: bias - pair.reduce((sum, value, f) => sum + value * mean[f]!, 0),
  }
}

/** Logits of every pair by a fit that has not seen its file. */
function heldOut(all: readonly Pair[], question: Question): Float64Array {
  const logits = new Float64Array(all.length)
  for (let fold = 0; fold < folds; fold++) {
    const fitted = fitQuestion({ ...question, pairs: question.pairs.filter(({ voice }) => voice % folds !== fold) })
    all.forEach((pair, at) => { if (pair.voice % folds === fold) logits[at] = logit(pair, fitted, question.phraseRows) })
  }
  return logits
}

/** What all but one in a hundred stay below. */
function reachOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(0.99 * values.length)]!
}

function weigh(features: Float64Array, weights: Float64Array): number {
  return features.reduce((sum, value, f) => sum + value * weights[f]!, 0)
}

function logit({ features, message }: Pair, { pair, marks, phrases, bias }: Fitted, phraseRows: number): number {
  const own = bias + weigh(features, pair)
  if (phraseRows === 0) return own
  const rows = [...new Set(message.phrases.map(hash => hash % phraseRows))]
  return message.marks.reduce((sum, value, at) => sum + value * marks[at]!, own) + rows.reduce((sum, row) => sum + phrases[row]!, 0)
}

/** The probability of a call by its score, on held-out pairs (Platt 1999), and the score at which few of the near ones fire. */
function calibrate(pairs: readonly Pair[], scores: readonly number[]): { slope: number; intercept: number; border: number } {
  const rows = pairs.map(({ label }, at): SparseRow => ({ at: Int32Array.of(0), values: Float64Array.of(scores[at]!), label }))
  const { weight, bias }: Logistic = fitSparse(rows, 1, 1e-6)
  const near = scores.filter((_, at) => !pairs[at]!.label && !pairs[at]!.foreign).sort((a, b) => b - a)
  return { slope: weight[0]!, intercept: bias, border: near[Math.floor(falseShare * near.length)]! }
}

function print(pairs: readonly Pair[], held: { near: Float64Array; about: Float64Array }, scores: readonly number[], border: number): void {
  const area = (of: ArrayLike<number>, wanted: (pair: Pair) => boolean): string => {
    const chosen = pairs.flatMap((pair, at) => (wanted(pair) ? [{ score: of[at]!, label: pair.label }] : []))
    return areaUnderCurve(chosen.map(({ score }) => score), chosen.map(({ label }) => label)).toFixed(3)
  }
  const share = (wanted: (pair: Pair) => boolean): string => {
    const chosen = scores.filter((_, at) => wanted(pairs[at]!))
    return (chosen.filter(score => score > border).length / chosen.length).toFixed(3)
  }
  console.log(`calls for a procedure: ${pairs.filter(({ label }) => label).length} messages that call, ${folds}-fold by files:`)
  console.log(`  area under the curve: near ${area(held.near, ({ foreign }) => !foreign)}, about ${area(held.about, ({ label, foreign }) => label || foreign)}`)
  console.log(`  fire at ${falseShare} of what only looks near: ${share(({ label }) => label)}; of other procedures' messages ${share(({ foreign }) => foreign)}`)
}
