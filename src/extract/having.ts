// What one has: kin and animals after "has", "got", "adopted", "is bringing".
import { pastAdverbs } from './adverb.ts'
import { birthAt, isLeftOut } from './birth.ts'
import type { Kin } from './kin.ts'
import type { Mood } from './mood.ts'
import { mutualAt } from './mutual.ts'
import type { Clause } from './pairing.ts'
import { listFrom, type Parsed } from './parse.ts'
import { kinPhraseAt, type KinPhrase, type Phrase } from './phrase.ts'
import type { Saying } from './saying.ts'
import { normAt, type Token } from './token.ts'

/** Verbs of having. */
export const owning: ReadonlySet<string> = new Set("has have had got 've adopted rescued adopt welcomed keeps keep raised bringing brings brought with".split(' '))

/** "Has a sister called Ana", "has two kids, Mia and Leo", "adopted a cat, Fig", "is bringing a girlfriend". */
export function havingAt(clause: Clause, at: number): Saying[] {
  const { tokens, parsed, names, subject } = clause
  const { norm } = tokens[at]!
  let next = pastAdverbs(tokens, at + 1)
  if (/^(got|had)$/.test(normAt(tokens, next))) next++
  const mood = clause.mood(at)
  if (norm === 'got' && /^(engaged|married)$/.test(normAt(tokens, next))) return mutualAt(parsed, subject, next, mood)
  const born = /^(had|have|has|welcomed)$/.test(norm) && mood === 'holds' ? birthAt(tokens, next, names) : undefined
  if (born) return [{ type: 'kin', owners: subject, kin: born.kin, members: [], names: [born.name], at, mood }]
  const phrase = parsed.phrases.get(next) ?? kinPhraseAt(tokens, next, names)
  if (phrase?.type !== 'kin' || (norm === 'with' && !comesWith(clause, at, phrase))) return []
  return isHad(phrase, norm) ? kinHad(clause, at, phrase) : []
}

/** "Is a nurse with two kids, Ida and Bo", "lives with a sister, Siv": of the subject, where nobody else stands between. */
function comesWith({ tokens, subject }: Clause, at: number, { kin, names, owner, definite, word }: KinPhrase): boolean {
  // "With a girl called Siv": anybody.
  if (/^(girl|boy|lad|lass)s?$/.test(word) || owner || definite || names.length === 0 || !(kin.plural || /^(child|sibling|spouse)$/.test(kin.role))) return false
  const between = tokens.slice(subject.at(-1)?.end ?? at, at).map(({ norm }) => norm)
  return /^(is|'s|am|are|was|live|lives|lived|living|came|comes|coming)$/.test(between[0] ?? '') && !between.some(norm => /^(with|of|to|by|and|,)$/.test(norm))
}

/** Neighbours and in-laws are not had so, nor somebody's own sister; of people one brings, partners alone. */
function isHad({ kin, owner, names, indefinite }: KinPhrase, verb: string): boolean {
  if ((owner && names.length > 0) || kin.role === 'parentInLaw' || kin.role === 'stranger') return false
  return !/^(bringing|brings|brought)$/.test(verb) || (kin.role === 'partner' && indefinite)
}

/** "Has one more son besides my husband, Bo": the name that is told last. */
function besideAnother(tokens: readonly Token[], { phrases }: Parsed, from: number): Phrase | undefined {
  const known = [...phrases.values()].find(({ start }) => start > from && start < from + 3 && isLeftOut(tokens, start))
  const named = known && tokens[known.end]?.norm === ',' ? phrases.get(known.end + 1) : undefined
  return named?.type === 'name' && !named.place ? named : undefined
}

function kinHad({ tokens, parsed, subject, mood: moodAt }: Clause, at: number, phrase: Phrase & KinPhrase): Saying[] {
  const { kin, names, end } = phrase
  const mood = moodAt(at)
  const say = (had: Kin, members: readonly Phrase[], named: KinPhrase['names'], as: Mood): Saying => ({ type: 'kin', owners: subject, kin: had, members, names: named, at, mood: as })
  // "Has three kids: my mum, aunt Verity and Bo".
  if (kin.plural && names.length === 0) return /^[:,-]$/.test(normAt(tokens, end)) && parsed.phrases.has(end + 1) ? [say(kin, listFrom(parsed, end + 1).list, [], mood)] : []
  if (kin.role === 'friend' && names.length === 0) return []
  const another = names.length === 0 ? besideAnother(tokens, parsed, end) : undefined
  if (another) return [say(kin, [another], [], mood)]
  const over = tokens[at]!.norm === 'had' && kin.role !== 'child' && !/^(has|have|'ve)$/.test(normAt(tokens, at - 1))
  // "I have a cat and she is called Fig": she is the cat. "Had the baby": nobody who was spoken of before.
  const newborn = phrase.definite && tokens[at]!.norm === 'had' && phrase.word === 'baby'
  const told = (phrase.definite && !newborn) || (kin.role === 'pet' && names.length === 0)
  const found = [say(kin, told ? [phrase] : [], names, over && mood === 'holds' ? 'ended' : mood)]
  // "Two dogs, Musti and Halla, and a parrot called Pablo".
  const link = tokens[end]?.norm === ',' ? end + 1 : end
  const also = tokens[link]?.norm === 'and' ? parsed.phrases.get(link + 1) : undefined
  return also?.type === 'kin' && !also.owner && also.names.length > 0 ? [...found, say(also.kin, [], also.names, mood)] : found
}
