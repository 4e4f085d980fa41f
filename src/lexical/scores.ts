// Scores of passages for one query, block by block.
import { BlockBounds, blockShift, blockSize } from './bounds.ts'
import { partOf, reach, shares, type WeightedTerm } from './formula.ts'

/** What is known of each passage, by document number. */
export interface Passages {
  size: number
  /** Numbers of the conversations. */
  conversations: Uint32Array
  /** Index terms; 0 for a removed passage. */
  lengths: Uint16Array
  meanLength: number
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
  readonly #bounds = new BlockBounds()
  /** Of one term in the passages of a block. */
  readonly #counts = new Float64Array(blockSize)

  /**
   * Scores the passages that have one of the terms, or whose neighbours do: all, or where there are more than `most`, block by
   * block those that may be among the best `most` by what a block can reach.
   */
  add(terms: readonly WeightedTerm[], passages: Passages, neighbours: boolean, most: number): void {
    this.#begin(passages.size)
    const { blocks, bounds } = this.#bounds.of(terms, passages.size, neighbours)
    const span = neighbours ? reach : 0
    const first = blocks.length > most ? lowerBoundOf(bounds, most) : 0
    for (let at = 0; at < blocks.length; at++) if (bounds[at]! >= first) this.#addBlock(blocks[at]!, terms, passages, span)
    if (first === 0) return
    const least = this.count < most ? 0 : lowerBoundOf(this.values(), most)
    for (let at = 0; at < blocks.length; at++) {
      if (bounds[at]! >= first) continue
      if (bounds[at]! < least) this.pruned = true
      else this.#addBlock(blocks[at]!, terms, passages, span)
    }
  }

  /** The scores of the documents that have one, in the order of `touched`. */
  values(): Float32Array {
    const values = new Float32Array(this.count)
    for (let at = 0; at < values.length; at++) values[at] = this.scores[this.touched[at]!]!
    return values
  }

  // Takes the scores of the query before away.
  #begin(size: number): void {
    if (size > this.scores.length) {
      const room = Math.ceil(size * 1.25)
      this.scores = new Float32Array(room)
      this.touched = new Uint32Array(room)
    } else for (let at = 0; at < this.count; at++) this.scores[this.touched[at]!] = 0
    this.count = 0
    this.pruned = false
  }

  #addBlock(block: number, terms: readonly WeightedTerm[], passages: Passages, span: number): void {
    const { lengths, meanLength } = passages
    const start = block << blockShift
    const [scores, counts] = [this.scores, this.#counts]
    for (let number = 0; number < terms.length; number++) {
      if (!this.#bounds.has(block, number)) continue
      const { gain } = terms[number]!
      this.#count(start, terms[number]!, passages, span)
      for (let place = 0; place < blockSize; place++) {
        const count = counts[place]!
        if (count === 0) continue
        const document = start + place
        if (scores[document] === 0) this.touched[this.count++] = document
        scores[document]! += partOf(gain, count, lengths[document]! / meanLength)
        counts[place] = 0
      }
    }
  }

  // Counts of a term in the passages of a block, those of the passages around included.
  #count(start: number, { documents, counts: own }: WeightedTerm, { conversations, lengths, size }: Passages, span: number): void {
    const counts = this.#counts
    const end = Math.min(size, start + blockSize)
    for (let at = lowerBound(documents, start - span); at < documents.length; at++) {
      const document = documents[at]!
      if (document >= end + span) return
      const conversation = conversations[document]!
      const last = Math.min(end - 1, document + span)
      for (let next = Math.max(start, document - span); next <= last; next++) {
        if (next === document) counts[next - start]! += own[at]!
        else if (conversations[next] === conversation && lengths[next] !== 0) counts[next - start]! += shares[next - document + reach]!
      }
    }
  }
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
