// The closed form of an edit, in float64. F keys' width, D values' width, n keys to be written, m keys to be left alone.
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
  const { Matrix, CholeskyDecomposition, EigenvalueDecomposition } = await import('ml-matrix')
  const gram = droppedEnergy === undefined ? covariance.matrix.map(value => value * weight) : new Float64Array(width * width)
  addGram(gram, keys, width)
  addGram(gram, previous, width)
  const wanted = cross(keys, residuals, width, outputs)
  let [system, right] = [new Matrix(rowsOf(gram, width)), new Matrix(rowsOf(wanted, outputs))]
  let basis
  if (droppedEnergy !== undefined) {
    const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(new Matrix(rowsOf(covariance.matrix, width)), { assumeSymmetric: true })
    basis = eigenvectorMatrix.subMatrixColumn(nullSpace(realEigenvalues, droppedEnergy))
    const projected = basis.transpose().mmul(system).mmul(basis)
    // Cholesky wants symmetry to the last bit.
    system = projected.clone().add(projected.transpose()).mul(0.5)
    right = basis.transpose().mmul(right)
  }
  const lift = (droppedEnergy === undefined ? ridge : nullRidge * count) * (system.trace() / system.rows || 1)
  for (let index = 0; index < system.rows; index++) system.set(index, index, system.get(index, index) + lift)
  const factor = new CholeskyDecomposition(system)
  if (!factor.isPositiveDefinite()) throw unsolved('a positive definite system', 'another')
  const solution = factor.solve(right)
  solution.add(factor.solve(right.clone().sub(system.mmul(solution))))
  const residual = system.mmul(solution).sub(right).norm() / (right.norm() || 1)
  if (!(residual < worstResidual)) throw unsolved(`a residual below ${worstResidual}`, residual.toExponential(1))
  const whole = basis ? basis.mmul(solution) : solution
  return { update: Float32Array.from(whole.transpose().to1DArray()), residual }
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

// gram [F, F] += rows' rows; both are symmetric.
function addGram(gram: Float64Array, rows: Float32Array, width: number): void {
  for (let start = 0; start < rows.length; start += width) {
    for (let i = 0; i < width; i++) {
      const value = rows[start + i]!
      if (value === 0) continue
      for (let j = 0; j <= i; j++) gram[i * width + j]! += value * rows[start + j]!
    }
  }
  for (let i = 0; i < width; i++) for (let j = 0; j < i; j++) gram[j * width + i] = gram[i * width + j]!
}

// K R' as [F, D].
function cross(keys: Float32Array, residuals: Float32Array, width: number, outputs: number): Float64Array {
  const product = new Float64Array(width * outputs)
  for (let row = 0; row * width < keys.length; row++) {
    for (let i = 0; i < width; i++) {
      const value = keys[row * width + i]!
      for (let j = 0; j < outputs; j++) product[i * outputs + j]! += value * residuals[row * outputs + j]!
    }
  }
  return product
}
