// Long-term memory: a key for each slot, and beside them the traces in parallel columns.
import type { Config } from '../config.ts'
import type { ScanHits } from '../tensor/scan/search.ts'
import type { Entry, Trace, TraceUpdate } from '../trace/trace.ts'
import { dot } from '../vector.ts'
import { TraceColumns, type PackedTraces } from './columns.ts'
import { SlotKeys, type LongQuery, type Tuning } from './slot-keys.ts'

/** Long-term memory as it is saved, slot by slot with the freed ones in place: what depends on the layout stays the same. */
export interface PackedLtm extends PackedTraces {
  /** Keys, row by row [slots, K]. */
  keys: Float32Array
  /** Freed slots, the next one to be filled last. */
  free: Uint32Array
  /** Absent in a small memory, as in every file from before it. */
  tuning?: Tuning
}

/** Slots from which on searches are coarse first: below, they read every key. */
const largeMemory = 4096
/** Growth after which a large memory is tuned again. */
const outgrown = 1.25

export class LongTermMemory {
  /** Length K of a key. */
  readonly dim: number
  #keys: SlotKeys
  #columns = new TraceColumns()
  #free: number[] = []
  /** Of all traces, or of a loaded memory's those that were asked for. */
  #slots = new Map<string, number>()
  #knowsAll = true

  constructor(dim: number) {
    this.dim = dim
    this.#keys = new SlotKeys(dim)
  }

  /** Traces held. */
  get size(): number {
    return this.slots - this.#free.length
  }

  /** Slots in use or freed. */
  get slots(): number {
    return this.#columns.size
  }

  /** What the last tuning of a large memory's searches found; undefined before, and where every key is read. */
  get tuning(): Tuning | undefined {
    return this.#keys.tuning
  }

  get(id: string): Trace | undefined {
    const slot = this.slotOf(id)
    return slot === undefined ? undefined : this.#traceAt(slot)
  }

  slotOf(id: string): number | undefined {
    const known = this.#slots.get(id)
    if (known !== undefined || this.#knowsAll) return known
    const found = this.#slotByNumber(id)
    if (found !== undefined) this.#slots.set(id, found)
    else {
      for (let slot = 0; slot < this.slots; slot++) if (this.idAt(slot)) this.#slots.set(this.idAt(slot), slot)
      this.#knowsAll = true
    }
    return found ?? this.#slots.get(id)
  }

  /** Id of a slot's trace; empty for a freed one. */
  idAt(slot: number): string {
    return this.#columns.idAt(slot)
  }

  /** True for a slot whose trace is a statement taken out of a turn. */
  isPart(slot: number): boolean {
    return this.#columns.isAtomic(slot)
  }

  /** Ordinals of the turns of a slot's trace; empty for a freed slot. */
  sourcesAt(slot: number): number[] {
    return this.#columns.sourcesAt(slot)
  }

  /** The trace of a slot without its key; undefined for a freed one. */
  entryAt(slot: number): Entry | undefined {
    return this.#columns.at(slot)
  }

  /** Ids of replaced traces with those of the ones that replaced them. */
  replacements(): [id: string, by: string][] {
    return this.#columns.replacements()
  }

  /** Slots of the pinned traces. */
  pinnedSlots(): number[] {
    return this.#columns.pinned()
  }

  /** Product of a trace's key with another [K]: their cosine where both are unit vectors. Undefined for an unknown id. */
  cosine(id: string, key: Float32Array): number | undefined {
    const slot = this.slotOf(id)
    return slot === undefined ? undefined : this.cosineAt(slot, key)
  }

  /** Product of a slot's key with another [K]; 0 for a freed slot. */
  cosineAt(slot: number, key: Float32Array): number {
    return dot(key, this.#keys.at(slot))
  }

  /** The same of some slots in one pass, with the sums of a search where there is one. */
  cosinesAt(slots: Uint32Array, key: Float32Array, config: Config): Float32Array {
    this.#isSearched(config)
    return this.#keys.cosines(key, slots)
  }

  /** Keys, row by row, at least slots x K, freed ones zero, where all are to be read: undefined in a large memory, for which there is `search`. */
  keys(config: Config): Float32Array | undefined {
    return this.#isSearched(config) ? undefined : this.#keys.rows
  }

  /** Slots of the traces whose logits for a unit key [K] are largest, the largest first, nearly always; none in a small memory. */
  search(key: Float32Array, query: LongQuery, config: Config): Pick<ScanHits, 'slots' | 'cosines'> {
    return this.#isSearched(config) ? this.#keys.search(key, query, config) : { slots: new Uint32Array(0), cosines: new Float32Array(0) }
  }

  /** How many candidates such searches of a large memory need; undefined where it has hardly grown since `tune` was told. */
  measure(query: LongQuery, config: Config): Tuning | undefined {
    return this.size >= outgrown * (this.tuning?.size ?? 0) && this.#isSearched(config) ? this.#keys.measure(query, config) : undefined
  }

  /** Searches of a large memory look at as many candidates from now on. */
  tune(tuning: Tuning): void {
    this.#keys.tuning = tuning
  }

  /** Ids of the `count` traces of which worth x strength at a tick is least, and both; of equal ones, those of the lower slots. */
  least(count: number, tick: number, config: Config): { id: string; worth: number; strength: number }[] {
    const values = new Float64Array(this.slots).fill(Infinity)
    for (let slot = 0; slot < this.slots; slot++) if (this.idAt(slot)) values[slot] = this.#columns.worthAt(slot) * this.#columns.strengthAt(slot, tick, config)
    const limit = values.toSorted()[Math.min(count, this.size) - 1] ?? -Infinity
    const found: { id: string; worth: number; strength: number }[] = []
    let equals = Math.min(count, this.size) - values.reduce((sum, value) => sum + (value < limit ? 1 : 0), 0)
    values.forEach((value, slot) => {
      if (value < limit || (value === limit && equals-- > 0)) {
        found.push({ id: this.idAt(slot), worth: this.#columns.worthAt(slot), strength: this.#columns.strengthAt(slot, tick, config) })
      }
    })
    return found
  }

  /** Adds a trace, or replaces the one of the same id; returns its slot. */
  put(trace: Trace): number {
    const known = this.slotOf(trace.id)
    const slot = known ?? this.#free.pop() ?? this.slots
    this.#keys.set(slot, trace.key, trace, known === undefined)
    this.#columns.set(slot, trace)
    this.#slots.set(trace.id, slot)
    return slot
  }

  update(id: string, fields: TraceUpdate): boolean {
    const slot = this.slotOf(id)
    if (slot === undefined) return false
    this.#columns.update(slot, fields)
    this.#keys.update(slot, this.#columns.at(slot)!)
    return true
  }

  /** Frees the slot and overwrites what it held. */
  drop(id: string): Trace | undefined {
    const slot = this.slotOf(id)
    if (slot === undefined) return undefined
    const trace = this.#traceAt(slot)
    this.#keys.clear(slot)
    this.#columns.free(slot)
    this.#free.push(slot)
    this.#slots.delete(id)
    return trace
  }

  /** Live entries in the order of their slots. */
  * entries(): Generator<Entry> {
    for (let slot = 0; slot < this.slots; slot++) {
      const entry = this.#columns.at(slot)
      if (entry) yield entry
    }
  }

  /** Views of the columns: leave the memory unchanged until these are written. */
  pack(): PackedLtm {
    return { ...this.#columns.pack(), keys: this.#keys.pack(this.slots), free: Uint32Array.from(this.#free), ...this.tuning && { tuning: this.tuning } }
  }

  static unpack(packed: PackedLtm, dim: number): LongTermMemory {
    const memory = new LongTermMemory(dim)
    memory.#keys = new SlotKeys(dim, packed.keys)
    memory.#keys.tuning = packed.tuning
    memory.#columns = TraceColumns.unpack(packed)
    memory.#free = [...packed.free]
    memory.#knowsAll = false
    return memory
  }

  // Ids end in a number that mostly grows with the slot: halving finds nearly every one without a look at all.
  #slotByNumber(id: string): number | undefined {
    const number = Number(id.slice(1))
    let low = 0
    for (let high = this.slots; low < high;) {
      const middle = (low + high) >> 1
      if (Number(this.idAt(middle).slice(1)) < number) low = middle + 1
      else high = middle
    }
    return low < this.slots && this.idAt(low) === id ? low : undefined
  }

  #traceAt(slot: number): Trace | undefined {
    const entry = this.#columns.at(slot)
    return entry && { ...entry, key: this.#keys.at(slot).slice() }
  }

  #isSearched(config: Config): boolean {
    return this.slots > largeMemory && this.#keys.fill(this.#free, () => this.#columns.scanned(), config)
  }
}
