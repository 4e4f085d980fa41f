// Random memories for tests. D dim, keys are unit rows, strengths in [0, 1] with some exact zeros.
import { createRandom } from '../../src/random.ts'

export interface Memory {
  query: Float32Array
  keys: Float32Array
  strengths: Float32Array
}

/** `count` unit keys, their strengths and a query of any length. */
export function memory(count: number, dim: number, seed: number): Memory {
  const random = createRandom(seed)
  const draw = (): Float32Array => Float32Array.from({ length: dim }, () => random.normal())
  const rows = Array.from({ length: count }, () => {
    const row = draw()
    const norm = Math.hypot(...row) || 1
    return row.map(value => value / norm)
  })
  const keys = new Float32Array(count * dim)
  rows.forEach((row, index) => keys.set(row, index * dim))
  const strengths = Float32Array.from({ length: count }, () => random.next() < 0.1 ? 0 : random.next())
  return { query: draw(), keys, strengths }
}

/** Keys and strengths with row order[i] moved to place i. */
export function permuted(keys: Float32Array, strengths: Float32Array, order: number[], dim: number): Omit<Memory, 'query'> {
  const moved = new Float32Array(keys.length)
  order.forEach((row, place) => moved.set(keys.subarray(row * dim, (row + 1) * dim), place * dim))
  return { keys: moved, strengths: Float32Array.from(order, row => strengths[row]!) }
}
