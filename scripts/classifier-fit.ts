// Fits a classifier of messages. N messages, D dense features, P phrase rows, L labels.
import { averagePrecision } from '../sim/lab/metrics.ts'
import { classifierLogits, probabilityOf, type ClassifierParams, type MessageFeatures } from '../src/signals/classifier.ts'
import { markerNames } from '../src/gate/markers.ts'
import { createRandom, type Random } from '../src/random.ts'
import { param } from '../src/tensor/params.ts'
import { createAdam } from '../sim/lab/adam.ts'

/** A labelled message. */
export interface Labelled {
  features: MessageFeatures
  /** [L]. */
  labels: readonly boolean[]
  /** Who writes it: a fit is judged on voices that it has not seen. */
  voice: number
}

/** Settings of a fit. */
export interface ClassifierFit {
  phraseRows: number
  epochs: number
  /** L2 penalties. A phrase is rare: it needs to be seen often to count much. */
  densePenalty: number
  phrasePenalty: number
  /** A message with a label weighs as so many without. */
  positiveWeight: number
  /** What the last epoch's steps are shorter by than the first's, as a share; none where it is left out. */
  decay?: number
}

/** Voices are whole folds: a fit is judged on voices that it has not seen. */
export const folds = 6
const rate = 0.01
const batch = 64
const seed = 1

/** Weighted logistic regressions, all labels at once, by Adam over small batches. */
export function fitClassifier(messages: readonly Labelled[], settings: ClassifierFit): ClassifierParams {
  const labels = messages[0]!.labels.length
  const dense = messages[0]!.features.dense.length
  const phraseAt = dense * labels
  const biasAt = phraseAt + settings.phraseRows * labels
  const flat = new Float64Array(biasAt + labels)
  const gradient = new Float64Array(flat.length)
  const adam = createAdam(flat.length, rate)
  const rows = messages.map(({ features }) => sparse(features, labels, phraseAt, biasAt, settings.phraseRows))
  const random = createRandom(seed)
  for (let epoch = 0; epoch < settings.epochs; epoch++) {
    const order = shuffled(messages.length, random)
    for (let start = 0; start < order.length; start += batch) step(order.slice(start, start + batch), 1 - (settings.decay ?? 0) * epoch / settings.epochs)
  }
  function step(chosen: readonly number[], share: number): void {
    gradient.fill(0)
    for (const message of chosen) {
      const { labels: wanted } = messages[message]!
      const { at, values } = rows[message]!
      const errors = new Float64Array(labels)
      for (let entry = 0; entry < at.length; entry++) {
        const [start, value] = [at[entry]!, values[entry]!]
        for (let label = 0; label < labels; label++) errors[label] = errors[label]! + value * flat[start + label]!
      }
      for (let label = 0; label < labels; label++) {
        const target = wanted[label]! ? 1 : 0
        errors[label] = (target ? settings.positiveWeight : 1) * (1 / (1 + Math.exp(-errors[label]!)) - target) / chosen.length
      }
      for (let entry = 0; entry < at.length; entry++) {
        const [start, value] = [at[entry]!, values[entry]!]
        for (let label = 0; label < labels; label++) gradient[start + label] = gradient[start + label]! + value * errors[label]!
      }
    }
    for (let at = 0; at < biasAt; at++) {
      gradient[at] = gradient[at]! + (at < phraseAt ? settings.densePenalty : settings.phrasePenalty) * flat[at]!
    }
    adam(flat, gradient, share)
  }
  return {
    dense: param([dense, labels], flat.slice(0, phraseAt)), phrase: param([settings.phraseRows, labels], flat.slice(phraseAt, biasAt)),
    bias: param([labels], flat.slice(biasAt)),
  }
}

/** Numbers below `count` in a random order (Fisher and Yates). */
function shuffled(count: number, random: Random): number[] {
  const order = Array.from({ length: count }, (_, at) => at)
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(random.next() * (last + 1))
    ;[order[last], order[other]] = [order[other]!, order[last]!]
  }
  return order
}

/** What is not zero in a message's features, the bias included, with the place of its first label's weight. */
function sparse(
  { dense, phrases }: MessageFeatures, labels: number, phraseAt: number, biasAt: number, phraseRows: number,
): { at: Int32Array; values: Float64Array } {
  const entries: (readonly [at: number, value: number])[] = [[biasAt, 1]]
  dense.forEach((value, row) => { if (value !== 0) entries.push([row * labels, value]) })
  for (const row of new Set(phrases.map(found => found % phraseRows))) entries.push([phraseAt + row * labels, 1])
  return { at: Int32Array.from(entries, ([at]) => at), values: Float64Array.from(entries, ([, value]) => value) }
}

/** Logits [N][L] of every message by a fit that has not seen its voice; none for what has no voice (below 0). */
export function heldOutLogits(messages: readonly Labelled[], settings: ClassifierFit): Float64Array[] {
  const logits: Float64Array[] = []
  for (let fold = 0; fold < folds; fold++) {
    if (!messages.some(({ voice }) => voice % folds === fold)) continue
    const params = fitClassifier(messages.filter(({ voice }) => voice % folds !== fold), settings)
    messages.forEach(({ voice, features }, at) => {
      if (voice % folds === fold) logits[at] = classifierLogits(features, params)
    })
  }
  return logits
}

/** The same as probabilities. */
export function heldOut(messages: readonly Labelled[], settings: ClassifierFit): Float64Array[] {
  return heldOutLogits(messages, settings).map(logits => logits.map(probabilityOf))
}

/** The same messages, told by their vectors [2D] alone: neither words nor marks. */
export function bare(messages: readonly Labelled[]): Labelled[] {
  return messages.map(message => ({
    ...message, features: { dense: withoutMarkers(message.features.dense), phrases: [], plain: [] },
  }))
}

function withoutMarkers(dense: Float32Array): Float32Array {
  const dim = (dense.length - markerNames.length) / 2
  return dense.map((value, at) => (at < dim || at >= dim + markerNames.length ? value : 0))
}

/** Precision and recall of one label from probability 1/2 on, and its average precision. */
export function judged(scores: readonly Float64Array[], messages: readonly Labelled[], label: number): { precision: number; recall: number; average: number } {
  const ranked = scores.map((of, at) => ({ score: of[label]!, positive: messages[at]!.labels[label]! }))
  const taken = ranked.filter(({ score }) => score >= 0.5)
  const right = taken.filter(({ positive }) => positive).length
  const all = ranked.filter(({ positive }) => positive).length
  return { precision: taken.length > 0 ? right / taken.length : 0, recall: all > 0 ? right / all : 0, average: averagePrecision(ranked) }
}
