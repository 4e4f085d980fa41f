// Attention over memory in plain typed arrays, for run time: no TensorFlow. N keys, D dim.
import { MnemeError } from '../errors.ts'

/** What attention weighs: both are numbers of the memory's params, usually positive. */
export interface AttentionParams {
  /** Inverse temperature of the cosine. */
  beta: number
  /** Exponent of the strength: weight ~ S^gamma * exp(beta * cos). */
  gamma: number
}

/** Strengths below count as this much, so that a strength of 0 has a logarithm. */
export const strengthFloor = 1e-6

/** A vector shorter than 1e-6 counts as that long: the cosine with a zero vector is 0. */
export const squaredNormFloor = 1e-12

/**
 * cos(query, key_i) for the first `count` rows of `keys` [N, D], which must have unit length; `query` [D] need not.
 * Fills the first `count` places of `out` and returns it. Throws SHAPE_MISMATCH when an array is too short.
 */
export function cosines(query: Float32Array, keys: Float32Array, count: number, dim: number, out: Float32Array): Float32Array {
  checkLength('query', query, dim, query.length === dim)
  checkLength('keys', keys, count * dim, keys.length >= count * dim)
  checkLength('out', out, count, out.length >= count)
  const unit = unitQuery(query)
  const even = dim - dim % 2
  let row = 0
  // Four rows at a time, eight sums: one load and conversion of the query serves four keys (measured against 1x8, 8x1, 4x4).
  for (; row + 4 <= count; row += 4) {
    const a = row * dim
    const b = a + dim
    const c = b + dim
    const d = c + dim
    let a0 = 0, a1 = 0, b0 = 0, b1 = 0, c0 = 0, c1 = 0, d0 = 0, d1 = 0
    for (let column = 0; column < even; column += 2) {
      const first = unit[column]!
      const second = unit[column + 1]!
      a0 += first * keys[a + column]!
      a1 += second * keys[a + column + 1]!
      b0 += first * keys[b + column]!
      b1 += second * keys[b + column + 1]!
      c0 += first * keys[c + column]!
      c1 += second * keys[c + column + 1]!
      d0 += first * keys[d + column]!
      d1 += second * keys[d + column + 1]!
    }
    const last = even < dim ? unit[even]! : 0
    out[row] = a0 + a1 + (last && last * keys[a + even]!)
    out[row + 1] = b0 + b1 + (last && last * keys[b + even]!)
    out[row + 2] = c0 + c1 + (last && last * keys[c + even]!)
    out[row + 3] = d0 + d1 + (last && last * keys[d + even]!)
  }
  for (; row < count; row++) {
    let sum = 0
    for (let column = 0; column < dim; column++) sum += unit[column]! * keys[row * dim + column]!
    out[row] = sum
  }
  return out
}

/**
 * The score of each trace before normalisation, beta * cos_i + gamma * log max(S_i, strengthFloor), for the first `count`.
 * `out` may be `cosines` itself. Throws SHAPE_MISMATCH when an array is too short.
 */
export function logits(
  similarities: Float32Array, strengths: Float32Array, count: number, { beta, gamma }: AttentionParams,
  out: Float32Array = new Float32Array(count),
): Float32Array {
  checkLength('cosines', similarities, count, similarities.length >= count)
  checkLength('strengths', strengths, count, strengths.length >= count)
  checkLength('out', out, count, out.length >= count)
  for (let row = 0; row < count; row++) {
    out[row] = beta * similarities[row]! + gamma * Math.log(Math.max(strengths[row]!, strengthFloor))
  }
  return out
}

/**
 * Attention weights [count] over the first `count` unit rows of `keys` [N, D]: softmax_i(beta * cos_i + gamma * log S_i).
 * They sum to 1; no rows give no weights. Equal to `attention` of attention.ts within 1e-5. Throws SHAPE_MISMATCH.
 */
export function attend(
  query: Float32Array, keys: Float32Array, count: number, dim: number, strengths: Float32Array, params: AttentionParams,
): Float32Array {
  const weights = cosines(query, keys, count, dim, new Float32Array(count))
  return softmax(logits(weights, strengths, count, params, weights))
}

function softmax(values: Float32Array): Float32Array {
  let most = -Infinity
  for (let row = 0; row < values.length; row++) most = Math.max(most, values[row]!)
  let sum = 0
  for (let row = 0; row < values.length; row++) sum += values[row] = Math.exp(values[row]! - most)
  for (let row = 0; row < values.length; row++) values[row] = values[row]! / sum
  return values
}

// Doubles, so that the inner loop converts keys only.
function unitQuery(query: Float32Array): Float64Array {
  let sum = 0
  for (const value of query) sum += value * value
  const scale = 1 / Math.sqrt(Math.max(sum, squaredNormFloor))
  return Float64Array.from(query, value => value * scale)
}

function checkLength(name: string, array: Float32Array, expected: number, holds: boolean): void {
  if (holds) return
  throw new MnemeError('SHAPE_MISMATCH',
    `attention: expected ${expected} values in ${name}, got ${array.length}; check count and dim`)
}
