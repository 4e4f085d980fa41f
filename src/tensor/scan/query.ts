// A query as the kernels read it: a table for the sign codes, int8, float32, and the units of the coarse score. D dim, P dim padded.
import { MnemeError } from '../../errors.ts'
import type { ScanKernel } from './kernel.ts'
import { blockRows, blockShift, kindCount, strengthSteps, type Layout } from './layout.ts'
import type { Views } from './memory.ts'
import { check } from './row.ts'

/** What a search reads of the rows. */
export interface SearchedRows {
  layout: Layout
  memory: Views
  kernel: ScanKernel
  /** Slots in use or freed. */
  size: number
  /** Addresses of the blocks. */
  blocks: readonly number[]
  /** Live rows of each block. */
  live: ArrayLike<number>
  /** The tick that the coarse strengths of each block are as of. */
  ticks: ArrayLike<number>
  /** Log strength per tick that a kind loses. */
  rates: readonly number[]
  halfLives: readonly number[]
  floor: number
}

/** Addresses where one query at a time is written as the kernels read it. */
export interface QueryRoom {
  /** The unit query in float32 [P]. */
  unit: number
  /** The same, turned as the codes are. */
  turned: number
  small: number
  /** In int16 [P]. */
  wide: number
  /** For `ScanKernel.scan`. */
  table: number
}

/** What is asked of a store. */
export interface ScanQuery {
  /** Rows that are wanted, at least 1. */
  k: number
  /** Inverse temperature of the cosine, not negative. */
  beta: number
  /** Exponent of the strength, not negative. */
  gamma: number
  /** Tick of memory time that strengths are as of. @default 0 */
  tick?: number
  /** Rows that the coarse pass hands on: more find more of the best, at more cost. @default the store's */
  candidates?: number
  /** Kinds that may be found. @default all */
  kinds?: readonly number[]
  /** The one tenant whose rows may be found. @default all */
  tenant?: number
  /** Milliseconds of the clock: rows at or after. @default -Infinity */
  from?: number
  /** Milliseconds of the clock: rows before. @default Infinity */
  until?: number
  /** Rows with a strength of at least this at the tick, in [0, 1]. @default 0 */
  least?: number
}

/**
 * How far under the whole product of a code twice that of its first half may lie for the other half to be read, in standard
 * deviations. Codes are of turned keys, so a half is as good as one taken at random: its deviation is the query's length, 1, at most.
 */
const deviations = 1
/** Largest value of the table: eight of them fit eight bits. */
const mostValue = 31
/** What the coarse score may reach on either side, with room for rounding. */
const mostScore = 30_000
/** Shorter queries count as that long: as in attention. */
const squaredNormFloor = 1e-12

/** One query's numbers, and where the kernels find them; the room is used again by the next. */
export class PreparedQuery {
  readonly #rows: SearchedRows
  readonly room: QueryRoom
  #bias = 0
  /** The bias of the first part of a code. */
  #early = 0
  #slack = 0
  #shift = 0
  /** Coarse units for a cosine of 1, as the table gives them. */
  #perCosine = 0
  #scale = 0

  constructor(rows: SearchedRows, room: QueryRoom) {
    this.#rows = rows
    this.room = room
  }

  /** Reads a query vector [D] of any length, for searches. Throws SHAPE_MISMATCH or INVALID_ARGUMENT. */
  read(query: Float32Array): void {
    this.readUnit(query)
    const { layout: { padded }, memory: { f32, i16, u8 }, kernel } = this.#rows
    const { unit, turned, small, wide } = this.room
    f32.copyWithin(turned >>> 2, unit >>> 2, (unit >>> 2) + padded)
    kernel.rotate(turned)
    kernel.shrink(unit, small)
    for (let d = 0; d < padded; d++) i16[(wide >>> 1) + d] = (u8[small + d]! << 24) >> 24
    this.#scale = f32[(small + padded) >>> 2]!
    this.#writeTable(f32.subarray(turned >>> 2, (turned >>> 2) + padded))
  }

  /** The same for exact products alone. */
  readUnit(query: Float32Array): void {
    const { layout: { dim }, memory: { f32 } } = this.#rows
    const start = this.room.unit >>> 2
    if (query.length !== dim) throw new MnemeError('SHAPE_MISMATCH', `scan: expected a query of ${dim} values, got ${query.length}; use one encoder`)
    let squares = 0
    for (const value of query) squares += value * value
    check(Number.isFinite(squares), 'query', 'a finite vector', squares)
    const factor = 1 / Math.sqrt(Math.max(squares, squaredNormFloor))
    for (let d = 0; d < dim; d++) f32[start + d] = query[d]! * factor
  }

  // What each four bits of a code are worth: the sum of four values of the query, a set bit taking one away, in steps of the widest.
  #writeTable(turned: Float32Array): void {
    const { layout: { dim, codeBytes, earlyBytes }, memory: { u8 } } = this.#rows
    const { table } = this.room
    const reach = Float64Array.from({ length: codeBytes * 2 }, (_, group) =>
      Math.abs(turned[group * 4]!) + Math.abs(turned[group * 4 + 1]!) + Math.abs(turned[group * 4 + 2]!) + Math.abs(turned[group * 4 + 3]!))
    const most = reach.reduce((a, b) => Math.max(a, b), 0)
    const perStep = most > 0 ? mostValue / (2 * most) : 0
    let [sum, early] = [0, 0]
    for (let group = 0; group < reach.length; group++) {
      const [a, b, c, d] = [turned[group * 4]!, turned[group * 4 + 1]!, turned[group * 4 + 2]!, turned[group * 4 + 3]!]
      for (let bits = 0; bits < 16; bits++) {
        const value = (bits & 1 ? -a : a) + (bits & 2 ? -b : b) + (bits & 4 ? -c : c) + (bits & 8 ? -d : d)
        u8[table + 48 + group * 16 + bits] = Math.round((value + reach[group]!) * perStep)
      }
      sum += reach[group]! * perStep
      if (group < earlyBytes * 2) early = sum
    }
    this.#bias = Math.round(sum)
    this.#early = Math.round(early)
    this.#shift = Math.max(0, Math.floor(Math.log2(32_767 / (sum + reach.length + 1))))
    this.#slack = Math.min(32_767, Math.round(deviations * perStep * 2 ** this.#shift))
    this.#perCosine = 2 ** this.#shift * Math.sqrt(dim) / 4 * perStep
  }

  /** Passes over all rows: `limit` candidates, by slot, lie at `slots` with their marks. Returns how many there are. */
  scan(
    { beta, gamma, tick = 0, kinds, tenant, from = -Infinity, until = Infinity, least = 0 }: ScanQuery,
    limit: number, { slots, marks, bins, capacity }: { slots: number; marks: number; bins: number; capacity: number },
  ): number {
    const { rates, ticks, blocks, live, size, kernel, layout, memory: { u8 } } = this.#rows
    const { unit, table } = this.room
    const perLogit = this.#perLogit(beta, gamma)
    const gain = this.#perCosine > 0 ? Math.min(32_767, Math.round((perLogit * beta) / this.#perCosine * 32_768)) : 0
    const strengthGain = Math.min(32_767, Math.round((perLogit * gamma) / strengthSteps * 32_768))
    const floor = Math.max(-32_768, Math.round(Math.log(this.#rows.floor) * strengthSteps))
    const filters = (tenant === undefined ? 0 : 1) | (from > -Infinity || until < Infinity ? 2 : 0) | (least > 0 ? 4 : 0)
    // Strength and decay are each rounded: what is near the least is told exactly later.
    const coarseLeast = Math.max(-32_768, Math.floor(Math.log(least) * strengthSteps) - 2)
    for (let kind = 0; kind < kindCount; kind++) u8[table + kind] = !kinds || kinds.includes(kind) ? 255 : 0
    kernel.begin(limit, capacity, slots, marks, bins)
    let decayedTo = NaN
    for (const [block, start] of blocks.entries()) {
      if (live[block] === 0) continue
      const elapsed = tick - ticks[block]!
      if (elapsed !== decayedTo) {
        decayedTo = elapsed
        rates.forEach((rate, kind) => {
          const decay = Math.round(clamped(rate * elapsed * strengthSteps))
          u8[table + 16 + kind] = decay & 255
          u8[table + 32 + kind] = (decay >> 8) & 255
        })
      }
      const base = Math.round(clamped(perLogit * beta * kernel.dot(unit, start + layout.centre)))
      const first = block << blockShift
      kernel.scan(start, first, Math.min(size - first, blockRows), table, this.#bias, this.#early, this.#slack, this.#shift, gain, strengthGain, floor, base,
        filters, tenant ?? 0, from, until, coarseLeast)
    }
    return kernel.finish()
  }

  /** What a product of int8 values times the row's scale is in coarse units. */
  smallUnit({ beta, gamma }: ScanQuery): number {
    return Math.fround(this.#scale * beta * this.#perLogit(beta, gamma))
  }

  // Coarse units for a logit of 1: as fine as the table allows, as coarse as the floor of strength needs.
  #perLogit(beta: number, gamma: number): number {
    const widest = 2 * beta - gamma * Math.log(this.#rows.floor)
    if (widest === 0) return 0
    const fine = this.#perCosine > 0 && beta > 0 ? this.#perCosine / beta : Infinity
    return Math.min(fine, mostScore / widest, gamma > 0 ? (strengthSteps - 1) / gamma : Infinity)
  }
}

function clamped(value: number): number {
  return Math.max(-32_767, Math.min(32_767, value))
}
