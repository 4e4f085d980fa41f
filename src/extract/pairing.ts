// Verbs and nouns between two persons, and names that are given: "married Ana", "reports to Tom", "everyone calls her Bex".
import type { Kin } from './kin.ts'
import type { Mood } from './mood.ts'
import { nameAt, type NameReader } from './name.ts'
import type { Parsed } from './parse.ts'
import type { Phrase } from './phrase.ts'
import { mates, type Saying } from './saying.ts'
import type { Token } from './token.ts'

/** A clause as far as it was read. */
interface Clause {
  tokens: readonly Token[]
  parsed: Parsed
  names: NameReader
  subject: readonly Phrase[]
  readonly mood: (at: number) => Mood
}

/** What was found, and the phrases that are names given and so stand for nobody else. */
interface Found {
  sayings: Saying[]
  names: Phrase[]
}

/** Husband or wife, whoever is which. */
export const married: Kin = { role: 'spouse', gender: null, plural: false, ended: false }
/** Boyfriend, girlfriend, fiance. */
export const together: Kin = { role: 'partner', gender: null, plural: false, ended: false }
const bossOf: Kin = { role: 'boss', gender: null, plural: false, ended: false }
const childOf: Kin = { role: 'child', gender: null, plural: false, ended: false }
const nothing: Found = { sayings: [], names: [] }

/** What the word at a place says of two, or of a name. */
export function pairingAt(clause: Clause, at: number): Found {
  const { tokens, parsed, subject } = clause
  const { norm } = tokens[at]!
  if (/^(names|name)$/.test(norm)) return subject.length > 0 || at > 0 ? naming(clause, at) : nothing
  if (subject.length === 0) return nothing
  const next = tokens[at + 1]?.norm ?? ''
  const to = (step: number): Phrase | undefined => parsed.phrases.get(at + step)
  const mood = clause.mood(at)
  const pair = (other: Phrase | undefined, kin: Kin): Found =>
    other && /^(name|kin|pronoun|self)$/.test(other.type) ? { ...nothing, sayings: [{ type: 'mutual', among: [...subject, other], kin, at, mood }] } : nothing
  const one = (other: Phrase | undefined, kin: Kin): Found =>
    other?.type === 'name' || other?.type === 'kin' ? { ...nothing, sayings: [{ type: 'kin', owners: subject, kin, members: [other], names: [], at, mood }] } : nothing
  if (norm === 'married') return pair(to(/^(to|with)$/.test(next) ? 2 : 1), married)
  if (norm === 'marriage' && next === 'to') return pair(to(2), married)
  if (norm === 'engaged' && next === 'to') return pair(to(2), together)
  if (/^(dating|dates|marrying|marries)$/.test(norm)) return pair(to(1), together)
  if (/^(call|calls|called)$/.test(norm)) return calling(clause, at, to(1))
  if (/^(reports|report|reporting|answers)$/.test(norm) && next === 'to') return one(to(2), bossOf)
  if (/^(works|work|working)$/.test(norm) && next === 'under') return one(to(2), bossOf)
  if (/^(works|work|working)$/.test(norm) && next === 'with' && to(2)?.type === 'name') return pair(to(2), mates)
  if (norm === 'birth' && next === 'to') return one(to(2), childOf)
  return norm === 'short' && tokens[at - 1]?.norm === 'for' ? shortening(clause, at) : nothing
}

/** "Everyone calls her Bex", "we call him Uncle Remo". */
function calling({ tokens, names, mood }: Clause, at: number, who: Phrase | undefined): Found {
  const all = /^(everyone|everybody|they|we|people|i|us|friends|all|always|usually|just)$/.test(tokens[at - 1]?.norm ?? '')
  if (who?.type !== 'pronoun' || !all || /^(that|when|if|to|for|about|back|and)$/.test(tokens[who.end]?.norm ?? '')) return nothing
  const found = nameAt(tokens, who.end, names, true)
  return found && mood(at) === 'holds' ? { ...nothing, sayings: [{ type: 'named', who: [who], name: found.name, at, mood: 'holds' }] } : nothing
}

/** "Chukwuemeka, Emeka for short". */
function shortening({ parsed }: Clause, at: number): Found {
  const before = [...parsed.phrases.values()].filter(phrase => phrase.end <= at - 1 && (phrase.type === 'name' || phrase.type === 'kin'))
  const [long, short] = before.slice(-2)
  if (!long || short?.type !== 'name' || short.end !== at - 1) return nothing
  return { names: [short], sayings: [{ type: 'named', who: [long], name: short.name, at, mood: 'holds' }] }
}

/** "Her name is Dana", "my boss's name is Farah", "names Bernie": `at` is the place of "name". */
function naming({ tokens, parsed, names, mood }: Clause, at: number): Found {
  const before = [...parsed.phrases.values()].find(phrase => phrase.end === at || (phrase.end === at - 1 && tokens[at - 1]?.norm === "'s"))
  let next = at + 1
  while (/^(is|'s|was|are|=|:|of|the|actually|not)$/.test(tokens[next]?.norm ?? '') && next - at < 4) next++
  const found = nameAt(tokens, next, names, true)
  if (!found || (next === at + 1 && tokens[at]!.norm === 'name') || mood(next) !== 'holds') return nothing
  const named = parsed.phrases.get(next)
  return {
    names: named?.type === 'name' ? [named] : [],
    sayings: [{ type: 'named', who: [before ?? ownerOf(tokens[at - 1]?.norm ?? '', at)], name: found.name, at, mood: 'holds' }],
  }
}

/** Whom a possessive before "name" means: "his name", "my name", "the name". */
export function ownerOf(norm: string, at: number): Phrase {
  if (norm === 'my' || norm === 'our') return { type: 'self', plural: false, start: at, end: at }
  const gender = norm === 'his' ? 'm' : norm === 'her' ? 'f' : null
  if (gender || norm === 'its') return { type: 'pronoun', gender, plural: false, thing: norm === 'its', start: at, end: at }
  return { type: 'relative', start: at, end: at }
}
