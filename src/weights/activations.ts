// What a model holds at single places while it reads: the residual stream after a layer, the keys of a down projection.
import * as tf from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import { MnemeError } from '../errors.ts'
import { batchOf, type Batch } from './batch.ts'
import type { KeyValueCache } from './cache.ts'
import { forward } from './forward.ts'
import type { LanguageModel } from './model.ts'
import { rowsAt } from './rows.ts'

/** Tokens, and the index among them that is looked at. */
export interface Looked {
  ids: readonly number[]
  place: number
}

/** One row per text. N texts. */
export interface Activations {
  /** Residual stream after the layer asked for, [N, D]. */
  states: Float32Array
  /** Inputs of the down projection asked for, [N, F]. */
  keys: Float32Array
}

/** The residual stream after a layer for texts, in the place of all that lies before: row-major [tokens, D] of each. */
export interface Below {
  layer: number
  states: readonly Float32Array[]
}

const batchRows = 64

/**
 * Reads the texts in batches; `states` and `keys` name layers, and what is not asked for comes back empty. With `below` only what lies
 * above it is computed.
 */
export function activationsAt(model: LanguageModel, texts: readonly Looked[], { states, keys }: { states?: number, keys?: number }, below?: Below): Activations {
  const { config, weights } = model
  const found: Activations = {
    states: new Float32Array(states === undefined ? 0 : texts.length * config.dim),
    keys: new Float32Array(keys === undefined ? 0 : texts.length * config.innerDim),
  }
  for (let start = 0; start < texts.length; start += batchRows) {
    const part = texts.slice(start, start + batchRows)
    const batch = batchOf(part.map(({ ids }) => ids))
    const places = part.map(({ place }, row) => row * batch.length + place)
    const take = (into: Float32Array, width: number) => (x: Tensor): void => into.set(rowsAt(x, places).dataSync(), start * width)
    const [putState, putKeys] = [take(found.states, config.dim), take(found.keys, config.innerDim)]
    tf.tidy(() => void forward(config, weights, batch, { until: Math.max(states ?? -1, keys ?? -1), ...below && { from: fromBelow(below, start, batch, config.dim) }, hooks: {
      state: (layer, x) => {
        if (layer === states) putState(x)
        return x
      },
      keys: (layer, x) => {
        if (layer === keys) putKeys(x)
        return x
      },
    } }))
  }
  return found
}

/** Inputs of the down projections of some layers at the looked-at places, [N, F] for each layer, in one pass over the texts. */
export function keysAt({ config, weights }: LanguageModel, texts: readonly Looked[], layers: readonly number[]): Float32Array[] {
  const { innerDim } = config
  const found = layers.map(() => new Float32Array(texts.length * innerDim))
  // Alike lengths together: less padding.
  const order = texts.map(({ ids }, index) => ({ index, length: ids.length })).sort((a, b) => a.length - b.length || a.index - b.index)
  for (let start = 0; start < texts.length; start += batchRows) {
    const part = order.slice(start, start + batchRows).map(({ index }) => ({ ...texts[index]!, index }))
    const batch = batchOf(part.map(({ ids }) => ids))
    const places = part.map(({ place }, row) => row * batch.length + place)
    tf.tidy(() => void forward(config, weights, batch, { until: Math.max(...layers), hooks: { keys: (layer, x) => {
      const into = found[layers.indexOf(layer)]
      const rows = into && rowsAt(x, places).dataSync()
      part.forEach(({ index }, row) => into?.set(rows!.subarray(row * innerDim, (row + 1) * innerDim), index * innerDim))
      return x
    } } }))
  }
  return found
}

/** The residual stream of whole texts after a layer, row-major [tokens, D] of each; layer -1 is the embedding. */
export function statesBelow(model: LanguageModel, texts: readonly Looked[], layer: number): Below {
  const { dim } = model.config
  const found: Float32Array[] = []
  for (let start = 0; start < texts.length; start += batchRows) {
    const part = texts.slice(start, start + batchRows)
    const batch = batchOf(part.map(({ ids }) => ids))
    const tensor = stateAfter(model, batch, layer)
    const values = tensor.dataSync()
    tensor.dispose()
    part.forEach(({ ids }, row) => found.push(Float32Array.from(values.subarray(row * batch.length * dim, (row * batch.length + ids.length) * dim))))
  }
  return { layer, states: found }
}

/** A copy of the residual stream after a layer, [B, T, D], that the caller disposes of; layer -1 is the embedding. Throws INVALID_ARGUMENT. */
export function stateAfter({ config, weights }: LanguageModel, batch: Batch, wanted: number, seen?: KeyValueCache): Tensor {
  let kept: Tensor | undefined
  tf.tidy(() => void forward(config, weights, batch, { until: wanted, ...seen && { cache: seen.fixed() }, hooks: { state: (layer, state) => {
    if (layer === wanted) kept = tf.keep(tf.clone(state))
    return state
  } } }))
  if (kept) return kept
  throw new MnemeError('INVALID_ARGUMENT', `edit: expected a layer below ${config.layers}, got ${wanted}; use a site that locate found`)
}

function fromBelow({ layer, states }: Below, start: number, { rows, length }: Batch, dim: number): { layer: number, state: Tensor } {
  const values = new Float32Array(rows * length * dim)
  for (let row = 0; row < rows; row++) values.set(states[start + row]!, row * length * dim)
  return { layer, state: tf.tensor3d(values, [rows, length, dim]) }
}
