// A search: candidates by sign codes, of these the best by int8 keys, of those the best by float32 keys. In a room of its own, so
// that several threads search the same rows.
import { largest } from '../../vector.ts'
import { placeOf, type Layout } from './layout.ts'
import type { ScanMemory } from './memory.ts'
import { PreparedQuery, type QueryRoom, type ScanQuery, type SearchedRows } from './query.ts'
import { check } from './row.ts'

/** Rows that a search found, the best first; of equal ones the lower slot. */
export interface ScanHits {
  slots: Uint32Array
  /** beta x cosine + gamma x log max(strength, floor): attention's logits. */
  scores: Float32Array
  cosines: Float32Array
}

/** Addresses where one search at a time keeps what it needs. */
export interface SearchRoom extends QueryRoom {
  bins: number
  /** Room for `capacity` candidates each. */
  slots: number
  marks: number
  values: number
  capacity: number
}

/** Rows that the int8 pass hands on to the exact one, for k that are wanted: more found no more, eight bits are near enough. */
const survivors = (k: number): number => k + (k >> 2) + 16
/** Candidates before a calibration, and the share of the rows that they are at least. */
const startCandidates = { least: 1024, share: 1 / 128 }

/** A room without candidates. Throws STORAGE_FAILED. */
export function takeRoom(memory: ScanMemory, { padded, codeBytes }: Layout): SearchRoom {
  return {
    unit: memory.take(padded * 4), turned: memory.take(padded * 4), small: memory.take(padded + 16), wide: memory.take(padded * 2),
    table: memory.take(48 + codeBytes * 32), bins: memory.take(1024), slots: 0, marks: 0, values: 0, capacity: 0,
  }
}

/** The room, or one with more space where it is too small for `limit` candidates. Throws STORAGE_FAILED. */
export function roomFor(limit: number, room: SearchRoom, memory: ScanMemory): SearchRoom {
  const needed = capacityFor(limit)
  if (needed <= room.capacity) return room
  const bytes = Math.ceil(needed * 1.5) * 4
  return { ...room, slots: memory.take(bytes), marks: memory.take(bytes), values: memory.take(bytes), capacity: bytes / 4 }
}

// Room for more than are sought: the best are picked out when it is full, and the last of them is what the next must beat.
function capacityFor(limit: number): number {
  return limit + Math.max(512, limit >> 1)
}

/** How many candidates a query gets among `count` rows, where the store has so many set. Throws INVALID_ARGUMENT. */
export function candidatesFor(
  { k, beta, gamma, tick = 0, candidates, kinds = [], tenant = 0, from = 0, until = 0, least = 0 }: ScanQuery,
  count: number, set: number | undefined,
): number {
  check(Number.isInteger(k) && k >= 1, 'k', 'a positive integer', k)
  check(beta >= 0 && beta < Infinity, 'beta', 'a number of at least 0', beta)
  check(gamma >= 0 && gamma < Infinity, 'gamma', 'a number of at least 0', gamma)
  check(Number.isFinite(tick), 'tick', 'a finite number', tick)
  const asked = candidates ?? set
  check(asked === undefined || asked >= 1, 'candidates', 'a number of at least 1', asked)
  check(kinds.every(kind => Number.isInteger(kind) && kind >= 0 && kind < 16), 'kinds', 'integers in [0, 15]', kinds)
  check(Number.isInteger(tenant) && tenant >= 0 && tenant < 2 ** 32, 'tenant', 'an integer in [0, 2^32)', tenant)
  check(!Number.isNaN(from) && !Number.isNaN(until), 'from and until', 'numbers', [from, until])
  check(least >= 0 && least <= 1, 'least', 'a number in [0, 1]', least)
  const wanted = asked ?? Math.max(startCandidates.least, count * startCandidates.share, 8 * k)
  return Math.max(1, Math.min(count, Math.ceil(Math.max(wanted, k))))
}

/** Searches of some rows, one at a time. */
export class Search {
  readonly #rows: SearchedRows
  readonly #room: SearchRoom
  readonly #query: PreparedQuery

  constructor(rows: SearchedRows, room: SearchRoom) {
    this.#rows = rows
    this.#room = room
    this.#query = new PreparedQuery(rows, room)
  }

  /** The best k of `limit` candidates, which the room has space for; `narrowed` by int8 before the float32 keys are read. */
  best(vector: Float32Array, query: ScanQuery, limit: number, narrowed: boolean): ScanHits {
    this.#query.read(vector)
    const { memory, kernel, floor } = this.#rows
    const { slots, values } = this.#room
    let count = this.#query.scan(query, limit, { ...this.#room, capacity: capacityFor(limit) })
    if (narrowed && count > survivors(query.k)) {
      kernel.narrow(count, this.#room.wide, this.#query.smallUnit(query), values)
      const kept = largest(memory.f32.subarray(values >>> 2, (values >>> 2) + count), survivors(query.k))
      const survived = new Uint32Array(kept.length)
      for (let place = 0; place < kept.length; place++) survived[place] = memory.u32[(slots >>> 2) + kept[place]!]!
      memory.u32.set(survived.sort(), slots >>> 2)
      count = survived.length
    }
    count = this.#strongEnough(query, count)
    kernel.products(count, slots, this.#room.unit, values)
    const cosines = memory.f32.slice(values >>> 2, (values >>> 2) + count)
    const list = memory.u32.slice(slots >>> 2, (slots >>> 2) + count)
    const scores = new Float32Array(count)
    for (let place = 0; place < count; place++) {
      const strength = this.#strengthAt(list[place]!, query.tick ?? 0)
      scores[place] = query.beta * cosines[place]! + query.gamma * Math.log(Math.max(strength, floor))
    }
    const order = largest(scores, query.k)
    return {
      slots: Uint32Array.from(order, place => list[place]!),
      scores: Float32Array.from(order, place => scores[place]!),
      cosines: Float32Array.from(order, place => cosines[place]!),
    }
  }

  /** Cosines of a query [D] with the keys of some slots, for which the room has space. */
  cosines(vector: Float32Array, of: Uint32Array): Float32Array {
    this.#query.readUnit(vector)
    const { memory, kernel } = this.#rows
    const { slots, values, unit } = this.#room
    memory.u32.set(of, slots >>> 2)
    kernel.products(of.length, slots, unit, values)
    return memory.f32.slice(values >>> 2, (values >>> 2) + of.length)
  }

  // Leaves of the first `count` slots those that are as strong as is asked; returns how many.
  #strongEnough({ least = 0, tick = 0 }: ScanQuery, count: number): number {
    if (least === 0) return count
    const { u32 } = this.#rows.memory
    const start = this.#room.slots >>> 2
    let kept = 0
    for (let place = start; place < start + count; place++) {
      if (this.#strengthAt(u32[place]!, tick) >= least) u32[start + kept++] = u32[place]!
    }
    return kept
  }

  // Strength of a row at a tick: S x 2^(-elapsed / half-life).
  #strengthAt(slot: number, tick: number): number {
    const { blocks, halfLives, layout: { columns }, memory: { f64, u8 } } = this.#rows
    const value = f64[placeOf(blocks, slot, columns.strength) >>> 3]!
    const elapsed = tick - f64[placeOf(blocks, slot, columns.tick) >>> 3]!
    return elapsed > 0 ? value * 2 ** (-elapsed / halfLives[u8[placeOf(blocks, slot, columns.kind)]!]!) : value
  }
}
