// The trunk: what the gate and the memory know of a turn as one vector of features for learners.
import { kinds, type Kind } from '../config.ts'
import { implicitDim } from '../encode/implicit.ts'
import type { GateInput, GateParams } from '../gate/network.ts'
import { featuresOf } from '../gate/network.ts'
import { createRandom } from '../random.ts'

/** What is known when a turn is decided on. */
export interface TrunkInput {
  gate: GateInput
  /** Logit of the gate's importance. */
  logit: number
  /** Best cosine to a trace, in [0, 1]. */
  similarity: number
  /** Probabilities of the kinds; they sum to 1. */
  kinds: Readonly<Record<Kind, number>>
  /** Words of the text. */
  words: number
  /** Sum of the inverse document frequencies of its different terms, from 0. */
  idf: number
  /** Shares of short- and long-term memory in use, in [0, 1]. */
  stmFill: number
  ltmFill: number
}

/** Directions of meaning, drawn once: subjects stay apart in them (Achlioptas 2003). */
const directions = 16
const seed = 20_250_201
/** What every turn has: small, so that turns of length 1 differ by what they are. */
const bias = 0.25
/** An ordinary turn. */
const usual = { words: 12, idf: 30 }

const drawn = new Map<number, Float64Array>()

// Signs [directions, D], divided by √directions.
function projectionOf(dim: number): Float64Array {
  let signs = drawn.get(dim)
  if (!signs) {
    const random = createRandom(seed)
    signs = Float64Array.from({ length: directions * dim }, () => (random.next() < 0.5 ? -1 : 1) / Math.sqrt(directions))
    drawn.set(dim, signs)
  }
  return signs
}

/**
 * Features [F] of a turn, measured from the average one and within about [-1, 1]: bias, logit, novelty, repetition, similarity, words, idf, two fills, the
 * gate's hidden units, kinds, markers, directions of meaning. Throws SHAPE_MISMATCH when the gate's input does not fit.
 */
export function trunkOf(input: TrunkInput, params: GateParams): Float64Array {
  const { gate, logit, similarity, words, idf, stmFill, ltmFill } = input
  const center = params.center.data
  const from = gate.meaning.length + implicitDim
  return Float64Array.from([
    bias, Math.max(-2, Math.min(2, logit / 4)), gate.novelty - center[from]!, gate.repetition, similarity - (1 - center[from]!),
    (Math.log1p(words) - Math.log1p(usual.words)) / 5, (Math.log1p(idf) - Math.log1p(usual.idf)) / 5, stmFill, ltmFill,
    ...hiddenUnits(gate, params), ...kinds.map(kind => input.kinds[kind] - 1 / kinds.length),
    ...gate.markers.map((value, at) => value - center[from + 2 + at]!), ...directionsOf(gate.meaning, center),
  ])
}

function hiddenUnits(input: GateInput, params: GateParams): Float64Array {
  const { center: { data: center }, hidden: { data: hidden } } = params
  const features = featuresOf(input, center)
  const sums = Float64Array.from(params.hiddenBias.data)
  for (let feature = 0, at = 0; feature < features.length; feature++) {
    const value = features[feature]! - center[feature]!
    for (let unit = 0; unit < sums.length; unit++, at++) sums[unit] = sums[unit]! + value * hidden[at]!
  }
  return sums.map((sum, unit) => Math.tanh(sum) - Math.tanh(params.hiddenBias.data[unit]!))
}

function directionsOf(meaning: Float32Array, center: Float32Array): Float64Array {
  const signs = projectionOf(meaning.length)
  return Float64Array.from({ length: directions }, (_, row) => {
    let sum = 0
    for (let at = 0; at < meaning.length; at++) sum += signs[row * meaning.length + at]! * (meaning[at]! - center[at]!)
    return sum
  })
}
