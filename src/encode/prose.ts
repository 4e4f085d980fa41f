// Prose: words and sentences of a text as people count them, apostrophes kept.

const wordPattern = /[\p{L}\p{N}]+(?:['’\-._][\p{L}\p{N}]+)*/gu
// Of ASCII alone the same words, without the tables of Unicode.
const asciiOnly = /^\p{ASCII}*$/u
const asciiPattern = /[A-Za-z0-9]+(?:['\-._][A-Za-z0-9]+)*/g
const sentenceBorder = /(?<=[.!?…])\s+|(?<=[。！？])|\n+/u

/** Words in order, lower case, curly apostrophes made straight. Scripts without spaces come as runs. */
export function wordsOf(text: string): string[] {
  return writtenWordsOf(text).map(word => word.toLowerCase().replaceAll('’', "'"))
}

/** Words in order as they were written. */
export function writtenWordsOf(text: string): string[] {
  return text.match(asciiOnly.test(text) ? asciiPattern : wordPattern) ?? []
}

/** Non-empty sentences in order, each with its closing marks. */
export function sentencesOf(text: string): string[] {
  return text.split(sentenceBorder).map(sentence => sentence.trim()).filter(sentence => sentence !== '')
}

/** The words of a space-separated list. */
export function wordSet(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/).filter(word => word !== ''))
}

/** A pattern that finds every occurrence of whole phrases, each written as a regular expression. */
export function phrasePattern(phrases: readonly string[]): RegExp {
  return new RegExp(`\\b(?:${phrases.join('|')})\\b`, 'gi')
}

const functionWords = wordSet(`
  a about after again all also am an and any are aren't as at be because been before being but by can can't cannot
  could couldn't did didn't do does doesn't doing don't done down each even ever few for from get gets getting go goes
  going gonna got had hadn't has hasn't have haven't having he he'd he'll he's her here hers herself him himself his
  how i i'd i'll i'm i've if in into is isn't it it'd it'll it's its itself just let let's like ll made make makes may
  me might mine more most much must my myself no nor not now of off oh ok okay on once one only or other our ours
  ourselves out over own quite rather re really right same say says see she she'd she'll she's should shouldn't so
  some something still such than that that's the their theirs them themselves then there there's these they they'd
  they'll they're they've thing things this those though through to too under until up us ve very was wasn't way we
  we'd we'll we're we've well went were weren't what what's when where which while who whom who's why will with won't
  would wouldn't yeah yes yet you you'd you'll you're you've your yours yourself`)

/** True for a word that carries grammar rather than content. */
export function isFunctionWord(word: string): boolean {
  return functionWords.has(word)
}
