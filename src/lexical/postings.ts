// The documents of one term, in typed arrays that grow by doubling.

/** Ascending document numbers with the count of the term in each. */
export class Postings {
  documents: Uint32Array
  counts: Uint8Array
  size: number

  constructor(documents: Uint32Array = new Uint32Array(2), counts: Uint8Array = new Uint8Array(2), size = 0) {
    this.documents = documents
    this.counts = counts
    this.size = size
  }

  /** `document` must be above every earlier one. Counts saturate at 255. */
  push(document: number, count: number): void {
    if (this.size === this.documents.length) this.#grow()
    this.documents[this.size] = document
    this.counts[this.size] = Math.min(255, count)
    this.size++
  }

  has(document: number): boolean {
    return this.documents.subarray(0, this.size).includes(document)
  }

  remove(document: number): void {
    const at = this.documents.subarray(0, this.size).indexOf(document)
    if (at < 0) return
    this.documents.copyWithin(at, at + 1, this.size)
    this.counts.copyWithin(at, at + 1, this.size)
    this.size--
  }

  // Arrays that were loaded from a checkpoint are views of one buffer, so growth always copies.
  #grow(): void {
    const documents = new Uint32Array(Math.max(4, this.size * 2))
    const counts = new Uint8Array(documents.length)
    documents.set(this.documents.subarray(0, this.size))
    counts.set(this.counts.subarray(0, this.size))
    this.documents = documents
    this.counts = counts
  }
}
