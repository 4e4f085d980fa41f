// Fits the initial policy on scripts/exemplars and writes checkpoints/policy-en.msgpack. N exemplars, F features.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { kinds } from '../src/config.ts'
import { initialController } from '../src/controller/controller.ts'
import { encodePolicy } from '../src/controller/policy.ts'
import { embedded } from '../src/encode/embedded.ts'
import { initialFusion } from '../src/encode/fusion.ts'
import { implicitDim, implicitNames } from '../src/encode/implicit.ts'
import { wordsOf } from '../src/encode/prose.ts'
import { markerNames } from '../src/gate/markers.ts'
import { featureCount, featuresOf } from '../src/gate/network.ts'
import { param } from '../src/tensor/params.ts'
import { averagePrecision } from '../sim/lab/metrics.ts'
import { fitConfidences } from './confidence-fit.ts'
import { fitCues } from './cue-fit.ts'
import { fitPair } from './pair-fit.ts'
import { readClassTable } from './class-table.ts'
import { fitGather } from './gather-fit.ts'
import { fitProcedure } from './procedure-fit.ts'
import { fitQueryClass } from './query-fit.ts'
import { fitWorth } from './worth-fit.ts'
import { fitStyles, judgeStyles } from './style-fit.ts'
import { gateInputs, readExemplars } from './exemplar.ts'
import type { Exemplar } from './exemplar.ts'
import { fitLogistic, fitSoftmax, predict } from './policy-fit.ts'
import type { Fit } from './policy-fit.ts'

const seed = 1
const units = 8
const folds = 6
const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

const encoder = await embedded()
const exemplars = readExemplars(path('exemplars'))
const count = featureCount(encoder.dim)
const rows = gateInputs(exemplars, encoder).map(input => Float64Array.from(featuresOf(input, new Float32Array(count))))
const lengths = exemplars.map(({ text }) => wordsOf(text).length)
const kept = exemplars.map(({ keep }) => keep >= 2)
const everyone = exemplars.map((_, at) => at)

const penalty = new Float64Array(count).fill(1e-3)
// The reference from which reasons are measured has an average meaning and none of the marks that may be absent.
const averaged = new Set([
  ...Array.from({ length: encoder.dim }, (_, at) => at),
  encoder.dim + implicitNames.indexOf('style.formality'),
  encoder.dim + implicitDim,
  ...['content', 'longWords'].map(name => encoder.dim + implicitDim + 2 + markerNames.indexOf(name)),
])
// Weights given by reasoning where exemplars tell nothing: what is repeated matters, what cannot be read is kept in doubt.
const prior = new Float64Array(count)
prior[encoder.dim + implicitDim + 1] = 1
prior[encoder.dim + implicitDim + 2 + markerNames.indexOf('foreign')] = 3

const scores = crossValidate()
const { ltmFrom, ignoreBelow } = thresholds(scores)
const final = fitGate(everyone)
const classifiers = { cue: fitCues(path('messages'), encoder), query: fitQueryClass(path('queries'), encoder) }
const kindFit = fitKind(everyone)
const policy = {
  meaning: encoder.id,
  gate: {
    center: param([count], final.center), direct: param([count], final.fit.direct),
    hidden: param([count, units], final.fit.hidden), hiddenBias: param([units], final.fit.hiddenBias),
    // Importance 1/2 is where keeping a turn for good begins to cost less than losing it.
    output: param([units], final.fit.output), bias: param([1], [final.fit.bias - ltmFrom]),
  },
  kind: { weight: param([count, kinds.length], kindFit.weight), bias: param([kinds.length], kindFit.bias) },
  controller: initialController({ ltmFrom: 0, ignoreBelow: ignoreBelow - ltmFrom }),
  fusion: initialFusion(),
  pair: fitPair(path('streams'), path('statements'), path('messages'), exemplars, encoder),
  ...classifiers,
  style: fitStyles(path('.'), exemplars, encoder),
  gather: fitGather(path('questions'), encoder),
  classes: readClassTable(path('classes')),
  procedure: fitProcedure(path('.'), encoder, classifiers),
  worth: fitWorth(encoder),
}
const bytes = encodePolicy({ ...policy, confidence: await fitConfidences(path('../sim/lives'), encoder, policy) })
writeFileSync(path('../checkpoints/policy-en.msgpack'), bytes)
console.log(`wrote checkpoints/policy-en.msgpack, ${(bytes.length / 1024).toFixed(0)} KiB`)
judgeStyles(path('.'), exemplars, encoder)

function fitGate(chosen: readonly number[]): { center: Float64Array; fit: Fit } {
  const center = new Float64Array(count)
  for (const f of averaged) center[f] = chosen.reduce((sum, at) => sum + rows[at]![f]!, 0) / chosen.length
  const centered = chosen.map(at => rows[at]!.map((value, f) => value - center[f]!))
  // A turn for the session alone is worth a little.
  const targets = chosen.map(at => [0, 0.15, 1, 1][exemplars[at]!.keep]!)
  const options = { units, steps: 200, rate: 0.03, seed, penalty, hiddenFactor: 10, prior }
  return { center, fit: fitLogistic(centered, targets, lengthBalanced(chosen), options) }
}

function band(at: number): number {
  return Math.min(7, Math.floor(1.5 * Math.log2(Math.max(1, lengths[at]!))))
}

// Within every band of lengths keepers and others weigh the same, so that length tells nothing;
// what must never be lost weighs more.
function lengthBalanced(chosen: readonly number[]): number[] {
  const tally = new Map<string, number>()
  const add = (key: string): void => { tally.set(key, (tally.get(key) ?? 0) + 1) }
  for (const at of chosen) {
    add(`${band(at)}`)
    add(`${band(at)} ${kept[at]}`)
  }
  return chosen.map(at => {
    const balance = (0.5 * tally.get(`${band(at)}`)!) / tally.get(`${band(at)} ${kept[at]}`)!
    return Math.min(4, balance) * (exemplars[at]!.keep === 3 ? 1.5 : 1)
  })
}

function fitKind(chosen: readonly number[]): { weight: Float64Array; bias: Float64Array } {
  const labelled = chosen.filter(at => exemplars[at]!.kind !== null)
  const labels = labelled.map(at => kinds.indexOf(exemplars[at]!.kind!))
  const sizes = kinds.map((_, label) => labels.filter(other => other === label).length)
  const weights = labels.map(label => Math.sqrt(labels.length / sizes[label]!))
  const widened = new Float64Array(count).fill(2e-4)
  return fitSoftmax(labelled.map(at => rows[at]!), labels, kinds.length, weights, { steps: 300, rate: 0.05, penalty: widened })
}

/** Logits of every exemplar from a fit that has not seen its voice; prints what they are worth. */
function crossValidate(): number[] {
  const voices = [...new Set(exemplars.map(({ voice }) => voice))]
  const logits = exemplars.map(() => 0)
  let right = 0
  for (let fold = 0; fold < folds; fold++) {
    const held = everyone.filter(at => voices.indexOf(exemplars[at]!.voice) % folds === fold)
    const taught = everyone.filter(at => !held.includes(at))
    const { center, fit } = fitGate(taught)
    const kind = fitKind(taught)
    for (const at of held) {
      logits[at] = predict(rows[at]!.map((value, f) => value - center[f]!), fit)
      if (exemplars[at]!.kind) right += Number(kinds[bestKind(rows[at]!, kind)] === exemplars[at]!.kind)
    }
  }
  const labelled = exemplars.filter(({ kind }) => kind !== null).length
  const [precision, byLength] = [logits, lengths].map(ranking => precisionOf(ranking).toFixed(3))
  console.log(`${exemplars.length} exemplars, ${kept.filter(Boolean).length} to keep, ${voices.length} voices; ${folds}-fold:`)
  console.log(`  average precision ${precision}; by length alone ${byLength}`)
  console.log(`  pairs of equal length ranked right ${pairs(logits).toFixed(3)}; kind right ${(right / labelled).toFixed(3)}`)
  return logits
}

function precisionOf(ranking: readonly number[]): number {
  return averagePrecision(ranking.map((score, at) => ({ score, positive: kept[at]! })))
}

function bestKind(row: Float64Array, { weight, bias }: { weight: Float64Array; bias: Float64Array }): number {
  const logits = bias.slice()
  row.forEach((value, f) => logits.forEach((sum, k) => { logits[k] = sum + value * weight[f * logits.length + k]! }))
  return logits.indexOf(Math.max(...logits))
}

function pairs(logits: readonly number[]): number {
  let right = 0
  let total = 0
  for (const keeper of everyone.filter(at => kept[at])) {
    for (const other of everyone.filter(at => !kept[at] && Math.abs(lengths[at]! - lengths[keeper]!) <= 0.1 * lengths[keeper]!)) {
      total += 1
      right += logits[keeper]! > logits[other]! ? 1 : 0
    }
  }
  return right / total
}

/** Borders of ltm, stm and ignore that cost least on held-out logits. Losing what must never be lost costs most. */
function thresholds(logits: readonly number[]): { ltmFrom: number; ignoreBelow: number } {
  const cost = (border: number, missed: (of: Exemplar) => number, stored: (of: Exemplar) => number): number =>
    exemplars.reduce((sum, exemplar, at) => sum + (logits[at]! < border ? missed(exemplar) : stored(exemplar)), 0)
  const borders = Array.from({ length: 121 }, (_, step) => -4 + step / 20)
  const least = (missed: (of: Exemplar) => number, stored: (of: Exemplar) => number): number =>
    borders.reduce((best, border) => (cost(border, missed, stored) < cost(best, missed, stored) ? border : best))
  const ltm = least(({ keep }) => [0, 0, 2.5, 10][keep]!, ({ keep }) => [1, 0.5, 0, 0][keep]!)
  const ignore = Math.min(ltm, least(({ keep }) => [0, 0.5, 2.5, 10][keep]!, ({ keep }) => [0.5, 0, 0, 0][keep]!))
  const share = (keep: number, border: number): string => {
    const those = everyone.filter(at => exemplars[at]!.keep === keep)
    return (those.filter(at => logits[at]! >= border).length / those.length).toFixed(2)
  }
  console.log(`  ltm from logit ${ltm}: keep 0/1/2/3 ${[0, 1, 2, 3].map(keep => share(keep, ltm)).join(' / ')}`)
  console.log(`  stm from logit ${ignore}: keep 0/1/2/3 ${[0, 1, 2, 3].map(keep => share(keep, ignore)).join(' / ')}`)
  return { ltmFrom: ltm, ignoreBelow: ignore }
}
