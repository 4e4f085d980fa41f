// Counts of users for each entry of a catalogue, and what of them may be shown.
import { discreteLaplace, noiseMargin, type Coin, type NoiseRate } from './noise.ts'

/** Entries that one user adds to the counts: places in the catalogue. */
export type Contribution = readonly number[]

/** Users for each of `size` entries. A user adds at most `most`, each once: whoever joins or leaves changes the counts by that in all. */
export function countUsers(contributions: readonly Contribution[], size: number, most: number): Uint32Array {
  const counts = new Uint32Array(size)
  for (const own of contributions) {
    for (const index of [...new Set(own)].filter(at => at >= 0 && at < size).slice(0, most)) counts[index] = counts[index]! + 1
  }
  return counts
}

/** An entry that may be shown. */
export interface Shown {
  index: number
  /** The noisy count, which may be off either way. */
  count: number
}

/**
 * Entries whose noisy count reaches `least`, the largest first. Every entry of the catalogue gets noise, those that nobody has too: which
 * ones are shown then depends on noisy counts alone, and what is made of these is as private as they are.
 */
export function shownOf(counts: Uint32Array, rate: NoiseRate, least: number, coin: Coin): Shown[] {
  const noisy = Array.from(counts, (count, index) => ({ index, count: count + discreteLaplace(rate, coin) }))
  return noisy.filter(({ count }) => count >= least).sort((a, b) => b.count - a.count || a.index - b.index)
}

/** How much more than `users` a noisy count must be, so that with `certainty` no entry is shown that fewer users have. */
export function marginOf(rate: NoiseRate, size: number, certainty: number): number {
  // An entry of one user less must not be lifted to the border: the noise has to stay below margin + 1.
  return Math.max(0, noiseMargin(rate, size, certainty) - 1)
}
