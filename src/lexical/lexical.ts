// The lexical head: an inverted index over passages, and its search.
import { column, grown, packStrings, unpackStrings, type PackedStrings } from '../checkpoint/columns.ts'
import { Postings } from './postings.ts'
import { k1, weighted } from './formula.ts'
import { PassageScores } from './scores.ts'
import { terms } from '../encode/terms.ts'

/** Columns of a saved index: postings one after the other, and one row per document. */
export interface PackedIndex {
  terms: PackedStrings
  sizes: Uint32Array
  documents: Uint32Array
  counts: Uint8Array
  turns: Uint32Array
  conversations: Uint32Array
  lengths: Uint16Array
  live: number
  totalLength: number
}

/** An inverted index over passages. A document is numbered in the order of arrival. */
export class LexicalIndex {
  readonly #postings = new Map<string, Postings>()
  readonly #scores = new PassageScores()
  #turns: Uint32Array = new Uint32Array(0)
  #conversations: Uint32Array = new Uint32Array(0)
  #lengths: Uint16Array = new Uint16Array(0)
  #size = 0
  #live = 0
  #totalLength = 0

  /** Documents ever added, removed ones included. */
  get size(): number {
    return this.#size
  }

  /** Documents that have terms. */
  get live(): number {
    return this.#live
  }

  /** Documents that have a term. */
  passagesWith(term: string): number {
    return this.#postings.get(term)?.size ?? 0
  }

  /** Ordinal of the turn that a document is a passage of. */
  turnOf(document: number): number {
    return this.#turns[document]!
  }

  /** Index terms of a document; 0 for a removed one. */
  lengthOf(document: number): number {
    return this.#lengths[document]!
  }

  /** Adds a passage of turn `turn` in a conversation (a number); returns its document number. */
  add(text: string, turn: number, conversation: number): number {
    if (this.#size === this.#turns.length) {
      this.#turns = grown(this.#turns)
      this.#conversations = grown(this.#conversations)
      this.#lengths = grown(this.#lengths)
    }
    const document = this.#size++
    const counts = new Map<string, number>()
    const found = terms(text)
    for (const term of found) counts.set(term, (counts.get(term) ?? 0) + 1)
    for (const [term, count] of counts) {
      let postings = this.#postings.get(term)
      if (!postings) this.#postings.set(term, (postings = new Postings()))
      postings.push(document, count)
    }
    this.#turns[document] = turn
    this.#conversations[document] = conversation
    this.#lengths[document] = Math.min(65535, found.length)
    if (found.length > 0) this.#live++
    this.#totalLength += found.length
    return document
  }

  /** Takes the words of `text` out of a document; `text` holds at least the passage that was added. */
  remove(document: number, text: string): void {
    for (const term of new Set(terms(text))) {
      const postings = this.#postings.get(term)
      postings?.remove(document)
      if (postings?.size === 0) this.#postings.delete(term)
    }
    if (this.#lengths[document] === 0) return
    this.#live--
    this.#totalLength -= this.#lengths[document]!
    this.#lengths[document] = 0
  }

  /** True where a document consists of a text's terms, or has none where the text has none. */
  holds(document: number, text: string): boolean {
    const found = terms(text)
    return (
      this.#lengths[document] === Math.min(65535, found.length) && found.every(term => this.#postings.get(term)?.has(document))
    )
  }

  /** Document numbers of the passages of a turn: turns arrive in order, so they stand side by side. */
  documentsOf(turn: number): number[] {
    // A turn has one passage at least: its first one stands no earlier than the turn itself, and rarely much later.
    let low = turn
    let high = turn
    for (let step = 1; high < this.#size && this.#turns[high]! < turn; step *= 2) {
      low = high + 1
      high += step
    }
    for (high = Math.min(high, this.#size); low < high; ) {
      const middle = (low + high) >> 1
      if (this.#turns[middle]! < turn) low = middle + 1
      else high = middle
    }
    const found: number[] = []
    for (; low < this.#size && this.#turns[low] === turn; low++) found.push(low)
    return found
  }

  /** The last `count` documents that have a term, the latest first. */
  latestWith(term: string, count: number): number[] {
    const postings = this.#postings.get(term)
    const size = postings?.size ?? 0
    return Array.from({ length: Math.min(count, size) }, (_, back) => postings!.documentAt(size - 1 - back))
  }

  /** Inverse document frequency that a term would have which no document has. */
  get highestIdf(): number {
    return Math.log(1 + (this.#live + 0.5) / 0.5)
  }

  /** Inverse document frequency of a term, 0 when no document has it. */
  idf(term: string): number {
    const found = this.#postings.get(term)?.size ?? 0
    return found === 0 ? 0 : Math.log(1 + (this.#live - found + 0.5) / (found + 0.5))
  }

  /** What a short text with all the words of a query could score at most. */
  highestScore(query: readonly string[]): number {
    return (k1 + 1) * query.reduce((sum, term) => sum + this.idf(term), 0)
  }

  /**
   * BM25 scores of the documents that have a term, or whose neighbours do: of all, or where `most` is given of some, the best
   * `most` always among them. What it returns holds until the next search.
   */
  search(query: readonly string[], neighbours: boolean, most: number = Infinity): PassageScores {
    const passages = {
      size: this.#size, conversations: this.#conversations, lengths: this.#lengths, meanLength: this.#totalLength / Math.max(1, this.#live),
    }
    const found = query.flatMap(term => {
      const postings = this.#postings.get(term)
      return postings ? [weighted(postings, this.idf(term) * (k1 + 1), neighbours)] : []
    })
    this.#scores.add(found, passages, neighbours, most)
    return this.#scores
  }

  pack(): PackedIndex {
    const all = [...this.#postings.entries()]
    const sizes = column(Uint32Array, all, ([, postings]) => postings.size)
    const total = sizes.reduce((sum, size) => sum + size, 0)
    const documents = new Uint32Array(total)
    const counts = new Uint8Array(total)
    let start = 0
    for (const [, postings] of all) {
      postings.copyTo(documents, counts, start)
      start += postings.size
    }
    return {
      terms: packStrings(all.map(([term]) => term)),
      sizes,
      documents,
      counts,
      turns: this.#turns.subarray(0, this.#size),
      conversations: this.#conversations.subarray(0, this.#size),
      lengths: this.#lengths.subarray(0, this.#size),
      live: this.#live,
      totalLength: this.#totalLength,
    }
  }

  static unpack(packed: PackedIndex): LexicalIndex {
    const index = new LexicalIndex()
    let start = 0
    unpackStrings(packed.terms).forEach((term, row) => {
      const size = packed.sizes[row]!
      index.#postings.set(term, new Postings(packed.documents, packed.counts, start, size))
      start += size
    })
    index.#turns = packed.turns
    index.#conversations = packed.conversations
    index.#lengths = packed.lengths
    index.#size = packed.turns.length
    index.#live = packed.live
    index.#totalLength = packed.totalLength
    return index
  }
}
