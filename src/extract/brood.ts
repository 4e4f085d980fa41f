// Children who are only counted: "her two, Ana and Bo", "Ana's second".
import { kinOfRole, offspring, type Kin } from './kin.ts'
import type { NameReader } from './name.ts'
import { namesAfter } from './naming.ts'
import type { Phrase } from './phrase.ts'
import { normAt, type Token } from './token.ts'

const counts: Readonly<Record<string, number>> = { two: 2, three: 3, four: 4, five: 5 }

/** Children of whoever is told before a number, where as many names follow; `at` is the place after the number. */
export function broodAt(tokens: readonly Token[], at: number, names: NameReader): { kin: Kin; length: number } | undefined {
  const count = counts[normAt(tokens, at - 1)]
  if (count === undefined || !/^(my|our|his|her|their|your|'s)$/.test(normAt(tokens, at - 2)) || !/^[,:(-]$/.test(normAt(tokens, at))) return undefined
  return namesAfter(tokens, at, true, names).names.length === count ? { kin: kinOfRole('child', null, true), length: 0 } : undefined
}

/** "Besides my husband", "apart from him": one who is not counted; `start` is where the phrase starts. */
export function isLeftOut(tokens: readonly Token[], start: number): boolean {
  return /^(besides|than|from)$/.test(normAt(tokens, start - 1)) && (tokens[start - 1]!.norm === 'besides' || /^(apart|other|aside)$/.test(normAt(tokens, start - 2)))
}

/** "Kim is Ana's second.": the adjective was the noun. */
export function firstborn(tokens: readonly Token[], at: number, owner: Phrase | null): { kin: Kin; length: number } | undefined {
  const ends = tokens[at + 1] === undefined || /^[,)]$/.test(tokens[at + 1]!.norm)
  const told = tokens.slice(0, at).some(({ norm }) => norm === 'baby')
  return ends && told && owner && /^(first|second|third)$/.test(normAt(tokens, at)) ? { kin: offspring, length: 0 } : undefined
}
