// Ridge regression, one observation at a time. F features.
import { MnemeError } from '../errors.ts'

/** Saved regression. */
export interface PackedRidge {
  /** [F, F]. */
  inverse: Float64Array
  /** [F]. */
  theta: Float64Array
}

/**
 * θ = A⁻¹ b with A = ridge · I + Σ w x xᵀ and b = ridge · θ₀ + Σ w r x. A⁻¹ is kept by the formula of Sherman and Morrison
 * (1950): an observation takes O(F²) and only sums, products and quotients, so equal observations give equal bits anywhere.
 */
export class Ridge {
  readonly inverse: Float64Array
  readonly theta: Float64Array
  readonly #product: Float64Array

  /** `ridge` above 0 pulls towards `prior` [F], or 0 without one. */
  constructor(size: number, ridge = 1, prior?: Float64Array) {
    if (!(ridge > 0)) throw new MnemeError('INVALID_ARGUMENT', `ridge: expected a number above 0, got ${ridge}; pass 1`)
    this.inverse = new Float64Array(size * size)
    for (let row = 0; row < size; row++) this.inverse[row * size + row] = 1 / ridge
    this.theta = prior ? prior.slice() : new Float64Array(size)
    this.#product = new Float64Array(size)
  }

  get size(): number {
    return this.theta.length
  }

  /** Takes in that features [F] came with `target`; `weight` from 0 counts it as so many observations. */
  observe(features: Float64Array, target: number, weight = 1): void {
    const { inverse, theta, size } = this
    const product = this.#multiply(features)
    const scale = weight / (1 + weight * inner(features, product))
    const error = target - inner(features, theta)
    for (let row = 0; row < size; row++) {
      const factor = scale * product[row]!
      if (factor === 0) continue
      theta[row] = theta[row]! + factor * error
      const from = row * size
      for (let column = 0; column < size; column++) inverse[from + column] = inverse[from + column]! - factor * product[column]!
    }
  }

  /** θ · x. */
  value(features: Float64Array): number {
    return inner(features, this.theta)
  }

  /** √(xᵀ A⁻¹ x): how unsure the value is, in standard deviations of one observation. */
  width(features: Float64Array): number {
    return Math.sqrt(Math.max(0, inner(features, this.#multiply(features))))
  }

  pack(): PackedRidge {
    return { inverse: this.inverse.slice(), theta: this.theta.slice() }
  }

  static unpack({ inverse, theta }: PackedRidge): Ridge {
    const ridge = new Ridge(theta.length, 1, theta)
    ridge.inverse.set(inverse)
    return ridge
  }

  // A⁻¹ x, in room that the next call takes.
  #multiply(features: Float64Array): Float64Array {
    const { inverse, size } = this
    if (features.length !== size) {
      throw new MnemeError('SHAPE_MISMATCH', `ridge: expected ${size} features, got ${features.length}; pass those that it was made for`)
    }
    for (let row = 0; row < size; row++) {
      let sum = 0
      for (let column = 0, at = row * size; column < size; column++, at++) sum += inverse[at]! * features[column]!
      this.#product[row] = sum
    }
    return this.#product
  }
}

/** Sum of the products of two vectors [F]. */
export function inner(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!
  return sum
}
