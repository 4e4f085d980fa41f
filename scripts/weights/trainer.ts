// Trains a model of the Llama family by our own derivatives. B sequences, T tokens.
import * as tf from '@tensorflow/tfjs-core'
import type { Scalar, Tensor } from '@tensorflow/tfjs-core'
import type { Random } from '../../src/random.ts'
import { valueAndGrads } from '../../src/tensor/gradients.ts'
import { adam, clipByGlobalNorm } from '../../src/tensor/optimizer.ts'
import { param, type Param } from '../../src/tensor/params.ts'
import { batchOf } from '../../src/weights/batch.ts'
import type { ModelConfig } from '../../src/weights/config.ts'
import { forward, logitsOf } from '../../src/weights/forward.ts'
import { crossEntropy } from '../../src/weights/loss.ts'
import { trained } from '../../src/weights/product.ts'
import { shapesOf } from '../../src/weights/shapes.ts'
import type { Sample } from './corpus.ts'

export interface TrainOptions {
  epochs: number
  /** Sequences per step. */
  rows: number
  /** Of Adam at its highest; it rises over the first 50 steps and falls along a cosine. */
  rate: number
  random: Random
  /** Told after each epoch. */
  report: (epoch: number, loss: number, params: Record<string, Param>) => void
}

const warmSteps = 50

/** Parameters as they are before the first step: normal with deviation .02 (less where many layers add up), norms one. */
export function initialParams(config: ModelConfig, random: Random): Record<string, Param> {
  const deep = 0.02 / Math.sqrt(2 * config.layers)
  return Object.fromEntries([...shapesOf(config)].map(([name, shape]) => {
    const scale = /(o_proj|down_proj)/.test(name) ? deep : 0.02
    const leaf = param(shape)
    return [name, { shape, data: leaf.data.map(() => shape.length === 1 ? 1 : scale * random.normal()) }]
  }))
}

/** Trains and returns the parameters. */
export function train(config: ModelConfig, start: Record<string, Param>, samples: readonly Sample[], options: TrainOptions): Record<string, Param> {
  const { epochs, rows, rate, random, report } = options
  const steps = epochs * Math.ceil(samples.length / rows)
  const optimizer = adam({
    learningRate: step => rate * Math.min(1, (step + 1) / warmSteps) * (0.02 + 0.98 * 0.5 * (1 + Math.cos(Math.PI * step / steps))),
    beta2: 0.98, weightDecay: 0.01,
  })
  let params = start
  let state = optimizer.init(params)
  for (let epoch = 0; epoch < epochs; epoch++) {
    let sum = 0
    const batches = batchesOf(samples, rows, random)
    for (const batch of batches) {
      const { value, grads } = valueAndGrads(tensors => loss(config, tensors, batch), params)
      const next = optimizer.update(params, clipByGlobalNorm(grads, 1), state)
      params = next.params
      state = next.state
      sum += value
    }
    report(epoch, sum / batches.length, params)
  }
  return params
}

// Mean over tokens by their weights; each token is predicted from those before it.
function loss(config: ModelConfig, weights: Record<string, Tensor>, samples: readonly Sample[]): Scalar {
  // A few widths only: memory of freed tensors is used again.
  const width = Math.ceil(Math.max(...samples.map(({ ids }) => ids.length)) / 4) * 4
  const batch = batchOf(samples.map(({ ids }) => ids), { length: width })
  const places: number[] = []
  const targets: number[] = []
  const counts: number[] = []
  samples.forEach(({ ids, weights: each }, row) => ids.slice(1).forEach((id, index) => {
    places.push(row * width + index)
    targets.push(id)
    counts.push(each[index + 1]!)
  }))
  const state = forward(config, weights, batch, { product: trained })
  const losses = crossEntropy(logitsOf(config, weights, state, places, trained), targets)
  return tf.div(tf.sum(tf.mul(losses, tf.tensor1d(counts))), counts.reduce((sum, count) => sum + count, 0))
}

// Shuffled; sequences of like length meet within a stretch of sixteen batches.
function batchesOf(samples: readonly Sample[], rows: number, random: Random): Sample[][] {
  const order = random.shuffle([...samples])
  const batches: Sample[][] = []
  for (let start = 0; start < order.length; start += rows * 16) {
    const stretch = order.slice(start, start + rows * 16).sort((a, b) => a.ids.length - b.ids.length)
    for (let at = 0; at < stretch.length; at += rows) batches.push(stretch.slice(at, at + rows))
  }
  return random.shuffle(batches)
}
