// A learner of decisions: chooses one of A actions for a vector of F features, and learns from rewards that come later.
import type { Random } from '../random.ts'

/** A decision as it waits for its reward. */
export interface Choice {
  /** Index of the action, below A. */
  action: number
  /** What it was taken by, [F]. */
  features: Float64Array
}

/** A learner. Decisions may be rewarded in any order, each once. */
export interface Learner {
  /** An action for features [F] (kept, not copied), with what exploring the learner does. */
  choose(features: Float64Array, random: Random): Choice
  /** The action that it holds for the best, without exploring. */
  best(features: Float64Array): number
  /** Learns that a decision brought `reward` in all. */
  update(decision: Choice, reward: number): void
}

/** Index of the largest value; of equal ones the first. */
export function argmax(values: ArrayLike<number>): number {
  let best = 0
  for (let at = 1; at < values.length; at++) if (values[at]! > values[best]!) best = at
  return best
}
