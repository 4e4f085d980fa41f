// Fusion on tensors: the same keys as fusion.ts, batched and differentiable. N texts, D text dims, I implicit dims, P projected dims.
import * as tf from '@tensorflow/tfjs-core'
import type { Tensor2D } from '@tensorflow/tfjs-core'
import type { Tensors } from '../tensor/convert.ts'
import { matmul } from '../tensor/matmul.ts'
import type { FusionParams } from './fusion.ts'

/** Keys [N, D + P] of unit texts [N, D] and implicit signals [N, I], a row of zeros where nothing is known. The caller owns them. */
export function fuseTensors(texts: Tensor2D, implicit: Tensor2D, params: Tensors<FusionParams>): Tensor2D {
  return tf.tidy(() => {
    const keys = tf.concat([texts, matmul(implicit, params.weight, false, true) as Tensor2D], 1) // [N, D + P]
    // A row of padding is zero and stays so.
    return tf.div(keys, tf.sqrt(tf.maximum(tf.sum(tf.square(keys), 1, true), 1e-12)))
  })
}
