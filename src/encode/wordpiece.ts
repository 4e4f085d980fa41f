// WordPiece: words into pieces of a fixed vocabulary (Wu et al. 2016, as in uncased BERT).

/** Looks words up in a vocabulary, longest piece first. */
export class WordPiece {
  readonly #pieces: Map<string, number>
  readonly #cache = new Map<string, readonly number[]>()
  static readonly #cacheLimit = 50_000
  static readonly #longestWord = 64

  /** `vocabulary`: piece by row; continuations start with `##`. */
  constructor(vocabulary: readonly string[]) {
    this.#pieces = new Map(vocabulary.map((piece, row) => [piece, row]))
  }

  /** Rows of the pieces of one folded word; empty when the vocabulary cannot spell it. */
  rows(word: string): readonly number[] {
    const known = this.#cache.get(word)
    if (known) return known
    const rows = this.#split(word)
    if (this.#cache.size >= WordPiece.#cacheLimit) this.#cache.clear()
    this.#cache.set(word, rows)
    return rows
  }

  #split(word: string): number[] {
    if (word.length > WordPiece.#longestWord) return []
    const rows: number[] = []
    for (let start = 0; start < word.length; ) {
      let end = word.length
      let row: number | undefined
      for (; end > start; end--) {
        row = this.#pieces.get((start > 0 ? '##' : '') + word.slice(start, end))
        if (row !== undefined) break
      }
      if (row === undefined) return []
      rows.push(row)
      start = end
    }
    return rows
  }
}
