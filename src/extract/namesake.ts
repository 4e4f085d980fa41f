// Persons whose names are alike, in one text: "Big Leo and Little Leo", "a William and a Bill". They are two.
import { soundsLike } from './alias.ts'
import { isOrdinary, isWordName } from './ordinary.ts'
import type { Sentence, Token } from './token.ts'

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

/** Names that sound alike and are two persons', for they stand side by side or each is said to be somebody; every pair in both orders. */
export function rivalsIn(sentences: readonly Sentence[]): string[] {
  const told = sentences.flatMap(({ tokens, cased }) => tokens.filter((token, at) => isNameLike(token, cased) && isSomebody(tokens, at + 1)))
  const pairs = told.flatMap((left, index) => told.slice(index + 1).map(right => [left, right] as const))
  const joined = sentences.flatMap(({ tokens, cased }) => tokens.flatMap((token, at) => {
    if (!/^(and|or|vs|not|versus)$/.test(token.norm)) return []
    const left = tokens[at - 1]
    const right = tokens[/^(a|an|the|my|from)$/.test(tokens[at + 1]?.norm ?? '') ? at + 2 : at + 1]
    return isNameLike(left, cased) && isNameLike(right, cased) ? [[left, right] as const] : []
  }))
  const alike = [...pairs, ...joined].filter(([left, right]) => left.norm !== right.norm && soundsLike(left.norm, right.norm))
  return alike.flatMap(([left, right]) => [`${left.norm} ${right.norm}`, `${right.norm} ${left.norm}`])
}

/** "Is my boss", "'s the plumber". */
function isSomebody(tokens: readonly Token[], at: number): boolean {
  return /^(is|'s)$/.test(tokens[at]?.norm ?? '') && /^(my|our|his|her|the)$/.test(tokens[at + 1]?.norm ?? '')
}

function isNameLike(token: Token | undefined, cased: boolean): token is Token {
  if (token?.kind !== 'word' || token.norm.length < 3) return false
  return cased ? token.capital && (!isOrdinary(token.norm) || isWordName(token.norm)) : !isOrdinary(token.norm)
}
