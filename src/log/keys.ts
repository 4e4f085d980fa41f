// Keys of every passage of the log, in eight bits a value: turns that have no trace are ranked by meaning too.
import { grown } from '../checkpoint/columns.ts'

/** A unit key [K] in eight bits: value = scale x byte. */
export interface SmallKey {
  scale: number
  values: Int8Array
}

/** The nearest small key; each value is off by at most half a scale. */
export function shrinkKey(key: Float32Array): SmallKey {
  let most = 0
  for (const value of key) most = Math.max(most, Math.abs(value))
  const scale = Math.fround(most / 127)
  return { scale, values: Int8Array.from(key, value => (scale === 0 ? 0 : Math.round(value / scale))) }
}

/** Small keys by document number, in arrays that grow by doubling. */
export class PassageKeys {
  /** Length K of a key. */
  readonly dim: number
  #values: Int8Array
  #scales: Float32Array
  #size: number

  constructor(dim: number, values: Int8Array = new Int8Array(0), scales: Float32Array = new Float32Array(0)) {
    this.dim = dim
    this.#values = values
    this.#scales = scales
    this.#size = scales.length
  }

  /** Adds the key of the next document. */
  push({ scale, values }: SmallKey): void {
    if (this.#size === this.#scales.length) {
      this.#values = grown(this.#values, 64 * this.dim)
      this.#scales = grown(this.#scales)
    }
    this.#values.set(values, this.#size * this.dim)
    this.#scales[this.#size] = scale
    this.#size++
  }

  /** Cosine of a unit key [K] with that of a document; -1 for one that was erased. */
  cosine(key: Float32Array, document: number): number {
    const scale = this.#scales[document] ?? 0
    if (scale === 0) return -1
    const base = document * this.dim
    const values = this.#values
    // Four sums at once: one waits for each addition before the next.
    let [s0, s1, s2, s3] = [0, 0, 0, 0]
    const whole = this.dim & ~3
    for (let d = 0; d < whole; d += 4) {
      s0 += key[d]! * values[base + d]!
      s1 += key[d + 1]! * values[base + d + 1]!
      s2 += key[d + 2]! * values[base + d + 2]!
      s3 += key[d + 3]! * values[base + d + 3]!
    }
    for (let d = whole; d < this.dim; d++) s0 += key[d]! * values[base + d]!
    return (s0 + s1 + (s2 + s3)) * scale
  }

  /** The key [K] of a document as it can be told from its eight bits; zeros for an erased one. */
  at(document: number): Float32Array {
    const base = document * this.dim
    const scale = this.#scales[document] ?? 0
    const key = new Float32Array(this.dim)
    for (let d = 0; d < key.length; d++) key[d] = this.#values[base + d]! * scale
    return key
  }

  /** Overwrites the key of a document with zeros. */
  erase(document: number): void {
    this.#values.fill(0, document * this.dim, (document + 1) * this.dim)
    this.#scales[document] = 0
  }

  /** Views of the columns: leave the keys unchanged until these are written. */
  pack(): { values: Int8Array; scales: Float32Array } {
    return { values: this.#values.subarray(0, this.#size * this.dim), scales: this.#scales.subarray(0, this.#size) }
  }
}
