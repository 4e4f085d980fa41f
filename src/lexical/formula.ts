// The score of one term: BM25, where a term also counts, less, when it stands in a neighbouring passage.
import type { Postings } from './postings.ts'

// BM25 (Robertson & Zaragoza 2009, eq. 3.15). Chat turns are short and of uneven length: little length normalisation.
export const k1 = 0.9
const b = 0.2
/** Share of a neighbour's count at distance 1, 2, 3, 4. */
const window = [0.5, 0.3, 0.2, 0.1]
export const reach: number = window.length
/** What follows explains less than what came before: an answer repeats its question's words, rarely the reverse. */
const following = 0.6
/** By distance, from the passages before to those after. */
export const shares: Float64Array = Float64Array.from([...window.toReversed().map(share => share * following), 1, ...window])
/** What all neighbours of a passage can add, if each has the term once. */
const mostAdded = shares.reduce((sum, share) => sum + share, -1)

/** A term of a query. */
export interface WeightedTerm {
  /** Ascending numbers of the documents that have it, and how often each does. */
  documents: Uint32Array
  counts: Uint8Array
  /** What a passage full of it would get. */
  gain: number
  /** What it adds to a passage at most. */
  most: number
}

/** A term as a query weighs it. */
export function weighted({ documents, counts, mostCount }: Postings, gain: number, neighbours: boolean): WeightedTerm {
  return { documents, counts, gain, most: partOf(gain, mostCount + (neighbours ? mostAdded : 0), 0) }
}

/** What a term adds to a passage of a length, in means, in which it stands `count` times. */
export function partOf(gain: number, count: number, length: number): number {
  return (gain * count) / (count + k1 * (1 - b + b * length))
}
