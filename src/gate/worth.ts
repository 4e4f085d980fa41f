// The worth of a turn: how much likelier it will be asked for than an average one, by a linear head. F features, N turns.
import { MnemeError } from '../errors.ts'
import { param, type Param, type ParamTree } from '../tensor/params.ts'
import { machineFeature, worthFeatures } from './worth-features.ts'

/** Weights: score = z · (weight + (machine - share of machines) · byMachine) with z = (features - center) / scale. */
export interface WorthParams extends ParamTree {
  /** The average turn of the conversations that it was fitted on, [F]. */
  center: Param
  /** What features differ by within one conversation, above 0, [F]. */
  scale: Param
  /** [F]. */
  weight: Param
  /** What weighs otherwise in a machine's words, [F]. */
  byMachine: Param
}

/** Added to the spread of a feature within a memory, so that one that hardly differs is not blown up. */
const leastSpread = 0.01
/** No turn is worth less than a twentieth of an average one: nobody knows for sure. */
const leastWorth = 0.05
/** And none more than four: features of very long texts lie beyond all that was learned from. */
const mostWorth = 4

/** Weights by which every turn is worth 1. */
export function zeroWorth(): WorthParams {
  const size = [worthFeatures.length]
  return { center: param(size), scale: param(size, new Float32Array(worthFeatures.length).fill(1)), weight: param(size), byMachine: param(size) }
}

/**
 * How often a turn will be asked for, relative to an average turn: from 1/20 to 4, 1 for an average one. Throws SHAPE_MISMATCH where
 * the features are not those of `worthFeaturesOf`.
 */
export function worthOf(features: Float32Array, params: WorthParams): number {
  return Math.min(mostWorth, Math.max(leastWorth, 1 + scoreOf(checked(features), params.center.data, params.scale.data, params)))
}

/**
 * Scores of the turns of one memory, [N]: the higher, the likelier asked for. They are told by what differs among these very turns, so
 * they compare with one another and with no others.
 */
export function worthScores(rows: readonly Float32Array[], params: WorthParams): number[] {
  if (rows.length === 0) return []
  const { center, scale } = spreadOf(rows.map(checked))
  return rows.map(row => scoreOf(row, center, scale, params))
}

/** Mean of each feature over rows [N, F], and its standard deviation + `leastSpread`. */
export function spreadOf(rows: readonly Float32Array[]): { center: Float64Array; scale: Float64Array } {
  const size = rows[0]?.length ?? 0
  const center = new Float64Array(size)
  const scale = new Float64Array(size)
  for (const row of rows) for (let at = 0; at < size; at++) center[at] = center[at]! + row[at]! / rows.length
  for (const row of rows) for (let at = 0; at < size; at++) scale[at] = scale[at]! + (row[at]! - center[at]!) ** 2 / rows.length
  return { center, scale: scale.map(variance => Math.sqrt(variance) + leastSpread) }
}

function scoreOf(features: Float32Array, center: ArrayLike<number>, scale: ArrayLike<number>, { weight, byMachine }: WorthParams): number {
  const machine = features[machineFeature]! - center[machineFeature]!
  let score = 0
  for (let at = 0; at < features.length; at++) {
    score += ((features[at]! - center[at]!) / Math.max(leastSpread, scale[at]!)) * (weight.data[at]! + machine * byMachine.data[at]!)
  }
  return score
}

function checked(features: Float32Array): Float32Array {
  if (features.length === worthFeatures.length) return features
  throw new MnemeError('SHAPE_MISMATCH', `worth: expected ${worthFeatures.length} features, got ${features.length}; pass those of worthFeaturesOf`)
}
