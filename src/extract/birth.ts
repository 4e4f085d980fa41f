// Children by their birth or their number: "had a girl, Ida", "her two, Ana and Bo", "Ana's second".
import type { Gender } from '../graph/relation.ts'
import { kinOfRole, offspring, type Kin } from './kin.ts'
import { nameAt, type Name, type NameReader } from './name.ts'
import { namesAfter } from './naming.ts'
import { countOf } from './number.ts'
import type { KinPhrase, Phrase } from './phrase.ts'
import { normAt, type Token } from './token.ts'

const newborns: Readonly<Record<string, Gender | null>> = {
  baby: null, child: null, first: null, second: null, third: null, newborn: null, girl: 'f', daughter: 'f', boy: 'm', son: 'm',
}

/** "Had her first, a girl they named Alva", "had a boy, they call him Tom": `at` is the place after "had". */
export function birthAt(tokens: readonly Token[], at: number, names: NameReader): { kin: Kin; name: Name } | undefined {
  if (!/^(a|an|the|her|his|their|our|my|another)$/.test(normAt(tokens, at))) return undefined
  const word = tokens.slice(at + 1, at + 4).find(({ norm }) => Object.hasOwn(newborns, norm))
  if (!word) return undefined
  const given = tokens.findIndex(({ norm }, place) => place > at + 1 && /^(named|naming|called|calling|christened)$/.test(norm))
  if (given < 0) return beside(tokens, at, names)
  const start = /^(her|him|it|them)$/.test(normAt(tokens, given + 1)) ? given + 2 : given + 1
  const found = nameAt(tokens, start, names, true)
  const gender = newborns[word.norm] ?? genderIn(tokens.slice(at, start))
  return found && { kin: kinOfRole('child', gender), name: found.name }
}

/** "Had our second, a boy, Nils", "a girl yesterday, Ida": a name beside the child ends the clause. */
function beside(tokens: readonly Token[], at: number, names: NameReader): { kin: Kin; name: Name } | undefined {
  const child = tokens.findLastIndex(({ norm }, place) => place > at && place < at + 7 && /^(girl|boy|daughter|son)$/.test(norm))
  const comma = child < 0 ? -1 : tokens.findIndex(({ norm }, place) => place > child && place < child + 4 && /^[,:-]$/.test(norm))
  const found = comma < 0 ? undefined : nameAt(tokens, comma + 1, names, true)
  if (!found || !/^(,|!|and|)$/.test(normAt(tokens, found.end))) return undefined
  // "Had a girl, Ida says": a clause, not a name.
  const listed = tokens[found.end] !== undefined && tokens[found.end + 1]?.capital
  return listed ? undefined : { kin: kinOfRole('child', newborns[tokens[child]!.norm] ?? null), name: found.name }
}

/** "She is a mother now", "a dad since Tuesday": the child of whoever became a parent. */
export function newChild(tokens: readonly Token[], { kin, owner, indefinite, end }: KinPhrase & { end: number }): Kin | undefined {
  const parent = kin.role === 'parent' && !kin.plural && owner === null && indefinite
  return parent && /^(since|now|again|at)$/.test(normAt(tokens, end)) ? offspring : undefined
}

/** The gender that the last word for a child tells. */
export function genderIn(tokens: readonly Token[]): Gender | null {
  const word = tokens.findLast(({ norm }) => /^(girl|boy|him|daughter|son)$/.test(norm))?.norm
  if (word === undefined) return tokens.at(-1)?.norm === 'her' ? 'f' : null
  return /^(girl|daughter)$/.test(word) ? 'f' : 'm'
}

/** Children of whoever is told before a number, where as many names follow; `at` is the place after the number. */
export function broodAt(tokens: readonly Token[], at: number, names: NameReader): { kin: Kin; length: number } | undefined {
  const count = countOf(normAt(tokens, at - 1))
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
