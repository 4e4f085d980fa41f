// The matrix product whose gradient is as fast as itself. M, K, N extents of one product; ... equal batch extents.
import * as tf from '@tensorflow/tfjs-core'
import type { GradSaveFunc, Tensor } from '@tensorflow/tfjs-core'
import { MnemeError } from '../errors.ts'

/**
 * a [..., M, K] times b [..., K, N] gives [..., M, N]; with `transposeA` a is [..., K, M], with `transposeB` b is [..., N, K].
 * Both have the same rank, at least 2, and the same batch extents. Differentiable any number of times.
 * The wasm backend multiplies transposed operands some ten times slower, and autodiff of `tf.matMul` asks for them:
 * here every transpose is an operation of its own, over the smaller tensors. Throws SHAPE_MISMATCH.
 */
export function matmul(a: Tensor, b: Tensor, transposeA = false, transposeB = false): Tensor {
  checkShapes(a.shape, b.shape, transposeA, transposeB)
  const gradients = (dy: Tensor, [left, right]: [Tensor, Tensor]): Tensor[] => [
    transposeA ? matmul(right, dy, transposeB, true) : matmul(dy, right, false, !transposeB),
    transposeB ? matmul(dy, left, true, transposeA) : matmul(left, dy, !transposeA, false),
  ]
  return tf.customGrad((...inputs) => {
    const [left, right, save] = inputs as [Tensor, Tensor, GradSaveFunc]
    save([left, right])
    const value = multiply(left, right, transposeA, transposeB)
    return { value, gradFunc: (dy, saved) => gradients(dy, saved as [Tensor, Tensor]) }
  })(a, b)
}

// a'b = (b'a)' and ab' = (ba')': of the two ways, the one that transposes fewer elements.
function multiply(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Tensor {
  // tfjs-node multiplies either way at one speed, and its own transpose is what is slow.
  if (tf.getBackend() === 'tensorflow') return tf.matMul(a, b, transposeA, transposeB)
  if (transposeA && transposeB) return swap(tf.matMul(b, a))
  if (!transposeA && !transposeB) return tf.matMul(a, b)
  const size = tf.util.sizeFromShape(a.shape.slice(0, -2)) * a.shape.at(transposeA ? -1 : -2)! * b.shape.at(transposeB ? -2 : -1)!
  if (transposeA) return a.size <= b.size + size ? tf.matMul(swap(a), b) : swap(tf.matMul(swap(b), a))
  return b.size <= a.size + size ? tf.matMul(a, swap(b)) : swap(tf.matMul(b, swap(a)))
}

function swap(x: Tensor): Tensor {
  const axes = x.shape.map((_, axis) => axis)
  return tf.transpose(x, [...axes.slice(0, -2), x.rank - 1, x.rank - 2])
}

function checkShapes(a: number[], b: number[], transposeA: boolean, transposeB: boolean): void {
  const inner = a.at(transposeA ? -2 : -1)
  const sameBatch = a.slice(0, -2).join() === b.slice(0, -2).join()
  if (a.length >= 2 && a.length === b.length && sameBatch && inner === b.at(transposeB ? -1 : -2)) return
  throw new MnemeError('SHAPE_MISMATCH', 'matmul: expected equal ranks of at least 2, equal batch and inner extents, got ' +
    `[${a.join(', ')}]${transposeA ? "'" : ''} x [${b.join(', ')}]${transposeB ? "'" : ''}; reshape or transpose one`)
}
