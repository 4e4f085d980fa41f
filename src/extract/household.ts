// "The wife", "the boss", "just me and the baby, Tim": kin without a word for whose, who are the speaker's.
import type { Role } from '../graph/relation.ts'
import type { KinPhrase } from './phrase.ts'
import type { Token } from './token.ts'

/** Roles of which "the" alone means the speaker's: the wife, the boss. */
const idioms: ReadonlySet<Role> = new Set<Role>(['spouse', 'boss', 'parentInLaw', 'siblingInLaw', 'sibling', 'grandparent', 'parent'])

/** True for one of the speaker's household; `aboutSelf`: the sentence is about the speaker, `alone`: nobody else was spoken of. */
export function isOfHousehold(phrase: KinPhrase, aboutSelf: boolean, alone: boolean): boolean {
  return (idioms.has(phrase.kin.role) || isOwnChild(phrase, aboutSelf, alone)) && !phrase.kin.ended
}

/** "Just me and the baby, Tim"; "the kids, Tim and Bo" where nobody else was spoken of. */
function isOwnChild({ kin, names, word }: KinPhrase, aboutSelf: boolean, alone: boolean): boolean {
  return kin.role === 'child' && names.length > 0 && !/^(boy|girl)$/.test(word) && (aboutSelf || (kin.plural && alone))
}

/** True for a sentence about the speaker, and of no animal of somebody else's: "the cat, Mitzi, sleeps on my bed". */
export function isAtHome(tokens: readonly Token[]): boolean {
  if (tokens.at(-1)!.norm === "'s" || tokens.some(({ norm }) => /^(belongs|belonged|neighbours?|neighbors?|owner|saw|met)$/.test(norm))) return false
  return tokens.some(({ norm }) => /^(my|our|me|us|i|we)$/.test(norm))
}
