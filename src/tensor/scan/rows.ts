// The rows of a scan store: columns in blocks, written one row at a time, freed and filled again. D dim, P dim padded.
import { MnemeError } from '../../errors.ts'
import { createRandom } from '../../random.ts'
import { workBytes, type Places, type ScanKernel } from './kernel.ts'
import { blockRows, blockShift, freeKind, kindCount, layoutOf, mostBlocks, placeOf, strengthSteps, type Column, type Layout } from './layout.ts'
import { ScanMemory } from './memory.ts'
import type { SearchedRows } from './query.ts'
import { check, checkFields, type RowFields, type ScanColumns, type ScanOptions, type ScanRow } from './row.ts'
import { ScalarKernel } from './scalar.ts'
import { hasWasm, wasmKernel } from './wasm.ts'

/** Columns of a store as they are saved: views, so leave the store unchanged until they are written. */
export interface PackedScan {
  dim: number
  /** Slots in use or freed. */
  size: number
  /** Freed slots, the next one to be filled last. */
  free: Uint32Array
  /** The tick that the coarse strengths of each block are as of. */
  ticks: Float64Array
  /** Per block its columns in the order of `Columns`, as many rows as are in use, then its centre. */
  blocks: Uint8Array[][]
}

/** Longest key that is taken: 1, and what rounding to eight bits adds. */
const longestKey = 1.01
/** Coarse log strengths above count as much: decay that reaches the end of sixteen bits still takes all of these below any floor. */
const mostCoarse = 18 * strengthSteps
/** Rows that the mean of a block is told from: one in so many. */
const meanStep = 4
/** Sizes at which the codes of the first block are written again, around the mean of what it holds by then. */
const settled = [64, 256, 1024]

export class ScanRows implements SearchedRows {
  readonly layout: Layout
  readonly memory: ScanMemory
  readonly kernel: ScanKernel
  /** Log strength per tick that a kind loses. */
  readonly rates: readonly number[]
  readonly halfLives: readonly number[]
  readonly floor: number
  /** Where kernels find what they share. */
  readonly places: Places
  /** Addresses of the blocks. */
  readonly blocks: number[] = []
  /** Live rows of each block. */
  readonly live: number[] = []
  /** The tick that the coarse strengths of each block are as of. */
  readonly ticks: number[] = []
  /** Room for a key that is looked at before anything changes. */
  readonly #arriving: number
  #size = 0
  #writes = 0
  #free: number[] = []

  constructor({ dim, halfLives = [], floor = 1e-6, kernel, shared }: ScanOptions) {
    check(Number.isInteger(dim) && dim >= 1 && dim <= 4096, 'dim', 'an integer in [1, 4096]', dim)
    check(halfLives.length <= kindCount && halfLives.every(life => life > 0), 'halfLives', 'at most 16 positive numbers', halfLives)
    check(floor > 0 && floor <= 1, 'floor', 'a number in (0, 1]', floor)
    this.layout = layoutOf(dim)
    this.halfLives = Array.from({ length: kindCount }, (_, kind) => halfLives[kind] ?? Infinity)
    this.rates = this.halfLives.map(life => Math.LN2 / life)
    this.floor = floor
    const module = shared ?? (kernel === 'plain' ? undefined : kernel)
    this.memory = new ScanMemory(shared ? 'shared' : kernel !== 'plain' && hasWasm(module) ? 'wasm' : 'plain')
    const { padded } = this.layout
    const table = this.memory.take(mostBlocks * 4)
    this.#arriving = this.memory.take(padded * 4)
    this.places = { table, signs: this.memory.take(padded * 16), work: this.memory.take(workBytes(this.layout)) }
    this.#writeSigns(this.places.signs)
    this.kernel = this.memory.wasm
      ? wasmKernel(this.memory.wasm, this.layout, this.places, module)
      : new ScalarKernel(this.memory, this.layout, this.places)
  }

  /** Slots in use or freed. */
  get size(): number {
    return this.#size
  }

  /** How often a row was written or removed. */
  get writes(): number {
    return this.#writes
  }

  /** Rows held. */
  get count(): number {
    return this.#size - this.#free.length
  }

  has(slot: number): boolean {
    return slot >= 0 && slot < this.#size && this.memory.u8[this.place(slot, this.layout.columns.kind)] !== freeKind
  }

  /** Address of a slot's value in a column other than `code`. */
  place(slot: number, column: Column): number {
    return placeOf(this.blocks, slot, column)
  }

  /** Writes a row into a freed slot or the next; returns the slot. */
  append(row: ScanRow): number {
    this.#check(row)
    const slot = this.#free.at(-1) ?? this.#size
    if (slot >>> blockShift === this.blocks.length) this.#addBlock(row.tick ?? 0)
    if (slot === this.#size) this.#size++
    else this.#free.pop()
    this.live[slot >>> blockShift]!++
    this.#write(slot, row)
    if (slot === this.#size - 1 && settled.includes(this.#size)) this.#settle()
    return slot
  }

  /** Appends rows to an empty store: as one by one, for less. Rows past the first block are not checked. */
  appendAll({ keys, strength, tick, kind, tenant, at }: ScanColumns): void {
    const { dim } = this.layout
    const count = strength.length
    for (let slot = 0; slot < Math.min(count, blockRows); slot++) {
      this.append({ key: keys.subarray(slot * dim, (slot + 1) * dim), strength: strength[slot]!, tick: tick[slot]!, kind: kind[slot]!, tenant: tenant[slot]!, at: at[slot]! })
    }
    const { columns } = this.layout
    for (let from = blockRows; from < count; from += blockRows) {
      const to = Math.min(count, from + blockRows)
      this.#addBlock(tick[from]!)
      this.#size = to
      this.#writes += to - from
      this.live[from >>> blockShift] = to - from
      const { f32, f64, u32, u8 } = this.memory
      for (let slot = from; slot < to; slot++) f32.set(keys.subarray(slot * dim, (slot + 1) * dim), this.place(slot, columns.key) >>> 2)
      f64.set(strength.subarray(from, to), this.place(from, columns.strength) >>> 3)
      f64.set(tick.subarray(from, to), this.place(from, columns.tick) >>> 3)
      f64.set(at.subarray(from, to), this.place(from, columns.time) >>> 3)
      u8.set(kind.subarray(from, to), this.place(from, columns.kind))
      u32.set(tenant.subarray(from, to), this.place(from, columns.tenant) >>> 2)
      for (let slot = from; slot < to; slot++) {
        this.kernel.encode(this.blocks[slot >>> blockShift]!, slot & (blockRows - 1))
        this.#follow(slot)
      }
    }
  }

  /** Overwrites a row. */
  set(slot: number, row: ScanRow): void {
    this.#check(row)
    this.#known(slot)
    this.#write(slot, row)
  }

  /** Changes what a row holds beside its key. */
  update(slot: number, fields: RowFields): void {
    this.#known(slot)
    const { f64, u32, u8 } = this.memory
    const { strength, tick, kind, tenant, time } = this.layout.columns
    const next: Required<RowFields> = {
      strength: f64[this.place(slot, strength) >>> 3]!, tick: f64[this.place(slot, tick) >>> 3]!,
      kind: u8[this.place(slot, kind)]!, tenant: u32[this.place(slot, tenant) >>> 2]!, at: f64[this.place(slot, time) >>> 3]!,
      ...fields,
    }
    checkFields(next)
    this.#writeFields(slot, next)
  }

  /** Frees a slot and overwrites what it held; false where it was free. */
  remove(slot: number): boolean {
    if (!this.has(slot)) return false
    this.#writes++
    const { u8 } = this.memory
    const { code, lateCode, kind, ...rest } = this.layout.columns
    for (const column of Object.values(rest)) u8.fill(0, this.place(slot, column), this.place(slot, column) + column.stride)
    const row = slot & (blockRows - 1)
    for (const { offset, stride } of [code, lateCode]) {
      const start = this.blocks[slot >>> blockShift]! + offset + (row & ~15) * stride + (row & 15)
      for (let byte = 0; byte < stride; byte++) u8[start + byte * 16] = 0
    }
    u8[this.place(slot, kind)] = freeKind
    this.live[slot >>> blockShift]!--
    this.#free.push(slot)
    return true
  }

  pack(): PackedScan {
    return {
      dim: this.layout.dim, size: this.#size, free: Uint32Array.from(this.#free), ticks: Float64Array.from(this.ticks),
      blocks: this.blocks.map((_, block) => this.#pieces(block).map(([from, to]) => this.memory.u8.subarray(from, to))),
    }
  }

  /** Fills an empty store from saved columns. Throws CHECKPOINT_CORRUPT where they do not fit. */
  unpack({ dim, size, free, ticks, blocks }: PackedScan): void {
    const fits = dim === this.layout.dim && ticks.length === blocks.length && blocks.length === Math.ceil(size / blockRows)
    if (!fits) throw new MnemeError('CHECKPOINT_CORRUPT', `scan: expected ${size} rows of ${this.layout.dim} values, got ` +
      `${blocks.length} blocks of ${dim}; restore an older checkpoint`)
    this.#size = size
    this.#free = [...free]
    blocks.forEach((columns, block) => {
      this.#addBlock(ticks[block]!)
      this.#pieces(block).forEach(([from, to], piece) => {
        const bytes = columns[piece]
        if (bytes?.length !== to - from) throw new MnemeError('CHECKPOINT_CORRUPT',
          `scan: expected ${to - from} bytes in column ${piece} of block ${block}, got ${bytes?.length}; restore an older checkpoint`)
        this.memory.u8.set(bytes, from)
      })
      const kinds = this.place(block * blockRows, this.layout.columns.kind)
      this.live[block] = this.memory.u8.subarray(kinds, kinds + blockRows).reduce((sum, kind) => sum + (kind === freeKind ? 0 : 1), 0)
    })
  }

  // From and to of each column's rows in use, and of the centre. Codes lie sixteen rows together.
  #pieces(block: number): [from: number, to: number][] {
    const start = this.blocks[block]!
    const rows = Math.ceil(Math.min(blockRows, this.#size - block * blockRows) / 16) * 16
    const centre = start + this.layout.centre
    return [
      ...Object.values(this.layout.columns).map(({ offset, stride }: Column): [number, number] =>
        [start + offset, start + offset + rows * stride]),
      [centre, centre + this.layout.padded * 4],
    ]
  }

  #addBlock(tick: number): void {
    const block = this.blocks.length
    if (block === mostBlocks) throw new MnemeError('STORAGE_FAILED',
      `scan: expected at most ${mostBlocks * blockRows} rows, got one more; remove rows or keep them in several stores`)
    const start = this.memory.take(this.layout.blockBytes)
    const kinds = start + this.layout.columns.kind.offset
    this.memory.u8.fill(freeKind, kinds, kinds + blockRows)
    this.memory.u32[(this.places.table >>> 2) + block] = start
    this.blocks.push(start)
    this.live.push(0)
    this.ticks.push(tick)
    if (block > 0) this.#writeMean(block - 1, block)
  }

  #settle(): void {
    this.#writeMean(0, 0)
    for (let row = 0; row < this.#size; row++) if (this.has(row)) this.kernel.encode(this.blocks[0]!, row)
  }

  // A block's codes are relative to the mean of the block before: any centre is right, a near one tells more.
  #writeMean(from: number, to: number): void {
    const { padded, columns: { key }, centre } = this.layout
    const { f32 } = this.memory
    const start = (this.blocks[from]! + key.offset) >>> 2
    const sums = new Float64Array(padded)
    let rows = 0
    for (let row = 0; row < blockRows; row += from === to ? 1 : meanStep) {
      if (!this.has(from * blockRows + row)) continue
      rows++
      for (let d = 0; d < padded; d++) sums[d]! += f32[start + row * padded + d]!
    }
    for (let d = 0; d < padded; d++) f32[((this.blocks[to]! + centre) >>> 2) + d] = sums[d]! / Math.max(1, rows)
  }

  #write(slot: number, row: ScanRow): void {
    const { key, strength = 1, tick = 0, kind = 0, tenant = 0, at = 0 } = row
    this.memory.f32.set(key, this.place(slot, this.layout.columns.key) >>> 2)
    this.kernel.encode(this.blocks[slot >>> blockShift]!, slot & (blockRows - 1))
    this.#writeFields(slot, { strength, tick, kind, tenant, at })
  }

  #writeFields(slot: number, fields: Required<RowFields>): void {
    this.#writes++
    const { f64, u32, u8 } = this.memory
    const { strength, tick, kind, tenant, time } = this.layout.columns
    f64[this.place(slot, strength) >>> 3] = fields.strength
    f64[this.place(slot, tick) >>> 3] = fields.tick
    u8[this.place(slot, kind)] = fields.kind
    u32[this.place(slot, tenant) >>> 2] = fields.tenant
    f64[this.place(slot, time) >>> 3] = fields.at
    this.#follow(slot)
  }

  // Brings the coarse strength of a row up to date.
  #follow(slot: number): void {
    if (this.#writeCoarse(slot)) return
    // So much later than the rest of the block that sixteen bits do not hold it.
    const block = slot >>> blockShift
    this.ticks[block] = this.memory.f64[this.place(slot, this.layout.columns.tick) >>> 3]!
    for (let row = block * blockRows; row < (block + 1) * blockRows; row++) if (this.has(row)) this.#writeCoarse(row)
  }

  // False where the value is too large for the column.
  #writeCoarse(slot: number): boolean {
    const { f64, i16, u8 } = this.memory
    const { strength, tick, kind, coarseStrength } = this.layout.columns
    const rate = this.rates[u8[this.place(slot, kind)]!] ?? 0
    const since = f64[this.place(slot, tick) >>> 3]! - this.ticks[slot >>> blockShift]!
    const value = (Math.log(Math.max(f64[this.place(slot, strength) >>> 3]!, this.floor)) + rate * since) * strengthSteps
    i16[this.place(slot, coarseStrength) >>> 1] = Math.round(Math.max(-32768, Math.min(mostCoarse, value)))
    return value <= mostCoarse
  }

  #writeSigns(address: number): void {
    const { dim, padded } = this.layout
    const span = 1 << (31 - Math.clz32(dim))
    const random = createRandom(dim)
    for (let round = 0; round < 4; round++) {
      const start = round & 1 ? dim - span : 0
      for (let d = 0; d < padded; d++) {
        const size = d >= start && d < start + span ? 1 / Math.sqrt(span) : 1
        this.memory.f32[(address >>> 2) + round * padded + d] = random.next() < 0.5 ? -size : size
      }
    }
  }

  #known(slot: number): void {
    if (!this.has(slot)) throw new MnemeError('NOT_FOUND', `scan: expected a slot in use, got ${slot}; append the row`)
  }

  #check(row: ScanRow): void {
    const { dim } = this.layout
    if (row.key.length !== dim) throw new MnemeError('SHAPE_MISMATCH', `scan: expected a key of ${dim} values, got ${row.key.length}; use one encoder`)
    this.memory.f32.set(row.key, this.#arriving >>> 2)
    const squares = this.kernel.dot(this.#arriving, this.#arriving)
    check(squares <= longestKey ** 2, 'the length of key', 'at most 1', Math.sqrt(squares))
    checkFields(row)
  }
}
