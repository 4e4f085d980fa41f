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

/** A term of a query, and what a passage full of it would get. */
export interface WeightedTerm {
  postings: Postings
  gain: number
}

/** What a term adds to a passage of a length, in means, in which it stands `count` times. */
export function partOf(gain: number, count: number, length: number): number {
  return (gain * count) / (count + k1 * (1 - b + b * length))
}

/** The most that a term can add to a passage. */
export function mostOf({ postings, gain }: WeightedTerm, neighbours: boolean): number {
  return partOf(gain, postings.mostCount + (neighbours ? mostAdded : 0), 0)
}
