// Names of persons and animals in a sentence: by capitals where the text has them, by their place where it has not.
import { isFunctionWord } from '../encode/prose.ts'
import { kinAt } from './kin.ts'
import { bids, endsInAs, isModal, isMonth, meetings, namedByPlace, short, timely } from './lower.ts'
import { epithets, isSharedName } from './namesake.ts'
import { isListed, isOrdinary, isPast, isVerb, isWordName } from './ordinary.ts'
import { isProfession, languages } from './spans.ts'
import { normAt, type Token } from './token.ts'
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
  const clipped = !reader.cased && end === at + 1 && !isMember(tokens, end) && /[^sieou]s$/.test(text) && !endsInAs.has(text.toLowerCase()) && /^(\p{L}+ing|been|gone|got|a|an|the|always|not|so|in|on|at)$/u.test(normAt(tokens, end))
  return { text: clipped && !reader.knows(text.toLowerCase()) ? text.slice(0, -1) : text, end }
}

/** "Ines in my team said": who is meant is described before the verb. */
function isMember(tokens: readonly Token[], at: number): boolean {
  return isCrewAt(tokens, at) && isVerb(normAt(tokens, at + 3))
}

/** How many words of a name with particles stand at a place: "van der Berg". */
function particleHop(tokens: readonly Token[], at: number, cased: boolean): number {
  let next = at
  while (particles.has(normAt(tokens, next)) && next - at < 3) next++
  if (next === at || (!cased && /^(y|e|da|do|as|af)$/.test(tokens[at]!.norm) && next === at + 1)) return 0
  return (cased ? isCapitalised(tokens[next]) : isSurname(tokens, next)) ? next - at + 1 : 0
}

function isCapitalised(token: Token | undefined): boolean {
  return token?.kind === 'word' && ((token.capital && /\p{L}/u.test(token.text)) || /^(?:al|el|ul|ad|as|ash|ar|az|an)-\p{Lu}/u.test(token.text))
}

function isNamePart(tokens: readonly Token[], at: number, reader: NameReader, slot: boolean): boolean {
  const token = tokens[at]
  if (!token || token.kind !== 'word' || /\d/.test(token.norm) || token.norm === "'s") return false
  if (isMonth(tokens, at) || (!token.capital && isModal(tokens, at)) || isSharedName(tokens, at)) return false
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
    if (last && /^(is|'s|named|called)$/.test(normAt(tokens, at - 1))) return true
    if (at > 0 && tokens[at - 1]!.kind === 'word') return !isOrdinary(token.norm) || isWordName(token.norm)
    // "Qiming Ou wrote": it only ends as ordinary words do.
    const onlyEnds = (tokens[at + 1]?.norm.includes('-') || !isListed(token.norm) || (isWordName(token.norm) && !bids.has(token.norm))) && isCapitalised(tokens[at + 1]) && !isOrdinary(tokens[at + 1]!.norm)
    return !isOrdinary(token.norm) || onlyEnds || (reader.knows(token.norm) && !isListed(token.norm)) || (isWordName(token.norm) && (reader.knows(token.norm) || looksLikeSubject(tokens, at)))
  }
  const ordinary = isOrdinary(token.norm) && (!reader.knows(token.norm) || isListed(token.norm))
  if (reader.knows(token.norm) && (!ordinary || slot || isWordName(token.norm))) return !ordinary || looksLikeSubject(tokens, at) || slot
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
  if (!/^(is|'s|are)$/.test(normAt(tokens, at - 1)) || /(?:ic|al|ac|ish|ent|ese|ful)$/.test(tokens[at]!.norm)) return false
  return kinAt([tokens[at - 2]?.norm], 0) !== undefined
}

/** "elof dahl sits", "elof and his wife": two strange words, or one that is joined with a person. */
function isNameRun(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at + 1]
  if (next === undefined) return tokens.length === 1 && tokens[at]!.norm.length > 3
  if (next.norm === 'and') return /^(i|me|her|his|my|our|their)$/.test(normAt(tokens, at + 2)) || (tokens[at + 2] !== undefined && !isOrdinary(tokens[at + 2]!.norm))
  return (isSurname(tokens, at + 1) && tokens[at + 2] !== undefined) || particleHop(tokens, at + 1, false) > 0
}

function isPastVerb(token: Token | undefined): boolean {
  return token?.kind === 'word' && isVerb(token.norm) && !/(?:s|ing)$/.test(token.norm) && !/^(is|be|been|do|have)$/.test(token.norm) && (token.norm.endsWith('ed') || isPast(token.norm))
}

/** Verbs after which what stands before them is a subject. */
export const subjectVerbs: ReadonlySet<string> = new Set('is was has had works lives says said loves hates likes wants went came called got does did will can and or who'.split(' '))

/** True where what follows a word shows that it names somebody: a verb, a possessive, an end. */
function looksLikeSubject(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at + 1]
  if (!next) return at > 0
  return next.norm === "'s" || next.norm === ',' || next.norm === ')' || (next.norm === '(' && at === 0) || subjectVerbs.has(next.norm) || isVerb(next.norm) || /(?:ed|s)$/.test(next.norm) && next.norm.length > 3
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
