// Keys with strengths, searched by attention's logits without a pass over all of their bytes. D dim.
import { largest } from '../../vector.ts'
import { PreparedQuery, type ScanQuery } from './query.ts'
import { check, type RowFields, type ScanOptions, type ScanRow } from './row.ts'
import { ScanRows, type PackedScan } from './rows.ts'

/** Rows that a search found, the best first; of equal ones the lower slot. */
export interface ScanHits {
  slots: Uint32Array
  /** beta x cosine + gamma x log max(strength, floor): attention's logits. */
  scores: Float32Array
  cosines: Float32Array
}

/** Rows that the int8 pass hands on to the exact one, for k that are wanted. */
const survivors = (k: number): number => 2 * k + 16
/** Candidates before a calibration, and the share of the rows that they are at least. */
const startCandidates = { least: 1024, share: 1 / 128 }

/**
 * A search scores sign codes (coarse), takes the best as candidates, scores these by int8 keys, and the best of those by
 * float32 keys; strength counts at each step, filters at the first. Writes cost O(D), a search O(rows), whatever is wanted.
 */
export class ScanStore {
  readonly #rows: ScanRows
  readonly #query: PreparedQuery
  /** Candidates of a search that names none; undefined for a share of the rows. */
  candidates: number | undefined
  #room = { slots: 0, marks: 0, values: 0, bins: 0, capacity: 0 }

  constructor(options: ScanOptions) {
    this.#rows = new ScanRows(options)
    this.#query = new PreparedQuery(this.#rows)
    this.#room.bins = this.#rows.memory.take(1024)
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
    const limit = this.#limit(query)
    this.#query.read(vector)
    return this.#best(query, this.#candidates(query, limit), limit < this.count)
  }

  /** The best k of all rows, each scored by its float32 key. Throws SHAPE_MISMATCH, INVALID_ARGUMENT. */
  exact(vector: Float32Array, query: ScanQuery): ScanHits {
    this.#limit(query)
    this.#query.read(vector)
    return this.#best(query, this.#candidates(query, Math.max(1, this.count)), false)
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

  #limit({ k, beta, gamma, tick = 0, candidates = this.candidates, kinds = [], tenant = 0, from = 0, until = 0, least = 0 }: ScanQuery): number {
    check(Number.isInteger(k) && k >= 1, 'k', 'a positive integer', k)
    check(beta >= 0 && beta < Infinity, 'beta', 'a number of at least 0', beta)
    check(gamma >= 0 && gamma < Infinity, 'gamma', 'a number of at least 0', gamma)
    check(Number.isFinite(tick), 'tick', 'a finite number', tick)
    check(candidates === undefined || candidates >= 1, 'candidates', 'a number of at least 1', candidates)
    check(kinds.every(kind => Number.isInteger(kind) && kind >= 0 && kind < 16), 'kinds', 'integers in [0, 15]', kinds)
    check(Number.isInteger(tenant) && tenant >= 0 && tenant < 2 ** 32, 'tenant', 'an integer in [0, 2^32)', tenant)
    check(!Number.isNaN(from) && !Number.isNaN(until), 'from and until', 'numbers', [from, until])
    check(least >= 0 && least <= 1, 'least', 'a number in [0, 1]', least)
    const asked = candidates ?? Math.max(startCandidates.least, this.count * startCandidates.share, 8 * k)
    return Math.max(1, Math.min(this.count, Math.ceil(Math.max(asked, k))))
  }

  #candidates(query: ScanQuery, limit: number): number {
    const capacity = Math.max(2 * limit, limit + 1024)
    if (capacity > this.#room.capacity) {
      const { memory } = this.#rows
      const bytes = Math.ceil(capacity * 1.5) * 4
      this.#room = { ...this.#room, slots: memory.take(bytes), marks: memory.take(bytes), values: memory.take(bytes), capacity: bytes / 4 }
    }
    return this.#query.scan(query, limit, { ...this.#room, capacity })
  }

  #best(query: ScanQuery, found: number, narrowed: boolean): ScanHits {
    const { memory, kernel, floor } = this.#rows
    const { slots, values } = this.#room
    let count = found
    if (narrowed && count > survivors(query.k)) {
      kernel.narrow(count, this.#query.wide, this.#query.smallUnit(query), values)
      const kept = largest(memory.f32.subarray(values >>> 2, (values >>> 2) + count), survivors(query.k))
      const survived = Uint32Array.from(kept, place => memory.u32[(slots >>> 2) + place]!).sort()
      memory.u32.set(survived, slots >>> 2)
      count = survived.length
    }
    count = this.#strongEnough(query, count)
    kernel.products(count, slots, this.#query.unit, values)
    const cosines = memory.f32.slice(values >>> 2, (values >>> 2) + count)
    const list = memory.u32.slice(slots >>> 2, (slots >>> 2) + count)
    const scores = Float32Array.from(cosines, (cosine, place) => query.beta * cosine +
      query.gamma * Math.log(Math.max(this.#rows.strengthAt(list[place]!, query.tick ?? 0), floor)))
    const order = largest(scores, query.k)
    return {
      slots: Uint32Array.from(order, place => list[place]!),
      scores: Float32Array.from(order, place => scores[place]!),
      cosines: Float32Array.from(order, place => cosines[place]!),
    }
  }

  // Leaves of the first `count` slots those that are as strong as is asked; returns how many.
  #strongEnough({ least = 0, tick = 0 }: ScanQuery, count: number): number {
    if (least === 0) return count
    const { u32 } = this.#rows.memory
    const start = this.#room.slots >>> 2
    let kept = 0
    for (let place = start; place < start + count; place++) {
      if (this.#rows.strengthAt(u32[place]!, tick) >= least) u32[start + kept++] = u32[place]!
    }
    return kept
  }
}
