// What a layer should hold where a fact is asked for: v* of ROME and MEMIT, for many facts in one graph.
// N facts, D width of the residual stream, B texts of T tokens, P places of logits, V vocabulary.
import * as tf from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import { MnemeError } from '../errors.ts'
import { valueAndGrads } from '../tensor/gradients.ts'
import { adam } from '../tensor/optimizer.ts'
import { param } from '../tensor/params.ts'
import { stateAfter } from './activations.ts'
import { batchOf, type Batch } from './batch.ts'
import { KeyValueCache } from './cache.ts'
import { forward, logitsOf } from './forward.ts'
import { crossEntropy, softCrossEntropy } from './loss.ts'
import type { LanguageModel } from './model.ts'
import { placeIn, type EditPosition, type FactPrompt } from './prompts.ts'
import { addAt, concatFloats, rowsAt, type Placement } from './rows.ts'

/** Where edits write: the layers, ascending, of which the last is the one whose state is optimised, and the position. */
export interface EditSite {
  layers: readonly number[]
  position: EditPosition
}

/** A fact as tokens: what asks for it, what should follow, and a beginning about its subject that tells nothing. */
export interface TokenFact {
  prompts: readonly FactPrompt[]
  target: readonly number[]
  neutral?: FactPrompt
}

export interface TargetStateOptions {
  /** Most updates of Adam; default 80, of which most facts need a quarter. */
  steps?: number
  /** Length of a step, as a share of the length of the state it is added to; default 0.1. */
  rate?: number
  /** A fact is left alone once its mean loss per token is below and each token likelier than all others together; default 0.5 nats. What is said more surely moves more of its neighbours. */
  enough?: number
  /** Longest addition, as a share of the state's length; default 1.5. */
  clamp?: number
  /** Weight of the change of what follows the neutral beginning; default 0.0625. */
  neutralWeight?: number
  /** Weight of the addition's squared length, as a share of the state's; default 0.05. */
  decay?: number
}

export interface TargetState {
  /** See `writtenPrompts`. */
  prompts: readonly FactPrompt[]
  /** What the layer should hold for each of them, row-major [prompts, D]. */
  states: Float32Array
  /** Mean loss per target token over the prompts, in nats. */
  loss: number
  /** Every target token is the likeliest in all prompts, with the state in place and no weight touched. */
  exact: boolean
}

/** What stays the same over the steps. */
export interface Setting {
  layer: number
  batch: Batch
  /** The residual stream after the layer, [B, T, D]. */
  base: Tensor
  /** The tokens before those of the batch, where nothing is added to them. */
  seen: KeyValueCache | undefined
  placements: Placement[]
  /** Those of the prompts, without the neutral beginnings. */
  asking: Placement[]
  /** Flat places of logits, the token wanted there, the fact it belongs to and its share in that fact's loss. */
  places: { place: number, target: number, fact: number, share: number }[]
  neutral: { place: number, fact: number }[]
  /** What followed each neutral beginning before, [neutral, V]. */
  probabilities: Tensor | undefined
  /** Mean length of the state at a fact's places, N. */
  lengths: Float64Array
}

const chunkRows = 128

/**
 * Optimises one addition per fact to the state at the site, over all prompts and all target tokens: mean negative
 * log-likelihood + neutralWeight * KL + decay * (|addition| / |state|)^2, |addition| <= clamp * |state| (Meng et al. 2022,
 * eq. 4). Facts do not touch each other. Throws INVALID_ARGUMENT for a fact without prompts or target.
 */
export function optimizeStates(model: LanguageModel, facts: readonly TokenFact[], site: EditSite, options: TargetStateOptions = {}): TargetState[] {
  if (facts.some(({ prompts, target }) => prompts.length === 0 || target.length === 0)) {
    throw new MnemeError('INVALID_ARGUMENT', 'edit: expected prompts and a target for each fact, got none; give each fact a form')
  }
  const parts = facts.map(fact => partsOf(fact, site.position))
  const flat = parts.flat()
  const found: TargetState[] = []
  for (let start = 0, end = 0; start < flat.length; start = end) {
    for (let rows = 0; end < flat.length && (end === start || rows + rowsOf(flat[end]!) <= chunkRows); end++) rows += rowsOf(flat[end]!)
    found.push(...optimizeChunk(model, flat.slice(start, end), site, options))
  }
  let at = 0
  return parts.map(({ length }): TargetState => {
    const own = found.slice(at, at += length)
    return {
      prompts: own.flatMap(({ prompts }) => prompts),
      states: concatFloats(own.map(({ states }) => states)),
      loss: own.reduce((sum, { loss }) => sum + loss, 0) / length,
      exact: own.every(({ exact }) => exact),
    }
  })
}

/** The prompts at which a fact is written: at position 'last' one for each token of the target, with those before it. */
export function writtenPrompts(fact: TokenFact, position: EditPosition): FactPrompt[] {
  return partsOf(fact, position).flatMap(({ prompts }) => prompts)
}

// What stands at the last token tells the next one alone, so every token of the target has a part of its own.
function partsOf(fact: TokenFact, position: EditPosition): TokenFact[] {
  if (position === 'subject') return [fact]
  const { prompts, target, neutral } = fact
  return target.map((id, index) => ({
    prompts: prompts.map(({ ids, subject }) => ({ ids: [...ids, ...target.slice(0, index)], subject })),
    target: [id],
    ...neutral && index === 0 ? { neutral } : {},
  }))
}

function rowsOf({ prompts, neutral }: TokenFact): number {
  return prompts.length + (neutral ? 1 : 0)
}

function optimizeChunk(model: LanguageModel, facts: readonly TokenFact[], site: EditSite, options: TargetStateOptions): TargetState[] {
  const { steps = 80, rate = 0.1, enough = 0.5, clamp = 1.5 } = options
  const setting = prepare(model, facts, site)
  try {
    const optimizer = adam({ learningRate: rate, beta2: 0.99 })
    // In units of the state's length over sqrt(D), so that one rate suits every layer.
    let params = { additions: param([facts.length, model.config.dim]) }
    let state = optimizer.init(params)
    const done = new Set<number>()
    for (let step = 0; step < steps && done.size < facts.length; step++) {
      const { grads, losses, worst } = lossAndGrads(model, setting, params.additions.data, options)
      losses.forEach((loss, fact) => loss < enough && worst[fact]! < Math.LN2 && done.add(fact))
      const next = optimizer.update(params, grads, state)
      keepRows(next.params.additions.data, params.additions.data, done, model.config.dim)
      clampRows(next.params.additions.data, clamp * Math.sqrt(model.config.dim), model.config.dim)
      params = next.params
      state = next.state
    }
    return finish(model, facts, setting, params.additions.data)
  } finally {
    release(setting)
  }
}

/** Frees what `prepare` made. */
export function release({ base, probabilities, seen }: Setting): void {
  tf.dispose([base, ...probabilities ? [probabilities] : []])
  seen?.dispose()
}

function finish(model: LanguageModel, facts: readonly TokenFact[], setting: Setting, units: Float32Array): TargetState[] {
  const { dim } = model.config
  const read = tf.tidy(() => {
    const { logits } = readOut(model, setting, tf.tensor2d(units, [facts.length, dim]))
    return [crossEntropy(logits, setting.places.map(({ target }) => target)), tf.argMax(logits, 1), rowsAt(setting.base, setting.asking.map(({ place }) => place))]
  })
  const [losses, best, states] = read.map(tensor => tensor.dataSync()) as [Float32Array, Int32Array, Float32Array]
  tf.dispose(read)
  const results = facts.map(({ prompts }): TargetState => ({ prompts, states: new Float32Array(prompts.length * dim), loss: 0, exact: true }))
  setting.places.forEach(({ target, fact, share }, index) => {
    results[fact]!.loss += losses[index]! * share
    if (best[index] !== target) results[fact]!.exact = false
  })
  const filled = new Int32Array(facts.length)
  setting.asking.forEach(({ vector }, row) => {
    const scale = setting.lengths[vector]! / Math.sqrt(dim)
    const start = filled[vector]!++ * dim
    for (let index = 0; index < dim; index++) {
      results[vector]!.states[start + index] = states[row * dim + index]! + units[vector * dim + index]! * scale
    }
  })
  return results
}

function keepRows(next: Float32Array, before: Float32Array, rows: ReadonlySet<number>, width: number): void {
  for (const row of rows) next.set(before.subarray(row * width, (row + 1) * width), row * width)
}

function clampRows(values: Float32Array, most: number, width: number): void {
  for (let start = 0; start < values.length; start += width) {
    const row = values.subarray(start, start + width)
    const length = Math.hypot(...row)
    if (length > most) row.set(row.map(value => value * most / length))
  }
}

/** The loss over all facts and its gradient over the additions; exported for the test against differences. */
export function lossAndGrads(
  model: LanguageModel, setting: Setting, additions: Float32Array, { neutralWeight = 0.0625, decay = 0.05 }: TargetStateOptions,
): { value: number, grads: { additions: ReturnType<typeof param> }, losses: Float64Array, worst: Float64Array } {
  const count = setting.lengths.length
  const { dim } = model.config
  const held: Tensor[] = []
  const { value, grads } = valueAndGrads(({ additions: units }) => {
    const { logits, after } = readOut(model, setting, units)
    const likelihood = crossEntropy(logits, setting.places.map(({ target }) => target))
    held.push(tf.keep(tf.clone(likelihood)))
    let loss = tf.sum(tf.mul(likelihood, tf.tensor1d(setting.places.map(({ share }) => share))))
    if (after && setting.probabilities) loss = tf.add(loss, tf.mul(tf.sum(softCrossEntropy(after, setting.probabilities)), neutralWeight))
    return tf.add(loss, tf.mul(tf.sum(tf.square(units)), decay / dim))
  }, { additions: param([count, dim], additions) })
  const [losses, worst] = [new Float64Array(count), new Float64Array(count)]
  held[0]!.dataSync().forEach((loss, index) => {
    const { fact, share } = setting.places[index]!
    losses[fact]! += loss * share
    worst[fact] = Math.max(worst[fact]!, loss)
  })
  tf.dispose(held)
  return { value, grads, losses, worst }
}

/** The state at the site and everything that stays the same over the steps; `release` frees it. */
export function prepare(model: LanguageModel, facts: readonly TokenFact[], { layers, position }: EditSite): Setting {
  const texts = facts.flatMap(({ prompts, target, neutral }, fact) => [
    ...prompts.map(prompt => ({ prompt, fact, ids: [...prompt.ids, ...target], asks: true })),
    ...neutral ? [{ prompt: neutral, fact, ids: [...neutral.ids], asks: false }] : [],
  ])
  const layer = layers.at(-1) ?? -1
  // What is added to a last token reaches no other, so the others are read once.
  const alone = position === 'last' && facts.every(({ target }) => target.length === 1)
  const { seen, batch } = alone ? readBefore(model, texts.map(({ prompt }) => prompt.ids)) : { seen: undefined, batch: batchOf(texts.map(({ ids }) => ids)) }
  const base = stateAfter(model, batch, layer, seen)
  const rowPlace = (row: number, place: number): number => alone ? row : row * batch.length + place
  const placements = texts.map(({ prompt, fact }, row) => ({ place: rowPlace(row, placeIn(prompt, position)), vector: fact }))
  const asking = placements.filter((_, row) => texts[row]!.asks)
  const setting: Setting = {
    layer, batch, base, seen, placements, asking, probabilities: undefined,
    places: texts.flatMap(({ prompt, fact, asks }, row) => !asks ? [] : facts[fact]!.target.map((target, index) => ({
      place: rowPlace(row, prompt.ids.length - 1 + index), target, fact, share: 1 / (facts[fact]!.prompts.length * facts[fact]!.target.length),
    }))),
    neutral: texts.flatMap(({ prompt, fact, asks }, row) => asks ? [] : [{ place: rowPlace(row, prompt.ids.length - 1), fact }]),
    lengths: meanLengths(base, asking, facts.length),
  }
  if (setting.neutral.length > 0) {
    setting.probabilities = tf.keep(tf.tidy(() => tf.softmax(readOut(model, setting, tf.zeros([facts.length, model.config.dim])).after!)))
  }
  return setting
}

// All tokens but the last of each text, and those as a batch of one token each.
function readBefore({ config, weights }: LanguageModel, texts: readonly (readonly number[])[]): { seen: KeyValueCache, batch: Batch } {
  const whole = batchOf(texts, { side: 'left' })
  const seen = new KeyValueCache()
  const before = columns(whole, 0, whole.length - 1)
  if (before.length > 0) tf.tidy(() => void forward(config, weights, before, { cache: seen }))
  return { seen, batch: columns(whole, whole.length - 1, whole.length) }
}

function columns({ ids, mask, rows, length }: Batch, start: number, end: number): Batch {
  const inside = (_: number, index: number): boolean => index % length >= start && index % length < end
  return { ids: ids.filter(inside), mask: mask.filter(inside), rows, length: end - start }
}

function meanLengths(base: Tensor, placements: readonly Placement[], count: number): Float64Array {
  const width = base.shape.at(-1)!
  const rows = rowsAt(base, placements.map(({ place }) => place))
  const values = rows.dataSync()
  rows.dispose()
  const [sums, counts] = [new Float64Array(count), new Float64Array(count)]
  placements.forEach(({ vector }, row) => {
    sums[vector]! += Math.hypot(...values.subarray(row * width, (row + 1) * width))
    counts[vector]! += 1
  })
  return sums.map((sum, fact) => sum / counts[fact]!)
}

// Logits at the places of targets and after the neutral beginnings, with additions in units of the states' lengths.
function readOut({ config, weights }: LanguageModel, setting: Setting, units: Tensor): { logits: Tensor, after: Tensor | undefined } {
  const { base, batch, seen, placements, places, neutral, lengths } = setting
  const scales = tf.tensor2d(Float32Array.from(lengths, length => length / Math.sqrt(config.dim)), [lengths.length, 1])
  const state = forward(config, weights, batch, {
    from: { layer: setting.layer, state: addAt(base, tf.mul(units, scales), placements) }, ...seen && { cache: seen.fixed() },
  })
  const all = logitsOf(config, weights, state, [...places, ...neutral].map(({ place }) => place))
  if (neutral.length === 0) return { logits: all, after: undefined }
  const [logits, after] = tf.split(all, [places.length, neutral.length]) as [Tensor, Tensor]
  return { logits, after }
}
