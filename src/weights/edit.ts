// Facts written into down projections: MEMIT over the layers of a site, residuals measured anew after each.
import { MnemeError } from '../errors.ts'
import { activationsAt, keysAt, type Activations, type Looked } from './activations.ts'
import type { Covariances } from './covariance.ts'
import type { KeptActivations } from './kept-activations.ts'
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
  /** Prompts whose values are to stay: those of facts that are not written now, and those that ask the same of others. */
  previous?: readonly FactPrompt[]
  /** Weight of the covariance of ordinary text for each fact that is written; default 20. */
  weightPerFact?: number
  /** See `LayerProblem`; default off. */
  droppedEnergy?: number
  /** What texts give in the weights as they are before this is written, from one write to the next; default none. */
  kept?: KeptActivations
}

export interface WriteReport {
  /** The worst relative residual of the linear systems. */
  residual: number
  /** Mean |z - h| / |z| of the targets before and after. */
  before: number
  after: number
}

export interface Written extends WriteReport {
  /** z - h after, of each target, row-major [prompts, D]. */
  missing: Float32Array[]
}

/**
 * Writes states into the model's weights. A layer takes its share of what is missing, the last one all that is left.
 * Throws what `solveUpdate` throws; the caller then restores the weights.
 */
export async function writeStates(
  model: LanguageModel, targets: readonly StateTarget[], covariances: Covariances, site: EditSite, options: WriteOptions = {},
): Promise<Written> {
  const { previous = [], weightPerFact = 20, kept } = options
  const look = (prompt: FactPrompt): Looked => ({ ids: prompt.ids, place: placeIn(prompt, site.position) })
  const [asked, still] = [targets.flatMap(({ prompts }) => prompts).map(look), previous.map(look)]
  const wanted = concatFloats(targets.map(({ states }) => states))
  const { dim } = model.config
  const report = { residual: 0, before: 0, after: 0 }
  // What is to stay hardly moves: its keys are those from before the edit in all layers.
  const stillKeys = kept ? kept.keysOf(model, still, site.layers) : keysAt(model, still, site.layers)
  let missing = new Float32Array()
  for (const [index, layer] of site.layers.entries()) {
    const covariance = covariances.get(layer)
    if (!covariance) throw new MnemeError('NOT_FOUND', `edit: expected the covariance of layer ${layer}, got none; measure it first`)
    const layers = { states: site.layers.at(-1)!, keys: layer }
    const read = (texts: readonly Looked[]): Activations => {
      if (!kept) return activationsAt(model, texts, layers)
      return index === 0 ? kept.of(model, texts, layers) : kept.above(model, texts, layers, site.layers[0]!)
    }
    const { states, keys } = read(asked)
    missing = wanted.map((value, at) => value - states[at]!)
    if (index === 0) report.before = meanShare(missing, wanted, dim)
    const left = site.layers.length - index
    const { update, residual } = await solveUpdate({
      keys, covariance,
      residuals: missing.map(value => value / left),
      previous: stillKeys[index]!,
      weight: weightPerFact * targets.length,
      ...options.droppedEnergy === undefined ? {} : { droppedEnergy: options.droppedEnergy },
    })
    const name = downProjection(layer)
    model.replace(name, model.values(name).map((value, at) => value + update[at]!))
    report.residual = Math.max(report.residual, residual)
    // The last layer gives straight into the state that is wanted.
    if (left === 1) take(missing, update, keys, dim)
  }
  report.after = meanShare(missing, wanted, dim)
  let at = 0
  return { ...report, missing: targets.map(({ states }) => missing.slice(at, at += states.length)) }
}

// values [n, D] less what an update [D, F] gives for keys [n, F].
function take(values: Float32Array, update: Float32Array, keys: Float32Array, outputs: number): void {
  const width = update.length / outputs
  for (let row = 0; row * width < keys.length; row++) {
    for (let output = 0; output < outputs; output++) {
      let sum = 0
      for (let index = 0; index < width; index++) sum += update[output * width + index]! * keys[row * width + index]!
      values[row * outputs + output]! -= sum
    }
  }
}

// Mean over rows of |part| / |whole|.
function meanShare(parts: Float32Array, wholes: Float32Array, width: number): number {
  let sum = 0
  for (let start = 0; start < wholes.length; start += width) {
    sum += Math.hypot(...parts.subarray(start, start + width)) / Math.hypot(...wholes.subarray(start, start + width))
  }
  return sum / (wholes.length / width)
}
