// The gate's network on tensors: the same numbers as network.ts, batched and differentiable. B batch, F features, H hidden units.
import * as tf from '@tensorflow/tfjs-core'
import type { Tensors } from '../tensor/convert.ts'
import { matmul } from '../tensor/matmul.ts'
import type { GateParams } from './network.ts'

/** Logits [B] of features [B, F]; importance is their sigmoid. The caller owns the result. */
export function gateLogits(features: tf.Tensor, params: Tensors<GateParams>): tf.Tensor {
  return tf.tidy(() => {
    const x = tf.sub(features, params.center) // [B, F]
    const linear = matmul(x, tf.reshape(params.direct, [-1, 1])) // [B, 1]
    const units = tf.tanh(tf.add(matmul(x, params.hidden), params.hiddenBias)) // [B, H]
    const bent = matmul(units, tf.reshape(params.output, [-1, 1])) // [B, 1]
    return tf.reshape(tf.add(tf.add(linear, bent), params.bias), [-1]) // [B]
  })
}
