// Where the verb of a clause stands, and of whom it speaks.
import { isAdverb, pastAdverbs } from './adverb.ts'
import { isVerb } from './ordinary.ts'
import type { Parsed } from './parse.ts'
import type { Phrase } from './phrase.ts'
import { auxiliaries } from './subject.ts'
import { normAt, type Token } from './token.ts'

const participles = new Set('allergic based born engaged employed fluent fond into'.split(' '))

/** "Works at Siemens." without a subject: of the last who was spoken of; other verbs speak of the writer. */
export function startsBare({ tokens, phrases }: Parsed, at: number): boolean {
  const { norm } = tokens[at]!
  if (!isVerb(norm) && !auxiliaries.has(norm) && !participles.has(norm)) return false
  const alone = [...phrases.keys()].every(start => start > at)
  const gerund = norm.endsWith('ing') && at < 7 && /^(since|after|before|while|by|of|from)$/.test(normAt(tokens, at - 1))
  return alone && (gerund || at === 0 || (at < 3 && isAdverb(tokens[0]!.norm)))
}

const tastes = /^(?:like|love|adore|enjoy|hate|dislike|detest|loathe|despise)s?$/

/** The place of the first word that is no adverb. */
function bareStart(tokens: readonly Token[]): number {
  return /^(?:and|also|but|absolutely|really|still|always|just|totally|secretly)$/.test(normAt(tokens, 0)) ? 1 : 0
}

/** True where a verb stands right after its subject, adverbs and "do" aside: "looks like" has none. */
export function followsSubject({ tokens, phrases }: Parsed, subject: readonly Phrase[], at: number): boolean {
  let before = at - 1
  // "Hates carnations.": of whoever was spoken of last.
  if (at === bareStart(tokens) && /[^s]s$/.test(tokens[at]!.norm)) return true
  // "See you soon, love Ana", "my wife, like half the town": neither is said of anybody.
  if (/^(like|love)$/.test(tokens[at]!.norm) && tokens[before]?.norm === ',' && !tokens.slice(0, before).some(({ norm }) => tastes.test(norm))) return false
  // "She is into gardening, hates perfume": the subject goes on.
  if (/^(,|and|but)$/.test(normAt(tokens, before)) && subject.length > 0 && tokens[at]!.norm.endsWith('s')) return true
  while (before >= 0 && (isAdverb(tokens[before]!.norm) || /^(do|does|did|not|and|,)$/.test(tokens[before]!.norm))) before--
  if (/^(me|us|him|them)$/.test(normAt(tokens, before))) return false
  if (before < 0) return false
  const end = before + 1
  if (subject.some(phrase => phrase.end === end) || [...phrases.values()].some(phrase => phrase.end === end && phrase.type !== 'pronoun')) return true
  return /^(who|that)$/.test(tokens[before]!.norm) || tokens[end]?.norm === 'and'
}

/** True for a verb that is no gerund. */
export function isVerbAt(tokens: readonly Token[], at: number): boolean {
  const norm = tokens[at]?.norm
  if (norm === undefined || tokens[at]!.kind === 'mark') return false
  if (norm === "'s" || auxiliaries.has(norm)) return true
  return isVerb(norm) && !norm.endsWith('ing')
}

/** "After years of driving my aunt has had enough": the gerund is the next subject's. */
export function subjectAhead({ tokens, phrases }: Parsed, at: number): readonly Phrase[] | undefined {
  if (!tokens[at]!.norm.endsWith('ing')) return undefined
  const next = [...phrases.values()].find(phrase => phrase.start > at && isVerbAt(tokens, pastAdverbs(tokens, phrase.end)))
  return next && [next]
}

/** "The mother of Ana and Bo": both own the kin word. */
export function ownersOf({ tokens, phrases }: Parsed, { end }: Phrase, owner: Phrase): Phrase[] {
  const next = owner.end === end && /^(name|kin)$/.test(owner.type) && tokens[end]?.norm === 'and' ? phrases.get(end + 1) : undefined
  const owns = next?.type === 'name' || (next?.type === 'kin' && next.owner?.type === 'pronoun')
  return owns && !isVerbAt(tokens, pastAdverbs(tokens, next.end)) ? [owner, next] : [owner]
}
