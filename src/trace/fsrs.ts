// Forgetting with a stability of its own: FSRS-6 (Ye et al., open-spaced-repetition), by its formulas and with any clock. Times in days.
import { MnemeError } from '../errors.ts'

/** How a recall went: 1 it failed, 2 with effort, 3 well, 4 at once. */
export type Grade = 1 | 2 | 3 | 4

/** What reviews have made of one memory. */
export interface Spacing {
  /** S, days after which it is recalled with a probability of .9; in [.001, 36500]. */
  stability: number
  /** D in [1, 10]. */
  difficulty: number
}

/** w0 to w20, fitted by the authors of FSRS-6 on some hundred million reviews of flashcards. */
export const fsrsWeights: readonly number[] = [
  0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796,
  1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
]

/** Least and largest value of each weight, as the authors' own fits keep them. */
export const fsrsRanges: readonly (readonly [least: number, most: number])[] = [
  [0.001, 100], [0.001, 100], [0.001, 100], [0.001, 100], [1, 10], [0.001, 4], [0.001, 4], [0.001, 0.75], [0, 4.5], [0, 0.8], [0.001, 3.5],
  [0.001, 5], [0.001, 0.25], [0.001, 0.9], [0, 4], [0, 1], [1, 6], [0, 2], [0, 2], [0.01, 0.8], [0.1, 0.8],
]

const leastStability = 0.001
const mostStability = 36_500

/** Probability of recall after `days`: R(t, S) = (1 + F t / S)^-w20 with F = .9^(-1 / w20) - 1. Time that runs backwards changes nothing. */
export function retrievability(days: number, stability: number, weights: readonly number[] = fsrsWeights): number {
  return days > 0 ? (1 + factorOf(weights) * days / stability) ** -weights[20]! : 1
}

/** Days after which the probability of recall has fallen to `probability`, in (0, 1]: the inverse of R. */
export function daysUntil(probability: number, stability: number, weights: readonly number[] = fsrsWeights): number {
  return stability / factorOf(weights) * (probability ** (-1 / weights[20]!) - 1)
}

/** The stability of a memory that has half its strength after `halfLifeDays`. */
export function stabilityOf(halfLifeDays: number, weights: readonly number[] = fsrsWeights): number {
  return bounded(halfLifeDays / daysUntil(0.5, 1, weights), leastStability, mostStability)
}

function factorOf(weights: readonly number[]): number {
  return 0.9 ** (-1 / weights[20]!) - 1
}

/** After the first review: S0(G) = max(w[G-1], .1), D0(G) = w4 - e^((G - 1) w5) + 1 in [1, 10]. Throws INVALID_ARGUMENT. */
export function firstReviewed(grade: Grade, weights: readonly number[] = fsrsWeights): Spacing {
  checkWeights(weights)
  return { stability: Math.max(weights[grade - 1]!, 0.1), difficulty: bounded(firstDifficulty(grade, weights), 1, 10) }
}

/**
 * After a review `days` after the last one. Within a day S' = S · sameDay(G); after a lapse S' = min(w11 D^-w12 ((S + 1)^w13 - 1)
 * e^(w14 (1 - R)), S / e^(w17 w18)); else S' = S (1 + e^w8 (11 - D) S^-w9 (e^(w10 (1 - R)) - 1) · [w15 for 2] · [w16 for 4]).
 * The term with 1 - R is the spacing effect: what is nearly forgotten gains most. Published for whole days, where the same
 * day is day 0. Throws INVALID_ARGUMENT for other than 21 weights.
 */
export function reviewed(before: Spacing, days: number, grade: Grade, weights: readonly number[] = fsrsWeights): Spacing {
  checkWeights(weights)
  const forgotten = 1 - retrievability(days, before.stability, weights)
  const next = days < 1 ? sameDay(before, grade, weights)
    : grade === 1 ? lapsed(before, forgotten, weights) : recalled(before, forgotten, grade, weights)
  return { stability: next, difficulty: nextDifficulty(before.difficulty, grade, weights) }
}

/** S' = S · S^-w19 e^(w17 (G - 3 + w18)), from grade 2 on at least S. */
function sameDay({ stability }: Spacing, grade: Grade, weights: readonly number[]): number {
  const growth = stability ** -weights[19]! * Math.exp(weights[17]! * (grade - 3 + weights[18]!))
  return bounded(stability * (grade === 1 ? growth : Math.max(1, growth)), leastStability, mostStability)
}

function lapsed({ stability, difficulty }: Spacing, forgotten: number, weights: readonly number[]): number {
  const left = weights[11]! * difficulty ** -weights[12]! * ((stability + 1) ** weights[13]! - 1) * Math.exp(weights[14]! * forgotten)
  return Math.min(bounded(left, leastStability, mostStability), Math.max(leastStability, stability / Math.exp(weights[17]! * weights[18]!)))
}

function recalled({ stability, difficulty }: Spacing, forgotten: number, grade: Grade, weights: readonly number[]): number {
  const effort = grade === 2 ? weights[15]! : grade === 4 ? weights[16]! : 1
  const growth = Math.exp(weights[8]!) * (11 - difficulty) * stability ** -weights[9]! * (Math.exp(weights[10]! * forgotten) - 1) * effort
  return bounded(stability * (1 + growth), leastStability, mostStability)
}

/** D'' = D - w6 (G - 3)(10 - D) / 9, D' = w7 D0(4) + (1 - w7) D'', in [1, 10]. */
function nextDifficulty(difficulty: number, grade: Grade, weights: readonly number[]): number {
  const moved = difficulty - weights[6]! * (grade - 3) * (10 - difficulty) / 9
  return bounded(weights[7]! * firstDifficulty(4, weights) + (1 - weights[7]!) * moved, 1, 10)
}

function firstDifficulty(grade: Grade, weights: readonly number[]): number {
  return weights[4]! - Math.exp((grade - 1) * weights[5]!) + 1
}

function bounded(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value))
}

function checkWeights(weights: readonly number[]): void {
  if (weights.length === fsrsWeights.length) return
  throw new MnemeError('INVALID_ARGUMENT', `fsrs: expected ${fsrsWeights.length} weights, got ${weights.length}; pass w0 to w20 of FSRS-6`)
}
