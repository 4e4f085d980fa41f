// The head of words alike: which share of a question finds a word like it in a text, the same one or another of its meaning.
import type { WordVectors } from '../encode/word-vectors.ts'
import type { LexicalIndex } from '../lexical/lexical.ts'
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
  const weights = query.map(word => Math.max(0, ...terms(word).map(term => lexical.idf(term))) || lexical.highestIdf)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const asked = query.map(word => words.numberOf(word))
  const places = new Map<number, number>()
  // Every word of the texts once: the words of a conversation come again and again.
  const found = texts.map(text => words.numbersIn(text).map(number => {
    let place = places.get(number)
    if (place === undefined) places.set(number, (place = places.size))
    return place
  }))
  const distinct = [...places.keys()]
  const cosines = new Float32Array(distinct.length)
  asked.forEach((own, at) => {
    for (let place = 0; place < cosines.length; place++) cosines[place] = distinct[place] === own ? 1 : words.alike(own, distinct[place]!)
    found.forEach((held, text) => {
      let best = 0
      for (const place of held) if (cosines[place]! > best) best = cosines[place]!
      shares[text]! += (weights[at]! / total) * best
      matches[text * query.length + at] = best
    })
  })
  return { shares, matches, weights }
}
