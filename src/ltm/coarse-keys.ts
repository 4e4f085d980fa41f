// The keys of a large memory in one byte a value, column by column: a coarse pass over a few columns reads a twentieth of the bytes.

/** Columns of a coarse pass: those in which a query is largest; 48 of 256 hold three quarters of its squared length. */
const columnsRead = 48
/** A byte for each two hundred and fiftieth; values of unit keys beyond a half are rare and count as that. */
const steps = 254
/** A query's weights are whole numbers up to this: 48 products with bytes stay far below 2^31. */
const weightSteps = 1023

type Eight = [number, number, number, number, number, number, number, number]

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
    const largest = [...query.keys()].sort((a, b) => Math.abs(query[b]!) - Math.abs(query[a]!)).slice(0, columnsRead)
    const most = Math.abs(query[largest[0] ?? 0] ?? 0) || 1
    const sums = new Int32Array(count)
    for (let at = 0; at < largest.length; at += 8) {
      const starts = Array.from({ length: 8 }, (_, next) => (largest[at + next] ?? 0) * this.#room)
      const weights = Array.from({ length: 8 }, (_, next) => Math.round(((query[largest[at + next] ?? -1] ?? 0) / most) * weightSteps))
      this.#add(sums, starts as Eight, weights as Eight)
    }
    const scale = most / (weightSteps * steps)
    const cosines = new Float32Array(count)
    for (let slot = 0; slot < count; slot++) cosines[slot] = sums[slot]! * scale
    return cosines
  }

  /** Adds eight columns at a time, in whole numbers: each sum is read and written for eight products, and nothing is converted. */
  #add(sums: Int32Array, [a, b, c, d, e, f, g, h]: Eight, [wa, wb, wc, wd, we, wf, wg, wh]: Eight): void {
    const values = this.#values
    for (let slot = 0; slot < sums.length; slot++) {
      sums[slot] = (sums[slot]! + Math.imul(wa, values[a + slot]!) + Math.imul(wb, values[b + slot]!) + Math.imul(wc, values[c + slot]!)
        + Math.imul(wd, values[d + slot]!) + Math.imul(we, values[e + slot]!) + Math.imul(wf, values[f + slot]!)
        + Math.imul(wg, values[g + slot]!) + Math.imul(wh, values[h + slot]!)) | 0
    }
  }

  #grow(): void {
    const room = 2 * this.#room
    const values = new Int8Array(room * this.#dim)
    for (let column = 0; column < this.#dim; column++) values.set(this.#values.subarray(column * this.#room, (column + 1) * this.#room), column * room)
    this.#room = room
    this.#values = values
  }
}
