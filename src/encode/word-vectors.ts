// Words with their vectors, read once: a conversation uses the same few thousand again and again. D dimensions.
import type { EmbeddedEncoder } from './embedded.ts'
import { isFunctionWord, wordsOf } from './prose.ts'

const mostWords = 20_000
const mostTexts = 20_000

/** Letters from which on a word says what it is about. */
const telling = 3

/** A growing list of words, each with a number. */
export class WordVectors {
  readonly #encoder: EmbeddedEncoder
  readonly #numbers = new Map<string, number>()
  readonly #vectors: Float32Array[] = []
  readonly #texts = new Map<string, Uint32Array>()

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

  /** The number of a word, until `renew`. */
  numberOf(word: string): number {
    let number = this.#numbers.get(word)
    if (number === undefined) {
      number = this.#vectors.push(this.#encoder.vector(word)) - 1
      this.#numbers.set(word, number)
    }
    return number
  }

  /** Numbers of the distinct content words of a text, until `renew`. */
  numbersIn(text: string): Uint32Array {
    let found = this.#texts.get(text)
    if (!found) {
      if (this.#texts.size >= mostTexts) this.#texts.clear()
      this.#texts.set(text, (found = Uint32Array.from(contentWords(text), word => this.numberOf(word))))
    }
    return found
  }

  /** Starts anew where the list has grown too long: numbers given before are void. */
  renew(): void {
    if (this.#vectors.length < mostWords) return
    this.#numbers.clear()
    this.#texts.clear()
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
