// Long texts cut into passages, so that one topic among many in a long turn is not drowned.

/** Words that a passage holds at most. */
const passageWords = 60

// Scripts that write no spaces: a character is about half a word.
const unspaced = String.raw`\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Khmer}\p{sc=Lao}`
const pieces = new RegExp(`[${unspaced}]{1,2}[。！？、，]?\\s*|[^\\s${unspaced}]+\\s*`, 'gu')

/** Passages of a text, each an exact piece of it, cut at sentence ends where that is possible. One element for a short text. */
export function passages(text: string): string[] {
  if (text.length < passageWords * 3) return [text]
  const found: string[] = []
  let start = 0
  let words = 0
  let sentenceEnd = -1
  for (const match of text.matchAll(pieces)) {
    const end = match.index + match[0].length
    words++
    if (/[.!?;:]["')\]]*\s+$|[。！？]\s*$|\n\s*$/.test(match[0])) sentenceEnd = end
    if (words < passageWords) continue
    // A sentence that ends in the first third would leave a scrap; then the cut falls between words.
    const cut = sentenceEnd > start + (end - start) / 3 ? sentenceEnd : end
    found.push(text.slice(start, cut).trim())
    words = text.slice(cut, end).match(pieces)?.length ?? 0
    start = cut
    sentenceEnd = -1
  }
  const rest = text.slice(start).trim()
  if (rest) found.push(rest)
  return found.length > 0 ? found : [text]
}
