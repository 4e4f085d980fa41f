// The one product of the forward pass. M rows, K inputs, N outputs.
import * as tf from '@tensorflow/tfjs-core'
import type { GradSaveFunc, Tensor } from '@tensorflow/tfjs-core'
import { matmul } from '../tensor/matmul.ts'

/** Multiplies rows by a weight that is stored as [N, K]: x [M, K] gives [M, N]. */
export type Product = (x: Tensor, weight: Tensor) => Tensor

/** For training: both have gradients. */
export const trained: Product = (x, weight) => matmul(x, weight, false, true)

/** For weights that stay as they are: half of the backward pass falls away. The weight must outlive the gradient. */
export const frozen: Product = (x, weight) => tf.customGrad((...inputs) => {
  const [rows] = inputs as [Tensor, GradSaveFunc]
  return { value: matmul(rows, weight, false, true), gradFunc: (dy: Tensor) => matmul(dy, weight) }
})(x)
