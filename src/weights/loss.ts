// What a prediction costs. R rows, V vocabulary.
import * as tf from '@tensorflow/tfjs-core'
import type { GradSaveFunc, Tensor } from '@tensorflow/tfjs-core'

/** Minus the log-probability of each row's target under logits [R, V]: [R], in nats. Differentiable once. */
export function crossEntropy(logits: Tensor, targets: readonly number[]): Tensor {
  return tf.tidy(() => softCrossEntropy(logits, tf.cast(tf.oneHot(tf.tensor1d([...targets], 'int32'), logits.shape[1]!), 'float32')))
}

/** Cross entropy of logits [R, V] under wanted probabilities [R, V]: [R], in nats. Differentiable once, in the logits. */
export function softCrossEntropy(logits: Tensor, wanted: Tensor): Tensor {
  // The gradient in one step: by way of the logarithm it would be several passes over all of the vocabulary.
  return tf.tidy(() => tf.customGrad((...inputs) => {
    const [scores, given, save] = inputs as [Tensor, Tensor, GradSaveFunc]
    const shifted = tf.sub(scores, tf.max(scores, 1, true))
    const total = tf.sum(tf.exp(shifted), 1)
    save([scores, given])
    return {
      value: tf.sub(tf.log(total), tf.sum(tf.mul(shifted, given), 1)),
      gradFunc: (dy: Tensor, saved: Tensor[]) => [
        tf.mul(tf.reshape(dy, [-1, 1]), tf.sub(tf.softmax(saved[0]!), saved[1]!)), tf.zerosLike(saved[1]!),
      ],
    }
  })(logits, wanted))
}
