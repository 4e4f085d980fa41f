// The gate's network on tensors: the same numbers as network.ts, batched and differentiable. B batch, F features, H hidden units.
import * as tf from '@tensorflow/tfjs-core'
import { MnemeError } from '../errors.ts'
import { leaves } from '../tensor/params.ts'
import type { GateParams } from './network.ts'

/** The leaves of GateParams as tensors, in the order of their sorted names. */
export type GateTensors = [
  bias: tf.Tensor, center: tf.Tensor, direct: tf.Tensor, hidden: tf.Tensor, hiddenBias: tf.Tensor, output: tf.Tensor,
]

/** Tensors of the weights; the caller disposes them. */
export function gateTensors(params: GateParams): GateTensors {
  const [bias, center, direct, hidden, hiddenBias, output] = leaves(params).map(([, leaf]) => tf.tensor(leaf.data, leaf.shape))
  if (!bias || !center || !direct || !hidden || !hiddenBias || !output) {
    throw new MnemeError('SHAPE_MISMATCH', 'gateTensors: expected the six leaves of GateParams, got fewer; load a policy with loadPolicy')
  }
  return [bias, center, direct, hidden, hiddenBias, output]
}

/** Logits [B] of features [B, F]; importance is their sigmoid. */
export function gateLogits(features: tf.Tensor2D, tensors: GateTensors): tf.Tensor1D {
  return tf.tidy(() => {
    const [bias, center, direct, hidden, hiddenBias, output] = tensors
    const x = tf.sub(features, center) // [B, F]
    const linear = tf.matMul(x, tf.reshape(direct, [-1, 1])) // [B, 1]
    const units = tf.tanh(tf.add(tf.matMul(x, hidden), hiddenBias)) // [B, H]
    const bent = tf.matMul(units, tf.reshape(output, [-1, 1])) // [B, 1]
    return tf.reshape(tf.add(tf.add(linear, bent), bias), [-1])
  })
}
