// What several are to each other: "Ana and I are cousins", "we're married", "is friends with Tom".
import { calendar } from './calendar.ts'
import { speaker } from './implied.ts'
import { married, siblings, together, type Kin } from './kin.ts'
import type { Mood } from './mood.ts'
import { numberOf } from './number.ts'
import type { Parsed } from './parse.ts'
import { bareKinAt, type KinPhrase, type Phrase } from './phrase.ts'
import type { Saying } from './saying.ts'
import { normAt, type Token } from './token.ts'

/** Brothers and sisters. */

/** Of whom one parent is shared, as far as is known. */
export const halfSiblings: Kin = { ...siblings, role: 'halfSibling' }

const children: Kin = { ...siblings, role: 'child' }
const parents: Kin = { ...siblings, role: 'parent' }

const man = (kin: Kin): Kin => ({ ...kin, gender: 'm' })
const woman = (kin: Kin): Kin => ({ ...kin, gender: 'f' })

/** What the first and the second are, in the order of the words. */
const couples: Readonly<Record<string, readonly [Kin, Kin]>> = {
  'brother and sister': [man(siblings), woman(siblings)], 'sister and brother': [woman(siblings), man(siblings)],
  'father and son': [man(parents), man(children)], 'father and daughter': [man(parents), woman(children)],
  'mother and son': [woman(parents), man(children)], 'mother and daughter': [woman(parents), woman(children)],
  'husband and wife': [man(married), woman(married)], 'wife and husband': [woman(married), man(married)], 'man and wife': [man(married), woman(married)],
}

/** True where two kin words that answer each other stand: "mother and son". */
export function isCoupleAt(tokens: readonly Token[], at: number): boolean {
  return coupleAt(tokens, at) !== undefined
}

function coupleAt(tokens: readonly Token[], at: number): readonly [Kin, Kin] | undefined {
  return tokens[at + 1]?.norm === 'and' ? couples[`${tokens[at]!.norm} and ${normAt(tokens, at + 2)}`] : undefined
}

/** What a predicate at a place says of some and of each other; nothing where it says nothing of the kind. */
export function mutualAt({ tokens, phrases }: Parsed, who: readonly Phrase[], at: number, mood: Mood): Saying[] {
  const several = who.length > 1 || (who[0]?.type === 'pronoun' && who[0].plural)
  const couple = coupleAt(tokens, at)
  if (couple && several) return [{ type: 'mutual', among: who, kin: couple[0], second: couple[1], at, mood }]
  const kin = kinBetween(tokens, at)
  if (!kin || kin.role === 'pet' || kin.role === 'stranger') return []
  const next = linkAfter(tokens, phrases, at)
  const linked = /^(to|with|of)$/.test(normAt(tokens, next))
  // "Ana and Bo are friends of mine": not of each other.
  if (linked && /^(mine|ours)$/.test(normAt(tokens, next + 1))) return [{ type: 'kin', owners: [speaker(at)], kin, members: who, names: [], at, mood }]
  const other = linked ? phrases.get(next + 1) : phrases.get(at + 1)
  const couplesOrMany = kin.plural || kin.role === 'spouse' || kin.role === 'partner'
  // "They are friends of mine", "of my mother's": not of each other.
  if (linked && tokens[next]!.norm === 'of') return several && kin.plural ? [{ type: 'kin', owners: ofWhom(phrases.get(next + 1), tokens, next + 1), kin, members: who, names: [], at, mood }] : []
  if (other && couplesOrMany) return [{ type: 'mutual', among: [...who, other], kin, at, mood }]
  // "I'm mum to Leo and Mia": the other way round.
  if (other && linked && tokens[next]!.norm === 'to') return [{ type: 'kin', owners: ownersFrom(tokens, phrases, next + 1), kin, members: who, names: [], at, mood }]
  return couplesOrMany && several ? [{ type: 'mutual', among: who, kin, at, mood }] : []
}

/** "Of mine", "of my mother". */
function ofWhom(owner: Phrase | undefined, tokens: readonly Token[], at: number): readonly Phrase[] {
  if (owner) return [owner]
  return /^(mine|ours)$/.test(normAt(tokens, at)) ? [speaker(at)] : []
}

/** "I met Siv. We've been friends for years": with whoever was spoken of before, if nobody else is named. */
export function withLast(parsed: Parsed, self: Phrase, at: number, mood: Mood): Saying[] {
  const sayings = mutualAt(parsed, [self], at, mood)
  const linked = parsed.tokens.slice(at, at + 6).some(({ norm }) => /^(of|with|to)$/.test(norm))
  const last: Phrase = { type: 'pronoun', gender: null, plural: false, thing: false, start: at, end: at }
  return sayings.length > 0 || linked ? sayings : mutualAt(parsed, [self, last], at, mood)
}

function kinBetween(tokens: readonly Token[], at: number): Kin | undefined {
  const { norm } = tokens[at] ?? { norm: '' }
  // "My twins" are children, "we are twins" says what one is to the other.
  if (/^(twins|triplets)$/.test(normAt(tokens, norm === 'identical' || norm === 'fraternal' ? at + 1 : at))) return { ...siblings, plural: true }
  if (norm === 'married') return married
  if (norm === 'together' && lasts(tokens, at)) return together
  const pair = norm === 'a' && /^(couple|item)$/.test(normAt(tokens, at + 1))
  return pair || /^(engaged|dating|seeing)$/.test(norm) ? together : bareKinAt(tokens, at)
}

/** "Twelve", "almost", "ages": what starts a span of time. */
function startsSpan(norm: string): boolean {
  return numberOf(norm) !== undefined || /^(a|an|almost|nearly|over|years|ages|so|about|around|most)$/.test(norm)
}

/** "Together for years", "have been together since May": a couple; "together at school", "since Ghent", "working together" is none. */
function lasts(tokens: readonly Token[], at: number): boolean {
  const [next, third] = [normAt(tokens, at + 1), normAt(tokens, at + 2)]
  if (tokens.some(({ norm }) => /^(at|in|working|band|business|team|trip)$/.test(norm))) return false
  if (next === 'since') return !tokens[at + 2]?.capital || calendar.test(third)
  return startsSpan(next) || (next === 'for' && startsSpan(third))
}

/** Place of the word that links the others: "married since May to". */
function linkAfter(tokens: readonly Token[], phrases: Parsed['phrases'], at: number): number {
  let next = at + 1
  while (next < at + 5 && !/^(to|with|of)$/.test(normAt(tokens, next)) && tokens[next]?.kind === 'word' && !phrases.has(next)) next++
  return next
}

/** The persons that are listed from a place on. */
function ownersFrom(tokens: readonly Token[], phrases: Parsed['phrases'], at: number): Phrase[] {
  const list: Phrase[] = []
  for (let next = at; ;) {
    const phrase = phrases.get(next)
    if (!phrase) return list
    list.push(phrase)
    if (!/^(and|,)$/.test(normAt(tokens, phrase.end))) return list
    next = phrase.end + 1
  }
}

/** "She is a friend", "the colleague who sits next to me": the speaker's. */
export function acquainted(tokens: readonly Token[], who: readonly Phrase[], { kin, indefinite, definite, end }: Phrase & KinPhrase, mood: Mood, at: number): Saying[] {
  if (!/^(friend|colleague|boss|partner)$/.test(kin.role) || kin.plural || who.some(({ type }) => type === 'self')) return []
  const mine = tokens.slice(end, end + 8).some(({ norm }) => /^(me|my|us|our|i)$/.test(norm))
  const next = normAt(tokens, end)
  const chief = definite && kin.role === 'boss' && !/^(of|at|in|for|there)$/.test(next)
  const loose = indefinite && kin.role !== 'partner' && kin.role !== 'boss' && next !== 'of'
  return mine || chief || loose ? [{ type: 'kin', owners: [speaker(at)], kin, members: who, names: [], at, mood }] : []
}
