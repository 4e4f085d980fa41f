// Lexical markers of a text: shares of words and sentences that tell what kind of saying it is.
import { questionShare } from '../encode/style.ts'
import { isFunctionWord, sentencesOf, wordsOf, writtenWordsOf } from '../encode/prose.ts'
import { phraseMarkers, wordMarkers, type PhraseMarker, type WordMarker } from './marker-words.ts'

const wordNames = Object.keys(wordMarkers) as WordMarker[]
const phraseNames = Object.keys(phraseMarkers) as PhraseMarker[]

/** Names of the markers, in the order of `markersOf`. */
export const markerNames: readonly string[] = [
  ...wordNames, ...phraseNames, 'names', 'digits', 'question', 'content', 'longWords', 'phatic', 'emoji', 'lowercase', 'foreign',
]

const groupsOfWord = new Map<string, number[]>()
wordNames.forEach((name, index) => {
  for (const word of wordMarkers[name]) groupsOfWord.set(word, [...(groupsOfWord.get(word) ?? []), index])
})
const phaticNames: readonly WordMarker[] = ['greeting', 'thanks', 'acknowledgement', 'laughter']
const phatic = new Set(phaticNames.map(name => wordNames.indexOf(name)))
// Small talk counts by its share of the whole text; a fact counts by the sentence that is densest in it.
const overallNames: readonly (WordMarker | PhraseMarker)[] = [
  ...phaticNames, 'evaluation', 'filler', 'hedge', 'secondPerson', 'request', 'mood', 'offering', 'quoted',
]
const overall = new Set(overallNames.map(name => markerNames.indexOf(name)))
const densities = wordNames.length + phraseNames.length + 2
const past = wordNames.indexOf('past')

/**
 * Markers of a text, [markerNames.length], each in [0, 1]. They are densities, so a long text has no more of them than
 * a short one; the square root keeps one telling word in a paragraph visible.
 */
export function markersOf(text: string): Float32Array {
  const words = wordsOf(text)
  const markers = new Float32Array(markerNames.length)
  markers.set(densitiesOf(text, words))
  const sentences = sentencesOf(text)
  if (sentences.length > 1) {
    for (const sentence of sentences) {
      densitiesOf(sentence, wordsOf(sentence)).forEach((value, at) => {
        if (!overall.has(at)) markers[at] = Math.max(markers[at]!, value)
      })
    }
  }
  const share = (holds: (word: string) => boolean): number => (words.length ? words.filter(holds).length / words.length : 0)
  markers.set([
    questionShare(text), share(word => !isFunctionWord(word)), share(word => word.length > 6),
    share(word => groupsOfWord.get(word)?.some(group => phatic.has(group)) ?? false),
    Math.min(1, Math.sqrt((text.match(/\p{Extended_Pictographic}/gu)?.length ?? 0) / (words.length + 1))),
    /\p{Ll}/u.test(text) && !/\p{Lu}/u.test(text) ? 1 : 0, foreignShare(text),
  ], densities)
  return markers
}

// Square roots of shares of words: word groups, phrases, names, words with digits.
function densitiesOf(text: string, words: readonly string[]): Float32Array {
  const counts = new Float32Array(densities)
  for (const word of words) {
    const groups = groupsOfWord.get(word)
    for (const group of groups ?? []) counts[group] = counts[group]! + 1
    if (!groups && word.length > 4 && word.endsWith('ed')) counts[past] = counts[past]! + 1
    if (/\p{N}/u.test(word)) counts[densities - 1] = counts[densities - 1]! + 1
  }
  phraseNames.forEach((name, index) => {
    counts[wordNames.length + index] = 2 * (text.match(phraseMarkers[name])?.length ?? 0)
  })
  counts[densities - 2] = nameCount(text)
  return counts.map(count => Math.min(1, Math.sqrt(count / Math.max(1, words.length))))
}

// Capitals inside a sentence; a sentence's first word is capital by rule, "I" by custom.
function nameCount(text: string): number {
  let names = 0
  for (const sentence of sentencesOf(text)) {
    for (const word of writtenWordsOf(sentence).slice(1)) if (/^\p{Lu}/u.test(word) && !/^I(?:['’]|$)/.test(word)) names += 1
  }
  return names
}

// Share of letters outside the Latin script, of which the word lists know nothing.
function foreignShare(text: string): number {
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  return letters ? 1 - (text.match(/\p{Script=Latin}/gu)?.length ?? 0) / letters : 0
}
