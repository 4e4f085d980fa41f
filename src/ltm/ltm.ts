// Long-term memory: a tensor of keys, slots x K, that grows by doubling, and beside it the traces in parallel columns.
import type { Trace, TraceUpdate } from '../trace/trace.ts'

/** Everything of a trace but its key, which lives in the tensor. */
type Entry = Omit<Trace, 'key'>

export class LongTermMemory {
  /** Length K of a key. */
  readonly dim: number
  #keys: Float32Array
  readonly #entries: (Entry | undefined)[]
  readonly #free: number[]
  #slots: Map<string, number> | undefined
  #live: number

  /** `entries` by slot, undefined where it is free; `free` lists those slots, the next one to be filled last. */
  constructor(dim: number, keys: Float32Array = new Float32Array(0), entries: (Entry | undefined)[] = [], free: number[] = []) {
    this.dim = dim
    this.#keys = keys
    this.#entries = entries
    this.#free = free
    this.#live = entries.length - free.length
  }

  /** Traces held. */
  get size(): number {
    return this.#live
  }

  /** Slots in use or freed: the rows of `keys` that may hold something. */
  get slots(): number {
    return this.#entries.length
  }

  /** Keys, row by row: at least slots x K. Freed rows are zero. */
  get keys(): Float32Array {
    return this.#keys
  }

  /** Freed slots, the next one to be filled last. */
  get free(): readonly number[] {
    return this.#free
  }

  get(id: string): Trace | undefined {
    const slot = this.slotOf(id)
    return slot === undefined ? undefined : this.traceAt(slot)
  }

  slotOf(id: string): number | undefined {
    this.#slots ??= new Map(this.#entries.flatMap((entry, slot) => entry ? [[entry.id, slot] as const] : []))
    return this.#slots.get(id)
  }

  /** The entry of a slot without its key; undefined for a freed one. */
  entryAt(slot: number): Readonly<Entry> | undefined {
    return this.#entries[slot]
  }

  traceAt(slot: number): Trace | undefined {
    const entry = this.#entries[slot]
    return entry && { ...entry, key: this.#keys.slice(slot * this.dim, (slot + 1) * this.dim) }
  }

  /** Adds a trace, or replaces the one of the same id; returns its slot. */
  put(trace: Trace): number {
    const { key, ...entry } = trace
    const known = this.slotOf(trace.id)
    const slot = known ?? this.#free.pop() ?? this.#entries.length
    if ((slot + 1) * this.dim > this.#keys.length) this.#grow()
    this.#keys.set(key, slot * this.dim)
    this.#entries[slot] = entry
    this.#slots?.set(trace.id, slot)
    if (known === undefined) this.#live++
    return slot
  }

  update(id: string, fields: TraceUpdate): boolean {
    const slot = this.slotOf(id)
    const entry = slot === undefined ? undefined : this.#entries[slot]
    if (entry) Object.assign(entry, fields)
    return entry !== undefined
  }

  /** Frees the slot and overwrites its key with zeros. */
  drop(id: string): Trace | undefined {
    const slot = this.slotOf(id)
    if (slot === undefined) return undefined
    const trace = this.traceAt(slot)
    this.#keys.fill(0, slot * this.dim, (slot + 1) * this.dim)
    this.#entries[slot] = undefined
    this.#free.push(slot)
    this.#slots?.delete(id)
    this.#live--
    return trace
  }

  /** Live entries with their slots. */
  * entries(): Generator<[slot: number, entry: Readonly<Entry>]> {
    for (let slot = 0; slot < this.#entries.length; slot++) {
      const entry = this.#entries[slot]
      if (entry) yield [slot, entry]
    }
  }

  #grow(): void {
    const keys = new Float32Array(Math.max(64 * this.dim, this.#keys.length * 2))
    keys.set(this.#keys)
    this.#keys = keys
  }
}
