// Minibatch training of a parameter tree: Adam, clipped gradients, a schedule, early stopping; imports tfjs-core: load it lazily.
import * as tf from '@tensorflow/tfjs-core'
import type { Scalar } from '@tensorflow/tfjs-core'
import { MnemeError } from '../errors.ts'
import { createRandom } from '../random.ts'
import { toTensors, type Tensors } from '../tensor/convert.ts'
import { valueAndGrads } from '../tensor/gradients.ts'
import { adam, clipByGlobalNorm, globalNorm, warmupCosine, type AdamState, type Optimizer } from '../tensor/optimizer.ts'
import { leaves, mapParams, param, type ParamTree } from '../tensor/params.ts'
import type { TrainState } from './train-state.ts'

/** What is trained, on what. */
export interface Training<P extends ParamTree, Sample> {
  /** The parameters to begin with; weight decay pulls back to them. */
  start: P
  /** The loss of one sample, a scalar; it owns nothing that it makes. */
  loss: (tensors: Tensors<P>, sample: Sample) => Scalar
  /** One at least. */
  samples: readonly Sample[]
  /** Samples that are never learned from: their mean loss says when to stop, and which parameters were best. Empty: train to the end. */
  held: readonly Sample[]
}

/** How it is trained. */
export interface TrainerOptions {
  /** Updates in all. @default 200 */
  steps?: number
  /** Samples of one update. @default 8 */
  batch?: number
  /** The highest learning rate. @default 0.01 */
  rate?: number
  /** Updates of the warm-up. @default 10 */
  warmup?: number
  /** Share of what an update of rate 1 takes back towards the start. @default 0.01 */
  weightDecay?: number
  /** Longest gradient over all parameters. @default 1 */
  maxNorm?: number
  /** Order of the samples. @default 1 */
  seed?: number
  /** Updates between two looks at what is held out. @default 10 */
  every?: number
  /** Looks without a lower loss after which training ends. @default 5 */
  patience?: number
  /** True for a path of a parameter that stays as it is. @default none */
  frozen?: (path: string) => boolean
}

/** What one update did. */
export interface Progress<P extends ParamTree> {
  /** Updates made, from 1. */
  step: number
  /** Mean loss of its samples before it. */
  loss: number
  /** Length of the gradient before it was clipped. */
  norm: number
  rate: number
  /** Mean loss of what is held out, where this update was followed by a look. */
  held: number | undefined
  /** Save its bytes to go on from here. */
  state: TrainState<P>
}

/**
 * Trains update by update: each turn of the iteration makes one and tells of it, so that a host may show it, save its state,
 * wait, or leave. Ends with the last state; `best.params` are those to keep. With `resume` it goes on as if it had never been
 * interrupted, where training and options are the same. Owns no tensor between updates and no variable ever.
 * Throws INVALID_ARGUMENT without samples, for an option out of range, and where a gradient is not finite.
 */
export function* train<P extends ParamTree, Sample>(
  training: Training<P, Sample>, options: TrainerOptions = {}, resume?: TrainState<P>,
): Generator<Progress<P>, TrainState<P>> {
  const { start, held, samples } = training
  const { steps = 200, batch = 8, rate = 0.01, warmup = 10, weightDecay = 0.01, maxNorm = 1, seed = 1, every = 10, patience = 5, frozen = () => false } = options
  checkOptions({ samples: samples.length, batch, every, patience })
  const learningRate = warmupCosine({ peak: rate, warmup, total: steps })
  const optimizer = adam({ learningRate, weightDecay, decayTo: start })
  let state = resume ?? begin(training, optimizer)
  const order = sampleOrder(samples.length, seed)
  while (state.step < steps && state.step - state.best.step < every * patience) {
    const { step, params } = state
    const { value, grads } = meanGradients(training, params, Array.from({ length: batch }, (_, place) => samples[order(step * batch + place)]!))
    const learned = mapParams(grads, (leaf, path) => frozen(path) ? param([...leaf.shape]) : leaf)
    const next = optimizer.update(params, clipByGlobalNorm(learned, maxNorm), state.optimizer)
    const looked = held.length > 0 && ((step + 1) % every === 0 || step + 1 === steps) ? meanLoss(training, next.params, held) : undefined
    const better = held.length === 0 || (looked !== undefined && looked < state.best.loss)
    const best = better ? { step: step + 1, loss: looked ?? value, params: next.params } : state.best
    state = { step: step + 1, params: next.params, optimizer: next.state, best }
    yield { step: step + 1, loss: value, norm: globalNorm(learned), rate: learningRate(step), held: looked, state }
  }
  return state
}

/** Mean loss of samples, without gradients. */
export function meanLoss<P extends ParamTree, Sample>({ loss }: Pick<Training<P, Sample>, 'loss'>, params: P, samples: readonly Sample[]): number {
  let sum = 0
  for (const sample of samples) {
    const engine = tf.engine()
    engine.startScope('meanLoss')
    try {
      sum += loss(toTensors(params), sample).dataSync()[0]!
    } finally {
      engine.endScope()
    }
  }
  return sum / samples.length
}

function begin<P extends ParamTree, Sample>(training: Training<P, Sample>, optimizer: Optimizer<AdamState>): TrainState<P> {
  const { start, held } = training
  const loss = held.length > 0 ? meanLoss(training, start, held) : Infinity
  return { step: 0, params: start, optimizer: optimizer.init(start), best: { step: 0, loss, params: start } }
}

/** One sample after the other: memory holds the graph of one history, and each keeps its own shape. */
function meanGradients<P extends ParamTree, Sample>({ loss }: Training<P, Sample>, params: P, samples: readonly Sample[]): { value: number; grads: P } {
  const grads = mapParams(params, leaf => param([...leaf.shape]))
  const sums = leaves(grads)
  let value = 0
  for (const sample of samples) {
    const one = valueAndGrads<P>(tensors => loss(tensors, sample), params)
    value += one.value / samples.length
    leaves(one.grads).forEach(([, { data }], leaf) => {
      const sum = sums[leaf]![1].data
      for (let at = 0; at < data.length; at++) sum[at] = sum[at]! + data[at]! / samples.length
    })
  }
  return { value, grads }
}

/** Which sample stands at a place of an endless line of passes, each in an order of its own that the seed and its number tell. */
function sampleOrder(count: number, seed: number): (place: number) => number {
  let pass = -1
  let order: number[] = []
  return place => {
    const wanted = Math.floor(place / count)
    if (wanted !== pass) {
      pass = wanted
      order = createRandom(seed * 65_537 + pass).shuffle(Array.from({ length: count }, (_, sample) => sample))
    }
    return order[place % count]!
  }
}

function checkOptions(values: Record<string, number>): void {
  for (const [name, value] of Object.entries(values)) {
    if (Number.isInteger(value) && value > 0) continue
    throw new MnemeError('INVALID_ARGUMENT', `train: expected ${name} to be a whole number above 0, got ${value}; change it`)
  }
}
