// Facts written into down projections: MEMIT over the layers of a site, residuals measured anew after each.
import { MnemeError } from '../errors.ts'
import { activationsAt } from './activations.ts'
import type { Covariances } from './covariance.ts'
import type { KeptKeys } from './kept-keys.ts'
import type { LanguageModel } from './model.ts'
import { placeIn, type FactPrompt } from './prompts.ts'
import { concatFloats } from './rows.ts'
import { downProjection } from './shapes.ts'
import { solveUpdate } from './solve.ts'
import type { EditSite } from './target-state.ts'

/** What the site should hold for prompts: `states` row-major [prompts, D]. */
export interface StateTarget {
  prompts: readonly FactPrompt[]
  states: Float32Array
}

export interface WriteOptions {
  /** Prompts whose values are to stay: those of facts written before. */
  previous?: readonly FactPrompt[]
  /** Weight of the covariance of ordinary text for each fact that is written; default 1.5. */
  weightPerFact?: number
  /** Least weight of the covariance; default 15. */
  leastWeight?: number
  /** See `LayerProblem`; default off. */
  droppedEnergy?: number
  /** Keys of `previous` at the first layer, where no edit changes them, from one write to the next; default none. */
  kept?: KeptKeys
}

export interface WriteReport {
  /** The worst relative residual of the linear systems. */
  residual: number
  /** Mean |z - h| / |z| of the targets before and after. */
  before: number
  after: number
}

/**
 * Writes states into the model's weights. A layer takes its share of what is missing, the last one all that is left.
 * Throws what `solveUpdate` throws; the caller then restores the weights.
 */
export async function writeStates(
  model: LanguageModel, targets: readonly StateTarget[], covariances: Covariances, site: EditSite, options: WriteOptions = {},
): Promise<WriteReport> {
  const { previous = [], weightPerFact = 1.5, leastWeight = 15, kept } = options
  const look = (prompt: FactPrompt): { ids: readonly number[], place: number } => ({ ids: prompt.ids, place: placeIn(prompt, site.position) })
  const asked = targets.flatMap(({ prompts }) => prompts.map(look))
  const wanted = concatFloats(targets.map(({ states }) => states))
  const top = site.layers.at(-1)!
  const missing = (): { residuals: Float32Array, share: number } => {
    const { states } = activationsAt(model, asked, { states: top })
    return { residuals: wanted.map((value, index) => value - states[index]!), share: distance(wanted, states, model.config.dim) }
  }
  const report: WriteReport = { residual: 0, before: missing().share, after: 0 }
  for (const [index, layer] of site.layers.entries()) {
    const covariance = covariances.get(layer)
    if (!covariance) throw new MnemeError('NOT_FOUND', `edit: expected the covariance of layer ${layer}, got none; measure it first`)
    const { states, keys } = activationsAt(model, asked, { states: top, keys: layer })
    const left = site.layers.length - index
    const still = previous.map(look)
    const { update, residual } = await solveUpdate({
      keys, covariance,
      residuals: wanted.map((value, at) => (value - states[at]!) / left),
      previous: kept && index === 0 ? kept.of(model, layer, still) : still.length === 0 ? new Float32Array() : activationsAt(model, still, { keys: layer }).keys,
      weight: Math.max(leastWeight, weightPerFact * targets.length),
      ...options.droppedEnergy === undefined ? {} : { droppedEnergy: options.droppedEnergy },
    })
    const name = downProjection(layer)
    model.replace(name, model.values(name).map((value, at) => value + update[at]!))
    report.residual = Math.max(report.residual, residual)
  }
  report.after = missing().share
  return report
}

function distance(wanted: Float32Array, found: Float32Array, width: number): number {
  let sum = 0
  for (let start = 0; start < wanted.length; start += width) {
    const row = wanted.subarray(start, start + width)
    sum += Math.hypot(...row.map((value, index) => value - found[start + index]!)) / Math.hypot(...row)
  }
  return sum / (wanted.length / width)
}
