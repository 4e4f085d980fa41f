// Names of persons and animals in a sentence: by capitals where the text has them, by their place where it has not.
import { isFunctionWord } from '../encode/prose.ts'
import { kinAt } from './kin.ts'
import { bids, endsInAs, isModal, isMonth, meetings, namedByPlace, short, timely } from './lower.ts'
import { epithets } from './namesake.ts'
import { isListed, isOrdinary, isPast, isVerb, isWordName } from './ordinary.ts'
import { isProfession, languages } from './spans.ts'
import type { Token } from './token.ts'
import { isCrewAt, isOfDepartment } from './workgroup.ts'

/** A name as it was written, without its title. */
export interface Name {
  text: string
  /** Gender that its title gives. */
  gender: 'f' | 'm' | null
  /** "Dr", "Mrs", in lower case: nobody calls an animal that. */
  title?: string
}

/** How names are told in a sentence. */
export interface NameReader {
  /** Capital letters tell names. */
  cased: boolean
  /** True for a name (lower case) that the memory has heard before. */
  knows(name: string): boolean
}

/** Titles, with the gender that each gives. */
export const titles: Readonly<Record<string, 'f' | 'm' | null>> = {
  mr: 'm', mrs: 'f', ms: 'f', miss: 'f', dr: null, prof: null, professor: null, doctor: null, sir: 'm', madam: 'f', señor: 'm', señora: 'f',
  sr: 'm', captain: null, coach: null, pastor: null, father: 'm', don: 'm', doña: 'f', monsieur: 'm', madame: 'f', herr: 'm', frau: 'f',
}

const particles = new Set('de da do dos das del della di du la le van von der den ter ten bin ibn binti bint abu umm al el ben y e af av zu st ó ní nic mac ap ferch'.split(' '))

/** Capitalised words that are no names of persons. */
const never = new Set((
  'i monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october ' +
  'november december christmas easter ramadan diwali eid hanukkah thanksgiving halloween english french german spanish italian portuguese ' +
  'russian chinese mandarin cantonese japanese korean arabic farsi persian hindi urdu bengali tamil turkish greek dutch swedish ' +
  'norwegian danish finnish polish czech hungarian romanian hebrew vietnamese thai swahili yoruba igbo american british canadian australian ' +
  'irish scottish welsh indian mexican brazilian nigerian kenyan egyptian european asian african latin google facebook instagram whatsapp ' +
  'netflix youtube amazon apple microsoft spotify zoom slack excel tv pc usb pdf ok usa uk us eu nyc la phd mba ceo cto hr it ai api vet ' +
  'god jesus bible quran covid god\'s internet mri er gp adhd asap lol omg fyi btw ps edit update note hi hey hello dear thanks yes no ' +
  'please also so and but or if when then well ok okay oh ah anyway actually because since while after before today yesterday tomorrow'
).split(' '))

/** The name at a place. `slot`: a name is expected here ("my sister ..."), so no capital is needed where the text has none. */
export function nameAt(tokens: readonly Token[], at: number, reader: NameReader, slot: boolean): { name: Name; end: number } | undefined {
  const token = tokens[at]
  if (!token || token.kind !== 'word') return undefined
  // "S. Lindqvist".
  const initial = /^[^ai]$/.test(token.norm) && token.capital && isCapitalised(tokens[at + 1]) ? bareNameAt(tokens, at + 1, reader, true) : undefined
  if (initial) return { name: { text: `${token.text}. ${initial.text}`, gender: null }, end: initial.end }
  const title = Object.hasOwn(titles, token.norm) ? token.norm : undefined
  if (title !== undefined && (token.capital || title.length <= 4) && tokens[at + 1]) {
    const start = tokens[at + 1]!.norm === '.' ? at + 2 : at + 1
    const rest = bareNameAt(tokens, start, reader, true)
    if (rest) return { name: { text: rest.text, gender: titles[title] ?? null, title }, end: rest.end }
  }
  // "Little Leo" beside "Big Leo".
  const end = epithets.has(token.norm) && tokens[at + 1] && reader.knows(`${token.norm} ${tokens[at + 1]!.norm}`) ? at + 2 : undefined
  const found = end === undefined ? bareNameAt(tokens, at, reader, slot) : { text: `${token.text} ${tokens[at + 1]!.text}`, end }
  return found && { name: { text: found.text, gender: null }, end: found.end }
}

function bareNameAt(tokens: readonly Token[], at: number, reader: NameReader, slot: boolean): { text: string; end: number } | undefined {
  if (!isNamePart(tokens, at, reader, slot)) return undefined
  let end = at + 1
  for (; end - at < 5; end++) {
    if (reader.cased) {
      if (isCapitalised(tokens[end]) && !never.has(tokens[end]!.norm) && !Object.hasOwn(titles, tokens[end]!.norm)) continue
      const hop = particleHop(tokens, end, reader.cased)
      if (hop === 0) break
      end += hop - 1
      continue
    }
    const hop = particleHop(tokens, end, reader.cased)
    if (hop > 0) end += hop - 1
    else if (!isSurname(tokens, end) || end - at > 3) break
  }
  const text = tokens.slice(at, end).map(token => token.text).join(' ')
  // "Uncle desmonds selling his tractor": the apostrophe was lost.
  const clipped = !reader.cased && end === at + 1 && !isMember(tokens, end) && /[^sieou]s$/.test(text) && !endsInAs.has(text.toLowerCase()) && /^(\p{L}+ing|been|gone|got|a|an|the|always|not|so|in|on|at)$/u.test(tokens[end]?.norm ?? '')
  return { text: clipped && !reader.knows(text.toLowerCase()) ? text.slice(0, -1) : text, end }
}

/** "Ines in my team said": who is meant is described before the verb. */
function isMember(tokens: readonly Token[], at: number): boolean {
  return isCrewAt(tokens, at) && isVerb(tokens[at + 3]?.norm ?? '')
}

/** How many words of a name with particles stand at a place: "van der Berg". */
function particleHop(tokens: readonly Token[], at: number, cased: boolean): number {
  let next = at
  while (particles.has(tokens[next]?.norm ?? '') && next - at < 3) next++
  if (next === at || (!cased && /^(y|e|da|do|as|af)$/.test(tokens[at]!.norm) && next === at + 1)) return 0
  return (cased ? isCapitalised(tokens[next]) : isSurname(tokens, next)) ? next - at + 1 : 0
}

function isCapitalised(token: Token | undefined): boolean {
  return token?.kind === 'word' && ((token.capital && /\p{L}/u.test(token.text)) || /^(?:al|el|ul|ad|as|ash|ar|az|an)-\p{Lu}/u.test(token.text))
}

function isNamePart(tokens: readonly Token[], at: number, reader: NameReader, slot: boolean): boolean {
  const token = tokens[at]
  if (!token || token.kind !== 'word' || /\d/.test(token.norm) || token.norm === "'s") return false
  if (isMonth(tokens, at) || (!token.capital && isModal(tokens, at))) return false
  const lone = token.norm.length === 1 && tokens[at + 1]?.norm !== '.'
  if (lone) return false
  if (reader.cased) {
    if (!token.capital) return reader.knows(token.norm) && !isOrdinary(token.norm)
    // "Granny Bea" is no name of two words.
    if (slot && kinAt([token.norm], 0) && isCapitalised(tokens[at + 1]) && !reader.knows(token.norm)) return false
    if (slot) return !never.has(token.norm) || (isWordName(token.norm) && token.norm.length > 2)
    const paired = tokens[at + 1]?.norm === 'and' && isCapitalised(tokens[at + 2])
    if ((never.has(token.norm) && !(isWordName(token.norm) && (at > 0 || paired))) || (languages.has(token.norm) && !reader.knows(token.norm))) return false
    if ((kinAt([token.norm], 0) || (at === 0 && isProfession(token.norm) && !looksLikeSubject(tokens, at))) && !reader.knows(token.norm)) return false
    // "Her name is Per.": where a clause ends with it, a capital is enough.
    const last = tokens[at + 1] === undefined || tokens[at + 1]!.kind === 'mark'
    if (last && /^(is|'s|named|called)$/.test(tokens[at - 1]?.norm ?? '')) return true
    if (at > 0 && tokens[at - 1]!.kind === 'word') return !isOrdinary(token.norm) || isWordName(token.norm)
    // "Qiming Ou wrote": it only ends as ordinary words do.
    const onlyEnds = (tokens[at + 1]?.norm.includes('-') || !isListed(token.norm) || (isWordName(token.norm) && !bids.has(token.norm))) && isCapitalised(tokens[at + 1]) && !isOrdinary(tokens[at + 1]!.norm)
    return !isOrdinary(token.norm) || onlyEnds || (isWordName(token.norm) && (reader.knows(token.norm) || looksLikeSubject(tokens, at)))
  }
  if (reader.knows(token.norm) && (!isOrdinary(token.norm) || slot || isWordName(token.norm))) return !isOrdinary(token.norm) || looksLikeSubject(tokens, at) || slot
  if (!slot) {
    return isLowerName(tokens, at) || namedByPlace(tokens, at, isSurname(tokens, at + 1) ? at + 2 : at + 1)
  }
  if (kinAt([token.norm], 0)) return false
  if (!isOrdinary(token.norm)) return true
  return isWordName(token.norm) && (looksLikeSubject(tokens, at) || isSurname(tokens, at + 1))
}

/** True for a name by its place in a text without capitals, where none is expected: a subject, or after a verb that takes persons. */
function isLowerName(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at]!
  const before = tokens[at - 1]
  const next = tokens[at + 1]
  if (at === 0 && isWordName(token.norm) && !bids.has(token.norm) && isSurname(tokens, at + 1)) return true
  if (at === 0 && isWordName(token.norm) && (token.capital ? looksLikeSubject(tokens, at) : isPastVerb(next))) return true
  if (isOrdinary(token.norm) || never.has(token.norm) || kinAt([token.norm], 0) || token.norm.length < 3 || /'/.test(token.norm) || isProfession(token.norm)) return false
  if (before?.norm === 'to' && tokens[at - 2]?.norm === 'allergic') return false
  const met = before !== undefined && meetings.has(before.norm)
  // "With itchy skin": what goes on with a noun describes it.
  if (met && next?.kind === 'word' && next.norm !== "'s" && !timely.test(next.norm) && !isFunctionWord(next.norm) && !isVerb(next.norm) && !isSurname(tokens, at + 1)) return false
  if (/^(does|is|did|has)$/.test(before?.norm ?? '') && /^(and|or|,)$/.test(next?.norm ?? '') && !followsKin(tokens, at)) return false
  if (token.capital && at > 0) return true
  // "My boss is torkel, and ...": a name after "is", where a kin word is the subject.
  if (before?.norm === 'and' && at > 2 && followsKin(tokens, at - 2) && !isOrdinary(tokens[at - 2]!.norm)) return next === undefined || next.kind === 'mark'
  if (followsKin(tokens, at)) {
    const after = tokens[before!.norm === 'is' && isSurname(tokens, at + 1) ? at + 2 : at + 1]
    return after === undefined || after.kind === 'mark' || /^(and|btw|but|who)$/.test(after.norm)
  }
  const opens = before === undefined || before.kind === 'mark' || /^(so|and|but|because|when|that|if|does|is|did|has|then|ok|btw|yo|hey|bruh|bro|dude|lol|haha|omg|ugh|poor|since|while|as)$/.test(before.norm)
  // "Elof in my team said".
  const bare = (token.capital && next?.norm === 'from') || isCrewAt(tokens, at + 1) || isOfDepartment(tokens, at + 1)
  return met || (opens && (bare || looksLikeSubject(tokens, at) || isNameRun(tokens, at)))
}

/** "My mum is ...", "her dad = ...". */
function followsKin(tokens: readonly Token[], at: number): boolean {
  if (!/^(is|'s|are)$/.test(tokens[at - 1]?.norm ?? '') || /(?:ic|al|ac|ish|ent|ese|ful)$/.test(tokens[at]!.norm)) return false
  return kinAt([tokens[at - 2]?.norm], 0) !== undefined
}

/** "elof dahl sits", "elof and his wife": two strange words, or one that is joined with a person. */
function isNameRun(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at + 1]
  if (next === undefined) return tokens.length === 1 && tokens[at]!.norm.length > 3
  if (next.norm === 'and') return /^(i|me|her|his|my|our|their)$/.test(tokens[at + 2]?.norm ?? '') || (tokens[at + 2] !== undefined && !isOrdinary(tokens[at + 2]!.norm))
  return (isSurname(tokens, at + 1) && tokens[at + 2] !== undefined) || particleHop(tokens, at + 1, false) > 0
}

function isPastVerb(token: Token | undefined): boolean {
  return token?.kind === 'word' && isVerb(token.norm) && !/(?:s|ing)$/.test(token.norm) && !/^(is|be|been|do|have)$/.test(token.norm) && (token.norm.endsWith('ed') || isPast(token.norm))
}

const verbs = new Set('is was has had works lives says said loves hates likes wants went came called got does did will can and or who'.split(' '))

/** True where what follows a word shows that it names somebody: a verb, a possessive, an end. */
function looksLikeSubject(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at + 1]
  if (!next) return at > 0
  return next.norm === "'s" || next.norm === ',' || next.norm === ')' || (next.norm === '(' && at === 0) || verbs.has(next.norm) || isVerb(next.norm) || /(?:ed|s)$/.test(next.norm) && next.norm.length > 3
}

/** True for a second word of a name in a text without capitals. */
function isSurname(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at]
  if (!token || token.kind !== 'word' || isOrdinary(token.norm) || kinAt([token.norm], 0)) return false
  const next = tokens[at + 1]
  // "Ana vapes here", "ana santos is here".
  if (/(?:ed|ing)$/.test(token.norm) || (token.norm.endsWith('s') && !/^(is|was|has|who|'s)$/.test(next?.norm ?? ''))) return false
  if (/\d|'/.test(token.norm) || (token.norm.length < 3 && !short.test(token.norm))) return false
  return next === undefined || next.kind === 'mark' || next.norm === "'s" || isOrdinary(next.norm) || isSurname(tokens, at + 1)
}

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
  if (plural) {
    const comma = after.test(token.norm) ? tokens.findIndex(({ norm, kind }, place) => place > at && (kind === 'mark' || verbs.has(norm))) : -1
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
  if (closer === ',' && saysItself(tokens, at) && (verbs.has(next.norm) || isVerb(next.norm) || /^(his|her|my|their)$/.test(next.norm))) return none
  // "My sister, Dana and Tom" is a list of three.
  if (closer === ',' && next.norm !== 'and' && next.norm !== 'or' && next.norm !== "'s") return { names: [found.name], end: found.end }
  if (closer === '-') return { names: [found.name], end: found.end }
  return none
}

/** "The cousin of my friend, a tall guy called Tom": a noun for anybody, and the name. */
function nameOfDescribed(tokens: readonly Token[], at: number, reader: NameReader): { names: Name[]; end: number } | undefined {
  if (!/^[,(-]$/.test(tokens[at]!.norm) || !/^(a|an|some|this)$/.test(tokens[at + 1]?.norm ?? '')) return undefined
  const called = tokens.findIndex(({ norm }, place) => place > at + 1 && place < at + 7 && /^(named|called)$/.test(norm))
  if (called < 0 || !persons.has(tokens[called - 1]!.norm)) return undefined
  const found = nameAt(tokens, called + 1, reader, true)
  return found && { names: [found.name], end: found.end }
}

const persons = new Set('guy man woman lad girl boy fellow fella chap bloke lady person dude gentleman kid'.split(' '))

/** What may describe a kin word before a comma and the name. */
const after = /^(at|from|in|on|since|next|along|over|too|now|today|tonight|again|here|yesterday|downstairs|upstairs)$/

/** "My boss at the bakery, Greta, ...": a name in commas after what describes the kin word. */
function nameAfterPhrase(tokens: readonly Token[], at: number, reader: NameReader): { names: Name[]; end: number } | undefined {
  // "Of two years", "of 2 yrs".
  const lasting = tokens[at]!.norm === 'of' && /^(\d+|two|three|four|five|six|seven|eight|nine|ten|many|several)$/.test(tokens[at + 1]?.norm ?? '')
  if (!lasting && !after.test(tokens[at]!.norm)) return undefined
  for (let comma = at + 1; comma < tokens.length && comma - at < 6; comma++) {
    const { norm, kind } = tokens[comma]!
    if (norm === ',') {
      const found = nameAt(tokens, comma + 1, reader, reader.cased)
      const next = found && tokens[found.end]
      return found && (next === undefined || next.norm === ',') ? { names: [found.name], end: found.end } : undefined
    }
    if (kind === 'mark' || verbs.has(norm)) return undefined
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
  if (tokens[at]?.norm === ',' && /^\d+$/.test(tokens[at + 1]?.norm ?? '')) return at + 2
  if (/^\d+$/.test(tokens[at]?.norm ?? '')) return at + 1
  return at
}
