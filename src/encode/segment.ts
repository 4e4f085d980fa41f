// Words and punctuation of a text, with their places.
/** A word as the segmenter found it, lower case, accents removed. */
export interface Word {
  text: string
  /** Offset of the word in the text it came from, in UTF-16 code units. */
  start: number
}

const segmenter = new Intl.Segmenter('en', { granularity: 'word' })
const punctuation = /^[\p{P}\p{S}]$/u
const asciiOnly = /^[\x20-\x7e\n\t]*$/
const asciiWords = /[A-Za-z0-9]+|[!-/:-@[-`{-~]/g
const marks = /\p{M}/gu

function fold(text: string): string {
  return asciiOnly.test(text) ? text.toLowerCase() : text.toLowerCase().normalize('NFD').replace(marks, '')
}

/**
 * Words and punctuation marks of a text in order. ASCII text is split by the rule that BERT uses;
 * anything else by Intl.Segmenter, which also knows scripts that write no spaces.
 */
export function splitWords(text: string): Word[] {
  const words: Word[] = []
  if (asciiOnly.test(text)) {
    for (const match of text.matchAll(asciiWords)) words.push({ text: match[0].toLowerCase(), start: match.index })
    return words
  }
  for (const { segment, index, isWordLike } of segmenter.segment(text)) {
    if (!isWordLike && !punctuation.test(segment)) continue
    // What the segmenter keeps whole, as "3,000", "don't" and "foo_bar", is split as ASCII text is.
    if (/[^\p{L}\p{M}]/u.test(segment)) {
      for (const match of segment.matchAll(/[\p{L}\p{N}\p{M}]+|[\p{P}\p{S}]/gu)) {
        words.push({ text: fold(match[0]), start: index + match.index })
      }
    } else words.push({ text: fold(segment), start: index })
  }
  return words
}
