// The keys of long-term memory by slot: one array while they are few, the rows of a scan store once they are many.
import { grown } from '../checkpoint/columns.ts'
import { kinds, type Config, type Kind } from '../config.ts'
import { MnemeError } from '../errors.ts'
import { calibrate, type Calibration } from '../tensor/scan/calibrate.ts'
import type { ScanQuery } from '../tensor/scan/query.ts'
import type { RowFields, ScanColumns } from '../tensor/scan/row.ts'
import type { ScanHits } from '../tensor/scan/search.ts'
import { ScanStore } from '../tensor/scan/store.ts'
import { halfLifeTicks } from '../trace/strength.ts'
import type { Entry } from '../trace/trace.ts'
import { dot } from '../vector.ts'

/** What is sought in a large memory: attention's logits among the traces that every filter lets through. */
export interface LongQuery {
  /** Traces that are wanted, at least 1. */
  k: number
  /** Inverse temperature of the cosine, not negative. */
  beta: number
  /** Exponent of the strength, not negative. Without effect under FSRS-6, as is `least`. */
  gamma: number
  /** Memory time in ticks. */
  tick: number
  /** @default all */
  kinds?: ReadonlySet<Kind> | undefined
  /** Suppressed and replaced traces may be found, too. @default false */
  hidden?: boolean
  /** Clock reading in milliseconds: traces of turns before. @default Infinity */
  until?: number
  /** Strength that a trace has at least, in [0, 1]. @default 0 */
  least?: number
  /** Nothing but pinned traces. @default false */
  pinned?: boolean
}

/** How searches of a large memory were tuned: the share `recall` of the exact best `k`, by so many candidates, with `size` traces held. */
export interface Tuning extends Calibration {
  k: number
  size: number
}

/** Share of the exact best that tuning asks for. */
const wantedRecall = 0.99
/** Keys that tuning searches for. */
const tuningQueries = 24

/** Keys [K] by slot. */
export class SlotKeys {
  readonly #dim: number
  #keys: Float32Array
  #store: ScanStore | undefined
  /** What the last measurement found; undefined before. */
  tuning: Tuning | undefined
  /** True once there was no room for a store. */
  #refused = false

  constructor(dim: number, keys: Float32Array = new Float32Array(0)) {
    this.#dim = dim
    this.#keys = keys
  }

  /** Keys row by row, at least as many as there are slots: freed ones are zero. Undefined while a store has them. */
  get rows(): Float32Array | undefined {
    return this.#store ? undefined : this.#keys
  }

  /** The key of a slot: a view, so use it before anything changes. */
  at(slot: number): Float32Array {
    return this.#store?.key(slot) ?? this.#keys.subarray(slot * this.#dim, (slot + 1) * this.#dim)
  }

  /** Products of a unit key [K] with those of some slots. */
  cosines(key: Float32Array, slots: Uint32Array): Float32Array {
    return this.#store?.cosines(key, slots) ?? Float32Array.from(slots, slot => dot(key, this.at(slot)))
  }

  /** Writes the key of a slot that is in use, was freed last, or is the next; `isNew` where the slot was not in use. */
  set(slot: number, key: Float32Array, entry: Entry, isNew: boolean): void {
    const row = { key, ...fieldsOf(entry) }
    this.#orLeave(store => {
      if (!isNew) store.set(slot, row)
      else if (store.append(row) !== slot) throw new RangeError('the store fills other slots')
    })
    if (this.#store) return
    if ((slot + 1) * this.#dim > this.#keys.length) this.#keys = grown(this.#keys, 64 * this.#dim)
    this.#keys.set(key, slot * this.#dim)
  }

  /** Follows a change of a slot's trace. */
  update(slot: number, entry: Entry): void {
    this.#orLeave(store => { store.update(slot, fieldsOf(entry)) })
  }

  /** Overwrites a key. */
  clear(slot: number): void {
    if (this.#store) this.#store.remove(slot)
    else this.#keys.fill(0, slot * this.#dim, (slot + 1) * this.#dim)
  }

  /** Moves the keys into a store, from which on they can be searched; false where there is no room for one. `free` as in `PackedLtm`. */
  fill(free: readonly number[], columns: () => Omit<ScanColumns, 'keys'>, config: Config): boolean {
    if (this.#store || this.#refused) return !this.#refused
    const halfLives = decays(config) ? kinds.map(kind => halfLifeTicks(kind, config)) : []
    for (const kernel of [{}, { kernel: 'plain' as const }]) {
      try {
        const store = new ScanStore({ dim: this.#dim, halfLives: [...halfLives, ...halfLives], ...kernel })
        store.appendAll({ keys: this.#keys, ...columns() })
        for (const slot of free) store.remove(slot)
        this.#store = store
        this.#keys = new Float32Array(0)
        return true
      } catch (error) {
        // No address space, or no WebAssembly memory left in this process.
        if (!isOutOfRoom(error)) throw error
      }
    }
    return !(this.#refused = true)
  }

  /** The best traces for a unit key [K], the best first, fewer than k only where there are no more. After `fill` alone. */
  search(key: Float32Array, query: LongQuery, config: Config): ScanHits {
    const { k, candidates } = this.tuning ?? {}
    const asked = scanQuery(query, config)
    return this.#store!.search(key, { ...asked, ...k && candidates && { candidates: Math.ceil(candidates * Math.max(1, asked.k / k)) } })
  }

  /** How many candidates such searches need, by the keys of some traces. After `fill` alone. */
  measure(query: LongQuery, config: Config): Tuning | undefined {
    const store = this.#store!
    const step = Math.max(1, Math.floor(store.size / tuningQueries))
    const sample: Float32Array[] = []
    for (let slot = 0; slot < store.size; slot += step) if (store.has(slot)) sample.push(store.key(slot).slice())
    return sample.length === 0 ? undefined : { ...calibrate(store, sample, wantedRecall, scanQuery(query, config)), k: query.k, size: store.count }
  }

  /** The keys of the first `slots`, row by row. */
  pack(slots: number): Float32Array {
    if (!this.#store) return this.#keys.subarray(0, slots * this.#dim)
    const keys = new Float32Array(slots * this.#dim)
    for (let slot = 0; slot < slots; slot++) keys.set(this.#store.key(slot), slot * this.#dim)
    return keys
  }

  // Where the store can take no more, the keys go back into an array, and searches read them all.
  #orLeave(write: (store: ScanStore) => void): void {
    if (!this.#store) return
    try {
      write(this.#store)
    } catch {
      this.#keys = this.pack(this.#store.size)
      this.#store = undefined
      this.tuning = undefined
      this.#refused = true
    }
  }
}

function isOutOfRoom(error: unknown): boolean {
  return error instanceof RangeError || (error instanceof MnemeError && error.code === 'STORAGE_FAILED')
}

/** Suppressed and replaced traces have kinds of their own, as in `TraceColumns.scanned`. */
function fieldsOf({ kind, suppressed, supersededBy, strength, tick, priority, at }: Entry): Required<RowFields> {
  const hidden = suppressed || supersededBy !== null
  return { strength, tick, kind: kinds.indexOf(kind) + (hidden ? kinds.length : 0), tenant: priority ? 1 : 0, at }
}

function scanQuery({ k, beta, gamma, tick, kinds: sought, hidden = false, until, least = 0, pinned = false }: LongQuery, config: Config): ScanQuery {
  const exponential = !config.decay.enabled || config.decay.model === 'exponential'
  const codes = kinds.flatMap((kind, code) => sought && !sought.has(kind) ? [] : hidden ? [code, code + kinds.length] : [code])
  return {
    k, beta, gamma: exponential ? gamma : 0, tick, kinds: codes, least: exponential ? least : 0,
    ...until !== undefined && { until }, ...pinned && { tenant: 1 },
  }
}

/** Under FSRS-6 each trace fades in its own way: the store knows half-lives by kind alone. */
function decays({ decay }: Config): boolean {
  return decay.enabled && decay.model === 'exponential'
}
