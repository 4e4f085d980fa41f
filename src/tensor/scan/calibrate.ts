// The accuracy knob: how many candidates the data at hand need.
import type { ScanQuery } from './query.ts'
import { check } from './row.ts'
import type { ScanStore } from './store.ts'

/** What a calibration found. */
export interface Calibration {
  candidates: number
  /** Share of the exact best that searches with so many candidates found, over the sample. */
  recall: number
}

/** Two numbers of candidates whose ratio is less are alike. */
const fineness = 1.1

/**
 * The fewest candidates (to a tenth) with which searches for the sample's queries [D] find at least the share `wanted` [0, 1] of
 * the exact k best; never more than there are rows, where the share is 1. Costs an exact pass over all keys for each query, so a
 * few dozen queries are enough. Throws INVALID_ARGUMENT.
 */
export function calibrate(store: ScanStore, sample: readonly Float32Array[], wanted: number, query: ScanQuery): Calibration {
  check(wanted >= 0 && wanted <= 1, 'wanted', 'a share in [0, 1]', wanted)
  check(sample.length > 0, 'sample', 'at least one query', sample.length)
  const best = sample.map(vector => store.exact(vector, query).slots)
  const total = best.reduce((sum, slots) => sum + slots.length, 0)
  const recallAt = (candidates: number): number => {
    if (total === 0) return 1
    const found = sample.reduce((sum, vector, place) => {
      const slots = new Set(store.search(vector, { ...query, candidates }).slots)
      return sum + best[place]!.reduce((hits, slot) => hits + (slots.has(slot) ? 1 : 0), 0)
    }, 0)
    return found / total
  }
  const most = Math.max(1, store.count)
  let [low, high] = [0, Math.min(query.k, most)]
  let recall = recallAt(high)
  while (recall < wanted && high < most) {
    low = high
    high = Math.min(most, high * 2)
    recall = recallAt(high)
  }
  while (low > 0 && high / low > fineness && high - low > 1) {
    const middle = Math.round(Math.sqrt(low * high))
    const reached = recallAt(middle)
    if (reached >= wanted) [high, recall] = [middle, reached]
    else low = middle
  }
  return { candidates: high, recall }
}
