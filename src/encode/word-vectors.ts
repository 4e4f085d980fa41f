// Words with their vectors, read once: a conversation uses the same few thousand again and again. D dimensions.
import { grown } from '../checkpoint/columns.ts'
import { dot } from '../vector.ts'
import type { EmbeddedEncoder } from './embedded.ts'
import { isFunctionWord, wordsOf, writtenWordsOf } from './prose.ts'

const mostWords = 20_000
const mostTexts = 20_000

/** The number of no word. */
const none = -1

/** Leading dimensions of a vector that tell how alike two words are nearly as well as all: the encoder's are sorted by what they tell. */
const shortDim = 96

/** Letters from which on a word says what it is about. */
const telling = 3

/** A growing list of words, each with a number. */
export class WordVectors {
  readonly #encoder: EmbeddedEncoder
  readonly #numbers = new Map<string, number>()
  readonly #vectors: Float32Array[] = []
  /** The leading dimensions of each, as unit vectors one after the other: read in passes over many words. */
  #short = new Float32Array(0)
  readonly #texts = new Map<string, Uint32Array>()
  /** Numbers of words as they are written; `none` for one without content. */
  readonly #written = new Map<string, number>()

  constructor(encoder: EmbeddedEncoder) {
    this.#encoder = encoder
  }

  get size(): number {
    return this.#vectors.length
  }

  /** Unit vector [D] of a word. */
  vectorOf(word: string): Float32Array {
    return this.#vectors[this.numberOf(word)]!
  }

  /** Unit vector [D] of a word by its number. */
  at(number: number): Float32Array {
    return this.#vectors[number]!
  }

  /** About the cosine of two words, by the leading dimensions. */
  alike(one: number, other: number): number {
    const [a, b] = [one * shortDim, other * shortDim]
    const values = this.#short
    let [s0, s1, s2, s3] = [0, 0, 0, 0]
    for (let d = 0; d < shortDim; d += 4) {
      s0 += values[a + d]! * values[b + d]!
      s1 += values[a + d + 1]! * values[b + d + 1]!
      s2 += values[a + d + 2]! * values[b + d + 2]!
      s3 += values[a + d + 3]! * values[b + d + 3]!
    }
    return s0 + s1 + (s2 + s3)
  }

  /** The number of a word, until `renew`. */
  numberOf(word: string): number {
    let number = this.#numbers.get(word)
    if (number === undefined) {
      number = this.#add(this.#encoder.vector(word))
      this.#numbers.set(word, number)
    }
    return number
  }

  #add(vector: Float32Array): number {
    const number = this.#vectors.push(vector) - 1
    const start = number * shortDim
    if (start + shortDim > this.#short.length) this.#short = grown(this.#short, 64 * shortDim)
    const leading = vector.subarray(0, shortDim)
    const length = Math.sqrt(dot(leading, leading)) || 1
    leading.forEach((value, d) => { this.#short[start + d] = value / length })
    return number
  }

  /** Numbers of the distinct content words of a text, until `renew`. */
  numbersIn(text: string): Uint32Array {
    let found = this.#texts.get(text)
    if (!found) {
      if (this.#texts.size >= mostTexts) this.#texts.clear()
      const numbers: number[] = []
      for (const word of writtenWordsOf(text)) {
        const number = this.#numberOfWritten(word)
        if (number !== none && !numbers.includes(number)) numbers.push(number)
      }
      this.#texts.set(text, (found = Uint32Array.from(numbers)))
    }
    return found
  }

  #numberOfWritten(written: string): number {
    let number = this.#written.get(written)
    if (number === undefined) {
      const [word] = contentWords(written)
      if (this.#written.size >= mostWords) this.#written.clear()
      this.#written.set(written, (number = word === undefined ? none : this.numberOf(word)))
    }
    return number
  }

  /** Starts anew where the list has grown too long: numbers given before are void. */
  renew(): void {
    if (this.#vectors.length < mostWords) return
    this.#numbers.clear()
    this.#texts.clear()
    this.#written.clear()
    this.#vectors.length = 0
  }
}

/** Distinct words of a text that carry content, in order, lower case. */
export function contentWords(text: string): string[] {
  return [...new Set(wordsOf(text))].filter(word => word.length >= telling && !isFunctionWord(word))
}

const known = new WeakMap<EmbeddedEncoder, WordVectors>()

/** The words of an encoder, shared by all who use it. */
export function wordVectorsOf(encoder: EmbeddedEncoder): WordVectors {
  let words = known.get(encoder)
  if (!words) known.set(encoder, (words = new WordVectors(encoder)))
  words.renew()
  return words
}
