// The one attention function, differentiable; imports tfjs-core: load it lazily, after `loadBackend`. B queries, N keys, D dim.
import * as tf from '@tensorflow/tfjs-core'
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'
import { MnemeError } from '../errors.ts'
import { matmul } from '../tensor/matmul.ts'
import { squaredNormFloor, strengthFloor } from './kernel.ts'

/** As in kernel.ts, but tensors where a gradient is wanted. */
export interface AttentionTensors {
  /** Inverse temperature of the cosine. */
  beta: Scalar | number
  /** Exponent of the strength. */
  gamma: Scalar | number
  /** [N] of 1 (a key) and 0 (padding, weight 0); at least one 1. Default: all keys. */
  mask?: Tensor1D
}

/**
 * weights_i = softmax_i(beta * cos(query, key_i) + gamma * log max(S_i, strengthFloor)) over at least one key.
 * query [D] or [B, D] and keys [N, D] of any length, strengths [N] in [0, 1]; gives [N] or [B, N], the caller owns it.
 * Gradients flow to query, keys, strengths (0 under the floor), beta and gamma. Content addressing of Graves et al. 2016
 * with the strength as a prior. Throws SHAPE_MISMATCH.
 */
export function attention<Query extends Tensor1D | Tensor2D>(
  query: Query, keys: Tensor2D, strengths: Tensor1D, { beta, gamma, mask }: AttentionTensors,
): Query {
  checkShapes(query, keys, strengths, mask)
  return tf.tidy(() => {
    const queries = tf.reshape(query, [-1, keys.shape[1]]) // [B, D]
    const dots = matmul(queries, keys, false, true) // [B, N]
    const similarity = tf.div(tf.div(dots, norms(queries)), tf.transpose(norms(keys))) // [B, N]
    const prior = tf.mul(gamma, tf.log(tf.maximum(strengths, strengthFloor))) // [N]
    const scores = tf.add(tf.mul(beta, similarity), prior) // [B, N]
    // Far below any score, yet finite: infinity times 0 has no gradient.
    const open = mask ? tf.add(scores, tf.mul(tf.sub(mask, 1), 1e9)) : scores
    return tf.reshape(tf.softmax(open), query.rank === 1 ? [-1] : [-1, keys.shape[0]]) as Query
  })
}

// [rows, D] -> [rows, 1]
function norms(rows: Tensor): Tensor {
  return tf.sqrt(tf.maximum(tf.sum(tf.square(rows), 1, true), squaredNormFloor))
}

function checkShapes(query: Tensor, keys: Tensor2D, strengths: Tensor1D, mask: Tensor1D | undefined): void {
  const [count, dim] = keys.shape
  const fits = (tensor: Tensor): boolean => tensor.rank === 1 && tensor.size === count
  if (count > 0 && query.rank <= 2 && query.shape.at(-1) === dim && fits(strengths) && (!mask || fits(mask))) return
  const got = [query, keys, strengths, ...(mask ? [mask] : [])].map(({ shape }) => `[${shape.join(', ')}]`).join(', ')
  throw new MnemeError('SHAPE_MISMATCH',
    `attention: expected query [D] or [B, D], keys [N, D] with N > 0, strengths and mask [N], got ${got}; reshape the odd one`)
}
