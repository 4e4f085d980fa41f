// How a message is put, whatever it is about: its frames of function words, what its sentences begin with, what lifts a habit for once.
import { isFunctionWord, wordSet } from '../encode/prose.ts'
import { hashText } from '../random.ts'

/** Words of asking and handing over that make up a request as function words make up a sentence. */
const requestWords = wordSet(`please pls hi hello hey thanks thank today tomorrow yesterday week time need want write give draft send show tell ask help find
  put set word turn new next last another it for here's heres`)

const token = /[a-z][a-z'’]*|\d[\d.,:]*|[?!.,:;\n…()–-]/g
const mostTokens = 40

function tokensOf(text: string): string[] {
  return (text.toLowerCase().match(token) ?? []).map(part => (/^\d/.test(part) ? '0' : part.replaceAll('’', "'")))
}

/** Hashes of the frames of a text: runs of two to four of its function words and marks, with X for whatever stands between. */
export function framesOf(text: string): number[] {
  const frame: string[] = []
  for (const part of ['<', ...tokensOf(text).slice(0, mostTokens), '>']) {
    const content = /^[a-z]/.test(part) && !isFunctionWord(part) && !requestWords.has(part)
    if (!content || frame.at(-1) !== 'X') frame.push(content ? 'X' : part)
  }
  const runs = [2, 3, 4].flatMap(length => frame.slice(0, Math.max(0, frame.length - length + 1)).map((_, at) => `f ${frame.slice(at, at + length).join(' ')}`))
  return [...new Set([...runs, `f< ${frame.slice(0, 4).join(' ')}`, `f> ${frame.slice(-3).join(' ')}`])].map(hashText)
}

/** Hashes of what the sentences of a text begin with, and of how many numbers, commas and words it has. */
export function openingsOf(text: string): number[] {
  const sentences = text.split(/(?<=[.!?])\s+|\n/).filter(sentence => sentence.trim() !== '')
  const openings = sentences.flatMap(sentence => {
    const words = tokensOf(sentence).slice(0, 3)
    const starts = words.map((_, at) => words.slice(0, at + 1).join(' '))
    return [...starts.map(start => `o ${start}`), ...sentence.trim().endsWith('?') ? starts.slice(0, 2).map(start => `o? ${start}`) : []]
  })
  const counts = {
    sentences: Math.min(5, sentences.length), numbers: Math.min(4, text.match(/\d+/g)?.length ?? 0), commas: Math.min(4, text.split(',').length - 1),
    words: Math.min(6, Math.floor(tokensOf(text).length / 5)), asks: Number(text.includes('?')), lines: Number(text.includes('\n')),
  }
  return [...new Set([...openings, ...Object.entries(counts).map(([name, count]) => `n ${name} ${count}`)])].map(hashText)
}

/** What takes a standing way of working back for once, or asks for another: "this time", "skip the table", "just", "in full". */
const liftPatterns: readonly RegExp[] = [
  /\b(this time|for once|just (?:this )?once|this once|only once|for (?:today|now|tonight|this one)|(?:today|tonight) only|as an exception|exceptionally|one[- ]off|for a change|just for (?:this|today|now)|this one time|on this occasion)\b/,
  /\b(skip|drop|forget|leave (?:it|this|that|them|out|off|the|in|my)|ignore|never ?mind|don't|dont|do not|no need|not needed|needn't|without|instead|rather than|no \w+ (?:this|today|please|needed)|nothing (?:more|else)|no more|not the usual|unlike)\b/,
  /\b(this one|this thing|that one)\b/,
  /\b(just|simply|only|straight)\b/,
  /\b(today|tonight|now)\b/,
  /\b(usual|as always|same as|normal|ordinary|regular)\b/,
  /\b(full|long|whole|detailed?|as long as|everything|all of)\b/,
]

/** How many values `liftsOf` gives. */
export const liftCount: number = liftPatterns.length + 1

/** For each sign that a way of working is lifted 1 where a text has it, and how many it has; [liftCount]. */
export function liftsOf(text: string): number[] {
  const lower = text.toLowerCase().replaceAll('’', "'")
  const found = liftPatterns.map(pattern => Number(pattern.test(lower)))
  return [...found, found.reduce((sum, value) => sum + value, 0)]
}
