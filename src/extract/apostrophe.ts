// Words that lost the apostrophe before their s: "shes at rosas place", "tims my cousin", "moms bday", "his names gordon".
import type { Role } from '../graph/relation.ts'
import { kinAt, type Kin } from './kin.ts'
import { isSharedName } from './namesake.ts'
import { isOrdinary } from './ordinary.ts'
import { normAt, type Sentence, type Token } from './token.ts'

/** Sentences with the apostrophes put back; `knows` tells names of the memory, in lower case. */
export function restoreApostrophes(sentences: readonly Sentence[], knows: (name: string) => boolean): Sentence[] {
  const isName = (stem: string): boolean => knows(stem) || (!isOrdinary(stem) && sentences.some(({ tokens }) => tokens.some(({ norm }) => norm === stem)))
  return sentences.map(sentence => {
    const tokens = sentence.tokens.flatMap((token, at, all) => {
      if (token.norm === 'its' && isCopula(all, at)) return [{ ...token, norm: 'it' }, possessive(token)]
      return (isClipped(token, all[at + 1], isName, knows) && !isSharedName(all, at)) || isClippedKin(all, at) || isClippedName(all, at) ? parted(token) : [token]
    })
    return tokens.length === sentence.tokens.length ? sentence : { ...sentence, tokens }
  })
}

/** True for a name with a bare s: one that is known without it, or that stands before a kin word. */
function isClipped(token: Token, next: Token | undefined, isName: (stem: string) => boolean, knows: (name: string) => boolean): boolean {
  const { norm, kind } = token
  if (kind !== 'word' || norm.length < 4 || !/[^s']s$/.test(norm) || next?.kind !== 'word' || next.norm === "'s") return false
  if (knows(norm) || isOrdinary(norm) || kinAt([norm], 0)) return false
  const stem = norm.slice(0, -1)
  return isName(stem) || (!token.capital && stem.length > 3 && !isOrdinary(stem) && !next.capital && (isSingularKin(next.norm) || belongings.test(next.norm)))
}

function isSingularKin(norm: string): boolean {
  const kin = kinAt([norm], 0)?.kin
  return kin !== undefined && !kin.plural && kin.role !== 'pet' && kin.role !== 'stranger'
}

/** What belongs to one person rather than to several. */
const belongings = /^(name|surname|nickname|birthday|bday|house|place|flat|phone|number|job|car|funeral|wedding|boss|address|email|knees?|leg|hip|shoulder|arm|foot|ear|eye|eyes|hair|teeth|surgery|operation|wheelchair|laptop|keys|bike|van|kitchen|room|coat|recipe|bakery|shop)$/
/** "My bros little girl". */
const adjectives = /^(lil|little|big|older|younger|best|new|old|ex|oldest|eldest|youngest|baby|late)$/
/** Roles of which one has one: "my dads in hospital" are no two dads. */
const lone: ReadonlySet<Role> = new Set<Role>(['parent', 'spouse', 'partner', 'parentInLaw', 'grandparent'])
const owners = /^(my|our|his|her|your|their|'s|old|older|younger|little|big|best|lil|youngest|oldest|baby|twin)$/

/** "My moms bday", "my neices name", "dads in hospital", "my sisters a nurse": a kin word with a bare s. */
function isClippedKin(tokens: readonly Token[], at: number): boolean {
  const { norm, kind } = tokens[at]!
  const next = tokens[at + 1]
  if (kind !== 'word' || !/[^s']s$/.test(norm) || next?.kind !== 'word') return false
  const one = kinAt([norm.slice(0, -1)], 0)?.kin
  if (!one || one.plural || kinAt([norm], 0)?.kin.plural !== true) return false
  const before = tokens[at - 1]
  const owned = owners.test(before?.norm ?? '')
  const single = lone.has(one.role) && one.gender !== null
  if (!owned && !(single && (before === undefined || before.kind === 'mark' || /^(and|but|so|its|it|is|for|to)$/.test(before.norm)))) return false
  const kin = adjectives.test(next.norm) ? kinAt([tokens[at + 2]?.norm], 0)?.kin : undefined
  return belongings.test(next.norm) || (kin !== undefined && !kin.plural) || isSaidOf(tokens, at + 1, one, single)
}

/** What stands where "is" was: "my sisters a nurse", "my sons 4". */
function isSaidOf(tokens: readonly Token[], at: number, { role }: Kin, single: boolean): boolean {
  const { norm } = tokens[at]!
  const goesOn = (from: number): boolean => tokens.slice(from, from + 2).some(token => /^(and|,|&)$/.test(token.norm))
  if (/^\d{1,2}$/.test(norm)) return !/^\d/.test(normAt(tokens, at + 2)) && role !== 'pet'
  if (/^(called|named)$/.test(norm)) return !goesOn(at + 2)
  return /^(a|an)$/.test(norm) || (single && /^(in|at|on|from|not|here|there|so|very|really|always|still|also|coming|turning|getting|visiting|staying|going|off|back|away|sick|ill|fine|ok|allergic|the|my)$/.test(norm))
}

/** "His names gordon": after one owner a plural before a word that is no verb. */
function isClippedName(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at + 1]
  return tokens[at]!.norm === 'names' && next?.kind === 'word' && /^(my|his|her|its|your|'s)$/.test(normAt(tokens, at - 1)) && !isOrdinary(next.norm)
}

/** "Its my turn", "its called Norbit", "its ruta who": no possessive. */
function isCopula(tokens: readonly Token[], at: number): boolean {
  const next = normAt(tokens, at + 1)
  return /^(my|a|an|the|called|named|not|his|her|our|so|just|me|been|at|on|about|for|in)$/.test(next) || tokens[at + 2]?.norm === 'who' || isClippedKin(tokens, at + 1)
}

function possessive(token: Token): Token {
  return { text: 's', norm: "'s", kind: 'word', capital: false, start: token.start + token.text.length - 1 }
}

function parted(token: Token): Token[] {
  return [{ ...token, text: token.text.slice(0, -1), norm: token.norm.slice(0, -1) }, possessive(token)]
}
