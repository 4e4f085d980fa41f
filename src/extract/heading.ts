// A list under a heading: "Siblings: me, Ana and Bo".
import { kinOwned, speaker } from './implied.ts'
import type { Kin } from './kin.ts'
import type { NameReader } from './name.ts'
import { namesAfter } from './naming.ts'
import type { Phrase } from './phrase.ts'
import { normAt, type Token } from './token.ts'

/** The speaker's own who are listed behind a colon. */
export function headedBy(tokens: readonly Token[], kin: Kin, colon: number, names: NameReader): Phrase | undefined {
  const me = /^(me|i|myself)$/.test(normAt(tokens, colon + 1)) && /^(,|and)$/.test(normAt(tokens, colon + 2))
  const told = namesAfter(tokens, me ? colon + 3 : colon + 1, true, names)
  return told.names.length > 0 ? kinOwned(speaker(0), { kin, names: told.names, word: tokens[colon - 1]!.norm, start: 0, end: told.end }) : undefined
}
