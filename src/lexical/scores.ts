// BM25 scores of passages in which a term also counts, less, when it stands in a neighbouring one.
import type { Postings } from './postings.ts'

// BM25 (Robertson & Zaragoza 2009, eq. 3.15). Chat turns are short and of uneven length: little length normalisation.
export const k1 = 0.9
const b = 0.2
/** Share of a neighbour's count at distance 1, 2, 3, 4. */
const window = [0.5, 0.3, 0.2, 0.1]
const reach = window.length
/** What follows explains less than what came before: an answer repeats its question's words, rarely the reverse. */
const following = 0.6
/** By distance, from the passages before to those after. */
const shares = Float64Array.from([...window.toReversed().map(share => share * following), 1, ...window])
/** What all neighbours of a passage can add, if each has the term once. */
const mostAdded = shares.reduce((sum, share) => sum + share, -1)

/** What is known of each passage, by document number. */
export interface Passages {
  size: number
  /** Numbers of the conversations. */
  conversations: Uint32Array
  /** Index terms; 0 for a removed passage. */
  lengths: Uint16Array
  meanLength: number
}

/** A term of a query, and what a passage full of it would get. */
export interface WeightedTerm {
  postings: Postings
  gain: number
}

/** Adds up one query's scores; the room is used again by the next. */
export class PassageScores {
  /** Scores by document number: those of the last query. */
  scores: Float32Array = new Float32Array(0)
  /** Documents that have one, the first `count`. */
  touched: Uint32Array = new Uint32Array(0)
  count = 0
  /** True where others would have a score, too. */
  pruned = false
  #counts: Float32Array = new Float32Array(0)
  #seen: Uint32Array = new Uint32Array(0)

  /** Takes the scores of the query before away. */
  begin(size: number): void {
    if (size > this.scores.length) {
      const room = Math.ceil(size * 1.25)
      this.scores = new Float32Array(room)
      this.#counts = new Float32Array(room)
      this.touched = new Uint32Array(room)
      this.#seen = new Uint32Array(room)
    } else for (let at = 0; at < this.count; at++) this.scores[this.touched[at]!] = 0
    this.count = 0
    this.pruned = false
  }

  /** Adds a term's part to every passage that has it, or whose neighbours do. */
  add({ postings, gain }: WeightedTerm, passages: Passages, neighbours: boolean): void {
    const seen = neighbours ? this.#countAround(postings, passages) : this.#count(postings)
    const { lengths, meanLength } = passages
    for (let at = 0; at < seen; at++) {
      const document = this.#seen[at]!
      if (this.scores[document] === 0) this.touched[this.count++] = document
      this.scores[document]! += partOf(gain, this.#counts[document]!, lengths[document]! / meanLength)
      this.#counts[document] = 0
    }
  }

  /** Leaves only the passages that can still be among the best `most` if others are worth up to `rest` more, once that is so of no other passage. */
  prune(most: number, rest: number): void {
    if (this.count <= most) return
    const values = new Float32Array(this.count)
    for (let at = 0; at < this.count; at++) values[at] = this.scores[this.touched[at]!]!
    const cut = lowerBoundOf(values, most)
    // A passage that no term has touched yet must be out, too.
    if (rest >= cut) return
    let kept = 0
    for (let at = 0; at < this.count; at++) {
      const document = this.touched[at]!
      if (values[at]! + rest >= cut) this.touched[kept++] = document
      else this.scores[document] = 0
    }
    this.count = kept
    this.pruned = true
  }

  /** Adds a term's part to the passages that have a score already: looks each up. */
  addToTouched({ postings, gain }: WeightedTerm, { conversations, lengths, meanLength }: Passages, neighbours: boolean): void {
    const { documents, counts } = postings
    for (let at = 0; at < this.count; at++) {
      const document = this.touched[at]!
      const span = neighbours ? reach : 0
      let count = 0
      for (let place = lowerBound(documents, document - span); place < documents.length; place++) {
        const other = documents[place]!
        if (other > document + span) break
        if (other === document) count += counts[place]!
        else if (conversations[other] === conversations[document]) count += shares[document - other + reach]!
      }
      if (count > 0) this.scores[document]! += partOf(gain, count, lengths[document]! / meanLength)
    }
  }

  #count({ documents, counts }: Postings): number {
    for (let at = 0; at < documents.length; at++) {
      this.#seen[at] = documents[at]!
      this.#counts[documents[at]!] = counts[at]!
    }
    return documents.length
  }

  #countAround({ documents, counts: own }: Postings, { conversations, lengths, size }: Passages): number {
    const [sums, seen] = [this.#counts, this.#seen]
    let found = 0
    for (let at = 0; at < documents.length; at++) {
      const document = documents[at]!
      const conversation = conversations[document]!
      const last = Math.min(size - 1, document + reach)
      for (let next = Math.max(0, document - reach); next <= last; next++) {
        if (conversations[next] !== conversation || lengths[next] === 0) continue
        const before = sums[next]!
        if (before === 0) seen[found++] = next
        sums[next] = before + (next === document ? own[at]! : shares[next - document + reach]!)
      }
    }
    return found
  }
}

/** The most that a term can add to a passage, if it stands up to `mostCount` times in one. */
export function mostOf(gain: number, mostCount: number, neighbours: boolean): number {
  return partOf(gain, mostCount + (neighbours ? mostAdded : 0), 0)
}

function partOf(gain: number, count: number, length: number): number {
  return (gain * count) / (count + k1 * (1 - b + b * length))
}

/** A value that at least `most` of the values reach, near the largest such: by a count in equal bins. */
function lowerBoundOf(values: Float32Array, most: number): number {
  let highest = 0
  for (let at = 0; at < values.length; at++) if (values[at]! > highest) highest = values[at]!
  const perUnit = 1023 / highest
  const bins = new Uint32Array(1024)
  for (let at = 0; at < values.length; at++) bins[(values[at]! * perUnit) | 0]!++
  let bin = 1024
  for (let found = 0; bin > 0 && found < most;) found += bins[--bin]!
  // A little less, for the rounding.
  return bin / perUnit * (1 - 1e-6)
}

function lowerBound(values: Uint32Array, least: number): number {
  let low = 0
  for (let high = values.length; low < high;) {
    const middle = (low + high) >> 1
    if (values[middle]! < least) low = middle + 1
    else high = middle
  }
  return low
}
