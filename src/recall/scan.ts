// The attention head at run time: cosines of a key with every trace, and their scale.
import type { LongQuery, Tuning } from '../ltm/slot-keys.ts'
import { turnCosine } from '../state/passages.ts'
import type { State } from '../state/state.ts'
import { dot } from '../vector.ts'
import { LongScan } from './long-scan.ts'
import { recallWeights } from './rank.ts'

/** A cosine as deviation from the mean of unrelated texts, in standard deviations, in any memory. */
export function typicalDeviation(cosine: number): number {
  return (cosine - prior.mean) / Math.sqrt(prior.variance)
}

/** Result of one pass over the keys. */
export interface KeyScan {
  /** Ids of the best traces, in no order. */
  best: string[]
  /** Cosine of a trace as deviation from the mean, in standard deviations; 0 for an unknown id. A known slot saves a look. */
  deviation(id: string, slot?: number): number
  /** Cosine of a trace; -1 for an unknown id. */
  cosine(id: string): number
  /** The deviation of a document of the lexical index; 0 for one that is gone. */
  documentDeviation(document: number): number
  /** The deviation of a turn's best passage, whether it has a trace or not; 0 for one that is gone. */
  turnDeviation(ordinal: number): number
}

/** Keys that the scale is taken from: the cost does not grow with memory, and 256 settle a deviation to 4 %. */
const sampleSize = 256
/** Candidates of each head: four for each hit, and so many at least. */
export const leastCandidates = 96
/** Traces of short-term memory among the best. */
const mostShort = 64
/** Of an embedding's cosines to unrelated texts, roughly; it stands in while memory is nearly empty. */
const prior = { mean: 0.15, variance: 0.015, weight: 8 }

/** Which traces a scan is for. */
interface Sought extends Pick<LongQuery, 'tick' | 'kinds' | 'hidden' | 'until' | 'least'> {
  /** Whether a slot is; what the filters keep out is not. */
  wanted: (slot: number) => boolean
  /** Pinned traces that are found besides, the nearest. */
  pinned: number
}

/**
 * Scans all keys for the `limit` best of the traces that are sought: those with the best cosines, in a large memory those with
 * the best sums of what recall gives for the cosine and the strength. With a limit of 0 no key is looked at but those that
 * are asked for.
 */
export function scanKeys(state: State, key: Float32Array, limit: number, sought: Partial<Sought> = {}): KeyScan {
  const { ltm, stm } = state
  const { wanted = () => true, pinned = 0, tick = 0, ...filters } = sought
  const long = new LongScan(key, ltm, state.config)
  const short = new Map(stm.list().map(trace => [trace.id, dot(key, trace.key)]))
  const { mean, deviation } = scale(state, long, short)
  const cosine = (id: string): number => {
    const known = short.get(id)
    const slot = known === undefined ? ltm.slotOf(id) : undefined
    return known ?? (slot === undefined ? -1 : long.at(slot))
  }
  // A turn is the neighbour of two.
  const turns = new Map<number, number>()
  const query = { ...filters, k: limit, beta: recallWeights.attention / deviation, gamma: recallWeights.gamma, tick }
  const slots = [...limit > 0 ? long.best(query, wanted) : [], ...pinned > 0 ? long.pinned(pinned) : []]
  return {
    best: [...slots.flatMap(slot => ltm.idAt(slot) || []), ...nearest(short, Math.min(limit, mostShort))],
    cosine,
    deviation: (id, slot) => {
      const value = slot === undefined ? cosine(id) : long.at(slot)
      return value === -1 ? 0 : (value - mean) / deviation
    },
    documentDeviation: document => {
      const value = state.keys.cosine(key, document)
      return value === -1 ? 0 : (value - mean) / deviation
    },
    turnDeviation: ordinal => {
      let found = turns.get(ordinal)
      if (found === undefined) {
        const best = turnCosine(state, ordinal, key)
        turns.set(ordinal, (found = best === -1 ? 0 : (best - mean) / deviation))
      }
      return found
    },
  }
}

/** How many candidates the scan of a large memory needs; undefined where that is known. */
export function measureScan({ ltm, config }: State, tick: number): Tuning | undefined {
  const beta = recallWeights.attention / Math.sqrt(prior.variance)
  return ltm.measure({ k: leastCandidates, beta, gamma: recallWeights.gamma, tick, least: config.dormantBelow }, config)
}

function scale(state: State, long: LongScan, short: ReadonlyMap<string, number>): { mean: number; deviation: number } {
  const stride = Math.max(1, Math.floor(long.slots / sampleSize))
  const sample: number[] = [...short.values()]
  const slots: number[] = []
  for (let slot = 0; slot < long.slots; slot += stride) if (state.ltm.idAt(slot)) slots.push(slot)
  sample.push(...long.lookAll(slots))
  const count = sample.length + prior.weight
  const mean = (sample.reduce((sum, value) => sum + value, 0) + prior.weight * prior.mean) / count
  const spread = sample.reduce((sum, value) => sum + (value - mean) ** 2, 0) + prior.weight * prior.variance
  return { mean, deviation: Math.sqrt(spread / count) }
}

/** Ids of the `limit` nearest. */
function nearest(cosines: ReadonlyMap<string, number>, limit: number): Iterable<string> {
  if (cosines.size <= limit) return cosines.keys()
  return [...cosines].sort(([, a], [, b]) => b - a).slice(0, limit).map(([id]) => id)
}
