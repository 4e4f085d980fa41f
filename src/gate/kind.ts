// The kind of a stored turn, by a linear softmax over the gate's features. F features, K kinds.
import { kinds } from '../config.ts'
import type { Kind } from '../config.ts'
import { MnemeError } from '../errors.ts'
import { param } from '../tensor/params.ts'
import type { Param, ParamTree } from '../tensor/params.ts'
import type { GateInput } from './network.ts'
import { featureCount, featuresOf } from './network.ts'
import { softmax } from '../vector.ts'

/** Weights of the kind classifier. */
export interface KindParams extends ParamTree {
  /** [F, K], K in the order of `kinds`. */
  weight: Param
  /** [K]. */
  bias: Param
}

/** All-zero weights for a meaning of D values: every kind is as likely. */
export function zeroKind(meaningDim: number): KindParams {
  return { weight: param([featureCount(meaningDim), kinds.length]), bias: param([kinds.length]) }
}

/** Probability from which a turn counts as a mood. */
const surelyMood = 0.85

/**
 * The likeliest kind (mood only where it is sure) and the probability of each; they sum to 1. Throws SHAPE_MISMATCH when
 * a vector does not fit.
 */
export function kindOf(input: GateInput, params: KindParams): { kind: Kind; probabilities: Record<Kind, number> } {
  const [count = 0, classes = 0] = params.weight.shape
  if (classes !== kinds.length) {
    throw new MnemeError('SHAPE_MISMATCH',
      `kindOf: expected weights for ${kinds.length} kinds, got ${classes}; load a policy with loadPolicy`)
  }
  const features = featuresOf(input, new Float32Array(count))
  const logits = Float64Array.from(params.bias.data)
  for (let feature = 0; feature < count; feature++) {
    const value = features[feature]!
    for (let label = 0; label < classes; label++) {
      logits[label] = logits[label]! + value * params.weight.data[feature * classes + label]!
    }
  }
  const shares = softmax(logits)
  let best = -1
  shares.forEach((share, label) => {
    // A fact that is taken for a mood is gone in days: a narrow lead is not enough.
    if (kinds[label] === 'mood' && share < surelyMood) return
    if (best < 0 || share > shares[best]!) best = label
  })
  const probabilities = Object.fromEntries(kinds.map((kind, label) => [kind, shares[label]!])) as Record<Kind, number>
  return { kind: kinds[best] ?? 'episodic', probabilities }
}
