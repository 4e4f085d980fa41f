// Persons whose names are alike, in one text: "Big Leo and Little Leo", "a William and a Bill". They are two.
import { isSlip, soundsLike } from './alias.ts'
import { countOf } from './number.ts'
import { isOrdinary, isWordName } from './ordinary.ts'
import type { Phrase } from './phrase.ts'
import { normAt, type Sentence, type Token } from './token.ts'

/** Adjectives that tell one from another of the same name. */
export const epithets: ReadonlySet<string> = new Set('big little old young tall short fat skinny wee small ginger blonde blond'.split(' '))

/** Names with their adjectives, in lower case, where a text has one name with several: "big leo", "little leo". */
export function namesakesIn(sentences: readonly Sentence[]): ReadonlySet<string> {
  const kinds = new Map<string, Set<string>>()
  for (const { tokens, cased } of sentences) {
    for (const [at, { norm }] of tokens.entries()) {
      const name = tokens[at + 1]
      if (epithets.has(norm) && isNameLike(name, cased)) kinds.set(name.norm, (kinds.get(name.norm) ?? new Set()).add(norm))
    }
  }
  return new Set([...kinds].flatMap(([name, adjectives]) => (adjectives.size > 1 ? [...adjectives].map(adjective => `${adjective} ${name}`) : [])))
}

/** "Two Marias", "three different Toms": a name that several bear is nobody's. */
export function isSharedName(tokens: readonly Token[], at: number): boolean {
  if (!tokens[at]!.norm.endsWith('s')) return false
  const before = /^(different|other|separate|whole)$/.test(normAt(tokens, at - 1)) ? at - 2 : at - 1
  return countOf(normAt(tokens, before)) !== undefined || /^(several|many|multiple)$/.test(normAt(tokens, before))
}

/** Names that sound alike and are two persons', for both are told apart; every pair in both orders. */
export function rivalsIn(sentences: readonly Sentence[]): string[] {
  const told = new Set<string>()
  const names = new Map<string, Set<number>>()
  const pairs: [string, string][] = []
  for (const [index, { tokens, cased }] of sentences.entries()) {
    for (const [at, token] of tokens.entries()) {
      if (!isNameLike(token, cased)) continue
      names.set(token.norm, (names.get(token.norm) ?? new Set()).add(index))
      if (isSomebody(tokens, at + 1)) told.add(token.norm)
      const other = joinedTo(tokens, at, cased)
      if (other) pairs.push([token.norm, other.norm])
    }
  }
  // A slip of the finger is hardly made twice, nor in the sentence that has the name spelled well.
  for (const [left, places] of names) for (const [right, others] of names) {
    if (left >= right || (left[0] !== right[0] && !told.has(left)) || !soundsLike(left, right)) continue
    const spelled = isSlip(left, right) && ((places.size > 1 && others.size > 1) || [...places].some(place => others.has(place)))
    if (spelled || (told.has(left) && told.has(right))) pairs.push([left, right])
  }
  const alike = pairs.filter(([left, right]) => left !== right && soundsLike(left, right))
  return alike.flatMap(([left, right]) => [`${left} ${right}`, `${right} ${left}`])
}

/** "Ana and Anna", "Jo or my Joe": the name that stands beside one. */
function joinedTo(tokens: readonly Token[], at: number, cased: boolean): Token | undefined {
  if (!/^(and|or|vs|not|versus)$/.test(normAt(tokens, at + 1))) return undefined
  const other = tokens[/^(a|an|the|my|from)$/.test(normAt(tokens, at + 2)) ? at + 3 : at + 2]
  return isNameLike(other, cased) ? other : undefined
}

/** "Is my boss", "'s the plumber", ", my aunt", ", who cooks here": what tells who somebody is. */
function isSomebody(tokens: readonly Token[], at: number): boolean {
  const [link, next] = [normAt(tokens, at), normAt(tokens, at + 1)]
  if (/^(is|'s)$/.test(link)) return /^(my|our|his|her|the|a|an)$/.test(next)
  return /^[,(]$/.test(link) && /^(my|our|who)$/.test(next)
}

function isNameLike(token: Token | undefined, cased: boolean): token is Token {
  if (token?.kind !== 'word' || token.norm.length < 2) return false
  if (token.capital) return !isOrdinary(token.norm) || isWordName(token.norm)
  return !cased && token.norm.length > 2 && !isOrdinary(token.norm)
}

/** True where a phrase has a name of which a form may be another. */
export function bearsLike(phrase: Phrase | undefined, form: string): boolean {
  return phrase !== undefined && formsIn(phrase).some(name => name !== form && soundsLike(name, form))
}

/** Names in a phrase, in lower case. */
export function formsIn(phrase: Phrase): string[] {
  const names = phrase.type === 'name' ? [phrase.name] : phrase.type === 'kin' ? phrase.names : []
  return names.map(({ text }) => text.toLowerCase())
}
