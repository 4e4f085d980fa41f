// The one attention function, differentiable; imports tfjs-core: load it lazily, after `loadBackend`. B queries, N keys, D dim.
import * as tf from '@tensorflow/tfjs-core'
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'
import { MnemeError } from '../errors.ts'
import { matmul } from '../tensor/matmul.ts'
import { squaredNormFloor, strengthFloor } from './kernel.ts'

/** As in kernel.ts, but tensors where a gradient is wanted. */
export interface AttentionTensors {
  /** Inverse temperature of the cosine: a scalar, or [B, 1] where it differs by query. */
  beta: Scalar | Tensor2D | number
  /** Exponent of the strength. */
  gamma: Scalar | number
  /** [N] or [B, N] of 1 (a key) and 0 (padding, weight 0); at least one 1 for each query. Default: all keys. */
  mask?: Tensor1D | Tensor2D
  /** [B, N], what other heads add to the logits. Default: nothing. */
  further?: Tensor2D
}

/**
 * weights_i = softmax_i(beta * cos(query, key_i) + gamma * log max(S_i, strengthFloor) + further_i) over at least one key.
 * query [D] or [B, D] and keys [N, D] of any length, strengths [N], or [B, N] where they differ by query, in [0, 1]; gives
 * [N] or [B, N], the caller owns it. Gradients flow to query, keys, strengths (0 under the floor), beta, gamma and further.
 * Content addressing of Graves et al. 2016 with the strength as a prior. Throws SHAPE_MISMATCH.
 */
export function attention<Query extends Tensor1D | Tensor2D>(
  query: Query, keys: Tensor2D, strengths: Tensor1D | Tensor2D, params: AttentionTensors,
): Query {
  return tf.tidy(() => {
    const logits = attentionLogits(query, keys, strengths, params) // [B, N]
    return tf.reshape(tf.softmax(logits), query.rank === 1 ? [-1] : [-1, keys.shape[0]]) as Query
  })
}

/** The logits [B, N] of `attention`, B = 1 for one query; about -1e9 where the mask is 0. The caller owns them. Throws SHAPE_MISMATCH. */
export function attentionLogits(
  query: Tensor1D | Tensor2D, keys: Tensor2D, strengths: Tensor1D | Tensor2D, { beta, gamma, mask, further }: AttentionTensors,
): Tensor2D {
  checkShapes(query, keys, strengths, mask, further)
  return tf.tidy(() => {
    const queries = tf.reshape(query, [-1, keys.shape[1]]) // [B, D]
    const dots = matmul(queries, keys, false, true) // [B, N]
    const similarity = tf.div(tf.div(dots, norms(queries)), tf.transpose(norms(keys))) // [B, N]
    const prior = tf.mul(gamma, tf.log(tf.maximum(strengths, strengthFloor))) // [N] or [B, N]
    const scores = tf.add(tf.mul(beta, similarity), prior) // [B, N]
    const all = further ? tf.add(scores, further) : scores
    // Far below any score, yet finite: infinity times 0 has no gradient.
    return (mask ? tf.add(all, tf.mul(tf.sub(mask, 1), 1e9)) : all) as Tensor2D
  })
}

// [rows, D] -> [rows, 1]
function norms(rows: Tensor): Tensor {
  return tf.sqrt(tf.maximum(tf.sum(tf.square(rows), 1, true), squaredNormFloor))
}

function checkShapes(query: Tensor, keys: Tensor2D, strengths: Tensor, mask: Tensor | undefined, further: Tensor | undefined): void {
  const [count, dim] = keys.shape
  const pairs = `${query.rank === 1 ? 1 : query.shape[0]},${count}`
  const fits = (tensor: Tensor): boolean => (tensor.rank === 1 && tensor.size === count) || tensor.shape.join() === pairs
  const right = count > 0 && query.rank <= 2 && query.shape.at(-1) === dim && fits(strengths) && (!mask || fits(mask))
  if (right && (!further || further.shape.join() === pairs)) return
  const got = [query, keys, strengths, mask, further].flatMap(tensor => tensor ? `[${tensor.shape.join(', ')}]` : []).join(', ')
  throw new MnemeError('SHAPE_MISMATCH',
    'attention: expected query [D] or [B, D], keys [N, D] with N > 0, strengths and mask [N] or [B, N], further [B, N], ' +
    `got ${got}; reshape the odd one`)
}
