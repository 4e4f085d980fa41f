// Every operation that has a derivative rule, as a function of one [2, 3] tensor.
import * as tf from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'

/** Where the operations are differentiated: positive, away from kinks and ties. */
export const input = [0.7, 1.9, 0.4, 1.2, 0.6, 2.3]

export const operations: Record<string, (t: Tensor) => Tensor> = {
  neg: t => tf.neg(t),
  abs: t => tf.abs(tf.sub(t, 1)),
  log: t => tf.log(t),
  log1p: t => tf.log1p(t),
  square: t => tf.square(t),
  sqrt: t => tf.sqrt(t),
  rsqrt: t => tf.rsqrt(t),
  relu: t => tf.relu(tf.sub(t, 1)),
  sin: t => tf.sin(t),
  cos: t => tf.cos(t),
  exp: t => tf.exp(t),
  sigmoid: t => tf.sigmoid(t),
  tanh: t => tf.tanh(t),
  clone: t => tf.clone(t),
  cast: t => tf.cast(t, 'float32'),
  clipByValue: t => tf.clipByValue(t, 0.5, 1.5),
  add: t => tf.add(t, tf.tensor1d([1, 2, 3])),
  'add, broadcast': t => tf.add(tf.slice(t, [0, 0], [1, 3]), other()),
  sub: t => tf.sub(other(), t),
  mul: t => tf.mul(t, tf.mul(t, other())),
  div: t => tf.div(other(), t),
  'div, numerator': t => tf.div(t, tf.slice(other(), [0, 0], [2, 1])),
  maximum: t => tf.maximum(t, other()),
  minimum: t => tf.minimum(other(), t),
  squaredDifference: t => tf.squaredDifference(other(), t),
  pow: t => tf.pow(t, other()),
  'pow, exponent': t => tf.pow(other(), t),
  matMul: t => tf.matMul(t, other(), false, true),
  'matMul, second': t => tf.matMul(other(), t, true, false),
  sum: t => tf.sum(t, 1),
  'sum, all': t => tf.sum(t),
  mean: t => tf.mean(t, 0),
  'mean, keepDims': t => tf.mean(t, -1, true),
  max: t => tf.max(t, 1),
  softmax: t => tf.softmax(t),
  logSoftmax: t => tf.logSoftmax(t),
  logSumExp: t => tf.logSumExp(t, 1),
  reshape: t => tf.reshape(t, [3, 2]),
  expandDims: t => tf.expandDims(t, 1),
  tile: t => tf.tile(t, [2, 3]),
  transpose: t => tf.transpose(t),
  slice: t => tf.slice(t, [0, 1], [2, 2]),
  'slice, of a vector by a number': t => tf.slice(tf.reshape(t, [-1]), 1, 3),
  pad: t => tf.pad(t, [[1, 0], [0, 2]]),
  concat: t => tf.concat([t, other(), t], 1),
  stack: t => tf.stack([t, other()], 1),
  unstack: t => tf.unstack(t, 1)[1]!,
  split: t => tf.split(t, 3, 1)[2]!,
  where: t => tf.where(tf.greater(other(), 1), t, tf.square(t)),
  gather: t => tf.gather(t, tf.tensor1d([1, 0, 1], 'int32')),
}

function other(): Tensor {
  return tf.tensor2d([1.5, 0.8, 1.1, 0.3, 2.2, 0.9], [2, 3])
}
