// What several are to each other: "Ana and I are cousins", "we're married", "is friends with Tom".
import type { Kin } from './kin.ts'
import type { Mood } from './mood.ts'
import { married, together } from './pairing.ts'
import type { Parsed } from './parse.ts'
import { bareKinAt, type Phrase } from './phrase.ts'
import type { Saying } from './saying.ts'
import { speaker } from './subject.ts'
import type { Token } from './token.ts'

/** Brothers and sisters. */
export const siblings: Kin = { role: 'sibling', gender: null, plural: false, ended: false }

/** Of whom one parent is shared, as far as is known. */
export const halfSiblings: Kin = { ...siblings, role: 'halfSibling' }

const man = (kin: Kin): Kin => ({ ...kin, gender: 'm' })
const woman = (kin: Kin): Kin => ({ ...kin, gender: 'f' })

/** What the first and the second are, in the order of the words. */
const couples: Readonly<Record<string, readonly [Kin, Kin]>> = {
  'brother and sister': [man(siblings), woman(siblings)], 'sister and brother': [woman(siblings), man(siblings)],
  'husband and wife': [man(married), woman(married)], 'wife and husband': [woman(married), man(married)], 'man and wife': [man(married), woman(married)],
}

/** What a predicate at a place says of some and of each other; nothing where it says nothing of the kind. */
export function mutualAt({ tokens, phrases }: Parsed, who: readonly Phrase[], at: number, mood: Mood): Saying[] {
  const couple = couples[[0, 1, 2].map(step => tokens[at + step]?.norm).join(' ')]
  const [one, two] = who
  if (couple && one && two) {
    return [
      { type: 'kin', owners: [two], kin: couple[0], members: [one], names: [], at, mood },
      { type: 'kin', owners: [one], kin: couple[1], members: [two], names: [], at, mood },
    ]
  }
  const kin = kinBetween(tokens, at)
  if (!kin || kin.role === 'pet' || kin.role === 'stranger') return []
  const next = linkAfter(tokens, phrases, at)
  const linked = /^(to|with|of)$/.test(tokens[next]?.norm ?? '')
  // "Ana and Bo are friends of mine": not of each other.
  if (linked && /^(mine|ours)$/.test(tokens[next + 1]?.norm ?? '')) return [{ type: 'kin', owners: [speaker(at)], kin, members: who, names: [], at, mood }]
  const other = linked ? phrases.get(next + 1) : phrases.get(at + 1)
  const couplesOrMany = kin.plural || kin.role === 'spouse' || kin.role === 'partner'
  if (other && couplesOrMany) return [{ type: 'mutual', among: [...who, other], kin, at, mood }]
  // "I'm mum to Leo and Mia": the other way round.
  if (other && linked && tokens[next]!.norm === 'to') return [{ type: 'kin', owners: ownersFrom(tokens, phrases, next + 1), kin, members: who, names: [], at, mood }]
  return couplesOrMany && who.length > 1 ? [{ type: 'mutual', among: who, kin, at, mood }] : []
}

function kinBetween(tokens: readonly Token[], at: number): Kin | undefined {
  const { norm } = tokens[at] ?? { norm: '' }
  if (norm === 'married') return married
  if (norm === 'together' && lasts(tokens, at)) return together
  const pair = norm === 'a' && /^(couple|item)$/.test(tokens[at + 1]?.norm ?? '')
  return pair || /^(engaged|dating|seeing)$/.test(norm) ? together : bareKinAt(tokens, at)
}

const numbers = /^(\d+|a|an|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|almost|nearly|over|years|ages|so|about|around|most)$/

/** "Have been together for four years", "are together again": a couple. */
function lasts(tokens: readonly Token[], at: number): boolean {
  const [before, next, third] = [-1, 1, 2].map(step => tokens[at + step]?.norm ?? '')
  if (before !== 'been' || tokens.some(({ norm }) => /^(at|in|working|band|business|team|trip)$/.test(norm))) return false
  return next === 'since' || numbers.test(next!) || (next === 'for' && numbers.test(third!))
}

/** Who is meant by "we" beside the speaker: who was named before, or after with "and I"; after "have been" the last who was spoken of. */
export function companions({ tokens, phrases }: Parsed, self: Phrase, before: readonly Phrase[], at: number): readonly Phrase[] {
  if (before.length > 0) return before
  const own = [...phrases.values()].find(phrase => phrase.type === 'self' && !phrase.plural && phrase.start > at && tokens[phrase.start - 1]?.norm === 'and')
  const named = own && [...phrases.values()].find(({ end, type }) => end === own.start - 1 && type === 'name')
  if (named) return [named]
  const spoken = [...phrases.values()].findLast(phrase => phrase.end <= self.start && phrase.type === 'pronoun' && !phrase.plural && !phrase.thing)
  if (spoken) return [spoken]
  const lasting = tokens.slice(self.end, at).some(({ norm }) => norm === 'been') && ![...phrases.values()].some(phrase => phrase.start > at && phrase.type === 'name' && !phrase.place)
  return lasting ? [{ type: 'relative', start: self.start, end: self.start }] : []
}

/** Place of the word that links the others: "married since May to". */
function linkAfter(tokens: readonly Token[], phrases: Parsed['phrases'], at: number): number {
  let next = at + 1
  while (next < at + 5 && !/^(to|with|of)$/.test(tokens[next]?.norm ?? '') && tokens[next]?.kind === 'word' && !phrases.has(next)) next++
  return next
}

/** The persons that are listed from a place on. */
function ownersFrom(tokens: readonly Token[], phrases: Parsed['phrases'], at: number): Phrase[] {
  const list: Phrase[] = []
  for (let next = at; ;) {
    const phrase = phrases.get(next)
    if (!phrase) return list
    list.push(phrase)
    if (!/^(and|,)$/.test(tokens[phrase.end]?.norm ?? '')) return list
    next = phrase.end + 1
  }
}
