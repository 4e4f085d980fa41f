// How wrong a model is about a batch, and which way its weights should go. B sequences, T tokens.
import * as tf from '@tensorflow/tfjs-core'
import type { Scalar, Tensor } from '@tensorflow/tfjs-core'
import { valueAndGrads } from '../../src/tensor/gradients.ts'
import type { Param } from '../../src/tensor/params.ts'
import { batchOf } from '../../src/weights/batch.ts'
import type { ModelConfig } from '../../src/weights/config.ts'
import { forward, logitsOf } from '../../src/weights/forward.ts'
import { crossEntropy } from '../../src/weights/loss.ts'
import { trained } from '../../src/weights/product.ts'
import type { Sample } from './corpus.ts'

/** Sums over some sequences' tokens by their weights: divided by `weight`, which adds up over parts of a batch, they are means. */
export interface Gradients {
  weight: number
  /** In nats. */
  loss: number
  grads: Record<string, Param>
}

/** The gradients of a batch at given parameters; the backend must be loaded. */
export function gradientsOf(config: ModelConfig, params: Record<string, Param>, samples: readonly Sample[]): Gradients {
  const { value, grads } = valueAndGrads(tensors => lossOf(config, tensors, samples), params)
  return { weight: samples.reduce((sum, { weights }) => sum + weights.reduce((a, b) => a + b, 0), 0), loss: value, grads }
}

/** The sum of parts of a batch. */
export function added(parts: readonly Gradients[]): Gradients {
  const [first, ...rest] = parts as [Gradients, ...Gradients[]]
  const sum = { ...first }
  for (const { weight, loss, grads } of rest) {
    sum.weight += weight
    sum.loss += loss
    for (const [name, { data }] of Object.entries(grads)) {
      const into = sum.grads[name]!.data
      for (let at = 0; at < into.length; at++) into[at]! += data[at]!
    }
  }
  return sum
}

// Each token is predicted from those before it.
function lossOf(config: ModelConfig, weights: Record<string, Tensor>, samples: readonly Sample[]): Scalar {
  // A few widths only: memory of freed tensors is used again.
  const width = Math.ceil(Math.max(...samples.map(({ ids }) => ids.length)) / 4) * 4
  const batch = batchOf(samples.map(({ ids }) => ids), { length: width })
  const places: number[] = []
  const targets: number[] = []
  const counts: number[] = []
  samples.forEach(({ ids, weights: each }, row) => ids.slice(1).forEach((id, index) => {
    places.push(row * width + index)
    targets.push(id)
    counts.push(each[index + 1]!)
  }))
  const state = forward(config, weights, batch, { product: trained })
  const losses = crossEntropy(logitsOf(config, weights, state, places, trained), targets)
  return tf.sum(tf.mul(losses, tf.tensor1d(counts)))
}
