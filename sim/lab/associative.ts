// Associative recall after MQAR (Arora et al. 2024): pairs of random keys and values from a vocabulary, asked for in the end.
import type { Random } from 'mneme'

/** What is written and what is asked. Rows are flat: [rows * dim]. */
export interface RecallTask {
  dim: number
  /** Keys in the order of writing, unit vectors. */
  keys: Float32Array
  /** Values as words of the vocabulary, one for each write. */
  words: number[]
  /** One query for each different key: the key itself, and the key with noise. */
  clean: Float32Array
  noisy: Float32Array
  /** The word that each query should bring: the last one written under its key. */
  expected: number[]
  /** Unit vectors [words, dim]. */
  vocabulary: Float32Array
}

export interface RecallSettings {
  /** Different keys. */
  pairs: number
  dim: number
  /** Writes after the first of each key, to keys at random with new values: the last value is the right one. */
  rewrites: number
  /** Length of the noise on a query, where a key has length 1. */
  noise: number
  /** Words of the vocabulary: chance is one of them. */
  words: number
}

export function drawRecallTask({ pairs, dim, rewrites, noise, words }: RecallSettings, random: Random): RecallTask {
  const vocabulary = unitRows(words, dim, random)
  const ownKeys = unitRows(pairs, dim, random)
  const order = [...Array.from({ length: pairs }, (_, key) => key), ...Array.from({ length: rewrites }, () => random.integer(pairs))]
  const keys = new Float32Array(order.length * dim)
  const expected: number[] = []
  const written = order.map((key, place) => {
    keys.set(ownKeys.subarray(key * dim, (key + 1) * dim), place * dim)
    return (expected[key] = random.integer(words))
  })
  const noisy = ownKeys.map(value => value + noise * random.normal() / Math.sqrt(dim))
  return { dim, keys, words: written, clean: ownKeys, noisy, expected, vocabulary }
}

/** Share of the queries whose answer [queries * dim] is nearest in its direction to the word that was expected. */
export function accuracyOf(answers: ArrayLike<number>, { vocabulary, expected, dim }: RecallTask): number {
  const right = expected.filter((word, query) => {
    let [best, most] = [-1, -Infinity]
    for (let candidate = 0; candidate * dim < vocabulary.length; candidate++) {
      let sum = 0
      for (let column = 0; column < dim; column++) sum += answers[query * dim + column]! * vocabulary[candidate * dim + column]!
      if (sum > most) [best, most] = [candidate, sum]
    }
    return best === word
  })
  return right.length / expected.length
}

function unitRows(count: number, dim: number, random: Random): Float32Array {
  const rows = new Float32Array(count * dim).map(() => random.normal())
  for (let row = 0; row < count; row++) {
    const own = rows.subarray(row * dim, (row + 1) * dim)
    const length = Math.hypot(...own)
    own.forEach((value, column) => (own[column] = value / length))
  }
  return rows
}
