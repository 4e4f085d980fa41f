// Names that follow a kin word: "my sister Dana", "two cats, Fig and Miso", "a friend called Yun".
import { isAnimal } from './kin.ts'
import { nameAt, subjectVerbs, type Name, type NameReader } from './name.ts'
import { numberOf } from './number.ts'
import { isVerb } from './ordinary.ts'
import { normAt, type Token } from './token.ts'

const openers: Readonly<Record<string, string>> = { '(': ')', '-': '-', ',': ',' }
const naming = new Set(['named', 'called', 'nicknamed'])

/**
 * Names that stand with a kin word which ends at `at`: at once, in commas, in brackets, between dashes, after "named".
 * `close`: at once only.
 */
export function namesAfter(
  tokens: readonly Token[], at: number, plural: boolean, reader: NameReader, close = false,
): { names: Name[]; end: number } {
  const none = { names: [], end: at }
  const token = tokens[at]
  if (!token) return none
  // "A son of her own, Bo".
  if (token.norm === 'of' && /^(his|her|their|my|our)$/.test(normAt(tokens, at + 1)) && tokens[at + 2]?.norm === 'own') {
    const own = namesAfter(tokens, at + 3, plural, reader, close)
    return own.names.length > 0 ? own : none
  }
  if (plural) {
    const comma = after.test(token.norm) ? tokens.findIndex(({ norm, kind }, place) => place > at && (kind === 'mark' || subjectVerbs.has(norm))) : -1
    const late = comma > 0 && comma - at < 6 && tokens[comma]!.norm === ',' ? manyAfter(tokens, comma, reader, none) : none
    return late.names.length > 1 ? late : manyAfter(tokens, at, reader, none)
  }
  const direct = nameAt(tokens, at, reader, true)
  if (direct) return { names: [direct.name], end: direct.end }
  if (close) return none
  if (naming.has(token.norm) || (token.norm === 'by' && tokens[at + 1]?.norm === 'the' && tokens[at + 2]?.norm === 'name')) {
    const found = nameAt(tokens, at + (token.norm === 'by' ? 4 : 1), reader, true)
    return found ? { names: [found.name], end: found.end } : none
  }
  const described = nameOfDescribed(tokens, at, reader)
  if (described) return described
  const later = nameAfterPhrase(tokens, at, reader)
  if (later) return later
  const closer = openers[token.norm]
  if (closer === undefined) return none
  const found = nameAt(tokens, at + 1, reader, true)
  if (!found) return none
  const next = tokens[found.end]
  if (next === undefined) return { names: [found.name], end: found.end }
  if (next.norm === closer) {
    // "My sister, Dana, Tom and I" is a list; "my sister, Dana, and I" or "my sister, Dana, works" is not.
    if (closer === ',' && listGoesOn(tokens, found.end, reader)) return none
    return { names: [found.name], end: closer === ',' ? found.end : found.end + 1 }
  }
  // "My wife (Lena, 34)", "my dog (Rex the beagle)".
  if (closer === ')') return { names: [found.name], end: closeBracket(tokens, found.end) }
  // "Ngozi is my sister, Uche is my friend": what follows the name is a clause of its own.
  if (closer === ',' && saysItself(tokens, at) && (subjectVerbs.has(next.norm) || isVerb(next.norm) || /^(his|her|my|their)$/.test(next.norm))) return none
  // "My sister, Dana and Tom" is a list of three.
  if (closer === ',' && next.norm !== 'and' && next.norm !== 'or' && next.norm !== "'s") return { names: [found.name], end: found.end }
  if (closer === '-') return { names: [found.name], end: found.end }
  return none
}

/** "The cousin of my friend, a tall guy called Tom": a noun for anybody, and the name. */
function nameOfDescribed(tokens: readonly Token[], at: number, reader: NameReader): { names: Name[]; end: number } | undefined {
  if (!/^[,(-]$/.test(tokens[at]!.norm) || !/^(a|an|some|this)$/.test(normAt(tokens, at + 1))) return undefined
  const called = tokens.findIndex(({ norm }, place) => place > at + 1 && place < at + 7 && /^(named|called)$/.test(norm))
  if (called < 0 || !(persons.has(tokens[called - 1]!.norm) || isAnimal(tokens[called - 1]!.norm))) return undefined
  const found = nameAt(tokens, called + 1, reader, true)
  return found && { names: [found.name], end: found.end }
}

const persons = new Set('guy man woman lad girl boy fellow fella chap bloke lady person dude gentleman kid'.split(' '))

/** What may describe a kin word before a comma and the name. */
const after = /^(at|from|in|on|since|next|along|over|too|now|today|tonight|again|here|yesterday|downstairs|upstairs)$/

/** "My boss at the bakery, Greta, ...": a name in commas after what describes the kin word. */
function nameAfterPhrase(tokens: readonly Token[], at: number, reader: NameReader): { names: Name[]; end: number } | undefined {
  // "Of two years", "of 2 yrs".
  const count = normAt(tokens, at + 1)
  const lasting = tokens[at]!.norm === 'of' && (numberOf(count) !== undefined || /^(many|several)$/.test(count))
  if (!lasting && !after.test(tokens[at]!.norm)) return undefined
  for (let comma = at + 1; comma < tokens.length && comma - at < 6; comma++) {
    const { norm, kind } = tokens[comma]!
    if (norm === ',') {
      const found = nameAt(tokens, comma + 1, reader, reader.cased)
      const next = found && tokens[found.end]
      return found && (next === undefined || next.norm === ',') ? { names: [found.name], end: found.end } : undefined
    }
    if (kind === 'mark' || subjectVerbs.has(norm)) return undefined
  }
  return undefined
}

/** True where a kin word is what a clause says of its subject: "Ngozi is my younger sister". */
function saysItself(tokens: readonly Token[], at: number): boolean {
  return tokens.slice(Math.max(0, at - 6), at).some(({ norm }) => /^(is|'s|are|was|were|am)$/.test(norm))
}

function listGoesOn(tokens: readonly Token[], at: number, reader: NameReader): boolean {
  const next = nameAt(tokens, at + 1, reader, reader.cased)
  return next !== undefined && (tokens[next.end]?.norm === 'and' || tokens[next.end]?.norm === ',')
}

function closeBracket(tokens: readonly Token[], at: number): number {
  for (let next = at; next < tokens.length; next++) if (tokens[next]!.norm === ')') return next + 1
  return at
}

/** "Our kids Mia and Leo", "my sisters, Ana, Bea and Cid", "two cats: Fig (3) and Plum". */
function manyAfter(tokens: readonly Token[], at: number, reader: NameReader, none: { names: Name[]; end: number }): { names: Name[]; end: number } {
  let next = at
  const opener = tokens[at]!.norm
  if (opener === ',' || opener === ':' || opener === '(' || opener === '-' || naming.has(opener)) next++
  const names: Name[] = []
  let end = at
  while (next < tokens.length) {
    const found = nameAt(tokens, next, reader, true)
    if (!found) break
    names.push(found.name)
    end = skipAge(tokens, found.end)
    // "And" comes before the last.
    if (tokens[next - 1]?.norm === 'and' && names.length > 1) break
    next = end
    while (tokens[next]?.norm === ',' || tokens[next]?.norm === 'and') next++
    if (next === end) break
  }
  // One name after a plural and a comma is the next thing said: "my kids, Ana thinks ...".
  if (names.length === 0 || (names.length === 1 && opener === ',')) return none
  if (opener === '(') end = closeBracket(tokens, end)
  return { names, end }
}

/** Place after an age: "(6)", ", 6,", "who is 6" is left alone. */
function skipAge(tokens: readonly Token[], at: number): number {
  if (tokens[at]?.norm === '(') return closeBracket(tokens, at)
  if (tokens[at]?.norm === ',' && /^\d+$/.test(normAt(tokens, at + 1))) return at + 2
  if (/^\d+$/.test(normAt(tokens, at))) return at + 1
  return at
}
