// Long-term memory: a tensor of keys, slots x K, that grows by doubling, and beside it the traces in parallel columns.
import { grown } from '../checkpoint/columns.ts'
import type { Config } from '../config.ts'
import type { Entry, Trace, TraceUpdate } from '../trace/trace.ts'
import { dot } from '../vector.ts'
import { CoarseKeys } from './coarse-keys.ts'
import { TraceColumns, type PackedTraces } from './columns.ts'

/** Long-term memory as it is saved, slot by slot with the freed ones in place: what depends on the layout stays the same. */
export interface PackedLtm extends PackedTraces {
  /** Keys, row by row [slots, K]. */
  keys: Float32Array
  /** Freed slots, the next one to be filled last. */
  free: Uint32Array
}

export class LongTermMemory {
  /** Length K of a key. */
  readonly dim: number
  #keys: Float32Array = new Float32Array(0)
  #columns = new TraceColumns()
  #free: number[] = []
  #slots: Map<string, number> | undefined
  #coarse: CoarseKeys | undefined

  constructor(dim: number) {
    this.dim = dim
  }

  /** Traces held. */
  get size(): number {
    return this.slots - this.#free.length
  }

  /** Slots in use or freed: the rows of `keys` that may hold something. */
  get slots(): number {
    return this.#columns.size
  }

  /** Keys, row by row: at least slots x K. Freed rows are zero. */
  get keys(): Float32Array {
    return this.#keys
  }

  get(id: string): Trace | undefined {
    const slot = this.slotOf(id)
    return slot === undefined ? undefined : this.#traceAt(slot)
  }

  slotOf(id: string): number | undefined {
    this.#slots ??= new Map(this.#columns.ids.flatMap((known, slot) => known ? [[known, slot] as const] : []))
    return this.#slots.get(id)
  }

  /** Id of a slot's trace; empty for a freed one. */
  idAt(slot: number): string {
    return this.#columns.ids[slot] ?? ''
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
    return slot === undefined ? undefined : dot(key, this.#keys.subarray(slot * this.dim))
  }

  /** About the cosines of a unit key [K] with every slot: see `CoarseKeys`. */
  coarseCosines(key: Float32Array): Float32Array {
    this.#coarse ??= new CoarseKeys(this.#keys, this.slots, this.dim)
    return this.#coarse.cosines(key, this.slots)
  }

  /** Ids and strengths of the `count` weakest traces at a tick; of equal ones, those of the lower slots. */
  weakest(count: number, tick: number, config: Config): { id: string; strength: number }[] {
    const strengths = new Float64Array(this.slots).fill(Infinity)
    for (let slot = 0; slot < this.slots; slot++) if (this.idAt(slot)) strengths[slot] = this.#columns.strengthAt(slot, tick, config)
    const limit = strengths.toSorted()[Math.min(count, this.size) - 1] ?? -Infinity
    const found: { id: string; strength: number }[] = []
    let equals = Math.min(count, this.size) - strengths.reduce((sum, strength) => sum + (strength < limit ? 1 : 0), 0)
    strengths.forEach((strength, slot) => {
      if (strength < limit || (strength === limit && equals-- > 0)) found.push({ id: this.idAt(slot), strength })
    })
    return found
  }

  /** Adds a trace, or replaces the one of the same id; returns its slot. */
  put(trace: Trace): number {
    const slot = this.slotOf(trace.id) ?? this.#free.pop() ?? this.slots
    if ((slot + 1) * this.dim > this.#keys.length) this.#keys = grown(this.#keys, 64 * this.dim)
    this.#keys.set(trace.key, slot * this.dim)
    this.#coarse?.set(slot, trace.key)
    this.#columns.set(slot, trace)
    this.#slots?.set(trace.id, slot)
    return slot
  }

  update(id: string, fields: TraceUpdate): boolean {
    const slot = this.slotOf(id)
    if (slot !== undefined) this.#columns.update(slot, fields)
    return slot !== undefined
  }

  /** Frees the slot and overwrites what it held. */
  drop(id: string): Trace | undefined {
    const slot = this.slotOf(id)
    if (slot === undefined) return undefined
    const trace = this.#traceAt(slot)
    this.#keys.fill(0, slot * this.dim, (slot + 1) * this.dim)
    this.#coarse?.set(slot, new Float32Array(this.dim))
    this.#columns.free(slot)
    this.#free.push(slot)
    this.#slots?.delete(id)
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
    return { ...this.#columns.pack(), keys: this.#keys.subarray(0, this.slots * this.dim), free: Uint32Array.from(this.#free) }
  }

  static unpack(packed: PackedLtm, dim: number): LongTermMemory {
    const memory = new LongTermMemory(dim)
    memory.#keys = packed.keys
    memory.#columns = TraceColumns.unpack(packed)
    memory.#free = [...packed.free]
    return memory
  }

  #traceAt(slot: number): Trace | undefined {
    const entry = this.#columns.at(slot)
    return entry && { ...entry, key: this.#keys.slice(slot * this.dim, (slot + 1) * this.dim) }
  }
}
