// The write gate: how much a turn is worth keeping, and what made it so.
import type { GateInput, GateParams } from './network.ts'
import { activate, featuresOf, groupNames } from './network.ts'

/** Importance of a turn and its reasons. */
export interface Importance {
  /** Strictly inside (0, 1). */
  importance: number
  /** importance = sigmoid(logit). */
  logit: number
  /** What each group of features adds to the logit, by name; with `base`, the average turn, they sum to it. */
  parts: Record<string, number>
}

// sigmoid(±30) still differs from 0 and 1 in double precision.
const limit = 30

/** Importance of one turn. Throws SHAPE_MISMATCH when a vector does not fit the weights. */
export function importance(input: GateInput, params: GateParams): Importance {
  const { logit, base, contributions } = activate(featuresOf(input, params.center.data), params)
  const parts: Record<string, number> = { base }
  groupNames.forEach((name, group) => {
    const value = contributions[group]!
    if (value !== 0) parts[name] = value
  })
  return { importance: importanceAt(logit), logit, parts }
}

/** Importance of a logit, strictly inside (0, 1). */
export function importanceAt(logit: number): number {
  return 1 / (1 + Math.exp(-Math.max(-limit, Math.min(limit, logit))))
}

/** Logit of an importance or a strength, strictly inside (0, 1). */
export function logitAt(share: number): number {
  return Math.log(share / (1 - share))
}

/** The `count` groups that pushed hardest in the direction of `sign`, strongest first. */
export function reasons(parts: Readonly<Record<string, number>>, sign: 1 | -1, count: number): string[] {
  return Object.entries(parts)
    .filter(([name, value]) => name !== 'base' && value * sign > 0.05)
    .sort(([, left], [, right]) => (right - left) * sign)
    .slice(0, count)
    .map(([name]) => name)
}
