// A logistic regression over sparse rows by full-batch Adam. N rows, F features.
import { createAdam } from '../sim/lab/adam.ts'

/** A row: places of its features and their values, and what it should be. */
export interface SparseRow {
  at: Int32Array
  values: Float64Array
  label: boolean
}

/** Weights [F] and bias. */
export interface Logistic {
  weight: Float64Array
  bias: number
}

const steps = 400
const rate = 0.03

/** Minimises the mean of the logarithmic losses + penalty/2 · |weight|². */
export function fitSparse(rows: readonly SparseRow[], features: number, penalty: number): Logistic {
  const flat = new Float64Array(features + 1)
  const gradient = new Float64Array(features + 1)
  const adam = createAdam(flat.length, rate)
  for (let step = 0; step < steps; step++) {
    gradient.fill(0)
    for (const row of rows) {
      const error = (1 / (1 + Math.exp(-logitOf(row, flat, flat[features]!))) - Number(row.label)) / rows.length
      for (let entry = 0; entry < row.at.length; entry++) gradient[row.at[entry]!] = gradient[row.at[entry]!]! + error * row.values[entry]!
      gradient[features] = gradient[features]! + error
    }
    for (let f = 0; f < features; f++) gradient[f] = gradient[f]! + penalty * flat[f]!
    adam(flat, gradient)
  }
  return { weight: flat.slice(0, features), bias: flat[features]! }
}

/** The logit of a row. */
function logitOf({ at, values }: Pick<SparseRow, 'at' | 'values'>, weight: Float64Array, bias: number): number {
  let logit = bias
  for (let entry = 0; entry < at.length; entry++) logit += values[entry]! * weight[at[entry]!]!
  return logit
}
