// The head of words alike: which share of a question finds a word like it in a text, the same one or another of its meaning.
import type { WordVectors } from '../encode/word-vectors.ts'
import type { LexicalIndex } from '../lexical/lexical.ts'
import { dot } from '../vector.ts'
import { terms } from '../encode/terms.ts'

/** How a query's words find one like them in texts. W words, N texts. */
export interface Alikeness {
  /** [N]: Σ_w weight(w) · best cosine of w / Σ_w weight(w), in [0, 1]. */
  shares: Float64Array
  /** [N, W]: the best cosine of each word to a word of the text, from 0. */
  matches: Float32Array
  /** [W]: how rare each word is. */
  weights: readonly number[]
}

/**
 * For each text Σ_w idf(w) · max_u cos(w, u) / Σ_w idf(w) over the words w of a query and u of the text, in [0, 1]: a soft
 * match of words (as in Zhang et al. 2020, BERTScore, eq. 2, with vectors of words). A word that memory has never met weighs most.
 */
export function alikeness(query: readonly string[], texts: readonly string[], lexical: LexicalIndex, words: WordVectors): Alikeness {
  const shares = new Float64Array(texts.length)
  const matches = new Float32Array(texts.length * query.length)
  const numbers = texts.map(text => words.numbersIn(text))
  const weights = query.map(word => Math.max(0, ...terms(word).map(term => lexical.idf(term))) || lexical.highestIdf)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  query.forEach((word, at) => {
    const own = words.numberOf(word)
    const vector = words.at(own)
    const cosines = new Float32Array(words.size).fill(unknown)
    numbers.forEach((found, text) => {
      let best = 0
      for (const number of found) {
        if (cosines[number] === unknown) cosines[number] = number === own ? 1 : dot(vector, words.at(number))
        best = Math.max(best, cosines[number]!)
      }
      shares[text]! += (weights[at]! / total) * best
      matches[text * query.length + at] = best
    })
  })
  return { shares, matches, weights }
}

/** No cosine. */
const unknown = 2
