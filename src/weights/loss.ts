// What a prediction costs. R rows, V vocabulary.
import * as tf from '@tensorflow/tfjs-core'
import type { GradSaveFunc, Tensor } from '@tensorflow/tfjs-core'

/** Minus the log-probability of each row's target under logits [R, V]: [R], in nats. Differentiable once. */
export function crossEntropy(logits: Tensor, targets: readonly number[]): Tensor {
  return tf.tidy(() => {
    const hot = tf.cast(tf.oneHot(tf.tensor1d([...targets], 'int32'), logits.shape[1]!), 'float32')
    // The gradient in one step: by way of the logarithm it would be several passes over all of the vocabulary.
    return tf.customGrad((...inputs) => {
      const [scores, wanted, save] = inputs as [Tensor, Tensor, GradSaveFunc]
      const shifted = tf.sub(scores, tf.max(scores, 1, true))
      const total = tf.sum(tf.exp(shifted), 1)
      save([scores, wanted])
      return {
        value: tf.sub(tf.log(total), tf.sum(tf.mul(shifted, wanted), 1)),
        gradFunc: (dy: Tensor, saved: Tensor[]) => [
          tf.mul(tf.reshape(dy, [-1, 1]), tf.sub(tf.softmax(saved[0]!), saved[1]!)), tf.zerosLike(saved[1]!),
        ],
      }
    })(logits, hot)
  })
}
