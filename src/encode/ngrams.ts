// Vectors for words that the vocabulary cannot spell: hashed character n-grams (Bojanowski et al. 2017, without training).
import { createRandom, hashText } from '../random.ts'

const cacheLimit = 4096
const vectors = new Map<string, Float32Array>()

/** A pseudo-random direction for one n-gram: the same on every machine. */
function direction(gram: string, dim: number): Float32Array {
  const key = `${dim} ${gram}`
  const known = vectors.get(key)
  if (known) return known
  const random = createRandom(hashText(gram))
  // Rademacher entries: as good as normal ones for random projections, and exact in float32.
  const vector = Float32Array.from({ length: dim }, () => (random.next() < 0.5 ? -1 : 1) / Math.sqrt(dim))
  if (vectors.size >= cacheLimit) vectors.clear()
  vectors.set(key, vector)
  return vector
}

/**
 * Adds `weight` times the unit vector of a word to `sum` (length D): the mean direction of its 2- and 3-grams with
 * word boundaries, and of the word itself. Words that share letters are near one another, whatever the script.
 */
export function addNgrams(word: string, weight: number, sum: Float32Array): void {
  const letters = Array.from(`<${word.slice(0, 64)}>`)
  const grams = [word.slice(0, 64)]
  for (const size of letters.length > 4 ? [3] : [2, 3]) {
    for (let start = 0; start + size <= letters.length; start++) grams.push(letters.slice(start, start + size).join(''))
  }
  const scale = weight / Math.sqrt(grams.length)
  for (const gram of grams) {
    const vector = direction(gram, sum.length)
    for (let d = 0; d < sum.length; d++) sum[d] = sum[d]! + scale * vector[d]!
  }
}
