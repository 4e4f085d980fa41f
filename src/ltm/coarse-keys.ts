// The keys of a large memory in one byte a value, column by column: a coarse pass over a few columns reads a twentieth of the bytes.

/** Columns of a coarse pass: those in which a query is largest; 64 of 256 hold four fifths of its squared length. */
const columnsRead = 64
/** A byte for each two hundred and fiftieth; values of unit keys beyond a half are rare and count as that. */
const steps = 254

/** Keys [K] by slot, each value in eight bits. */
export class CoarseKeys {
  readonly #dim: number
  /** Slots that there is room for. */
  #room: number
  /** Column after column. */
  #values: Int8Array

  /** The first `count` of float keys [N, K], which lie one after the other. */
  constructor(keys: Float32Array, count: number, dim: number) {
    this.#dim = dim
    this.#room = Math.max(1024, 2 * count)
    this.#values = new Int8Array(this.#room * dim)
    for (let slot = 0; slot < count; slot++) this.set(slot, keys.subarray(slot * dim, (slot + 1) * dim))
  }

  /** Puts a key into a slot; zeros take one out. */
  set(slot: number, key: Float32Array): void {
    if (slot >= this.#room) this.#grow()
    for (let column = 0; column < this.#dim; column++) {
      this.#values[column * this.#room + slot] = Math.max(-127, Math.min(127, Math.round(key[column]! * steps)))
    }
  }

  /** About the cosines of a unit query [K] with the first `count` slots: in order nearly as they, in size below them. */
  cosines(query: Float32Array, count: number): Float32Array {
    const sums = new Float32Array(count)
    const columns = [...query.keys()].sort((a, b) => Math.abs(query[b]!) - Math.abs(query[a]!)).slice(0, columnsRead)
    const values = this.#values
    // Four columns at a time: each sum is read and written for four products.
    for (let at = 0; at < columns.length; at += 4) {
      const [a, b, c, d] = [0, 1, 2, 3].map(next => columns[at + next] ?? 0) as [number, number, number, number]
      const weight = (next: number): number => (at + next < columns.length ? query[columns[at + next]!]! / steps : 0)
      const [wa, wb, wc, wd] = [weight(0), weight(1), weight(2), weight(3)]
      const [sa, sb, sc, sd] = [a * this.#room, b * this.#room, c * this.#room, d * this.#room]
      for (let slot = 0; slot < count; slot++) {
        sums[slot] = sums[slot]! + (wa * values[sa + slot]! + wb * values[sb + slot]!) + (wc * values[sc + slot]! + wd * values[sd + slot]!)
      }
    }
    return sums
  }

  #grow(): void {
    const room = 2 * this.#room
    const values = new Int8Array(room * this.#dim)
    for (let column = 0; column < this.#dim; column++) values.set(this.#values.subarray(column * this.#room, (column + 1) * this.#room), column * room)
    this.#room = room
    this.#values = values
  }
}
