// Nouns around a kin word that change what it means: "my army buddy", "in the lab", "the bride".
import { isFunctionWord, wordSet } from '../encode/prose.ts'
import { kinAt } from './kin.ts'
import type { Token } from './token.ts'

/** Kin words that without an owner mean anybody: "this old man", "the bride". */
export const anybodys: ReadonlySet<string> = wordSet('man lad laddie lass lassie boy girl fella widow widower bride groom bridegroom')

// "Tell her thanks mate": who is spoken to is no friend of hers.
const addresses = wordSet("'s today tonight tomorrow yesterday thanks cheers sorry please now then")

/** Place of the kin word in "my army buddy", "her chess club friend": nouns tell where a friend is from. */
export function circleEnd(tokens: readonly Token[], at: number): number | undefined {
  for (let next = at; next < at + 3; next++) {
    const token = tokens[next]
    if (token?.kind !== 'word' || token.capital || isFunctionWord(token.norm) || addresses.has(token.norm)) return undefined
    const role = kinAt([token.norm], 0)?.kin.role
    if (role !== undefined) return next > at && role === 'friend' ? next : undefined
  }
  return undefined
}

const rooms = wordSet('in at from to into inside near chemistry physics photo computer media sleep dental')

/** "In the lab", "her chemistry lab": no Labrador. */
export function isRoom(tokens: readonly Token[], at: number): boolean {
  return tokens[at]?.norm === 'lab' && tokens.slice(Math.max(0, at - 2), at).some(({ norm }) => rooms.has(norm))
}
