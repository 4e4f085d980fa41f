// Facts trained into an adapter: cross entropy of their values by all edit forms, while what follows elsewhere stays as it was.
// B texts of T tokens, R places of logits, V vocabulary, r rank, F keys' width, D values' width.
import * as tf from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import { createRandom, type Random } from '../random.ts'
import { valueAndGrads } from '../tensor/gradients.ts'
import { adam, warmupCosine } from '../tensor/optimizer.ts'
import { param, type Param } from '../tensor/params.ts'
import { stateAfter } from './activations.ts'
import { adapted, type Adapter } from './adapter.ts'
import { batchOf, type Batch } from './batch.ts'
import { forward, logitsOf } from './forward.ts'
import { softCrossEntropy } from './loss.ts'
import type { LanguageModel } from './model.ts'
import type { FactPrompt } from './prompts.ts'
import { downProjection } from './shapes.ts'
import type { TokenFact } from './target-state.ts'

export interface DistilOptions {
  /** Of the addition to each layer; default 4. */
  rank?: number
  /** Updates of Adam; default 240. */
  steps?: number
  /** Its highest rate; default 0.01. */
  rate?: number
  /** Weight of the change of what follows neighbours' prompts and ordinary text, beside 1 for the facts; default 30. */
  stillWeight?: number
  /** Of the first values and of who meets whom in a batch; default 0. */
  seed?: number
}

/** What is trained in, and what is to stay. */
export interface Lessons {
  facts: readonly TokenFact[]
  /** Prompts about others: what follows them stays. */
  calm: readonly FactPrompt[]
  /** Ordinary text as tokens. */
  texts: readonly (readonly number[])[]
}

/** One batch, with all that no step changes. */
export interface Lesson {
  batch: Batch
  /** The residual stream below the adapted layers, [B, T, D]. */
  base: Tensor
  /** Flat places of logits, and how much each counts. */
  places: number[]
  shares: number[]
  /** Wanted probabilities, [R, V]: a value's token, or what the model said there before. */
  wanted: Tensor
}

type Additions = Record<string, { down: Param, up: Param }>

interface Row {
  ids: readonly number[]
  /** Places of logits; `targets` undefined where what follows is to stay. */
  places: number[]
  targets: readonly number[] | undefined
}

const [factRows, calmRows, textRows, leastBatches] = [64, 48, 8, 6]

/** Trains an adapter into a model, whose weights must be those it is added to and stay as they are. */
export function distil(model: LanguageModel, lessons: Lessons, layers: readonly number[], options: DistilOptions = {}): Omit<Adapter, 'facts'> {
  const { rank = 4, steps = 240, rate = 0.01, seed = 0 } = options
  const random = createRandom(seed)
  const prepared = lessonsOf(model, lessons, layers, options, random)
  try {
    const optimizer = adam({ learningRate: warmupCosine({ peak: rate, warmup: Math.ceil(steps / 20), total: steps }), beta2: 0.99 })
    let params = firstAdditions(model, layers, rank, random)
    let state = optimizer.init(params)
    for (let step = 0; step < steps; step++) {
      const { grads } = lessonLoss(model, prepared[step % prepared.length]!, params, layers)
      const next = optimizer.update(params, grads, state)
      params = next.params
      state = next.state
    }
    return { rank, layers: Object.fromEntries(Object.entries(params).map(([name, { down, up }]) => [name, { down: down.data, up: up.data }])) }
  } finally {
    for (const { base, wanted } of prepared) tf.dispose([base, wanted])
  }
}

/** Up is zero, so that nothing changes before the first step. */
export function firstAdditions({ config }: LanguageModel, layers: readonly number[], rank: number, random: Random): Additions {
  const { dim, innerDim } = config
  return Object.fromEntries(layers.map(layer => [downProjection(layer), {
    down: param([rank, innerDim], Float32Array.from({ length: rank * innerDim }, () => random.normal() / Math.sqrt(innerDim))),
    up: param([dim, rank]),
  }]))
}

/** The loss of one batch and its gradient over the additions; exported for the test against differences. */
export function lessonLoss(model: LanguageModel, { batch, base, places, shares, wanted }: Lesson, params: Additions, layers: readonly number[]): { value: number, grads: Additions } {
  const { config, weights } = model
  return valueAndGrads(additions => {
    const state = forward(config, weights, batch, { from: { layer: layers[0]! - 1, state: base }, product: adapted(weights, additions) })
    return tf.sum(tf.mul(softCrossEntropy(logitsOf(config, weights, state, places), wanted), tf.tensor1d(shares)))
  }, params)
}

/** Batches in which all facts and some of what is to stay stand together; the caller disposes of their tensors. */
export function lessonsOf(model: LanguageModel, { facts, calm, texts }: Lessons, layers: readonly number[], { stillWeight = 30 }: DistilOptions, random: Random): Lesson[] {
  const asked = random.shuffle(facts.flatMap(({ prompts, target }) => prompts.map(({ ids }): Row => ({
    ids: [...ids, ...target], places: target.map((_, index) => ids.length - 1 + index), targets: target,
  }))))
  const count = Math.max(leastBatches, Math.ceil(asked.length / factRows))
  const still = [
    random.shuffle(calm.map(({ ids }): Row => ({ ids, places: [ids.length - 1], targets: undefined }))).slice(0, count * calmRows),
    random.shuffle(texts.filter(ids => ids.length > 1).map((ids): Row => ({ ids, places: ids.slice(1).map((_, index) => index), targets: undefined }))).slice(0, count * textRows),
  ].flat()
  const dealt = (rows: readonly Row[], at: number): Row[] => rows.filter((_, index) => index % count === at)
  return Array.from({ length: count }, (_, at) => lessonOf(model, [...dealt(asked, at), ...dealt(still, at)], layers, stillWeight)).filter(lesson => lesson !== undefined)
}

function lessonOf(model: LanguageModel, rows: readonly Row[], layers: readonly number[], stillWeight: number): Lesson | undefined {
  if (rows.length === 0) return undefined
  const { config, weights } = model
  const batch = batchOf(rows.map(({ ids }) => ids))
  const base = stateAfter(model, batch, layers[0]! - 1)
  const all = rows.flatMap(({ places, targets }, row) => places.map((place, index) => ({ place: row * batch.length + place, target: targets?.[index] })))
  const told = all.filter(({ target }) => target !== undefined).length
  const places = all.map(({ place }) => place)
  const wanted = tf.keep(tf.tidy(() => {
    const before = tf.softmax(logitsOf(config, weights, forward(config, weights, batch, { from: { layer: layers[0]! - 1, state: base } }), places))
    const targets = tf.cast(tf.oneHot(tf.tensor1d(all.map(({ target = 0 }) => target), 'int32'), config.vocabulary), 'float32')
    const isTold = tf.tensor2d(all.map(({ target }) => target === undefined ? 0 : 1), [all.length, 1])
    return tf.add(tf.mul(targets, isTold), tf.mul(before, tf.sub(1, isTold)))
  }))
  return { batch, base, places, wanted, shares: all.map(({ target }) => target === undefined ? stillWeight / (all.length - told) : 1 / told) }
}
