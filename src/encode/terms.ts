// A text as index terms: words without stop words, stemmed (Porter 1980).
import { stemmer } from 'stemmer'
import { splitWords } from './segment.ts'

const stopWords = new Set((
  'a about after all also am an and any are as at be because been being but by came can come comes coming could did ' +
  'do does doing don for from get go goes going gone got had has have having he her here hers him his how i if in ' +
  'into is isn it its just let like ll m me might more most much my no not now of off ok okay on or our out over re ' +
  'really s shall she should so some such t than that the their them then there these they this those to too up us ' +
  've very was we went were what when where which while who whom whose why will with would yeah yes you your'
).split(' '))

const stems = new Map<string, string>()

/** The stem of a lower-case word. */
function stem(word: string): string {
  const known = stems.get(word)
  if (known !== undefined) return known
  const found = stemmer(word)
  if (stems.size > 100_000) stems.clear()
  stems.set(word, found)
  return found
}

/** Index terms of a text in order; may be empty ("What should I do?"). */
export function terms(text: string): string[] {
  const found: string[] = []
  for (const { text: word } of splitWords(text)) {
    if (!stopWords.has(word) && /[\p{L}\p{N}]/u.test(word)) found.push(stem(word))
  }
  return found
}

/** The word of texts that an index term most often stands for, in lower case. */
export function wordsBehind(term: string, texts: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const text of texts) {
    for (const { text: word } of splitWords(text)) if (stem(word) === term) counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [term, 0] as [string, number])[0]
}
