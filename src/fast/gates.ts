// The three gates of a write: how far a surprise moves the weights, how long it goes on, what is forgotten. T pairs, D dim.
import * as tf from '@tensorflow/tfjs-core'
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'
import { matmul } from '../tensor/matmul.ts'
import type { Tensors } from '../tensor/convert.ts'
import { param, type Param } from '../tensor/params.ts'

/** One number for each pair. */
export interface Gates {
  /** [T], theta of Titans (Behrouz et al. 2025, eq. 10), from 0: the inner learning rate. */
  step: Tensor1D
  /** [T] in [0, 1], eta (eq. 10): the share of the past surprise that goes on. */
  momentum: Tensor1D
  /** [T] in [0, 1], alpha (eq. 13): the share of the weights that is forgotten. */
  decay: Tensor1D
}

/** Gates of keys [T, D]. */
export type GateFunction = (keys: Tensor2D) => Gates

/** The same three numbers for each pair. */
export function constantGates({ step, momentum = 0, decay = 0 }: { step: number; momentum?: number; decay?: number }): GateFunction {
  return ({ shape: [count] }) => {
    const each = (value: number): Tensor1D => tf.tensor1d(new Float32Array(count).fill(value))
    return { step: each(step), momentum: each(momentum), decay: each(decay) }
  }
}

type Head = { weights: Param; bias: Param }

/** A sigmoid head for each gate: weights [D] and a bias []. */
export type GateParams = { step: Head; momentum: Head; decay: Head }

/** Heads that look at nothing yet and give the same gates for every key; each in (0, 1), the step as a share of `mostStep`. */
export function initGates(dim: number, start: { step: number; momentum: number; decay: number }): GateParams {
  const head = (share: number): Head => ({ weights: param([dim]), bias: param([], [Math.log(share / (1 - share))]) })
  return { step: head(start.step), momentum: head(start.momentum), decay: head(start.decay) }
}

/** Gates that depend on the key: sigmoid(k · w + b), the step times `mostStep`. Gradients flow to keys and heads. */
export function sigmoidGates(params: Tensors<GateParams>, mostStep: number): GateFunction {
  return keys => tf.tidy(() => ({
    step: tf.mul<Tensor1D>(gate(params.step, keys), mostStep), momentum: gate(params.momentum, keys), decay: gate(params.decay, keys),
  }))
}

function gate({ weights, bias }: Tensors<Head>, keys: Tensor2D): Tensor1D {
  return tf.reshape(tf.sigmoid(tf.add(matmul(keys, tf.reshape(weights, [-1, 1])), bias)), [-1])
}
