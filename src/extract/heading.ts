// A list under a heading: "Siblings: me, Ana and Bo".
import type { Kin } from './kin.ts'
import type { NameReader } from './name.ts'
import { namesAfter } from './naming.ts'
import type { Phrase } from './phrase.ts'
import { normAt, type Token } from './token.ts'

/** The speaker's own who are listed behind a colon. */
export function headedBy(tokens: readonly Token[], kin: Kin, colon: number, names: NameReader): Phrase | undefined {
  const me = /^(me|i|myself)$/.test(normAt(tokens, colon + 1)) && /^(,|and)$/.test(normAt(tokens, colon + 2))
  const told = namesAfter(tokens, me ? colon + 3 : colon + 1, true, names)
  const owner: Phrase = { type: 'self', plural: false, start: 0, end: 0 }
  const word = tokens[colon - 1]!.norm
  return told.names.length > 0 ? { type: 'kin', owner, kin, names: told.names, indefinite: false, definite: false, word, trade: undefined, start: 0, end: told.end } : undefined
}
