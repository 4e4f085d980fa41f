// Words and marks of a sentence.

/** A word or a mark. */
export interface Token {
  /** As it was written. */
  text: string
  /** Lower case, apostrophes straight. A possessive is `'s`; `not`, `is` and the like stand apart from what they lean on. */
  norm: string
  kind: 'word' | 'mark'
  /** Starts with a capital letter. */
  capital: boolean
  /** Offset in the message, in UTF-16 code units. */
  start: number
}

/** A sentence: its tokens, and whether it asks. */
export interface Sentence {
  tokens: Token[]
  asks: boolean
  /** Capital letters tell names here: the message uses them inside its sentences. */
  cased: boolean
}

/** The word or mark at a place, in lower case; an empty one outside of the sentence. */
export function normAt(tokens: readonly Token[], at: number): string {
  return tokens[at]?.norm ?? ''
}
