// Phrases for whom no word stands: whoever speaks, whoever was spoken of last, anybody, kin whose owner is told elsewhere.
import { kinOfRole } from './kin.ts'
import type { KinPhrase, Phrase } from './phrase.ts'

/** Whoever speaks. */
export function speaker(at: number): Phrase {
  return { type: 'self', plural: false, start: at, end: at }
}

/** Whoever was spoken of last. */
export function lastSpokenOf(at: number): Phrase {
  return { type: 'relative', start: at, end: at }
}

/** A kin word whose owner does not stand in its own words, and of which nothing else is told. */
export function kinOwned(owner: Phrase | null, phrase: Pick<KinPhrase & Phrase, 'kin' | 'word' | 'start' | 'end'> & Partial<KinPhrase>): Phrase & KinPhrase {
  return { type: 'kin', owner, names: [], indefinite: false, definite: false, trade: undefined, ...phrase }
}

/** A subject of whom nothing is known. */
export const anybody: Phrase = kinOwned(null, { kin: kinOfRole('stranger'), word: '', start: 0, end: 0 })
