// What a model holds at single places while it reads: the residual stream after a layer, the keys of a down projection.
import * as tf from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import { batchOf } from './batch.ts'
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

const batchRows = 64

/** Reads the texts in batches; `states` and `keys` name layers, and what is not asked for comes back empty. */
export function activationsAt(model: LanguageModel, texts: readonly Looked[], { states, keys }: { states?: number, keys?: number }): Activations {
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
    tf.tidy(() => void forward(config, weights, batch, { until: Math.max(states ?? -1, keys ?? -1), hooks: {
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
