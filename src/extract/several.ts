// Several who are told first and named then: "my cats are called Fig and Miso", "Siv has two sons. One is called Olle, the other Bo."
import { isAdverb } from './adverb.ts'
import { speaker } from './implied.ts'
import { kinAt, type Kin } from './kin.ts'
import { moodsOf } from './mood.ts'
import type { NameReader } from './name.ts'
import { namesAfter } from './naming.ts'
import { countOf } from './number.ts'
import type { Parsed } from './parse.ts'
import { kinPhraseAt, type KinPhrase, type Phrase } from './phrase.ts'
import { endingAt } from './placed.ts'
import type { Saying } from './saying.ts'
import { normAt, type Sentence, type Token } from './token.ts'

/** Several of one kind, without names, and whose they are. */
export interface Several {
  /** None for "the cats": whoever's they were, or the speaker's. */
  owners: readonly Phrase[]
  kin: Kin
}

/** What a sentence says of the names of several; `before` are those whom the sentence before left without names. */
export function severalNamed({ tokens, asks }: Sentence, parsed: Parsed, names: NameReader, before: Several | undefined): Saying[] {
  if (before && !asks) {
    const alone = namesAfter(tokens, 0, true, names)
    const answers = alone.end === tokens.length && alone.names.length > 1 && !/^(friend|stranger|colleague)$/.test(before.kin.role)
    if (answers) return [{ type: 'kin', owners: before.owners.length > 0 ? before.owners : [speaker(0)], kin: before.kin, members: [], names: alone.names, at: 0, mood: 'holds' }]
  }
  const at = tokens.findIndex((_, place) => namesStart(parsed, place) !== undefined)
  const start = at < 0 ? undefined : namesStart(parsed, at)
  if (start === undefined || moodsOf(tokens, asks)[at] !== 'holds') return []
  const found = namesAfter(tokens, start, true, names)
  const who = severalIn(parsed, at) ?? before
  const owners = [who?.owners, before?.owners].find(list => list !== undefined && list.length > 0) ?? [speaker(at)]
  return who && found.names.length > 1 ? [{ type: 'kin', owners, kin: who.kin, members: [], names: found.names, at, mood: 'holds' }] : []
}

/** The place where names start after "names are", "are called"; undefined where a place starts no such words. */
function namesStart({ tokens }: Parsed, at: number): number | undefined {
  const norm = (step: number): string => normAt(tokens, at + step)
  if (norm(0) === 'names') return /^(are|were|:)$/.test(norm(1)) ? at + 2 : undefined
  if (!/^(are|were)$/.test(norm(0))) return undefined
  const called = isAdverb(norm(1)) ? 2 : 1
  return /^(called|named)$/.test(norm(called)) ? at + called + 1 : undefined
}

/** The last several of a sentence before a place: "my cats", "we have two cats". */
export function severalIn({ tokens, phrases }: Parsed, until: number = tokens.length): Several | undefined {
  const phrase = [...phrases.values()].findLast(({ type, end }) => type === 'kin' && end <= until)
  if (phrase?.type === 'kin' && phrase.kin.plural && phrase.names.length === 0) return { owners: phrase.owner ? [phrase.owner] : [], kin: phrase.kin }
  const have = tokens.findLastIndex(({ norm }, at) => at < until && /^(have|has|had|got|adopted|welcomed|expecting)$/.test(norm))
  if (have < 0) return undefined
  for (let at = have + 1; at < Math.min(have + 6, until); at++) {
    const kin = kinAt([tokens[at]!.norm], 0)?.kin
    // Whom one had, but children, one has no more.
    if (!kin?.plural || (kin.role !== 'child' && tokens[have]!.norm === 'had')) continue
    const subject = [...phrases.values()].findLast(({ end }) => end <= have)
    if (subject === undefined || subject.type === 'self') return { owners: [speaker(have)], kin }
    const beside = tokens[subject.start - 1]?.norm === 'and' ? endingAt(phrases, subject.start - 1) : undefined
    return { owners: beside ? [beside, subject] : [subject], kin }
  }
  return undefined
}

/** Kin of somebody's, counted and without names; `end` is the place after. */
export interface Counted {
  group: Phrase & KinPhrase
  count: number
}

/** "Has three sons", "raised four kids". */
export function countedIn({ tokens, phrases }: Parsed, names: NameReader): Counted | undefined {
  const at = tokens.findIndex(({ norm }, place) => /^(has|have|had|got|'ve|raised)$/.test(norm) && countOf(normAt(tokens, place + 1)) !== undefined)
  const kin = at < 0 ? undefined : kinPhraseAt(tokens, at + 1, names)
  if (!kin?.kin.plural || kin.names.length > 0 || kin.kin.role === 'stranger') return undefined
  const owner = [...phrases.values()].findLast(({ end, type }) => end <= at && end > at - 3 && /^(self|name|kin|pronoun)$/.test(type))
  const count = countOf(normAt(tokens, at + 1))
  return owner && count !== undefined ? { group: { ...kin, owner, start: at, end: kin.end }, count } : undefined
}

const ordinals = /^(one|another|other|eldest|oldest|youngest|older|younger|little|middle|first|second|third|last)$/

/** "One of them is Olle", "the eldest is Olle, then there's Bo", "the other Bo". */
export function oneByOne({ tokens, phrases }: Parsed, from: number): Phrase[] {
  const found: Phrase[] = []
  for (let at = from; at < tokens.length; at++) {
    const opens = ordinals.test(tokens[at]!.norm) || (tokens[at]!.norm === 'then' && at > from && found.length > 0)
    if (!opens || /^(at|on|for|no|any|this|that)$/.test(normAt(tokens, at - 1))) continue
    let next = at + 1
    while (/^(one|of|them|is|'s|called|named|there|,)$/.test(normAt(tokens, next)) && next < at + 6) next++
    const phrase = phrases.get(next)
    if (phrase && isNamed(phrase) && tokens[phrase.end]?.norm !== "'s") found.push(phrase)
  }
  return found
}

function isNamed(phrase: Phrase): boolean {
  return (phrase.type === 'name' && !phrase.place) || (phrase.type === 'kin' && phrase.names.length === 1)
}

/** "I have two sisters. Siv is a nurse and Bea sings": as many as were counted, nobody until now, each of whom does something. */
export function exactly(count: number, { tokens, phrases }: Parsed, isNobody: (id: number) => boolean, bind: (phrase: Phrase) => number[]): Phrase[] {
  const all = [...phrases.values()].filter(phrase => phrase.type === 'name' || (phrase.type === 'kin' && phrase.owner !== null))
  const named = all.filter(phrase => phrase.type === 'name' && !phrase.place && isSubject(tokens, phrase))
  return all[0]?.start === 0 && all.length === count && named.length === count && named.every(phrase => bind(phrase).every(isNobody)) ? named : []
}

function isSubject(tokens: readonly Token[], { start, end }: Phrase): boolean {
  return (start === 0 || /^(and|,|;|while|but)$/.test(tokens[start - 1]!.norm)) && tokens[end]?.kind === 'word' && tokens[end].norm !== 'and'
}
