// Who is named wrongly and then rightly: "Marta, I mean Greta, is here", "stephen - sorry, stefan - called". The second name counts.
import { isOrdinary, isWordName } from './ordinary.ts'
import { normAt, type Sentence, type Token } from './token.ts'

/** Words that take back the name before them, as they follow one another. */
const cues = ['sorry', 'i mean', 'i meant', 'or rather', 'no wait', 'wait no', 'no', 'correction', 'oops', 'sorry i meant', 'no sorry', 'sorry i mean', 'ugh'].map(cue => cue.split(' ')).sort((a, b) => b.length - a.length)
const marks = /^[,(-]$/

/** Sentences without the names that were taken back. */
export function withoutRetakes(sentences: readonly Sentence[]): Sentence[] {
  return sentences.map(sentence => {
    const tokens = [...sentence.tokens]
    for (let at = 0; at < tokens.length; at++) {
      const span = retakeAt(tokens, at, sentence.cased)
      if (span) tokens.splice(at, span.end - at, ...tokens.slice(span.name, span.name + 1))
    }
    return tokens.length === sentence.tokens.length ? sentence : { ...sentence, tokens }
  })
}

/** The place of the name that counts, and the place after all that was said to get there. */
function retakeAt(tokens: readonly Token[], at: number, cased: boolean): { name: number; end: number } | undefined {
  const opener = normAt(tokens, at + 1)
  if (!marks.test(opener) || !isNameLike(tokens[at], cased)) return undefined
  const cue = cueAt(tokens, at + 2)
  if (cue === 0) return undefined
  let name = at + 2 + cue
  if (/^[,:]$/.test(normAt(tokens, name))) name++
  if (!isNameLike(tokens[name], cased) || tokens[name]!.norm === tokens[at]!.norm) return undefined
  const closer = opener === '(' ? ')' : opener
  const close = tokens.findIndex(({ norm }, place) => place > name && place < name + 5 && norm === closer)
  if (close < 0) return tokens[name + 1] === undefined ? { name, end: name + 1 } : undefined
  // "I met Marta, no, Greta told me so, ...": between the name and the mark stands at most an excuse.
  // The mark belongs to what it opens: ", my cousin".
  const end = /^(my|our|his|her|who|a|an)$/.test(normAt(tokens, close + 1)) ? close : close + 1
  return close === name + 1 || tokens[name + 1]!.norm === ',' ? { name, end } : undefined
}

function cueAt(tokens: readonly Token[], at: number): number {
  return cues.find(cue => cue.every((word, step) => tokens[at + step]?.norm === word))?.length ?? 0
}

function isNameLike(token: Token | undefined, cased: boolean): boolean {
  if (token?.kind !== 'word' || token.norm.length < 3 || (cased && !token.capital)) return false
  return !isOrdinary(token.norm) || (cased && isWordName(token.norm))
}
