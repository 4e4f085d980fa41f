// Cosines of a key with the keys of long-term memory. In a large memory a coarse pass tells where to look; what is looked at is exact.
import { cosines } from '../attention/kernel.ts'
import type { LongTermMemory } from '../ltm/ltm.ts'
import { dot, largest } from '../vector.ts'

/** Slots from which on the first pass is coarse: below, answers are those of an exact one. */
const largeMemory = 4096
/** Slots that are looked at for each one that is wanted: of the 128 nearest of 7,800 keys 4 % are missed, of the 32 nearest .3 %. */
const lookedAt = { exact: 2, coarse: 3 }

/** One pass over all slots, made when the nearest of all are asked for. */
export class LongScan {
  readonly #key: Float32Array
  readonly #ltm: LongTermMemory
  readonly #values: Float32Array
  /** 1 where the value is exact. */
  readonly #exact: Uint8Array
  #scanned = false

  constructor(key: Float32Array, ltm: LongTermMemory) {
    this.#key = key
    this.#ltm = ltm
    this.#values = new Float32Array(ltm.slots)
    this.#exact = new Uint8Array(ltm.slots)
  }

  get slots(): number {
    return this.#values.length
  }

  /** Cosine of a slot. */
  at(slot: number): number {
    if (this.#exact[slot] === 0) {
      const start = slot * this.#ltm.dim
      this.#values[slot] = dot(this.#key, this.#ltm.keys.subarray(start, start + this.#ltm.dim))
      this.#exact[slot] = 1
    }
    return this.#values[slot]!
  }

  /** The `limit` nearest slots that are wanted: of the nearest few times as many, and of ever more where these are too few. */
  best(limit: number, wanted: (slot: number) => boolean): number[] {
    this.#scan()
    for (let count = limit * (this.slots > largeMemory ? lookedAt.coarse : lookedAt.exact); ; count *= 4) {
      const near = largest(this.#values, count)
      const best = this.#wanted(near, limit, wanted)
      if (best.length === limit || near.length === this.slots) return best
    }
  }

  #wanted(slots: readonly number[], limit: number, wanted: (slot: number) => boolean): number[] {
    for (const slot of slots) this.at(slot)
    const best: number[] = []
    for (const slot of slots.toSorted((a, b) => this.#values[b]! - this.#values[a]!)) if (wanted(slot) && best.push(slot) === limit) break
    return best
  }

  /** The `limit` nearest of some slots. */
  nearest(slots: readonly number[], limit: number): number[] {
    if (slots.length <= limit) return [...slots]
    this.#scan()
    const values = Float32Array.from(slots, slot => this.#values[slot]!)
    return largest(values, limit).map(place => slots[place]!)
  }

  #scan(): void {
    if (this.#scanned) return
    this.#scanned = true
    const { keys, slots, dim } = this.#ltm
    if (slots <= largeMemory) {
      cosines(this.#key, keys, slots, dim, this.#values)
      this.#exact.fill(1)
    } else {
      const coarse = this.#ltm.coarseCosines(this.#key)
      for (let slot = 0; slot < slots; slot++) if (this.#exact[slot] === 0) this.#values[slot] = coarse[slot]!
    }
  }
}
