// The gate's network on plain arrays. F features, H hidden units, G feature groups.
import { MnemeError } from '../errors.ts'
import { implicitDim, implicitNames } from '../encode/implicit.ts'
import { param } from '../tensor/params.ts'
import type { Param, ParamTree } from '../tensor/params.ts'
import { markerNames } from './markers.ts'

/** What the gate looks at. */
export interface GateInput {
  /** Uniformly weighted meaning of the text, [D], a unit vector. */
  meaning: Float32Array
  /** Implicit signals, [I]; null counts as neutral. */
  implicit: Float32Array | null
  /** 1 - best cosine to memory, in [0, 1]; 1 when memory is empty. */
  novelty: number
  /** How often this was said before: 1 - 2^-(near-identical earlier turns), in [0, 1). */
  repetition: number
  /** Lexical markers, [M], as `markersOf` gives them. */
  markers: Float32Array
}

/** Weights of the gate: logit = direct · x + output · tanh(hidden · x + bias) + bias with x = features - center. */
export interface GateParams extends ParamTree {
  /** The average turn, from which contributions are measured, [F]. */
  center: Param
  /** [F]. */
  direct: Param
  /** [F, H]. */
  hidden: Param
  /** [H]. */
  hiddenBias: Param
  /** [H]. */
  output: Param
  /** [1]. */
  bias: Param
}

/** Names of the feature groups, in order: meaning, four implicit groups, novelty, repetition, each marker. */
export const groupNames: readonly string[] = [
  'meaning', 'time', 'tone', 'style', 'engagement', 'novelty', 'repetition', ...markerNames.map(name => `markers.${name}`),
]

const implicitGroups = implicitNames.map(name => groupNames.indexOf(name.slice(0, name.indexOf('.'))))

/** Number of features for a meaning of D values. */
export function featureCount(meaningDim: number): number {
  return meaningDim + implicitDim + 2 + markerNames.length
}

/** All-zero weights for a meaning of D values and H hidden units: importance is 1/2 for everything. */
export function zeroGate(meaningDim: number, hiddenUnits: number): GateParams {
  const count = featureCount(meaningDim)
  return {
    center: param([count]), direct: param([count]), hidden: param([count, hiddenUnits]), hiddenBias: param([hiddenUnits]),
    output: param([hiddenUnits]), bias: param([1]),
  }
}

/**
 * Features in the network's order: meaning, implicit, novelty, repetition, markers; [F]. Where implicit signals are
 * missing they are those of the average turn, `center`. Throws SHAPE_MISMATCH.
 */
export function featuresOf(input: GateInput, center: Float32Array): Float32Array {
  const { meaning, implicit, markers } = input
  const count = center.length
  const meaningDim = count - featureCount(0)
  if (meaning.length !== meaningDim || (implicit && implicit.length !== implicitDim) || markers.length !== markerNames.length) {
    throw new MnemeError('SHAPE_MISMATCH',
      `gate: expected ${meaningDim} meaning, ${implicitDim} implicit and ${markerNames.length} marker values, got ` +
      `${meaning.length}, ${implicit?.length ?? 0} and ${markers.length}; use the encoder that the policy names`)
  }
  const features = new Float32Array(count)
  features.set(meaning)
  features.set(implicit ?? center.subarray(meaning.length, meaning.length + implicitDim), meaning.length)
  features[meaning.length + implicitDim] = input.novelty
  features[meaning.length + implicitDim + 1] = input.repetition
  features.set(markers, meaning.length + implicitDim + 2)
  return features
}

function groupOf(feature: number, meaningDim: number): number {
  if (feature < meaningDim) return 0
  return implicitGroups[feature - meaningDim] ?? feature - meaningDim - implicitDim + 5
}

/** Result of one forward pass. */
export interface Activation {
  logit: number
  /** The logit of the average turn. */
  base: number
  /** What each group adds to `base`, [G]; they sum to `logit`. */
  contributions: Float64Array
}

/**
 * Forward pass with contributions by group: through tanh by the rescale rule of DeepLIFT (Shrikumar et al. 2017),
 * so that base + sum of contributions = logit.
 */
export function activate(features: Float32Array, params: GateParams): Activation {
  const units = params.output.data.length
  const meaningDim = features.length - featureCount(0)
  const center = params.center.data
  const direct = params.direct.data
  const hidden = params.hidden.data
  const contributions = new Float64Array(groupNames.length)
  const pushes = new Float64Array(groupNames.length * units)
  for (let feature = 0; feature < features.length; feature++) {
    const value = features[feature]! - center[feature]!
    if (value === 0) continue
    const group = groupOf(feature, meaningDim)
    contributions[group] = contributions[group]! + value * direct[feature]!
    const row = feature * units
    const push = group * units
    for (let unit = 0; unit < units; unit++) pushes[push + unit] = pushes[push + unit]! + value * hidden[row + unit]!
  }
  const base = spread(pushes, contributions, params)
  return { logit: contributions.reduce((sum, value) => sum + value, base), base, contributions }
}

// Adds what each group does through the hidden units to `contributions`; returns the logit at the center.
function spread(pushes: Float64Array, contributions: Float64Array, params: GateParams): number {
  const units = params.output.data.length
  let base = params.bias.data[0]!
  for (let unit = 0; unit < units; unit++) {
    const rest = params.hiddenBias.data[unit]!
    let push = 0
    for (let at = unit; at < pushes.length; at += units) push += pushes[at]!
    const still = Math.tanh(rest)
    base += params.output.data[unit]! * still
    const slope = Math.abs(push) < 1e-7 ? 1 - still * still : (Math.tanh(rest + push) - still) / push
    const scale = slope * params.output.data[unit]!
    for (let group = 0; group < contributions.length; group++) {
      contributions[group] = contributions[group]! + scale * pushes[group * units + unit]!
    }
  }
  return base
}
