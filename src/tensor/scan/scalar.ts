// The scan kernel in plain JavaScript, bit for bit that of assembly/scan.ts: change both together.
import type { ScanKernel, Places } from './kernel.ts'
import { blockShift, blockRows, freeKind, type Column, type Layout } from './layout.ts'
import type { ScanMemory } from './memory.ts'

const { fround, abs, max, min } = Math

export class ScalarKernel implements ScanKernel {
  readonly #memory: ScanMemory
  readonly #layout: Layout
  readonly #places: Places
  #limit = 0
  #capacity = 0
  #slots = 0
  #marks = 0
  #count = 0
  #threshold = 0

  constructor(memory: ScanMemory, layout: Layout, places: Places) {
    this.#memory = memory
    this.#layout = layout
    this.#places = places
  }

  rotate(vector: number): void {
    const { dim, padded } = this.#layout
    if (dim < 16) return
    const { f32 } = this.#memory
    const span = 1 << (31 - Math.clz32(dim))
    const at = vector >>> 2
    for (let round = 0; round < 4; round++) {
      const row = (this.#places.signs >>> 2) + round * padded
      for (let d = 0; d < padded; d++) f32[at + d]! *= f32[row + d]!
      hadamard(f32, at + (round & 1 ? dim - span : 0), span)
    }
  }

  encode(block: number, row: number): void {
    const { padded, columns, centre, scaleUnit } = this.#layout
    const { f32, i16 } = this.#memory
    const key = block + columns.key.offset + row * columns.key.stride
    this.shrink(key, block + columns.small.offset + row * columns.small.stride)
    const work = this.#places.work >>> 2
    for (let d = 0; d < padded; d++) f32[work + d] = f32[(key >>> 2) + d]! - f32[((block + centre) >>> 2) + d]!
    this.rotate(this.#places.work)
    const squares = new Float32Array(4)
    const sums = new Float32Array(4)
    for (let d = 0; d < padded; d++) {
      const value = f32[work + d]!
      squares[d & 3] = squares[d & 3]! + fround(value * value)
      sums[d & 3] = sums[d & 3]! + abs(value)
    }
    const total = lanes(sums, 0)
    const scale = total > 0 ? fround(fround(lanes(squares, 0) / total) * scaleUnit) : 0
    i16[(block + columns.scale.offset + row * 2) >>> 1] = min(32767, halfToEven(scale))
    this.#pack(work, block, columns.code, row)
    this.#pack(work + columns.code.stride * 8, block, columns.lateCode, row)
  }

  #pack(values: number, block: number, { offset, stride }: Column, row: number): void {
    const { u8, i32 } = this.#memory
    const code = block + offset + (row & ~15) * stride + (row & 15)
    for (let byte = 0; byte < stride; byte++) {
      let bits = 0
      for (let bit = 0; bit < 8; bit++) bits |= (i32[values + byte * 8 + bit]! >>> 31) << bit
      u8[code + byte * 16] = bits
    }
  }

  shrink(vector: number, out: number): void {
    const { padded } = this.#layout
    const { f32, u8 } = this.#memory
    const at = vector >>> 2
    let most = 0
    for (let d = 0; d < padded; d++) most = max(most, abs(f32[at + d]!))
    f32[(out + padded) >>> 2] = most / 127
    const inverse = most > fround(1e-30) ? fround(127 / most) : 0
    for (let d = 0; d < padded; d++) u8[out + d] = min(127, max(-128, halfToEven(fround(f32[at + d]! * inverse))))
  }

  begin(limit: number, capacity: number, slots: number, marks: number): void {
    this.#limit = limit
    this.#capacity = capacity
    this.#slots = slots >>> 2
    this.#marks = marks >>> 2
    this.#count = 0
    this.#threshold = -32769
  }

  scan(
    block: number, first: number, rows: number, query: number, bias: number, early: number, slack: number, shift: number, gain: number,
    strengthGain: number, floor: number, base: number, filters: number, tenant: number, from: number, until: number, least: number,
  ): void {
    const { columns: { code, lateCode, scale, coarseStrength, kind, tenant: tenants, time } } = this.#layout
    const { u8, i16, i32, f64 } = this.#memory
    const table = query + 48
    for (let row = 0; row < rows; row++) {
      if ((row & 15) === 0 && this.#count > this.#capacity - 16) this.#cut()
      const of = u8[block + kind.offset + row]!
      if (of === freeKind || u8[query + of] === 0) continue
      if (filters & 1 && i32[(block + tenants.offset + row * 4) >>> 2] !== (tenant | 0)) continue
      if (filters & 2) {
        const at = f64[(block + time.offset + row * 8) >>> 3]!
        if (!(at >= from && at < until)) continue
      }
      const decay = int16(u8[query + 16 + of]! | (u8[query + 32 + of]! << 8))
      const left = saturated(i16[(block + coarseStrength.offset + row * 2) >>> 1]! - decay)
      if (filters & 4 && left < least) continue
      const strength = multiplied(max(left, floor), strengthGain)
      const perProduct = i16[(block + scale.offset + row * 2) >>> 1]!
      const total = (product: number): number => saturated(saturated(multiplied(multiplied(product, perProduct), gain) + base) + strength)
      let sum = this.#sum(block, code, row, table)
      if (lateCode.stride > 0) {
        const half = int16(int16(sum - early) << shift)
        if (this.#threshold >= -32768 && total(saturated(saturated(half + half) + slack)) <= this.#threshold) continue
        sum += this.#sum(block, lateCode, row, table + code.stride * 32)
      }
      const score = total(int16(int16(sum - bias) << shift))
      if (score > this.#threshold) this.#keep(first + row, score, strength)
    }
  }

  #sum(block: number, { offset, stride }: Column, row: number, table: number): number {
    const { u8 } = this.#memory
    const start = block + offset + (row & ~15) * stride + (row & 15)
    let sum = 0
    for (let byte = 0, lut = table; byte < stride; byte++, lut += 32) {
      const bits = u8[start + byte * 16]!
      sum += u8[lut + (bits & 15)]! + u8[lut + 16 + (bits >>> 4)]!
    }
    return sum
  }

  #keep(slot: number, score: number, strength: number): void {
    this.#memory.i32[this.#slots + this.#count] = slot
    this.#memory.i32[this.#marks + this.#count] = (score << 16) | (strength & 0xffff)
    this.#count++
  }

  finish(): number {
    if (this.#count > this.#limit) this.#cut()
    return this.#count
  }

  #cut(): void {
    const { i32 } = this.#memory
    const counts = new Uint32Array(65_536)
    for (let place = 0; place < this.#count; place++) counts[(i32[this.#marks + place]! >> 16) + 32768]!++
    let bin = 65_535
    let found = counts[bin]!
    while (found < this.#limit) found += counts[--bin]!
    let equal = this.#limit - (found - counts[bin]!)
    this.#threshold = bin - 32768
    let kept = 0
    for (let place = 0; place < this.#count; place++) {
      const mark = i32[this.#marks + place]!
      const score = mark >> 16
      if (score < this.#threshold || (score === this.#threshold && --equal < 0)) continue
      i32[this.#slots + kept] = i32[this.#slots + place]!
      i32[this.#marks + kept] = mark
      kept++
    }
    this.#count = kept
  }

  narrow(rows: number, query: number, unit: number, out: number): void {
    const { padded, columns: { small } } = this.#layout
    const { i32, i16, f32, u8 } = this.#memory
    for (let place = 0; place < rows; place++) {
      const row = this.#address(i32[this.#slots + place]!, small.offset, small.stride)
      let sum = 0
      for (let d = 0; d < padded; d++) sum += ((u8[row + d]! << 24) >> 24) * i16[(query >>> 1) + d]!
      const similarity = fround(fround(fround(sum) * f32[(row + padded) >>> 2]!) * unit)
      f32[(out >>> 2) + place] = similarity + int16(i32[this.#marks + place]!)
    }
  }

  products(rows: number, list: number, query: number, out: number): void {
    const { columns: { key } } = this.#layout
    const { i32, f32 } = this.#memory
    for (let place = 0; place < rows; place++) {
      f32[(out >>> 2) + place] = this.dot(this.#address(i32[(list >>> 2) + place]!, key.offset, key.stride), query)
    }
  }

  dot(a: number, b: number): number {
    const { f32 } = this.#memory
    const sums = new Float32Array(16)
    for (let d = 0; d < this.#layout.padded; d++) sums[d & 15] = sums[d & 15]! + fround(f32[(a >>> 2) + d]! * f32[(b >>> 2) + d]!)
    for (let lane = 0; lane < 4; lane++) {
      sums[lane] = fround(sums[lane]! + sums[lane + 4]!) + fround(sums[lane + 8]! + sums[lane + 12]!)
    }
    return lanes(sums, 0)
  }

  #address(slot: number, offset: number, stride: number): number {
    return this.#memory.u32[(this.#places.table >>> 2) + (slot >>> blockShift)]! + offset + (slot & (blockRows - 1)) * stride
  }
}

function hadamard(f32: Float32Array, start: number, span: number): void {
  for (let half = span >>> 1; half > 0; half >>>= 1) {
    for (let from = start; from < start + span; from += half * 2) {
      for (let at = from; at < from + half; at++) {
        const a = f32[at]!
        const b = f32[at + half]!
        f32[at] = a + b
        f32[at + half] = a - b
      }
    }
  }
}

function lanes(sums: Float32Array, at: number): number {
  return fround(fround(sums[at]! + sums[at + 1]!) + fround(sums[at + 2]! + sums[at + 3]!))
}

// Below 2^22 the sum with 1.5 x 2^23 has no bits left behind the point, rounded as float32 arithmetic does.
function halfToEven(value: number): number {
  return abs(value) < 4_194_304 ? fround(fround(value + 12_582_912) - 12_582_912) : value
}

function int16(value: number): number {
  return (value << 16) >> 16
}

function saturated(value: number): number {
  return max(-32768, min(32767, value))
}

function multiplied(a: number, b: number): number {
  return min(32767, (Math.imul(a, b) + 16_384) >> 15)
}
