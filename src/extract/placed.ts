// Phrases by where they end: the one right before a place, the list before it, and whose a noun is by what stands before it.
import { lastSpokenOf, speaker } from './implied.ts'
import type { Phrase } from './phrase.ts'
import { normAt, type Token } from './token.ts'

type Phrases = ReadonlyMap<number, Phrase>

/** The phrase that ends at a place, of some types or of any. */
export function endingAt(phrases: Phrases, end: number, types?: RegExp): Phrase | undefined {
  for (const phrase of phrases.values()) if (phrase.end === end && (types === undefined || types.test(phrase.type))) return phrase
  return undefined
}

/** The phrases of a list that ends at a place, by what may join two of them. */
export function listEnding(tokens: readonly Token[], phrases: Phrases, at: number, joins: RegExp): Phrase[] {
  const list: Phrase[] = []
  for (let end = at; ;) {
    const phrase = endingAt(phrases, end)
    if (!phrase) return list
    list.unshift(phrase)
    if (!joins.test(normAt(tokens, phrase.start - 1))) return list
    end = phrase.start - 1
  }
}

/** Whom a possessive means: "his", "my"; "the" and the like mean whoever was spoken of last. */
export function ownerOf(norm: string, at: number): Phrase {
  if (norm === 'my' || norm === 'our') return speaker(at)
  const gender = norm === 'his' ? 'm' : norm === 'her' ? 'f' : null
  if (gender || norm === 'its') return { type: 'pronoun', gender, plural: false, thing: norm === 'its', start: at, end: at }
  return lastSpokenOf(at)
}

/** Whose the noun at a place is: "my", "her", "Ana's". */
export function possessorAt(tokens: readonly Token[], phrases: Phrases, at: number): Phrase | undefined {
  const norm = normAt(tokens, at - 1)
  if (/^(my|his|her)$/.test(norm)) return ownerOf(norm, at)
  return norm === "'s" ? endingAt(phrases, at - 1) : undefined
}

/** Whose a noun is that may have up to two words before it: "my bad knee", "Ana's old flat". */
export function possessorNear(tokens: readonly Token[], phrases: Phrases, at: number): Phrase | undefined {
  for (const step of [1, 2, 3]) {
    const norm = normAt(tokens, at - step)
    if (/^(my|our|his|her|their)$/.test(norm)) return ownerOf(norm, at)
    if (norm === "'s") return endingAt(phrases, at - step)
    if (tokens[at - step]?.kind === 'mark') return undefined
  }
  return undefined
}
