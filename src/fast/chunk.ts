// How much of each surprise of a chunk is in the weights at its end: the recurrence of Titans, unrolled. T pairs of one chunk.
import * as tf from '@tensorflow/tfjs-core'
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'
import { matmul } from '../tensor/matmul.ts'
import type { Gates } from './gates.ts'

/** A stretch of pairs with their gates. */
export interface Chunk {
  keys: Tensor2D
  values: Tensor2D
  gates: Gates
}

/** Pairs and gates in stretches of `size`, the last one shorter where it must be. */
export function chunksOf(keys: Tensor2D, values: Tensor2D, { step, momentum, decay }: Gates, size: number): Chunk[] {
  const count = keys.shape[0]
  return Array.from({ length: Math.ceil(count / size) }, (_, place) => {
    const from = place * size
    const length = Math.min(size, count - from)
    return {
      keys: tf.slice(keys, [from, 0], [length, -1]), values: tf.slice(values, [from, 0], [length, -1]),
      gates: { step: tf.slice(step, from, length), momentum: tf.slice(momentum, from, length), decay: tf.slice(decay, from, length) },
    }
  })
}

/**
 * With a_t = 1 - alpha_t, the recurrence S_t = eta_t S_{t-1} + u_t, M_t = a_t M_{t-1} + S_t (Titans, eq. 13 and 14, where
 * u_t = -theta_t grad_t) gives M_t = kept_t M_0 + carried_t S_0 + sum_i mixed_ti u_i, and S_t alike. All of it is made of
 * products of a and of eta from one pair to another, so a chunk is a few matrix products (eq. 16 to 18).
 */
export interface Unrolled {
  /** [T]: product of a up to each pair. */
  kept: Tensor1D
  /** [T]: the share of the momentum from before. */
  carried: Tensor1D
  /** [T, T]: of the update of the column's pair, the share in the weights after the row's; 0 above the diagonal. */
  mixed: Tensor2D
  /** []: what is left of the momentum from before after the last pair. */
  momentumKept: Scalar
  /** [T]: what is left of each update in the momentum after the last pair. */
  momentumMixed: Tensor1D
}

/** Differentiable in the gates. Runs inside the caller's `tf.tidy`. */
export function unroll({ momentum, decay }: Gates): Unrolled {
  const kept = products(tf.sub(1, decay) as Tensor1D)
  const going = products(momentum)
  const mixed = matmul(kept.between, going.between) as Tensor2D
  const last = momentum.size - 1
  return {
    kept: kept.upTo,
    carried: tf.reshape(matmul(kept.between, column(going.upTo)), [-1]),
    mixed,
    momentumKept: tf.reshape(tf.slice(going.upTo, last, 1), []),
    momentumMixed: tf.reshape(tf.slice(going.between, [last, 0], [1, last + 1]), [-1]),
  }
}

/** Products of factors f in [0, 1]: over 1..t [T], and over i+1..t [T, T] with 1 on the diagonal and 0 above it. */
function products(factors: Tensor1D): { upTo: Tensor1D; between: Tensor2D } {
  const size = factors.size
  const lower = lowerTriangle(size)
  // Sums of logarithms: one matrix product. A factor of 0 has none, and below e-27 nothing is left in 32 bits.
  const sums = matmul(lower, column(tf.log(tf.maximum(factors, 1e-12)))) // [T, 1]
  const differences = tf.sub(sums, tf.transpose(sums)) // [T, T]
  return {
    upTo: tf.reshape(tf.exp(sums), [-1]),
    // Above the diagonal the difference is positive and its exponential may be infinite, which times 0 is no number.
    between: tf.mul(tf.exp(tf.mul(differences, lower)), lower),
  }
}

/** [size, size] of 1 on and below the diagonal, 0 above it. */
function lowerTriangle(size: number): Tensor2D {
  const values = new Float32Array(size * size)
  for (let row = 0; row < size; row++) values.fill(1, row * size, row * size + row + 1)
  return tf.tensor2d(values, [size, size])
}

/** [T] as [T, 1]. */
export function column(values: Tensor): Tensor2D {
  return tf.reshape(values, [-1, 1])
}
