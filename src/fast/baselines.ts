// What fast weights are held against: slots under attention, the Hebb rule, least squares. T pairs, N slots, D and V dims.
import * as tf from '@tensorflow/tfjs-core'
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'
import { attention } from '../attention/attention.ts'
import { matmul } from '../tensor/matmul.ts'
import type { AssociativeMemory, PairShape } from './memory.ts'
import { checkPairs, checkQueries } from './shapes.ts'

/** Every pair that was written, with its strength. */
export type SlotState = { keys: Tensor2D; values: Tensor2D; strengths: Tensor1D }

export interface SlotOptions extends PairShape {
  /** Inverse temperature of the cosine. */
  beta: number
  /** Cosine from which a later pair takes the place of an earlier one, whose strength becomes 0. @default 1.01, never */
  replaceAbove?: number
}

/** A slot for each pair, read by strength-weighted attention: grows with what it holds. Before a write it reads as 0. */
export function slotMemory({ keyDim, valueDim, beta, replaceAbove = 1.01 }: SlotOptions): AssociativeMemory<SlotState> {
  const shape = { keyDim, valueDim }
  return {
    init: () => ({ keys: tf.zeros([0, keyDim]), values: tf.zeros([0, valueDim]), strengths: tf.zeros([0]) }),
    write(state, keys, values) {
      checkPairs(keys, values, shape)
      return tf.tidy(() => {
        const empty = state.strengths.size === 0
        const all = empty ? tf.clone(keys) : tf.concat([state.keys, keys], 0)
        const written = tf.ones([keys.shape[0]]) as Tensor1D
        const strengths = empty ? written : tf.concat([state.strengths, written])
        return {
          keys: all, values: empty ? tf.clone(values) : tf.concat([state.values, values], 0),
          strengths: replaceAbove > 1 ? strengths : tf.mul(strengths, tf.sub(1, replaced(all, replaceAbove))) as Tensor1D,
        }
      })
    },
    read({ keys, values, strengths }, queries) {
      checkQueries(queries, shape)
      if (strengths.size === 0) return tf.zeros([queries.shape[0], valueDim])
      return tf.tidy(() => matmul(attention(queries, keys, strengths, { beta, gamma: 1 }), values) as Tensor2D)
    },
  }
}

/** [N] of 1 where a later key is at least this similar, else 0. */
function replaced(keys: Tensor2D, above: number): Tensor1D {
  const size = keys.shape[0]
  const later = tf.tidy(() => {
    const place = tf.range(0, size)
    return tf.cast(tf.greater(tf.reshape(place, [1, -1]), tf.reshape(place, [-1, 1])), 'float32')
  })
  const unit = tf.div(keys, tf.maximum(tf.norm(keys, 2, 1, true), 1e-6))
  const near = tf.cast(tf.greaterEqual(matmul(unit, unit, false, true), above), 'float32')
  return tf.max(tf.mul(near, later), 1)
}

/** A matrix alone. */
export type HebbState = { weights: Tensor2D }

/** Hebb's outer products: M <- (1 - decay) M + k'v for each pair. It sums up what it is given and corrects nothing. */
export function hebbian({ keyDim, valueDim, decay = 0 }: PairShape & { decay?: number }): AssociativeMemory<HebbState> {
  const shape = { keyDim, valueDim }
  return {
    init: () => ({ weights: tf.zeros([keyDim, valueDim]) }),
    write({ weights }, keys, values) {
      checkPairs(keys, values, shape)
      return tf.tidy(() => {
        const count = keys.shape[0]
        const left = tf.tensor2d(Float32Array.from({ length: count }, (_, place) => (1 - decay) ** (count - 1 - place)), [count, 1])
        return { weights: tf.add(tf.mul(weights, (1 - decay) ** count), matmul(keys, tf.mul(values, left), true)) }
      })
    },
    read({ weights }, queries) {
      checkQueries(queries, shape)
      return tf.tidy(() => matmul(queries, weights) as Tensor2D)
    },
  }
}

/** The solution so far, and the inverse of the keys' weighted covariance. */
export type LeastSquaresState = {
  /** [D, V] */
  weights: Tensor2D
  /** [D, D] */
  uncertainty: Tensor2D
}

export interface LeastSquaresOptions extends PairShape {
  /** Weight of |M|^2 against the squared residuals, above 0. */
  ridge: number
  /** What each pair takes from the weight of all pairs before, in [0, 1). @default 0 */
  forgetting?: number
}

/**
 * Ridge regression kept up to date pair by pair (recursive least squares; the sequential write of Larimar, Das et al. 2024):
 * c = U k / (1 - forgetting + k'U k), M <- M + c (v - kM), U <- (U - c k'U) / (1 - forgetting). Without forgetting the weights
 * are (K'K + ridge · I)^-1 K'V, the best matrix that there is for what was written.
 */
export function leastSquares({ keyDim, valueDim, ridge, forgetting = 0 }: LeastSquaresOptions): AssociativeMemory<LeastSquaresState> {
  const shape = { keyDim, valueDim }
  const left = 1 - forgetting
  return {
    init: () => tf.tidy(() => ({ weights: tf.zeros([keyDim, valueDim]), uncertainty: tf.mul(tf.eye(keyDim), 1 / ridge) })),
    write(state, keys, values) {
      checkPairs(keys, values, shape)
      return tf.tidy(() => {
        let [weights, uncertainty] = [tf.clone(state.weights), tf.clone(state.uncertainty)]
        for (let pair = 0; pair < keys.shape[0]; pair++) {
          const key = tf.slice(keys, [pair, 0], [1, -1]) // [1, D]
          const reach = matmul(key, uncertainty) // [1, D]: U is symmetric
          const gain = tf.div(reach, tf.add(left, matmul(reach, key, false, true))) // [1, D]
          const residual = tf.sub(tf.slice(values, [pair, 0], [1, -1]), matmul(key, weights)) // [1, V]
          weights = tf.add(weights, matmul(gain, residual, true))
          uncertainty = tf.div(tf.sub(uncertainty, matmul(gain, reach, true)), left)
        }
        return { weights, uncertainty }
      })
    },
    read({ weights }, queries) {
      checkQueries(queries, shape)
      return tf.tidy(() => matmul(queries, weights) as Tensor2D)
    },
  }
}
