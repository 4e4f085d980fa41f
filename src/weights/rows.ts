// Single places of a residual stream: read, add to, put in place of. B sequences, T tokens, W width, N vectors, R places.
import * as tf from '@tensorflow/tfjs-core'
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import { matmul } from '../tensor/matmul.ts'

/** A place of [B, T] as a flat index, and which of the N vectors goes there. */
export interface Placement {
  place: number
  vector: number
}

/** The vectors at flat places of x [B, T, W]: [R, W]. */
export function rowsAt(x: Tensor, places: readonly number[]): Tensor {
  return tf.tidy(() => tf.gather(tf.reshape(x, [-1, x.shape.at(-1)!]), tf.tensor1d([...places], 'int32')))
}

/** x [B, T, W] with `vectors` [N, W] added at their places; one vector may go to many places. Differentiable in both. */
export function addAt(x: Tensor, vectors: Tensor, placements: readonly Placement[]): Tensor {
  return tf.tidy(() => tf.add(x, tf.reshape(matmul(selector(x, vectors, placements), vectors), x.shape)))
}

/** x [B, T, W] with `vectors` [N, W] in place of what stood at their places. Differentiable in both. */
export function replaceAt(x: Tensor, vectors: Tensor, placements: readonly Placement[]): Tensor {
  return tf.tidy(() => {
    const chosen = selector(x, vectors, placements)
    const kept = tf.sub(1, tf.minimum(tf.sum(chosen, 1, true), 1))
    const rest = tf.mul(tf.reshape(x, [-1, x.shape.at(-1)!]), kept)
    return tf.reshape(tf.add(rest, matmul(chosen, vectors)), x.shape)
  })
}

/** One array of all. */
export function concatFloats(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}

// [B * T, N] with a one for each placement: a product where a scatter would need kernels that wasm lacks.
function selector(x: Tensor, vectors: Tensor, placements: readonly Placement[]): Tensor2D {
  const [places, count] = [x.size / x.shape.at(-1)!, vectors.shape[0] ?? 0]
  const ones = new Float32Array(places * count)
  for (const { place, vector } of placements) ones[place * count + vector] = 1
  return tf.tensor2d(ones, [places, count])
}
