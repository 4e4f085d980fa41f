// What a text states, so that one that says the same strengthens a trace instead of making its own.

// Words that change no statement wherever they stand.
const fillers = new Set('a an the and also just really very again please um uh oh'.split(' '))
// Words that change none at its start.
const openers = new Set('well so ok okay yes yeah hey anyway but'.split(' '))
const tokens = /[+\-\p{Sc}]?\d[\d.,:/%-]*|[\p{L}\p{M}\p{N}'’]+|\p{Extended_Pictographic}/gu
const contractions: Readonly<Record<string, string>> = {
  "can't": 'can not',
  cannot: 'can not',
  "won't": 'will not',
  "shan't": 'shall not',
}

/**
 * What a text states, in one form: its words in order, with numbers as they are written, without what changes nothing (case,
 * punctuation, contractions, fillers). Two texts of one form say the same thing. Less is not enough: "lent Ana" and "Ana
 * lent", "at 8 am" and "at 8 pm", "love" and "hate" are near in every embedding and in every count of shared words, and a
 * text that was taken for another can no longer be found.
 */
export function statementOf(text: string): string {
  const words: string[] = []
  for (const [token] of text.normalize('NFKC').toLowerCase().replaceAll('’', "'").matchAll(tokens)) {
    const word = /\d/.test(token) ? token.replace(/[.,:/-]+$/, '') : spelledOut(token)
    if (fillers.has(word) || (words.length === 0 && openers.has(word))) continue
    words.push(word)
  }
  if (words.length === 0) return text.trim()
  const asks = /[?？]["')\]\s]*$/.test(text)
  return words.join(' ') + (asks ? '?' : '')
}

function spelledOut(word: string): string {
  return (
    contractions[word] ??
    word.replace(/n't$/, ' not').replace(/'m$/, ' am').replace(/'re$/, ' are').replace(/'ve$/, ' have').replace(/'ll$/, ' will')
  )
}
