// Several of whom a number is told and then, one by one, the names: "Siv has two sons. One is called Olle, the other Bo."
import type { NameReader } from './name.ts'
import type { Parsed } from './parse.ts'
import { kinPhraseAt, type KinPhrase, type Phrase } from './phrase.ts'
import { normAt, type Token } from './token.ts'

const counts: Readonly<Record<string, number>> = { two: 2, 2: 2, three: 3, 3: 3, four: 4, 4: 4, five: 5, 5: 5 }

/** Kin of somebody's, counted and without names; `end` is the place after. */
export interface Counted {
  group: Phrase & KinPhrase
  count: number
}

/** "Has three sons", "raised four kids". */
export function countedIn({ tokens, phrases }: Parsed, names: NameReader): Counted | undefined {
  const at = tokens.findIndex(({ norm }, place) => /^(has|have|had|got|'ve|raised)$/.test(norm) && counts[normAt(tokens, place + 1)] !== undefined)
  const kin = at < 0 ? undefined : kinPhraseAt(tokens, at + 1, names)
  if (!kin?.kin.plural || kin.names.length > 0 || kin.kin.role === 'stranger') return undefined
  const owner = [...phrases.values()].findLast(({ end, type }) => end <= at && end > at - 3 && /^(self|name|kin|pronoun)$/.test(type))
  return owner && { group: { ...kin, owner, start: at, end: kin.end }, count: counts[tokens[at + 1]!.norm]! }
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
