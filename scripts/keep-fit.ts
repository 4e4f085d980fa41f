// Fits the decision of the write gate on scripts/exemplars: which words tell what is worth keeping, and the borders of the controller. Alone
// (npx tsx scripts/keep-fit.ts [MODEL, a folder with all-MiniLM-L6-v2]) it writes its part into the policy and leaves every other part as it is. N exemplars.
import { argv } from 'node:process'
import { fileURLToPath } from 'node:url'
import { averagePrecision } from '../sim/lab/metrics.ts'
import { initialController } from '../src/controller/controller.ts'
import type { Policy } from '../src/controller/policy.ts'
import { embedded, type EmbeddedEncoder } from '../src/encode/embedded.ts'
import { implicitDim, implicitNames } from '../src/encode/implicit.ts'
import { messageFeatures } from '../src/signals/classifier.ts'
import { keepFeatures, noOpinion, zeroKeep, type SecondOpinion } from '../src/signals/keep.ts'
import { param } from '../src/tensor/params.ts'
import { gateInputs, readExemplars, type Exemplar } from './exemplar.ts'
import { refit } from './policy-part.ts'
import { teach } from './teacher.ts'
import { fitSparse, product, sparseRow, type SparseRow } from './sparse-logistic.ts'

const folds = 6
const penalty = 1 / 0.3
// Of the second opinion: the logit has the size of a vector's values so.
const [opinionPenalty, logitScale, vectorScale] = [10, 0.5, 3]

// Exemplars have few of its turns, none worth keeping: they are seldom what a user will ask for (chosen on the written lives).
const assistantShift = -3

/** The parts of a policy that decide whether a turn is kept; `model`, a folder with all-MiniLM-L6-v2: without it that encoder has no say. */
export async function fitKeep(exemplars: readonly Exemplar[], encoder: EmbeddedEncoder, model: string | undefined): Promise<Pick<Policy, 'keep' | 'controller'>> {
  const rows = rowsOf(exemplars, encoder)
  const logits = heldOut(exemplars, rows)
  report(exemplars, logits)
  const { ltmFrom, ignoreBelow } = borders(exemplars, logits)
  const weights = fit(exemplars, rows, exemplars.map((_, at) => at))
  const dense = denseOf(encoder.dim)
  weights[dense - implicitDim + implicitNames.indexOf('style.assistant')]! += assistantShift
  return {
    keep: {
      dense: param([dense], weights.slice(0, dense)), rows: param([weights.length - dense - 1], weights.slice(dense, -1)),
      // Importance 1/2 is where keeping a turn for good begins to cost less than losing it.
      bias: param([1], [weights.at(-1)! - ltmFrom]),
      minilm: model === undefined ? noOpinion() : await fitOpinion(exemplars, logits, model, ltmFrom),
    },
    controller: initialController({ ltmFrom: 0, ignoreBelow: ignoreBelow - ltmFrom }),
  }
}

/** What the vectors tell beyond held-out logits. */
async function fitOpinion(exemplars: readonly Exemplar[], logits: readonly number[], model: string, ltmFrom: number): Promise<SecondOpinion> {
  const { data, width } = await teach(model, exemplars.map(({ text }) => text))
  const rows = logits.map((logit, at) => sparseRow([
    [0, logit * logitScale], ...Array.from(data.subarray(at * width, (at + 1) * width), (value, place) => [1 + place, value * vectorScale] as const), [1 + width, 1],
  ]))
  report(exemplars, heldOut(exemplars, rows, opinionPenalty), ' with MiniLM')
  const weights = fit(exemplars, rows, exemplars.map((_, at) => at), opinionPenalty)
  const scale = weights[0]! * logitScale
  return {
    scale: param([1], [scale]), weight: param([width], weights.slice(1, -1).map(value => value * vectorScale)),
    // The logit that it is given is measured from the border already.
    bias: param([1], [weights.at(-1)! + (scale - 1) * ltmFrom]),
  }
}

function denseOf(dim: number): number {
  return zeroKeep(dim).dense.data.length
}

function rowsOf(exemplars: readonly Exemplar[], encoder: EmbeddedEncoder): SparseRow[] {
  const dense = denseOf(encoder.dim)
  const bias = dense + zeroKeep(encoder.dim).rows.data.length
  return gateInputs(exemplars, encoder).map((input, at) => {
    const { text } = exemplars[at]!
    const features = keepFeatures(text, messageFeatures(text, encoder, input), input.implicit)
    return sparseRow([
      ...Array.from(features.dense, (value, place) => [place, value] as const).filter(([, value]) => value !== 0),
      ...Array.from(features.rows, ([row, value]) => [dense + row, value] as const), [bias, 1],
    ])
  })
}

function fit(exemplars: readonly Exemplar[], rows: readonly SparseRow[], chosen: readonly number[], penalised = penalty): Float64Array {
  return fitSparse({
    rows: chosen.map(at => rows[at]!), features: rows[0]!.at.at(-1)! + 1,
    targets: Float64Array.from(chosen, at => Number(isKept(exemplars[at]!))),
    // What must never be lost weighs more.
    weights: Float64Array.from(chosen, at => (exemplars[at]!.keep === 3 ? 1.5 : 1)),
  }, penalised)
}

function isKept({ keep }: Exemplar): boolean {
  return keep >= 2
}

/** Logits of all by a fit that has not seen their voice. */
function heldOut(exemplars: readonly Exemplar[], rows: readonly SparseRow[], penalised = penalty): number[] {
  const voices = [...new Set(exemplars.map(({ voice }) => voice))]
  const foldOf = exemplars.map(({ voice }) => voices.indexOf(voice) % folds)
  const all = exemplars.map((_, at) => at)
  const weights = Array.from({ length: folds }, (_, fold) => fit(exemplars, rows, all.filter(at => foldOf[at] !== fold), penalised))
  return rows.map((row, at) => product(row, weights[foldOf[at]!]!))
}

function report(exemplars: readonly Exemplar[], logits: readonly number[], by = ''): void {
  const precision = averagePrecision(logits.map((score, at) => ({ score, positive: isKept(exemplars[at]!) })))
  console.log(`${exemplars.length} exemplars, ${exemplars.filter(isKept).length} to keep; by voices not seen${by}: average precision ${precision.toFixed(3)}`)
}

/** Borders of ltm, stm and ignore that cost least on held-out logits. Losing what must never be lost costs most. */
function borders(exemplars: readonly Exemplar[], logits: readonly number[]): { ltmFrom: number; ignoreBelow: number } {
  const cost = (border: number, missed: readonly number[], stored: readonly number[]): number =>
    exemplars.reduce((sum, { keep }, at) => sum + (logits[at]! < border ? missed : stored)[keep]!, 0)
  const grid = Array.from({ length: 141 }, (_, step) => -5 + step / 20)
  const least = (missed: readonly number[], stored: readonly number[]): number =>
    grid.reduce((best, border) => (cost(border, missed, stored) < cost(best, missed, stored) ? border : best))
  const ltmFrom = least([0, 0, 2.5, 10], [1, 0.5, 0, 0])
  const ignoreBelow = Math.min(ltmFrom, least([0, 0.5, 2.5, 20], [0.5, 0, 0, 0]))
  for (const [name, border] of [['ltm', ltmFrom], ['stm', ignoreBelow]] as const) {
    const shares = [0, 1, 2, 3].map(keep => {
      const those = logits.filter((_, at) => exemplars[at]!.keep === keep)
      return (those.filter(logit => logit >= border).length / those.length).toFixed(3)
    })
    console.log(`  ${name} from logit ${border.toFixed(2)}: keep 0/1/2/3 ${shares.join(' / ')}`)
  }
  return { ltmFrom, ignoreBelow }
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const exemplars = ['exemplars', 'exemplars/pairs'].flatMap(name => readExemplars(fileURLToPath(new URL(name, import.meta.url))))
  await refit(async () => fitKeep(exemplars, await embedded(), argv[2]))
}
