// Logistic regression on sparse rows. N rows, F features.
import { importanceAt } from '../src/gate/gate.ts'

/** What is not zero in a row. */
export interface SparseRow {
  at: Int32Array
  values: Float64Array
}

/** Rows with what they count for. */
export interface SparseTask {
  rows: readonly SparseRow[]
  /** [N], each 0 or 1. */
  targets: Float64Array
  /** [N], from 0. */
  weights: Float64Array
  /** F; the last feature is the bias, which nothing pulls to zero. */
  features: number
}

/** A row of pairs. */
export function sparseRow(pairs: readonly (readonly [at: number, value: number])[]): SparseRow {
  return { at: Int32Array.from(pairs, ([at]) => at), values: Float64Array.from(pairs, ([, value]) => value) }
}

/** A row times weights [F]. */
export function product({ at, values }: SparseRow, weights: ArrayLike<number>): number {
  let sum = 0
  for (let entry = 0; entry < at.length; entry++) sum += values[entry]! * weights[at[entry]!]!
  return sum
}

const steps = 20
const conjugateSteps = 40
const enough = 1e-4

/**
 * Weights [F] that make Σ weight · log-loss + penalty/2 · ‖w‖² least, by Newton's method with conjugate gradients (Lin, Weng and Keerthi
 * 2008): the same for every order of the rows, and without a rate to choose.
 */
export function fitSparse(task: SparseTask, penalty: number): Float64Array {
  const { features } = task
  const weights = new Float64Array(features)
  const pulled = (at: number): number => (at === features - 1 ? 1e-6 : penalty)
  let first = Infinity
  for (let step = 0; step < steps; step++) {
    const logits = task.rows.map(row => product(row, weights))
    const chances = logits.map(importanceAt)
    const gradient = Float64Array.from(weights, (weight, at) => pulled(at) * weight)
    task.rows.forEach((row, at) => addTo(gradient, row, task.weights[at]! * (chances[at]! - task.targets[at]!)))
    const size = Math.sqrt(dot(gradient, gradient))
    if (step === 0) first = size
    if (size < enough * first) break
    const curvature = chances.map((chance, at) => task.weights[at]! * chance * (1 - chance))
    const along = descent(task, gradient, curvature, pulled)
    const moves = task.rows.map(row => product(row, along))
    const loss = (share: number): number => lossAt(task, logits.map((logit, at) => logit + share * moves[at]!)) +
      weights.reduce((sum, weight, at) => sum + pulled(at) * (weight + share * along[at]!) ** 2 / 2, 0)
    let share = 1
    for (const now = loss(0); share > 1e-3 && loss(share) > now;) share /= 2
    for (let at = 0; at < features; at++) weights[at]! += share * along[at]!
  }
  return weights
}

/** Where the quadratic form that fits the loss here is about least. */
function descent({ rows, features }: SparseTask, gradient: Float64Array, curvature: readonly number[], pulled: (at: number) => number): Float64Array {
  const along = new Float64Array(features)
  const rest = gradient.map(value => -value)
  const direction = rest.slice()
  let size = dot(rest, rest)
  const target = 0.01 * size
  for (let step = 0; step < conjugateSteps && size > target; step++) {
    const bent = Float64Array.from(direction, (value, at) => pulled(at) * value)
    rows.forEach((row, at) => addTo(bent, row, curvature[at]! * product(row, direction)))
    const share = size / dot(direction, bent)
    for (let at = 0; at < features; at++) {
      along[at]! += share * direction[at]!
      rest[at]! -= share * bent[at]!
    }
    const next = dot(rest, rest)
    for (let at = 0; at < features; at++) direction[at] = rest[at]! + next / size * direction[at]!
    size = next
  }
  return along
}

function lossAt({ targets, weights }: SparseTask, logits: readonly number[]): number {
  return logits.reduce((sum, logit, at) => sum + weights[at]! * (Math.log1p(Math.exp(-Math.abs(logit))) + Math.max(0, targets[at]! > 0 ? -logit : logit)), 0)
}

function addTo(sums: Float64Array, { at, values }: SparseRow, factor: number): void {
  for (let entry = 0; entry < at.length; entry++) sums[at[entry]!]! += factor * values[entry]!
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!
  return sum
}
