// What somebody calls the speaker tells what the speaker is: "her boys call me uncle", "my grandson calls me nana".
import { roleTable, type Role } from '../graph/relation.ts'
import type { Kin } from './kin.ts'
import { bareKinAt, type Phrase } from './phrase.ts'
import { normAt, type Token } from './token.ts'

/** Those who are called so by children. */
const elders: ReadonlySet<Role> = new Set<Role>(['parent', 'grandparent', 'pibling'])
const young: ReadonlySet<Role> = new Set<Role>(['child', 'grandchild', 'nibling'])
const ends = /^(,|;|\)|-|"|and|but|now|too|already|though|like|in|even|because|which|every|all|so|)$/

/** What the speaker is to those who call her something at a place: friends who say "grandma" are joking. */
export function elderCalled(tokens: readonly Token[], at: number, who: readonly Phrase[]): Kin | undefined {
  if (!/^calls?$/.test(tokens[at]!.norm) || tokens[at + 1]?.norm !== 'me') return undefined
  const kin = bareKinAt(tokens, at + 2)
  if (!kin || kin.plural || !elders.has(kin.role) || !ends.test(normAt(tokens, at + 3))) return undefined
  // "Though I'm not".
  if (tokens.slice(at + 3).some(({ norm }) => /^(not|though|although)$/.test(norm))) return undefined
  return who.length > 0 && who.every(phrase => isYoung(phrase, kin.role)) ? kin : undefined
}

/** "Grandpa, look": whom a speech calls by a kin word. */
export function elderAddressed(tokens: readonly Token[]): Kin | undefined {
  const kin = tokens[1]?.norm === ',' ? bareKinAt(tokens, 0) : undefined
  return kin && !kin.plural && elders.has(kin.role) ? kin : undefined
}

/** A child of somebody; the speaker's own answers to what she is called. A friend's and a neighbour's say "auntie" to many. */
function isYoung(phrase: Phrase, elder: Role): boolean {
  if (phrase.type === 'name') return !phrase.place
  if (phrase.type !== 'kin' || !phrase.owner || !young.has(phrase.kin.role)) return false
  if (phrase.owner.type === 'self') return phrase.kin.role === roleTable[elder].inverse
  return elder !== 'pibling' || phrase.owner.type === 'name' || (phrase.owner.type === 'kin' && phrase.owner.kin.role === 'sibling')
}
