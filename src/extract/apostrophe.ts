// Names that lost the apostrophe before their s: "shes at rosas place", "tims my cousin".
import { kinAt } from './kin.ts'
import { isOrdinary } from './ordinary.ts'
import type { Sentence, Token } from './token.ts'

/** Sentences with the apostrophes put back; `knows` tells names of the memory, in lower case. */
export function restoreApostrophes(sentences: readonly Sentence[], knows: (name: string) => boolean): Sentence[] {
  const isName = (stem: string): boolean => knows(stem) || (!isOrdinary(stem) && sentences.some(({ tokens }) => tokens.some(({ norm }) => norm === stem)))
  return sentences.map(sentence => {
    const tokens = sentence.tokens.flatMap((token, at) => (isClipped(token, sentence.tokens[at + 1], isName, knows) ? parted(token) : [token]))
    return tokens.length === sentence.tokens.length ? sentence : { ...sentence, tokens }
  })
}

/** True for a name with a bare s: one that is known without it, or that stands before a kin word. */
function isClipped(token: Token, next: Token | undefined, isName: (stem: string) => boolean, knows: (name: string) => boolean): boolean {
  const { norm, kind } = token
  if (kind !== 'word' || norm.length < 4 || !/[^s']s$/.test(norm) || next?.kind !== 'word' || next.norm === "'s") return false
  if (knows(norm) || isOrdinary(norm) || kinAt([norm], 0)) return false
  const stem = norm.slice(0, -1)
  return isName(stem) || (!token.capital && stem.length > 3 && !isOrdinary(stem) && !next.capital && isSingularKin(next.norm))
}

function isSingularKin(norm: string): boolean {
  const kin = kinAt([norm], 0)?.kin
  return kin !== undefined && !kin.plural && kin.role !== 'pet' && kin.role !== 'stranger'
}

function parted(token: Token): Token[] {
  const stem = { ...token, text: token.text.slice(0, -1), norm: token.norm.slice(0, -1) }
  return [stem, { text: 's', norm: "'s", kind: 'word', capital: false, start: token.start + token.text.length - 1 }]
}
