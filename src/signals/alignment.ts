// Two lists of words held against each other: to each word the best cosine of the other list. D dimensions.
import { dot } from '../vector.ts'

/** A word with its unit vector [D]. */
export interface AlignedWord {
  word: string
  vector: Float32Array
}

/**
 * The best cosine of each word of `own` to one of `other` and the other way round, [own.length] and [other.length]; the same
 * word counts 1. `least` is where each begins: what a word without any partner gets.
 */
export function bestCosines(own: readonly AlignedWord[], other: readonly AlignedWord[], least: number): { own: Float64Array; other: Float64Array } {
  const forward = new Float64Array(own.length).fill(least)
  const backward = new Float64Array(other.length).fill(least)
  for (let o = 0; o < own.length; o++) {
    const { word, vector } = own[o]!
    for (let t = 0; t < other.length; t++) {
      const alike = word === other[t]!.word ? 1 : dot(vector, other[t]!.vector)
      if (alike > forward[o]!) forward[o] = alike
      if (alike > backward[t]!) backward[t] = alike
    }
  }
  return { own: forward, other: backward }
}
