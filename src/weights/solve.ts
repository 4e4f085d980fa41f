// The closed form of an edit, in float64. F keys' width, D values' width, n keys to be written, m keys to be left alone.
import type { CholeskyDecomposition, Matrix } from 'ml-matrix'
import { MnemeError } from '../errors.ts'
import type { Covariance } from './covariance.ts'

/** One layer's linear problem. */
export interface LayerProblem {
  /** Keys to be written, row-major [n, F]. */
  keys: Float32Array
  /** What each key should give beyond what it gives now, row-major [n, D]. */
  residuals: Float32Array
  /** Keys whose values are to stay, row-major [m, F]. */
  previous: Float32Array
  covariance: Covariance
  /** How much the covariance of ordinary text counts, above 0: MEMIT's lambda. */
  weight: number
  /** Writes only where ordinary text has next to no keys (AlphaEdit, Fang et al. 2024): the share of the energy of the keys that may be written over, such as 1e-4. */
  droppedEnergy?: number
}

export interface LayerUpdate {
  /** To be added to the weight, row-major [D, F]. */
  update: Float32Array
  /** Relative residual of the linear system, ||A X - B|| / ||B||. */
  residual: number
}

const worstResidual = 1e-8
// Directions that no text uses must not make the system singular: a share of the mean of the diagonal.
const ridge = 1e-9
const nullRidge = 1e-3

/**
 * MEMIT (Meng et al. 2023, eq. 14): Delta = R K' (lambda C0 + Kp Kp' + K K')^-1 by Cholesky with one step of refinement.
 * Within the null space U of C0: Delta' = U (U' (K K' + Kp Kp') U + ridge)^-1 U' K R'.
 * Throws SHAPE_MISMATCH, INVALID_ARGUMENT where the system cannot be solved to 1e-8.
 */
export async function solveUpdate(problem: LayerProblem): Promise<LayerUpdate> {
  const { keys, residuals, previous, covariance, weight, droppedEnergy } = problem
  const width = Math.round(Math.sqrt(covariance.matrix.length))
  const count = keys.length / width
  const outputs = residuals.length / count
  if (!Number.isInteger(count) || !Number.isInteger(outputs) || previous.length % width !== 0 || count === 0) {
    throw new MnemeError('SHAPE_MISMATCH', `solve: expected keys [n, ${width}] and residuals [n, D], got ${keys.length} and ${residuals.length} values; pass one row per key`)
  }
  const { Matrix: Rows, CholeskyDecomposition: Cholesky, EigenvalueDecomposition } = await import('ml-matrix')
  const gram = droppedEnergy === undefined ? covariance.matrix.map(value => value * weight) : new Float64Array(width * width)
  addGram(gram, keys, width)
  addGram(gram, previous, width)
  const wanted = cross(keys, residuals, width, outputs)
  if (droppedEnergy === undefined) {
    const { solution, residual } = solveSystem(gram, wanted, width, ridge, Cholesky, Rows)
    return { update: transposed(solution, outputs), residual }
  }
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(new Rows(rowsOf(covariance.matrix, width)), { assumeSymmetric: true })
  const basis = eigenvectorMatrix.subMatrixColumn(nullSpace(realEigenvalues, droppedEnergy))
  const projected = basis.transpose().mmul(new Rows(rowsOf(gram, width))).mmul(basis)
  // Cholesky wants symmetry to the last bit.
  const system = Float64Array.from(projected.clone().add(projected.transpose()).mul(0.5).to1DArray())
  const right = Float64Array.from(basis.transpose().mmul(new Rows(rowsOf(wanted, outputs))).to1DArray())
  const { solution, residual } = solveSystem(system, right, basis.columns, nullRidge * count, Cholesky, Rows)
  return { update: Float32Array.from(basis.mmul(new Rows(rowsOf(solution, outputs))).transpose().to1DArray()), residual }
}

/** Solves A X = B for A [n, n], whose diagonal is lifted by a share of its mean, and B [n, m]. */
function solveSystem(
  system: Float64Array, right: Float64Array, order: number, lift: number, Cholesky: typeof CholeskyDecomposition, Rows: typeof Matrix,
): { solution: Float64Array, residual: number } {
  let trace = 0
  for (let at = 0; at < system.length; at += order + 1) trace += system[at]!
  for (let at = 0; at < system.length; at += order + 1) system[at]! += lift * (trace / order || 1)
  const factor = new Cholesky(new Rows(rowsOf(system, order)))
  if (!factor.isPositiveDefinite()) throw unsolved('a positive definite system', 'another')
  const lower = Float64Array.from(factor.lowerTriangularMatrix.to1DArray())
  const first = substituted(lower, right, order)
  const correction = substituted(lower, minus(right, product(system, first, order)), order)
  const solution = first.map((value, at) => value + correction[at]!)
  const residual = length(minus(right, product(system, solution, order))) / (length(right) || 1)
  if (!(residual < worstResidual)) throw unsolved(`a residual below ${worstResidual}`, residual.toExponential(1))
  return { solution, residual }
}

/** Indices of the eigenvectors with the smallest eigenvalues that hold at most `share` of their sum. Throws INVALID_ARGUMENT where there is none. */
function nullSpace(values: readonly number[], share: number): number[] {
  const order = [...values.keys()].sort((a, b) => values[a]! - values[b]!)
  const total = values.reduce((sum, value) => sum + Math.max(0, value), 0)
  let held = 0
  const chosen = order.filter(index => (held += Math.max(0, values[index]!)) <= share * total)
  if (chosen.length === 0) throw unsolved('a null space', `none at a dropped energy of ${share}`)
  return chosen
}

function unsolved(expected: string, got: string): MnemeError {
  return new MnemeError('INVALID_ARGUMENT', `solve: expected ${expected}, got ${got}; give the covariance more text or more weight`)
}

function rowsOf(values: Float64Array, width: number): Float64Array[] {
  return Array.from({ length: values.length / width }, (_, row) => values.subarray(row * width, (row + 1) * width))
}

// gram [F, F] += rows' rows; both are symmetric. Four rows at once: the sums are what is read and written most.
function addGram(gram: Float64Array, rows: Float32Array, width: number): void {
  const [a, b, c, d] = Array.from({ length: 4 }, () => new Float64Array(width)) as [Float64Array, Float64Array, Float64Array, Float64Array]
  for (let start = 0; start < rows.length; start += 4 * width) {
    for (const [index, row] of [a, b, c, d].entries()) {
      row.fill(0)
      row.set(rows.subarray(start + index * width, start + (index + 1) * width))
    }
    for (let i = 0; i < width; i++) {
      const [p, q, r, s] = [a[i]!, b[i]!, c[i]!, d[i]!]
      const line = i * width
      for (let j = 0; j <= i; j++) gram[line + j]! += p * a[j]! + q * b[j]! + r * c[j]! + s * d[j]!
    }
  }
  for (let i = 0; i < width; i++) for (let j = 0; j < i; j++) gram[j * width + i] = gram[i * width + j]!
}

// K R' as [F, D].
function cross(keys: Float32Array, residuals: Float32Array, width: number, outputs: number): Float64Array {
  const sums = new Float64Array(width * outputs)
  for (let row = 0; row * width < keys.length; row++) {
    const wanted = Float64Array.from(residuals.subarray(row * outputs, (row + 1) * outputs))
    for (let i = 0; i < width; i++) addScaled(sums, i * outputs, keys[row * width + i]!, wanted, 0, outputs)
  }
  return sums
}

// A [n, n] times X [n, m].
function product(a: Float64Array, x: Float64Array, order: number): Float64Array {
  const sums = new Float64Array(x.length)
  const columns = x.length / order
  for (let i = 0; i < order; i++) for (let k = 0; k < order; k++) addScaled(sums, i * columns, a[i * order + k]!, x, k * columns, columns)
  return sums
}

// X of L L' X = B: down, then up.
function substituted(lower: Float64Array, right: Float64Array, order: number): Float64Array {
  const x = right.slice()
  const columns = x.length / order
  const divide = (i: number): void => {
    const by = lower[i * order + i]!
    for (let at = i * columns; at < (i + 1) * columns; at++) x[at]! /= by
  }
  for (let i = 0; i < order; i++) {
    for (let k = 0; k < i; k++) addScaled(x, i * columns, -lower[i * order + k]!, x, k * columns, columns)
    divide(i)
  }
  for (let i = order - 1; i >= 0; i--) {
    for (let k = i + 1; k < order; k++) addScaled(x, i * columns, -lower[k * order + i]!, x, k * columns, columns)
    divide(i)
  }
  return x
}

function addScaled(into: Float64Array, at: number, scale: number, from: Float64Array, start: number, count: number): void {
  for (let index = 0; index < count; index++) into[at + index]! += scale * from[start + index]!
}

function minus(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, at) => value - b[at]!)
}

function length(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0))
}

function transposed(values: Float64Array, columns: number): Float32Array {
  const rows = values.length / columns
  return Float32Array.from({ length: values.length }, (_, at) => values[at % rows * columns + Math.floor(at / rows)]!)
}
