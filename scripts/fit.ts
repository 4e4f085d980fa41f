// Fits a static table of piece vectors to a teacher's sentence vectors: a sentence is the normalised sum of its rows.
import type { Random } from '../src/random.ts'

export interface Sample {
  /** Rows of the sentence's pieces. */
  rows: readonly number[]
  /** Unit target, `dim` long. */
  target: Float32Array
}

interface FitOptions {
  dim: number
  epochs: number
  learningRate: number
  random: Random
  onEpoch?: (epoch: number, loss: number) => void
}

/**
 * Minimises 1 - cos(sum of rows, target) in place, by Adagrad (Duchi et al. 2011) row by row:
 * rare pieces keep a large step while frequent ones settle.
 */
export function fitTable(table: Float32Array, samples: readonly Sample[], options: FitOptions): void {
  const { dim, random } = options
  const squares = new Float32Array(table.length).fill(1e-4)
  const sum = new Float64Array(dim)
  let order = samples.map((_, index) => index)
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    const rate = options.learningRate * (1 - epoch / options.epochs)
    let loss = 0
    order = random.shuffle(order)
    for (const index of order) {
      const { rows, target } = samples[index]!
      const cosine = addRows(table, rows, target, dim, sum)
      loss += 1 - cosine.value
      for (const row of rows) {
        const base = row * dim
        for (let d = 0; d < dim; d++) {
          const gradient = ((cosine.value * sum[d]!) / cosine.norm - target[d]!) / cosine.norm
          const square = squares[base + d]! + gradient * gradient
          squares[base + d] = square
          table[base + d] = table[base + d]! - (rate * gradient) / Math.sqrt(square)
        }
      }
    }
    options.onEpoch?.(epoch, loss / samples.length)
  }
}

function addRows(
  table: Float32Array,
  rows: readonly number[],
  target: Float32Array,
  dim: number,
  sum: Float64Array,
): { value: number; norm: number } {
  sum.fill(0)
  for (const row of rows) for (let d = 0; d < dim; d++) sum[d] = sum[d]! + table[row * dim + d]!
  let squared = 1e-12
  let dot = 0
  for (let d = 0; d < dim; d++) {
    squared += sum[d]! * sum[d]!
    dot += sum[d]! * target[d]!
  }
  const norm = Math.sqrt(squared)
  return { value: dot / norm, norm }
}

/** Mean cosine between the sums and their targets. */
export function meanCosine(table: Float32Array, samples: readonly Sample[], dim: number): number {
  const sum = new Float64Array(dim)
  return samples.reduce((total, { rows, target }) => total + addRows(table, rows, target, dim, sum).value, 0) / samples.length
}
