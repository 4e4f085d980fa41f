// Cosines of a key with the keys of long-term memory. In a large memory the scan store tells where to look; what is looked at is exact.
import { cosines } from '../attention/kernel.ts'
import type { Config } from '../config.ts'
import type { LongTermMemory } from '../ltm/ltm.ts'
import type { LongQuery } from '../ltm/slot-keys.ts'
import { largest } from '../vector.ts'

/** Slots that are looked at for each one that is wanted. */
const lookedAt = 2

/** One key against all slots. */
export class LongScan {
  readonly #key: Float32Array
  readonly #ltm: LongTermMemory
  readonly #config: Config
  readonly #known = new Map<number, number>()
  /** Of every slot, in a small memory, once the nearest of all were asked for. */
  #all: Float32Array | undefined

  constructor(key: Float32Array, ltm: LongTermMemory, config: Config) {
    this.#key = key
    this.#ltm = ltm
    this.#config = config
  }

  get slots(): number {
    return this.#ltm.slots
  }

  /** Cosine of a slot. */
  at(slot: number): number {
    let value = this.#all?.[slot] ?? this.#known.get(slot)
    if (value === undefined) this.#known.set(slot, (value = this.#ltm.cosineAt(slot, this.#key)))
    return value
  }

  /**
   * The best slots that are `wanted`, as many as the query wants or all: by the cosine in a small memory, where nothing else
   * of the query counts, by the query's logits in a large one. What its filters keep out must not be wanted.
   */
  best(query: LongQuery, wanted: (slot: number) => boolean): number[] {
    for (let k = query.k * lookedAt; ; k *= 4) {
      const near = this.#near({ ...query, k: Math.min(k, this.slots) })
      const best: number[] = []
      for (const slot of near) if (wanted(slot) && best.push(slot) === query.k) return best
      if (near.length < k) return best
    }
  }

  /** The nearest `limit` pinned slots. */
  pinned(limit: number): number[] {
    const slots = this.#ltm.pinnedSlots()
    if (slots.length <= limit) return slots
    const all = this.#scan()
    if (!all) return [...this.#ltm.search(this.#key, { k: limit, beta: 1, gamma: 0, tick: 0, pinned: true, hidden: true }, this.#config)]
    return largest(Float32Array.from(slots, slot => all[slot]!), limit).map(place => slots[place]!)
  }

  #near(query: LongQuery): Iterable<number> & { length: number } {
    const all = this.#scan()
    return all ? largest(all, query.k) : this.#ltm.search(this.#key, query, this.#config)
  }

  #scan(): Float32Array | undefined {
    if (this.#all) return this.#all
    const { slots, dim } = this.#ltm
    const keys = this.#ltm.keys(this.#config)
    return keys && (this.#all = cosines(this.#key, keys, slots, dim, new Float32Array(slots)))
  }
}
