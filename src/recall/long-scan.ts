// Cosines of a key with the keys of long-term memory. In a large memory the scan store tells where to look; what is looked at is exact.
import { cosines as cosinesOf } from '../attention/kernel.ts'
import type { Config } from '../config.ts'
import type { LongTermMemory } from '../ltm/ltm.ts'
import type { LongQuery } from '../ltm/slot-keys.ts'
import { largest } from '../vector.ts'

/** Slots that are looked at for each one that is sought in a small memory; in a large one, where filters come first, half of what is sought is enough. */
const [lookedAt, enoughOf] = [2, 0.5]

/** Pinned slots that are looked at one by one: no search is worth it. */
const fewPinned = 512

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
    let value = this.#known.get(slot)
    if (value === undefined) this.#known.set(slot, (value = this.look(slot)))
    return value
  }

  /** Cosine of a slot that nobody asks for again. */
  look(slot: number): number {
    return this.#all?.[slot] ?? this.#ltm.cosineAt(slot, this.#key)
  }

  /** Cosines of slots that nobody asks for again. */
  lookAll(slots: readonly number[]): Float32Array {
    return this.#ltm.cosinesAt(Uint32Array.from(slots), this.#key, this.#config)
  }

  /**
   * The best slots that are `wanted`, by the cosine in a small memory, where nothing else of the query counts, by the query's
   * logits in a large one, where half as many may do. What its filters keep out must not be wanted.
   */
  best(query: LongQuery, wanted: (slot: number) => boolean): number[] {
    const all = this.#scan()
    const enough = all ? query.k : Math.ceil(query.k * enoughOf)
    for (let k = all ? lookedAt * query.k : query.k; ; k *= 4) {
      const near = all ? largest(all, k) : this.#search({ ...query, k: Math.min(k, this.slots) })
      const best: number[] = []
      for (const slot of near) if (wanted(slot) && best.push(slot) === query.k) return best
      if (best.length >= enough || near.length < k) return best
    }
  }

  /** The nearest `limit` pinned slots. */
  pinned(limit: number): number[] {
    const slots = this.#ltm.pinnedSlots()
    if (slots.length <= limit) return slots
    if (slots.length > fewPinned && !this.#scan()) return [...this.#search({ k: limit, beta: 1, gamma: 0, tick: 0, pinned: true, hidden: true })]
    return largest(Float32Array.from(slots, slot => this.at(slot)), limit).map(place => slots[place]!)
  }

  #search(query: LongQuery): Uint32Array {
    const { slots, cosines } = this.#ltm.search(this.#key, query, this.#config)
    slots.forEach((slot, place) => this.#known.set(slot, cosines[place]!))
    return slots
  }

  #scan(): Float32Array | undefined {
    if (this.#all) return this.#all
    const { slots, dim } = this.#ltm
    const keys = this.#ltm.keys(this.#config)
    return keys && (this.#all = cosinesOf(this.#key, keys, slots, dim, new Float32Array(slots)))
  }
}
