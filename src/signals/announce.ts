// How much a statement sounds like one that replaces another, whatever that is: a small network over its meaning and marks.
import type { EmbeddedEncoder } from '../encode/embedded.ts'
import { markerNames, markersOf } from '../gate/markers.ts'
import { param, type Param, type ParamTree } from '../tensor/params.ts'

/** Weights of the network: logit = direct · x + output · tanh(hidden · x + hiddenBias) + bias. */
export interface AnnounceParams extends ParamTree {
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

/** Meanings are unit vectors of small values: as they are, a penalty would weigh more on them than on the marks. */
const meaningScale = 3

/** Number of features for a meaning of D values. */
export function announceFeatureCount(meaningDim: number): number {
  return meaningDim + markerNames.length
}

/** All-zero weights for F features and H hidden units: everything is as likely. */
export function zeroAnnounce(features: number, units: number): AnnounceParams {
  return {
    direct: param([features]), hidden: param([features, units]), hiddenBias: param([units]), output: param([units]), bias: param([1]),
  }
}

/** Features of a text, [F]: its meaning and its lexical markers. */
export function announceFeatures(text: string, encoder: EmbeddedEncoder): Float32Array {
  const features = new Float32Array(announceFeatureCount(encoder.dim))
  encoder.meaning(text).forEach((value, at) => { features[at] = meaningScale * value })
  features.set(markersOf(text), encoder.dim)
  return features
}

/** The logit of features [F]. */
export function announceLogit(features: Float32Array, { direct, hidden, hiddenBias, output, bias }: AnnounceParams): number {
  const units = output.data.length
  const sums = Float64Array.from(hiddenBias.data)
  let logit = bias.data[0]!
  features.forEach((value, feature) => {
    if (value === 0) return
    logit += value * direct.data[feature]!
    for (let unit = 0; unit < units; unit++) sums[unit] = sums[unit]! + value * hidden.data[feature * units + unit]!
  })
  return sums.reduce((sum, value, unit) => sum + output.data[unit]! * Math.tanh(value), logit)
}
