// What the passages of a block can score at most for a query: most blocks need no closer look.
import { partOf, reach, shares, type WeightedTerm } from './formula.ts'

/** Passages that lie together: twice the reach, so that a posting counts in two blocks. */
export const blockShift = 3
export const blockSize: number = 1 << blockShift

/** Terms that are told apart in a block; the last of these stands for all that follow. */
const told = 31
/** For what rounding takes away. */
const slack = 1 + 1e-5

/** Blocks in which a query's terms count, and the bound of each. */
interface Bounded {
  blocks: Uint32Array
  bounds: Float32Array
}

/** Bounds of one query at a time; the room is used again by the next. */
export class BlockBounds {
  /** By block: the sums of all terms so far, and what the present one adds. */
  #sums = new Float32Array(0)
  #parts = new Float32Array(0)
  /** Which terms count in a block, bit by bit. */
  #held = new Uint32Array(0)
  /** Blocks with a sum, and those to which the present term adds. */
  #blocks = new Uint32Array(0)
  #adding = new Uint32Array(0)
  #count = 0

  /**
   * The blocks in which one of the terms stands, or just outside. What a term adds is concave in its count: several postings give no
   * more than the sum of what each would give alone.
   */
  of(terms: readonly WeightedTerm[], size: number, neighbours: boolean): Bounded {
    // One more than there are: the last may reach into it.
    this.#begin((size >>> blockShift) + 2)
    terms.forEach((term, number) => {
      const count = neighbours ? this.#around(term) : this.#within(term)
      this.#take(count, term.most, bitOf(number))
    })
    const blocks = this.#blocks.subarray(0, this.#count)
    const bounds = new Float32Array(this.#count)
    for (let place = 0; place < bounds.length; place++) {
      bounds[place] = this.#sums[blocks[place]!]! * slack
      this.#sums[blocks[place]!] = 0
    }
    return { blocks, bounds }
  }

  /** True where a term, by its place in the query, may count in a block of the last query. */
  has(block: number, term: number): boolean {
    return (this.#held[block]! & bitOf(term)) !== 0
  }

  #begin(blocks: number): void {
    this.#count = 0
    if (blocks <= this.#sums.length) return
    const room = Math.ceil(blocks * 1.25)
    ;[this.#sums, this.#parts] = [new Float32Array(room), new Float32Array(room)]
    ;[this.#held, this.#blocks, this.#adding] = [new Uint32Array(room), new Uint32Array(room), new Uint32Array(room)]
  }

  // What a term adds to blocks by the postings in them; returns how many blocks these are.
  #within({ documents, counts, gain }: WeightedTerm): number {
    const [parts, adding] = [this.#parts, this.#adding]
    let found = 0
    for (let at = 0; at < documents.length; at++) {
      const block = documents[at]! >>> blockShift
      if (parts[block] === 0) adding[found++] = block
      parts[block]! += partOf(gain, counts[at]!, 0)
    }
    return found
  }

  // The same, with what reaches into the block before or after.
  #around({ documents, counts, gain }: WeightedTerm): number {
    const [parts, adding] = [this.#parts, this.#adding]
    const one = partOf(gain, 1, 0)
    const outside = Float64Array.from(shares, share => partOf(gain, share, 0))
    let found = 0
    for (let at = 0; at < documents.length; at++) {
      const document = documents[at]!
      const block = document >>> blockShift
      const place = document & (blockSize - 1)
      if (parts[block] === 0) adding[found++] = block
      parts[block]! += counts[at] === 1 ? one : partOf(gain, counts[at]!, 0)
      // At half a block each posting reaches into one other.
      const step = place < reach ? -1 : 1
      const other = block + step
      if (other < 0) continue
      if (parts[other] === 0) adding[found++] = other
      parts[other]! += outside[reach + (step < 0 ? -1 - place : blockSize - place)]!
    }
    return found
  }

  #take(count: number, most: number, bit: number): void {
    const [sums, parts, held] = [this.#sums, this.#parts, this.#held]
    for (let at = 0; at < count; at++) {
      const block = this.#adding[at]!
      if (sums[block] === 0) {
        this.#blocks[this.#count++] = block
        held[block] = 0
      }
      sums[block]! += Math.min(most, parts[block]!)
      held[block]! |= bit
      parts[block] = 0
    }
  }
}

function bitOf(term: number): number {
  return 1 << Math.min(term, told)
}
