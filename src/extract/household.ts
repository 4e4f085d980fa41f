// "The wife", "the boss", "just me and the baby, Tim": kin without a word for whose, who are the speaker's.
import type { Role } from '../graph/relation.ts'
import type { KinPhrase } from './phrase.ts'

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
