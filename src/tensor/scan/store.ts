// Keys with strengths, searched by attention's logits without a pass over all of their bytes. D dim.
import type { ScanQuery } from './query.ts'
import type { RowFields, ScanColumns, ScanOptions, ScanRow } from './row.ts'
import { ScanRows, type PackedScan } from './rows.ts'
import { candidatesFor, roomFor, Search, takeRoom, type ScanHits, type SearchRoom } from './search.ts'

/**
 * A search scores sign codes (coarse), takes the best as candidates, scores these by int8 keys, and the best of those by
 * float32 keys; strength counts at each step, filters at the first. Writes cost O(D), a search O(rows), whatever is wanted.
 */
export class ScanStore {
  readonly #rows: ScanRows
  /** Candidates of a search that names none; undefined for a share of the rows. */
  candidates: number | undefined
  #room: SearchRoom
  #search: Search

  /** A store for such rows, or over some that others read, too. Throws INVALID_ARGUMENT, STORAGE_FAILED, BACKEND_UNAVAILABLE. */
  constructor(made: ScanOptions | ScanRows) {
    this.#rows = made instanceof ScanRows ? made : new ScanRows(made)
    this.#room = takeRoom(this.#rows.memory, this.#rows.layout)
    this.#search = new Search(this.#rows, this.#room)
  }

  get dim(): number {
    return this.#rows.layout.dim
  }

  /** Rows held. */
  get count(): number {
    return this.#rows.count
  }

  /** Slots in use or freed. */
  get size(): number {
    return this.#rows.size
  }

  /** Bytes of memory in use. */
  get bytes(): number {
    return this.#rows.memory.used
  }

  /** True where WebAssembly scans. */
  get fast(): boolean {
    return this.#rows.memory.wasm !== undefined
  }

  /** True for a slot that holds a row. */
  has(slot: number): boolean {
    return this.#rows.has(slot)
  }

  /** The key [D] of a slot: a view that growth ends. Zeros for a freed one. */
  key(slot: number): Float32Array {
    const at = this.#rows.place(slot, this.#rows.layout.columns.key) >>> 2
    return this.#rows.memory.f32.subarray(at, at + this.dim)
  }

  /** Writes a row into a freed slot or the next; returns the slot. Throws SHAPE_MISMATCH, INVALID_ARGUMENT, STORAGE_FAILED. */
  append(row: ScanRow): number {
    return this.#rows.append(row)
  }

  /** Appends rows to an empty store, all at once: keys of length 1 or less, fields in their ranges. Throws STORAGE_FAILED. */
  appendAll(columns: ScanColumns): void {
    this.#rows.appendAll(columns)
  }

  /** Overwrites the row of a slot in use. Throws NOT_FOUND, SHAPE_MISMATCH, INVALID_ARGUMENT. */
  set(slot: number, row: ScanRow): void {
    this.#rows.set(slot, row)
  }

  /** Changes strength, tick, kind, tenant or time. Throws NOT_FOUND, INVALID_ARGUMENT. */
  update(slot: number, fields: RowFields): void {
    this.#rows.update(slot, fields)
  }

  /** Frees a slot and overwrites what it held; false where it was free. */
  remove(slot: number): boolean {
    return this.#rows.remove(slot)
  }

  /** The best k rows for a query [D] of any length, as far as they are among the candidates. Throws SHAPE_MISMATCH, INVALID_ARGUMENT. */
  search(vector: Float32Array, query: ScanQuery): ScanHits {
    const limit = candidatesFor(query, this.count, this.candidates)
    return this.#best(vector, query, limit, limit < this.count)
  }

  /** The best k of all rows, each scored by its float32 key. Throws SHAPE_MISMATCH, INVALID_ARGUMENT. */
  exact(vector: Float32Array, query: ScanQuery): ScanHits {
    candidatesFor(query, this.count, this.candidates)
    return this.#best(vector, query, Math.max(1, this.count), false)
  }

  /** Cosines of a query [D] of any length with the keys of some slots. Throws SHAPE_MISMATCH, INVALID_ARGUMENT. */
  cosines(vector: Float32Array, slots: Uint32Array): Float32Array {
    return this.#withRoom(slots.length).cosines(vector, slots)
  }

  /** Columns as they are saved. */
  pack(): PackedScan {
    return this.#rows.pack()
  }

  /** A store of saved columns. Throws CHECKPOINT_CORRUPT where they do not fit. */
  static unpack(packed: PackedScan, options: ScanOptions): ScanStore {
    const store = new ScanStore(options)
    store.#rows.unpack(packed)
    return store
  }

  #best(vector: Float32Array, query: ScanQuery, limit: number, narrowed: boolean): ScanHits {
    return this.#withRoom(limit).best(vector, query, limit, narrowed)
  }

  #withRoom(limit: number): Search {
    const room = roomFor(limit, this.#room, this.#rows.memory)
    if (room !== this.#room) {
      this.#room = room
      this.#search = new Search(this.#rows, room)
    }
    return this.#search
  }
}
