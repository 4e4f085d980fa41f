// Fits the gate's network, which tells how strong a trace begins, and the kinds, on scripts/exemplars. Alone (npx tsx scripts/gate-fit.ts) it writes its
// part into the policy and leaves every other part as it is. N exemplars, F features.
import { argv } from 'node:process'
import { fileURLToPath } from 'node:url'
import { averagePrecision } from '../sim/lab/metrics.ts'
import { kinds } from '../src/config.ts'
import type { Policy } from '../src/controller/policy.ts'
import { embedded, type EmbeddedEncoder } from '../src/encode/embedded.ts'
import { implicitDim, implicitNames } from '../src/encode/implicit.ts'
import { wordsOf } from '../src/encode/prose.ts'
import { markerNames } from '../src/gate/markers.ts'
import { featureCount, featuresOf } from '../src/gate/network.ts'
import { param } from '../src/tensor/params.ts'
import { gateInputs, readExemplars, type Exemplar } from './exemplar.ts'
import { fitLogistic, fitSoftmax, predict, type Fit } from './policy-fit.ts'
import { refit } from './policy-part.ts'

const [seed, units, folds] = [1, 8, 6]

/** What the fits read of the exemplars. */
interface Samples {
  exemplars: readonly Exemplar[]
  /** Features of each, [N][F]. */
  rows: readonly Float64Array[]
  /** Words of each. */
  lengths: readonly number[]
  kept: readonly boolean[]
  everyone: readonly number[]
  meaningDim: number
}

/** The parts of a policy that tell strength and kind; prints what they are worth on voices that they have not seen. */
export function fitGate(exemplars: readonly Exemplar[], encoder: EmbeddedEncoder): Pick<Policy, 'gate' | 'kind'> {
  const blank = new Float32Array(featureCount(encoder.dim))
  const samples = {
    exemplars, rows: gateInputs(exemplars, encoder).map(input => Float64Array.from(featuresOf(input, blank))),
    lengths: exemplars.map(({ text }) => wordsOf(text).length), kept: exemplars.map(({ keep }) => keep >= 2),
    everyone: exemplars.map((_, at) => at), meaningDim: encoder.dim,
  }
  const half = halfAt(samples, crossValidate(samples))
  const count = featureCount(encoder.dim)
  const { center, fit } = fitNetwork(samples, samples.everyone)
  const kind = fitKind(samples, samples.everyone)
  return {
    gate: {
      center: param([count], center), direct: param([count], fit.direct),
      hidden: param([count, units], fit.hidden), hiddenBias: param([units], fit.hiddenBias),
      // Strength 1/2 is where keeping a turn for good begins to cost less than losing it.
      output: param([units], fit.output), bias: param([1], [fit.bias - half]),
    },
    kind: { weight: param([count, kinds.length], kind.weight), bias: param([kinds.length], kind.bias) },
  }
}

function fitNetwork({ rows, meaningDim, ...samples }: Samples, chosen: readonly number[]): { center: Float64Array; fit: Fit } {
  const count = featureCount(meaningDim)
  const marker = (name: string): number => meaningDim + implicitDim + 2 + markerNames.indexOf(name)
  // The reference from which reasons are measured has an average meaning and none of the marks that may be absent.
  const averaged = [
    ...Array.from({ length: meaningDim }, (_, at) => at), meaningDim + implicitNames.indexOf('style.formality'), meaningDim + implicitDim,
    marker('content'), marker('longWords'),
  ]
  // Weights given by reasoning where exemplars tell nothing: what is repeated matters, what cannot be read is kept in doubt.
  const prior = new Float64Array(count)
  prior[meaningDim + implicitDim + 1] = 1
  prior[marker('foreign')] = 3
  const center = new Float64Array(count)
  for (const f of averaged) center[f] = chosen.reduce((sum, at) => sum + rows[at]![f]!, 0) / chosen.length
  const centered = chosen.map(at => rows[at]!.map((value, f) => value - center[f]!))
  // A turn for the session alone is worth a little.
  const targets = chosen.map(at => [0, 0.15, 1, 1][samples.exemplars[at]!.keep]!)
  const options = { units, steps: 200, rate: 0.03, seed, penalty: new Float64Array(count).fill(1e-3), hiddenFactor: 10, prior }
  return { center, fit: fitLogistic(centered, targets, lengthBalanced(samples, chosen), options) }
}

// Within every band of lengths keepers and others weigh the same, so that length tells nothing;
// what must never be lost weighs more.
function lengthBalanced({ exemplars, kept, lengths }: Pick<Samples, 'exemplars' | 'kept' | 'lengths'>, chosen: readonly number[]): number[] {
  const band = (at: number): number => Math.min(7, Math.floor(1.5 * Math.log2(Math.max(1, lengths[at]!))))
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

function fitKind({ exemplars, rows, meaningDim }: Samples, chosen: readonly number[]): { weight: Float64Array; bias: Float64Array } {
  const labelled = chosen.filter(at => exemplars[at]!.kind !== null)
  const labels = labelled.map(at => kinds.indexOf(exemplars[at]!.kind!))
  const sizes = kinds.map((_, label) => labels.filter(other => other === label).length)
  const weights = labels.map(label => Math.sqrt(labels.length / sizes[label]!))
  const widened = new Float64Array(featureCount(meaningDim)).fill(2e-4)
  return fitSoftmax(labelled.map(at => rows[at]!), labels, kinds.length, weights, { steps: 300, rate: 0.05, penalty: widened })
}

/** Logits of every exemplar from a fit that has not seen its voice; prints what they are worth. */
function crossValidate(samples: Samples): number[] {
  const { exemplars, rows, kept, everyone } = samples
  const voices = [...new Set(exemplars.map(({ voice }) => voice))]
  const foldOf = exemplars.map(({ voice }) => voices.indexOf(voice) % folds)
  const logits = exemplars.map(() => 0)
  let right = 0
  for (let fold = 0; fold < folds; fold++) {
    const taught = everyone.filter(at => foldOf[at] !== fold)
    const { center, fit } = fitNetwork(samples, taught)
    const kind = fitKind(samples, taught)
    for (const at of everyone.filter(one => foldOf[one] === fold)) {
      logits[at] = predict(rows[at]!.map((value, f) => value - center[f]!), fit)
      if (exemplars[at]!.kind) right += Number(kinds[bestKind(rows[at]!, kind)] === exemplars[at]!.kind)
    }
  }
  const labelled = exemplars.filter(({ kind }) => kind !== null).length
  const precision = averagePrecision(logits.map((score, at) => ({ score, positive: kept[at]! })))
  console.log(`strength, by voices not seen: average precision ${precision.toFixed(3)}; kind right ${(right / labelled).toFixed(3)}`)
  return logits
}

function bestKind(row: Float64Array, { weight, bias }: { weight: Float64Array; bias: Float64Array }): number {
  const logits = bias.slice()
  row.forEach((value, f) => logits.forEach((sum, k) => { logits[k] = sum + value * weight[f * logits.length + k]! }))
  return logits.indexOf(Math.max(...logits))
}

/** The held-out logit from which keeping for good costs less than losing. Losing what must never be lost costs most. */
function halfAt({ exemplars }: Samples, logits: readonly number[]): number {
  const cost = (border: number): number =>
    exemplars.reduce((sum, { keep }, at) => sum + (logits[at]! < border ? [0, 0, 2.5, 10] : [1, 0.5, 0, 0])[keep]!, 0)
  return Array.from({ length: 121 }, (_, step) => -4 + step / 20).reduce((best, border) => (cost(border) < cost(best) ? border : best))
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const exemplars = readExemplars(fileURLToPath(new URL('exemplars', import.meta.url)))
  await refit(async () => fitGate(exemplars, await embedded()))
}
