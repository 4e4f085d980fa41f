// The attention head at run time: cosines of a key with every trace, and their scale.
import { cosines } from '../attention/kernel.ts'
import type { State } from '../state/state.ts'
import { dot } from '../vector.ts'

/** Result of one pass over the keys. */
export interface KeyScan {
  /** Ids of the traces with the best cosines, in no order. */
  best: string[]
  /** Cosine of a trace as deviation from the mean, in standard deviations; 0 for an unknown id. */
  deviation(id: string): number
  /** Cosine of a trace; -1 for an unknown id. */
  cosine(id: string): number
  /** The deviation of a document of the lexical index; 0 for one that is gone. */
  documentDeviation(document: number): number
  /** The deviation of a turn's best passage, whether it has a trace or not; 0 for one that is gone. */
  turnDeviation(ordinal: number): number
}

/** Keys that the scale is taken from: the cost does not grow with memory, and 512 settle a deviation to 3 %. */
const sampleSize = 512
/** Of an embedding's cosines to unrelated texts, roughly; it stands in while memory is nearly empty. */
const prior = { mean: 0.15, variance: 0.015, weight: 8 }

/** Scans all keys for the `limit` traces with the best cosines among those whose slot is `wanted`. */
export function scanKeys(
  state: State,
  key: Float32Array,
  limit: number,
  wanted: (slot: number) => boolean = () => true,
): KeyScan {
  const { ltm, stm } = state
  const long = cosines(key, ltm.keys, ltm.slots, ltm.dim, new Float32Array(ltm.slots))
  const short = new Map(stm.list().map(trace => [trace.id, dot(key, trace.key)]))
  const { mean, deviation } = scale(state, long, short)
  const cosine = (id: string): number => {
    const slot = ltm.slotOf(id)
    return slot === undefined ? (short.get(id) ?? -1) : long[slot]!
  }
  // A turn is the neighbour of two.
  const turns = new Map<number, number>()
  return {
    best: [...bestSlots(long, limit, wanted).flatMap(slot => ltm.idAt(slot) || []), ...short.keys()],
    cosine,
    deviation: id => {
      const value = cosine(id)
      return value === -1 ? 0 : (value - mean) / deviation
    },
    documentDeviation: document => {
      const value = state.keys.cosine(key, document)
      return value === -1 ? 0 : (value - mean) / deviation
    },
    turnDeviation: ordinal => {
      let found = turns.get(ordinal)
      if (found === undefined) {
        const best = Math.max(-1, ...state.lexical.documentsOf(ordinal).map(document => state.keys.cosine(key, document)))
        turns.set(ordinal, (found = best === -1 ? 0 : (best - mean) / deviation))
      }
      return found
    },
  }
}

function scale(state: State, long: Float32Array, short: ReadonlyMap<string, number>): { mean: number; deviation: number } {
  const stride = Math.max(1, Math.floor(long.length / sampleSize))
  const sample: number[] = [...short.values()]
  for (let slot = 0; slot < long.length; slot += stride) if (state.ltm.idAt(slot)) sample.push(long[slot]!)
  const count = sample.length + prior.weight
  const mean = (sample.reduce((sum, value) => sum + value, 0) + prior.weight * prior.mean) / count
  const spread = sample.reduce((sum, value) => sum + (value - mean) ** 2, 0) + prior.weight * prior.variance
  return { mean, deviation: Math.sqrt(spread / count) }
}

/** Slots of the `limit` largest values, by a binary heap whose root is the least; only what would enter it is looked at. */
function bestSlots(values: Float32Array, limit: number, wanted: (slot: number) => boolean): number[] {
  const heap: number[] = []
  const swap = (a: number, b: number): void => {
    const held = heap[a]!
    heap[a] = heap[b]!
    heap[b] = held
  }
  const value = (place: number): number => values[heap[place]!]!
  for (let slot = 0; slot < values.length; slot++) {
    if (heap.length === limit && values[slot]! <= value(0)) continue
    if (!wanted(slot)) continue
    if (heap.length < limit) {
      heap.push(slot)
      for (let at = heap.length - 1; at > 0 && value(at) < value((at - 1) >> 1); at = (at - 1) >> 1) swap(at, (at - 1) >> 1)
    } else {
      heap[0] = slot
      for (let at = 0; ; ) {
        const child = 2 * at + 1
        const least = child + 1 < heap.length && value(child + 1) < value(child) ? child + 1 : child
        if (least >= heap.length || value(least) >= value(at)) break
        swap(at, least)
        at = least
      }
    }
  }
  return heap
}
