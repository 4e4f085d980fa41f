// Trains a model of the Llama family by our own derivatives.
import type { Random } from '../../src/random.ts'
import { adam, clipByGlobalNorm } from '../../src/tensor/optimizer.ts'
import { mapParams, param, type Param } from '../../src/tensor/params.ts'
import type { ModelConfig } from '../../src/weights/config.ts'
import { shapesOf } from '../../src/weights/shapes.ts'
import type { Sample } from './corpus.ts'
import { added, gradientsOf, type Gradients } from './gradients.ts'
import type { GradientThread } from './gradient-thread.ts'

export interface TrainOptions {
  epochs: number
  /** Sequences per step. */
  rows: number
  /** Of Adam at its highest; it rises over the first 50 steps and falls along a cosine. */
  rate: number
  random: Random
  /** Told after each epoch. */
  report: (epoch: number, loss: number) => void
  /** Takes half of each batch; sums are then rounded otherwise than by one thread. */
  beside?: GradientThread | undefined
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

/** Trains and returns the parameters. The backend must be loaded; with `beside`, two threads share each batch. */
export async function train(
  config: ModelConfig, start: Record<string, Param>, samples: readonly Sample[], { epochs, rows, rate, random, report, beside }: TrainOptions,
): Promise<Record<string, Param>> {
  const steps = epochs * Math.ceil(samples.length / rows)
  const optimizer = adam({
    learningRate: step => rate * Math.min(1, (step + 1) / warmSteps) * (0.02 + 0.98 * 0.5 * (1 + Math.cos(Math.PI * step / steps))),
    beta2: 0.98, weightDecay: 0.01,
  })
  let params = start
  let state = optimizer.init(params)
  const gradients = async (batch: readonly Sample[]): Promise<Gradients> => {
    if (!beside || batch.length === 1) return gradientsOf(config, params, batch)
    // Every other sequence: both parts are as wide as the batch.
    const theirs = beside.gradientsOf(config, params, batch.filter((_, row) => row % 2 === 1))
    const own = gradientsOf(config, params, batch.filter((_, row) => row % 2 === 0))
    return added([own, await theirs])
  }
  for (let epoch = 0; epoch < epochs; epoch++) {
    let sum = 0
    const batches = batchesOf(samples, rows, random)
    for (const batch of batches) {
      const { weight, loss, grads } = await gradients(batch)
      const means = mapParams(grads, ({ shape, data }) => ({ shape, data: data.map(value => value / weight) }))
      const next = optimizer.update(params, clipByGlobalNorm(means, 1), state)
      params = next.params
      state = next.state
      sum += loss / weight
    }
    report(epoch, sum / batches.length)
  }
  return params
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
