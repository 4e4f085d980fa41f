// The differentiable path as one graph: gate -> strength -> attention -> retrieved -> loss; imports tfjs-core: load it lazily.
// N turns, Q questions, F gate features, D text dims, I implicit dims, H further heads, all with padding.
import * as tf from '@tensorflow/tfjs-core'
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'
import { attentionLogits } from '../attention/attention.ts'
import { fuseTensors } from '../encode/fusion-tensor.ts'
import { implicitDim } from '../encode/implicit.ts'
import { gateLogits } from '../gate/gate-tensor.ts'
import type { Tensors } from '../tensor/convert.ts'
import { matmul } from '../tensor/matmul.ts'
import type { PaddedHistory } from './history.ts'
import type { PathParams } from './path-params.ts'

type Path = Tensors<PathParams>

/** How much may be kept. */
export interface Budget {
  /** Mean strength that writing aims at, in (0, 1). */
  share: number
  /** What a mean strength off by 1 costs, squared. */
  price: number
}

/** Logits [N] of the importance of turns: sigmoid gives the strength that they are written with. The caller owns them. */
export function strengthLogits(params: Path, history: PaddedHistory): Tensor1D {
  return tf.tidy(() => gateLogits(tf.tensor2d(history.features, [history.shape.turns, history.shape.features]), params.gate) as Tensor1D)
}

/**
 * -log of the attention mass on the evidence of a question, averaged over those that count (a contrastive loss: InfoNCE of van
 * den Oord et al. 2018 with several positives): a turn's key is fused, its strength is sigmoid(logit) · lambda(kind)^age, and its
 * logit beta · scale · cos + gamma · log strength + heads · weight. `logits` [N] are those of `strengthLogits`, or others in
 * their place. Differentiable any number of times; the caller owns the result.
 */
export function retrievalLoss(params: Path, history: PaddedHistory, logits?: Tensor1D): Scalar {
  return tf.tidy(() => {
    const scores = pathLogits(params, history, logits ?? strengthLogits(params, history)) // [Q, N]
    const { turns, questions } = history.shape
    const evidence = tf.tensor2d(history.evidence, [questions, turns])
    const asked = tf.tensor1d(history.asked)
    const held = tf.logSumExp(tf.add(scores, tf.mul(tf.sub(evidence, 1), 1e9)), 1) // [Q]
    const losses = tf.sub(tf.logSumExp(scores, 1), held)
    return tf.div(tf.sum(tf.mul(losses, asked)), tf.sum(asked))
  })
}

/** Logits of attention [Q, N], about -1e9 where a turn is padding or was said after the question. The caller owns them. */
function pathLogits({ fusion, attention, heads }: Path, history: PaddedHistory, logits: Tensor1D): Tensor2D {
  const { turns, questions, text, heads: count } = history.shape
  const keys = fuseTensors(tf.tensor2d(history.texts, [turns, text]), tf.tensor2d(history.implicit, [turns, implicitDim]), fusion)
  const queries = fuseTensors(tf.tensor2d(history.queries, [questions, text]), tf.tensor2d(history.moments, [questions, implicitDim]), fusion)
  const strengths = tf.mul(tf.sigmoid(logits), tf.tensor2d(history.fade, [questions, turns])) as Tensor2D // [Q, N]
  return attentionLogits(queries, keys, strengths, {
    beta: tf.mul<Tensor2D>(tf.exp(attention.logBeta), tf.tensor2d(history.scales, [questions, 1])),
    gamma: tf.exp(attention.logGamma) as Scalar,
    mask: tf.tensor2d(history.visible, [questions, turns]),
    ...count > 0 && { further: tf.reshape<tf.Rank.R2>(matmul(tf.tensor2d(history.heads, [questions * turns, count]), tf.reshape(heads.weight, [-1, 1])), [questions, turns]) },
  })
}

/**
 * price · (mean strength as written - share)^2. Below the share it costs as well: attention is blind to a factor that all strengths
 * have in common, so where writing less were free, all would fade together and nothing be chosen. The caller owns the result.
 */
export function budgetLoss(logits: Tensor, history: PaddedHistory, { share, price }: Budget): Scalar {
  return tf.tidy(() => {
    const real = tf.tensor1d(history.real)
    const mean = tf.div(tf.sum(tf.mul(tf.sigmoid(logits), real)), tf.sum(real))
    return tf.mul(price, tf.square(tf.sub(mean, share)))
  })
}

/** The loss of the path: `retrievalLoss` + `budgetLoss`. The caller owns the result. */
export function pathLoss(params: Path, history: PaddedHistory, budget: Budget): Scalar {
  return tf.tidy(() => {
    const logits = strengthLogits(params, history)
    return tf.add(retrievalLoss(params, history, logits), budgetLoss(logits, history, budget))
  })
}

/**
 * Logits [N] after one step of descent of length `rate` on the retrieval loss of the history's questions: strengths written anew by
 * what was asked of them. Differentiable, so that a loss on later questions reaches the gate through the step (as MAML's
 * outer loss does, Finn et al. 2017, eq. 1). The caller owns them.
 */
export function innerStep(params: Path, history: PaddedHistory, rate: number): Tensor1D {
  return tf.tidy(() => {
    const logits = strengthLogits(params, history)
    const slope = tf.grad(moved => retrievalLoss(params, history, moved as Tensor1D))(logits)
    return tf.sub(logits, tf.mul(rate, slope))
  })
}
