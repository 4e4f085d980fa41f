// Texts made ready for comparison, and what a way of working is recognised by. D dimensions.
import type { EmbeddedEncoder } from '../encode/embedded.ts'
import { isFunctionWord, sentencesOf, wordsOf } from '../encode/prose.ts'
import { wordVectorsOf } from '../encode/word-vectors.ts'
import { unit } from '../vector.ts'
import { roledWordsOf, type TopicWord } from './topic.ts'

/** A text made ready for comparison. */
export interface TriggerText {
  text: string
  /** Retrieval vector [D] of the whole, and of its sentences. */
  vector: Float32Array
  sentences: readonly Float32Array[]
  /** Meaning [D]. */
  meaning: Float32Array
  /** Content words with their vectors [D] and how much each says, those that say most. */
  words: readonly TriggerWord[]
  /** Words of all kinds. */
  length: number
}

interface TriggerWord extends TopicWord {
  word: string
}

const mostSentences = 8
/** Of one text, and of a trigger: as they are compared one by one, and as they are summed up. */
const mostWords = 16
const mostTriggerWords = 24
const mostTopicWords = 80
const mostTexts = 4096
const noRoles: readonly number[] = []

/** Texts and words read once. */
export class TriggerReader {
  readonly encoder: EmbeddedEncoder
  readonly #texts = new Map<string, TriggerText>()
  readonly #weights = new Map<string, number>()

  constructor(encoder: EmbeddedEncoder) {
    this.encoder = encoder
  }

  /** Reads a text; `vectors` where they have been made before. */
  read(text: string, vectors?: Pick<TriggerText, 'vector' | 'meaning'>): TriggerText {
    let read = this.#texts.get(text)
    if (!read) {
      if (this.#texts.size >= mostTexts) this.#texts.clear()
      this.#texts.set(text, (read = this.#readAnew(text, vectors ?? { vector: this.encoder.vector(text), meaning: this.encoder.meaning(text) })))
    }
    return read
  }

  /** The content words of a text that states a way of working, or that it was stated for, with their roles. */
  roled({ text }: TriggerText, source: 'stated' | 'request'): TopicWord[] {
    return roledWordsOf(text, source).filter(({ word }) => isContent(word)).map(({ word, roles }) => ({ ...this.#word(word), roles }))
  }

  /** The words of a text that say most, three at most, in their order. */
  nameOf(text: string): string {
    const chosen = this.read(text).words.toSorted((a, b) => b.weight - a.weight).slice(0, 3).map(({ word }) => word)
    return chosen.length === 0 ? text.trim().slice(0, 40) : [...new Set(wordsOf(text).filter(word => chosen.includes(word)))].join(' ')
  }

  #readAnew(text: string, { vector, meaning }: Pick<TriggerText, 'vector' | 'meaning'>): TriggerText {
    const words = wordsOf(text)
    const content = [...new Set(words.filter(isContent))].map(word => this.#word(word))
    const parts = sentencesOf(text).filter(part => /\p{L}/u.test(part)).slice(0, mostSentences)
    return {
      text, vector, sentences: parts.length > 1 ? parts.map(part => this.encoder.vector(part)) : [vector], meaning,
      words: content.length > mostWords ? content.sort((a, b) => b.weight - a.weight).slice(0, mostWords) : content, length: words.length,
    }
  }

  #word(word: string): TriggerWord {
    let weight = this.#weights.get(word)
    if (weight === undefined) {
      if (this.#weights.size >= mostTexts) this.#weights.clear()
      this.#weights.set(word, (weight = this.encoder.salience(word)))
    }
    return { word, vector: wordVectorsOf(this.encoder).vectorOf(word), weight, roles: noRoles }
  }
}

function isContent(word: string): boolean {
  return word.length > 1 && !isFunctionWord(word)
}

/** What a way of working is recognised by. */
export interface Trigger {
  /** Turns that state it. */
  stated: readonly TriggerText[]
  /** Requests that it was stated for, where it was learned. */
  requests: readonly TriggerText[]
  taught: boolean
  /** Unit vector [D]. */
  centroid: Float32Array
  /** Content words of all, with the share of the stating turns that have each. */
  words: readonly (TriggerWord & { share: number })[]
  /** Content words of all, in order and with their roles. */
  topic: readonly TopicWord[]
}

/** A trigger of the texts that state a way of working, one at least, and of the requests that they were about. */
export function triggerOf(stated: readonly TriggerText[], requests: readonly TriggerText[], taught: boolean, reader: TriggerReader): Trigger {
  const all = [...stated, ...requests]
  const counts = new Map<string, { word: TriggerWord; count: number }>()
  for (const { words } of all) {
    for (const word of words) counts.set(word.word, { word, count: (counts.get(word.word)?.count ?? 0) + 1 })
  }
  const words = [...counts.values()].map(({ word, count }) => ({ ...word, share: count / stated.length }))
  return {
    stated, requests, taught, centroid: unit(sum(all.map(({ vector }) => vector))),
    words: words.sort((a, b) => b.weight * b.share - a.weight * a.share).slice(0, mostTriggerWords),
    topic: [...stated.flatMap(text => reader.roled(text, 'stated')), ...requests.flatMap(text => reader.roled(text, 'request'))].slice(0, mostTopicWords),
  }
}

function sum(vectors: readonly Float32Array[]): Float32Array {
  const total = new Float32Array(vectors[0]!.length)
  for (const vector of vectors) for (let d = 0; d < total.length; d++) total[d] = total[d]! + vector[d]!
  return total
}
