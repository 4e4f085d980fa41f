// The documents of one term, in typed arrays that grow by doubling.

const none = new Uint32Array(0)
const noCounts = new Uint8Array(0)

/** Ascending document numbers with the count of the term in each. */
export class Postings {
  #documents: Uint32Array
  #counts: Uint8Array
  #start: number
  #size: number
  #capacity: number
  /** 0 until it is asked for. */
  #mostCount = 0

  /** `size` postings from `start` on, in arrays whose other parts belong to other terms. */
  constructor(documents: Uint32Array = none, counts: Uint8Array = noCounts, start = 0, size = 0) {
    this.#documents = documents
    this.#counts = counts
    this.#start = start
    this.#size = size
    this.#capacity = size
  }

  get size(): number {
    return this.#size
  }

  /** Views of both columns. */
  get documents(): Uint32Array {
    return this.#documents.subarray(this.#start, this.#start + this.#size)
  }

  get counts(): Uint8Array {
    return this.#counts.subarray(this.#start, this.#start + this.#size)
  }

  /** No count is larger. */
  get mostCount(): number {
    if (this.#mostCount === 0) for (const count of this.counts) this.#mostCount = Math.max(this.#mostCount, count)
    return this.#mostCount
  }

  documentAt(at: number): number {
    return this.#documents[this.#start + at]!
  }

  countAt(at: number): number {
    return this.#counts[this.#start + at]!
  }

  /** `document` must be above every earlier one. Counts saturate at 255. */
  push(document: number, count: number): void {
    if (this.#size === this.#capacity) this.#grow()
    this.#documents[this.#start + this.#size] = document
    this.#counts[this.#start + this.#size] = Math.min(255, count)
    this.#size++
    if (this.#mostCount > 0) this.#mostCount = Math.max(this.#mostCount, Math.min(255, count))
  }

  has(document: number): boolean {
    return this.#find(document) >= 0
  }

  remove(document: number): void {
    const found = this.#find(document)
    if (found < 0) return
    const end = this.#start + this.#size
    this.#documents.copyWithin(found, found + 1, end)
    this.#counts.copyWithin(found, found + 1, end)
    this.#size--
  }

  /** Writes all postings to the same columns from `to` on. */
  copyTo(documents: Uint32Array, counts: Uint8Array, to: number): void {
    for (let at = 0; at < this.#size; at++) {
      documents[to + at] = this.documentAt(at)
      counts[to + at] = this.countAt(at)
    }
  }

  /** Place of a document in the arrays, by halving; -1 where it is missing. */
  #find(document: number): number {
    let low = this.#start
    const end = this.#start + this.#size
    for (let high = end; low < high;) {
      const middle = (low + high) >> 1
      if (this.#documents[middle]! < document) low = middle + 1
      else high = middle
    }
    return low < end && this.#documents[low] === document ? low : -1
  }

  #grow(): void {
    const capacity = Math.max(2, this.#size * 2)
    const [documents, counts] = [new Uint32Array(capacity), new Uint8Array(capacity)]
    this.copyTo(documents, counts, 0)
    this.#documents = documents
    this.#counts = counts
    this.#start = 0
    this.#capacity = capacity
  }
}
