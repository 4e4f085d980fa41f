// Fast weights as one matrix, written by the rule of Titans. T pairs, Q queries, D key dim, V value dim.
import * as tf from '@tensorflow/tfjs-core'
import type { Tensor2D } from '@tensorflow/tfjs-core'
import { matmul } from '../tensor/matmul.ts'
import { chunksOf, column, unroll, type Chunk } from './chunk.ts'
import { constantGates, type GateFunction } from './gates.ts'
import type { AssociativeMemory, PairShape } from './memory.ts'
import { checkPairs, checkQueries } from './shapes.ts'

/** The matrix is the memory: reading is q · weights. */
export type MatrixState = {
  /** [D, V] */
  weights: Tensor2D
  /** [D, V]: the past surprise, S of eq. 13. */
  momentum: Tensor2D
}

export interface MatrixOptions extends PairShape {
  gates: GateFunction
  /** Pairs that are written at once, exactly as one after the other; 1 is the plain recurrence. @default 16 */
  chunkSize?: number
}

/**
 * Titans (Behrouz et al. 2025) with a linear memory: loss |kM - v|^2 (eq. 12), S_t = eta_t S_{t-1} - theta_t grad,
 * M_t = (1 - alpha_t) M_{t-1} + S_t (eq. 13 and 14), each gradient at the weights that the pair before left behind. A chunk
 * solves for all its residuals at once, since each depends linearly on those before (the WY form of Yang et al. 2024 with
 * momentum and decay), so the chunk size changes no result. With unit keys a step of 1/2 stores a pair exactly.
 */
export function matrixMemory({ keyDim, valueDim, gates, chunkSize = 16 }: MatrixOptions): AssociativeMemory<MatrixState> {
  const shape = { keyDim, valueDim }
  return {
    init: () => ({ weights: tf.zeros([keyDim, valueDim]), momentum: tf.zeros([keyDim, valueDim]) }),
    write(state, keys, values) {
      checkPairs(keys, values, shape)
      const advance = chunkSize === 1 ? writeOne : writeChunk
      return tf.tidy(() => {
        let next = { weights: tf.clone(state.weights), momentum: tf.clone(state.momentum) }
        for (const chunk of chunksOf(keys, values, gates(keys), chunkSize)) next = advance(next, chunk)
        return next
      })
    },
    read(state, queries) {
      checkQueries(queries, shape)
      return tf.tidy(() => matmul(queries, state.weights) as Tensor2D)
    },
  }
}

/** The delta rule (Widrow and Hoff 1960; Schlag et al. 2021): M <- M + rate · k'(v - kM). No momentum, no forgetting. */
export function deltaRule({ rate, ...options }: PairShape & { rate: number; chunkSize?: number }): AssociativeMemory<MatrixState> {
  return matrixMemory({ ...options, gates: constantGates({ step: rate / 2 }) })
}

function writeOne({ weights, momentum }: MatrixState, { keys, values, gates }: Chunk): MatrixState {
  const gradient = tf.mul(matmul(keys, tf.sub(matmul(keys, weights), values), true), 2) // [D, V]
  const surprise = tf.sub(tf.mul(momentum, gates.momentum), tf.mul(gradient, gates.step))
  return { weights: tf.add(tf.mul(weights, tf.sub(1, gates.decay)), surprise), momentum: surprise as Tensor2D }
}

function writeChunk({ weights, momentum }: MatrixState, { keys, values, gates }: Chunk): MatrixState {
  const { kept, carried, mixed, momentumKept, momentumMixed } = unroll(gates)
  const size = kept.size
  const rate = tf.mul(gates.step, 2) // [T]
  // What the weights before pair t hold of the chunk's beginning: the coefficients after pair t - 1.
  const before = (series: tf.Tensor1D, first: number): Tensor2D => column(tf.concat([tf.tensor1d([first]), tf.slice(series, 0, size - 1)]))
  const known = tf.add(tf.mul(matmul(keys, weights), before(kept, 1)), tf.mul(matmul(keys, momentum), before(carried, 0))) // [T, V]
  const shifted = tf.pad(tf.slice(mixed, [0, 0], [size - 1, size]), [[1, 0], [0, 0]]) // [T, T], strictly lower
  const among = tf.mul(tf.mul(shifted, matmul(keys, keys, false, true)), tf.reshape(rate, [1, -1]))
  const residuals = matmul(inverse(among as Tensor2D), tf.sub(values, known)) // [T, V]: v_t - k_t M_{t-1}
  const added = (shares: tf.Tensor): tf.Tensor => matmul(keys, tf.mul(residuals, column(tf.mul(shares, rate))), true) // [D, V]
  const end = (series: tf.Tensor1D): tf.Tensor => tf.slice(series, size - 1, 1)
  const lastRow = tf.reshape(tf.slice(mixed, [size - 1, 0], [1, size]), [-1])
  return {
    weights: tf.add(tf.add(tf.mul(weights, end(kept)), tf.mul(momentum, end(carried))), added(lastRow)) as Tensor2D,
    momentum: tf.add(tf.mul(momentum, momentumKept), added(momentumMixed)) as Tensor2D,
  }
}

/** (I + N)^-1 of a strictly lower N [T, T]: I - N + N^2 - ... ends after T terms, as the product of I + (-N)^(2^j). */
function inverse(strictlyLower: Tensor2D): Tensor2D {
  const size = strictlyLower.shape[0]
  const identity = tf.eye(size)
  let power: tf.Tensor = tf.neg(strictlyLower)
  let product = tf.add(identity, power)
  for (let reach = 2; reach < size; reach *= 2) {
    power = matmul(power, power)
    product = matmul(product, tf.add(identity, power))
  }
  return product as Tensor2D
}
