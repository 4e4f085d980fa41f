// The scan kernel in AssemblyScript with SIMD. `src/tensor/scan/scalar.ts` computes the same numbers bit for bit: change both together.

// Of the layout: see src/tensor/scan/layout.ts.
let dim: i32 = 0
let padded: i32 = 0
let bytes: i32 = 0
let smallStride: i32 = 0
let table: usize = 0
let signs: usize = 0
let work: usize = 0
let scaleUnit: f32 = 0
let codeColumn: usize = 0
let scaleColumn: usize = 0
let strengthColumn: usize = 0
let kindColumn: usize = 0
let tenantColumn: usize = 0
let timeColumn: usize = 0
let smallColumn: usize = 0
let keyColumn: usize = 0
let centreColumn: usize = 0

// Of the running search: the best `limit` marks so far, and others that came since the last cut.
let limit: i32 = 0
let capacity: i32 = 0
let slots: usize = 0
let marks: usize = 0
let bins: usize = 0
let count: i32 = 0
let threshold: i32 = 0

/** Where everything lies: once for a memory. */
export function configure(
  dim_: i32, padded_: i32, bytes_: i32, smallStride_: i32, table_: usize, signs_: usize, work_: usize, scaleUnit_: f32,
  code: usize, scale: usize, strength: usize, kind: usize, tenant: usize, time: usize, small: usize, key: usize, centre: usize,
): void {
  dim = dim_
  padded = padded_
  bytes = bytes_
  smallStride = smallStride_
  table = table_
  signs = signs_
  work = work_
  scaleUnit = scaleUnit_
  codeColumn = code
  scaleColumn = scale
  strengthColumn = strength
  kindColumn = kind
  tenantColumn = tenant
  timeColumn = time
  smallColumn = small
  keyColumn = key
  centreColumn = centre
}

/** Turns a vector of `padded` floats in place: four rounds of signs and a Hadamard transform of what a power of two covers. */
export function rotate(vector: usize): void {
  if (dim < 16) return
  const span: i32 = 1 << (31 - clz(dim))
  for (let round = 0; round < 4; round++) {
    const row = signs + (<usize>(round * padded) << 2)
    for (let at = 0; at < padded << 2; at += 16) {
      v128.store(vector + at, f32x4.mul(v128.load(vector + at), v128.load(row + at)))
    }
    hadamard(vector + (round & 1 ? <usize>(dim - span) << 2 : 0), span)
  }
}

function hadamard(vector: usize, span: i32): void {
  const end = vector + (<usize>span << 2)
  for (let half = <usize>span << 1; half >= 16; half >>= 1) {
    for (let from = vector; from < end; from += half << 1) {
      for (let at = from; at < from + half; at += 16) {
        const a = v128.load(at)
        const b = v128.load(at + half)
        v128.store(at, f32x4.add(a, b))
        v128.store(at + half, f32x4.sub(a, b))
      }
    }
  }
  const byTwo = f32x4(1, 1, -1, -1)
  const byOne = f32x4(1, -1, 1, -1)
  for (let at = vector; at < end; at += 16) {
    let v = v128.load(at)
    v = f32x4.add(v128.shuffle<f32>(v, v, 0, 1, 0, 1), f32x4.mul(byTwo, v128.shuffle<f32>(v, v, 2, 3, 2, 3)))
    v = f32x4.add(v128.shuffle<f32>(v, v, 0, 0, 2, 2), f32x4.mul(byOne, v128.shuffle<f32>(v, v, 1, 1, 3, 3)))
    v128.store(at, v)
  }
}

/** Writes the small forms of a row whose float32 key is in place: int8 with its scale, sign code with its scale. */
export function encode(block: usize, row: i32): void {
  const key = block + keyColumn + (<usize>(row * padded) << 2)
  shrink(key, block + smallColumn + <usize>(row * smallStride))
  const centre = block + centreColumn
  for (let at: usize = 0; at < <usize>padded << 2; at += 16) {
    v128.store(work + at, f32x4.sub(v128.load(key + at), v128.load(centre + at)))
  }
  rotate(work)
  let squares = f32x4.splat(0)
  let sums = f32x4.splat(0)
  for (let at: usize = 0; at < <usize>padded << 2; at += 16) {
    const v = v128.load(work + at)
    squares = f32x4.add(squares, f32x4.mul(v, v))
    sums = f32x4.add(sums, f32x4.abs(v))
  }
  const total = lanes(sums)
  const scale: f32 = total > 0 ? (lanes(squares) / total) * scaleUnit : 0
  store<i16>(block + scaleColumn + (<usize>row << 1), <i16>min<f32>(32767, nearest<f32>(scale)))
  const code = block + codeColumn + <usize>((row & ~15) * bytes + (row & 15))
  for (let byte = 0; byte < bytes; byte++) {
    const at = work + (<usize>byte << 5)
    store<u8>(code + (<usize>byte << 4), <u8>(i32x4.bitmask(v128.load(at)) | (i32x4.bitmask(v128.load(at, 16)) << 4)))
  }
}

/** Eight bits a value, and behind them the scale; values are rounded half to even. */
export function shrink(vector: usize, out: usize): void {
  let largest = f32x4.splat(0)
  for (let at: usize = 0; at < <usize>padded << 2; at += 16) largest = f32x4.max(largest, f32x4.abs(v128.load(vector + at)))
  const most = max<f32>(
    max<f32>(f32x4.extract_lane(largest, 0), f32x4.extract_lane(largest, 1)),
    max<f32>(f32x4.extract_lane(largest, 2), f32x4.extract_lane(largest, 3)))
  store<f32>(out + padded, most / 127)
  const inverse: f32 = most > <f32>1e-30 ? 127 / most : 0
  const factor = f32x4.splat(inverse)
  for (let at = 0; at < padded; at += 8) {
    const from = vector + (<usize>at << 2)
    const a = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(v128.load(from), factor)))
    const b = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(v128.load(from, 16), factor)))
    const both = i16x8.narrow_i32x4_s(a, b)
    v128.store64_lane(out + at, i8x16.narrow_i16x8_s(both, both), 0)
  }
}

@inline function lanes(v: v128): f32 {
  return (f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1)) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
}

/** Starts a search for the best `limit` of all rows; `capacity` is at least limit + 32. */
export function begin(limit_: i32, capacity_: i32, slots_: usize, marks_: usize, bins_: usize): void {
  limit = limit_
  capacity = capacity_
  slots = slots_
  marks = marks_
  bins = bins_
  count = 0
  threshold = -32769
}

/**
 * Scores the rows of a block and keeps those that may be among the best. `query` points at 16 bytes of wanted kinds, decays by kind
 * (16 low and 16 high bytes), then 32 bytes for each byte of a code: what its low and its high four bits are worth.
 */
export function scan(
  block: usize, first: i32, rows: i32, query: usize, bias: i32, shift: i32, gain: i32, strengthGain: i32, floor: i32, base: i32,
  filters: i32, tenant: i32, from: f64, until: f64,
): void {
  const nibble = i8x16.splat(15)
  const lut = query + 48
  const quads = bytes & ~3
  for (let row = 0; row < rows; row += 32) {
    const keep0 = wanted(block, row, query, filters, tenant, from, until)
    const keep1 = wanted(block, row + 16, query, filters, tenant, from, until)
    if (!v128.any_true(v128.or(keep0, keep1))) continue
    // What waits lies in memory: the processor has sixteen registers, and sums that run in all of them took 1.6 times as long.
    v128.store(work, keep0, 64)
    v128.store(work, keep1, 80)
    let code = block + codeColumn + <usize>(row * bytes)
    sums(code, lut, quads, work + 128)
    sums(code + (<usize>bytes << 4), lut, quads, work + 160)
    if (count > capacity - 32) cut()
    offer(block, row, first, v128.load(work, 128), v128.load(work, 144), v128.load(work, 64), query, bias, shift, gain, strengthGain, floor, base)
    offer(block, row + 16, first, v128.load(work, 160), v128.load(work, 176), v128.load(work, 80), query, bias, shift, gain, strengthGain, floor, base)
  }
}


@inline function sums(code: usize, values: usize, quads: i32, out: usize): void {
  const nibble = i8x16.splat(15)
  let low = i16x8.splat(0), high = i16x8.splat(0)
  let byte = 0
  for (; byte < quads; byte += 4) {
    let sum = i8x16.add(pair(v128.load(code), values, 0, nibble), pair(v128.load(code, 16), values, 32, nibble))
    sum = i8x16.add(sum, i8x16.add(pair(v128.load(code, 32), values, 64, nibble), pair(v128.load(code, 48), values, 96, nibble)))
    low = i16x8.add(low, i16x8.extend_low_i8x16_u(sum))
    high = i16x8.add(high, i16x8.extend_high_i8x16_u(sum))
    code += 64
    values += 128
  }
  for (; byte < bytes; byte++) {
    const sum = pair(v128.load(code), values, 0, nibble)
    low = i16x8.add(low, i16x8.extend_low_i8x16_u(sum))
    high = i16x8.add(high, i16x8.extend_high_i8x16_u(sum))
    code += 16
    values += 32
  }
  v128.store(out, low)
  v128.store(out, high, 16)
}

@inline function pair(codes: v128, values: usize, offset: usize, nibble: v128): v128 {
  return i8x16.add(
    i8x16.swizzle(v128.load(values + offset), v128.and(codes, nibble)),
    i8x16.swizzle(v128.load(values + offset, 16), v128.and(i16x8.shr_u(codes, 4), nibble)))
}

// All ones for each of 16 rows that every filter lets through; a free row has a kind past 15, which a swizzle reads as 0.
@inline function wanted(block: usize, row: i32, query: usize, filters: i32, tenant: i32, from: f64, until: f64): v128 {
  let keep = i8x16.swizzle(v128.load(query), v128.load(block + kindColumn + row))
  if (filters & 1) {
    const at = block + tenantColumn + (<usize>row << 2)
    const one = i32x4.splat(tenant)
    keep = v128.and(keep, i8x16.narrow_i16x8_s(
      i16x8.narrow_i32x4_s(i32x4.eq(v128.load(at), one), i32x4.eq(v128.load(at, 16), one)),
      i16x8.narrow_i32x4_s(i32x4.eq(v128.load(at, 32), one), i32x4.eq(v128.load(at, 48), one))))
  }
  if (filters & 2) {
    const at = block + timeColumn + (<usize>row << 3)
    keep = v128.and(keep, i8x16.narrow_i16x8_s(
      i16x8.narrow_i32x4_s(within(at, from, until), within(at + 32, from, until)),
      i16x8.narrow_i32x4_s(within(at + 64, from, until), within(at + 96, from, until))))
  }
  return keep
}

@inline function within(at: usize, from: f64, until: f64): v128 {
  const a = v128.load(at)
  const b = v128.load(at, 16)
  const first = v128.and(f64x2.ge(a, f64x2.splat(from)), f64x2.lt(a, f64x2.splat(until)))
  const second = v128.and(f64x2.ge(b, f64x2.splat(from)), f64x2.lt(b, f64x2.splat(until)))
  return v128.shuffle<i32>(first, second, 0, 2, 4, 6)
}

@inline function offer(
  block: usize, row: i32, first: i32, low: v128, high: v128, keep: v128, query: usize, bias: i32, shift: i32, gain: i32,
  strengthGain: i32, floor: i32, base: i32,
): void {
  const biases = i16x8.splat(<i16>bias)
  const gains = i16x8.splat(<i16>gain)
  const strengthGains = i16x8.splat(<i16>strengthGain)
  const floors = i16x8.splat(<i16>floor)
  const bases = i16x8.splat(<i16>base)
  const kinds = v128.load(block + kindColumn + row)
  const decayLow = i8x16.swizzle(v128.load(query, 16), kinds)
  const decayHigh = i8x16.swizzle(v128.load(query, 32), kinds)
  const scales = block + scaleColumn + (<usize>row << 1)
  const strengths = block + strengthColumn + (<usize>row << 1)
  const strength0 = weight(v128.load(strengths),
    v128.shuffle<i8>(decayLow, decayHigh, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23), strengthGains, floors)
  const strength1 = weight(v128.load(strengths, 16),
    v128.shuffle<i8>(decayLow, decayHigh, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31), strengthGains, floors)
  const score0 = total(low, v128.load(scales), biases, shift, gains, bases, strength0)
  const score1 = total(high, v128.load(scales, 16), biases, shift, gains, bases, strength1)
  // Nothing is above the threshold of 32,767, everything above that of -32,769, which has no sixteen bits.
  let over = keep
  if (threshold >= -32768) {
    const least = i16x8.splat(<i16>threshold)
    over = v128.and(keep, i8x16.narrow_i16x8_s(i16x8.gt_s(score0, least), i16x8.gt_s(score1, least)))
  }
  let bits = i8x16.bitmask(over)
  if (bits == 0) return
  v128.store(work, score0)
  v128.store(work, score1, 16)
  v128.store(work, strength0, 32)
  v128.store(work, strength1, 48)
  while (bits != 0) {
    const lane = ctz(bits)
    const at = work + (<usize>lane << 1)
    const place = <usize>count << 2
    store<i32>(slots + place, first + row + lane)
    store<i32>(marks + place, (load<i16>(at) << 16) | load<u16>(at, 32))
    count++
    bits &= bits - 1
  }
}

@inline function weight(strengths: v128, decays: v128, gains: v128, floors: v128): v128 {
  return i16x8.q15mulr_sat_s(i16x8.max_s(i16x8.sub_sat_s(strengths, decays), floors), gains)
}

@inline function total(sums: v128, scales: v128, biases: v128, shift: i32, gains: v128, bases: v128, strengths: v128): v128 {
  const scaled = i16x8.q15mulr_sat_s(i16x8.shl(i16x8.sub(sums, biases), shift), scales)
  return i16x8.add_sat_s(i16x8.add_sat_s(i16x8.q15mulr_sat_s(scaled, gains), bases), strengths)
}

/** Ends the search: `slots` and `marks` hold the best, by slot; returns how many. A mark is score << 16 | strength's part of it. */
export function finish(): i32 {
  if (count > limit) cut()
  return count
}

// Keeps the best `limit`, of equal ones the first: the score of the last comes from a count by its high byte, then by its low one.
function cut(): void {
  if (count <= limit) return
  let left = limit
  const high = lastBin(24, -1, left)
  left -= above(high)
  const low = lastBin(16, high, left)
  left -= above(low)
  threshold = ((high << 8) | low) - 32768
  let kept: usize = 0
  for (let place: usize = 0; place < <usize>count << 2; place += 4) {
    const mark = load<i32>(marks + place)
    const score = mark >> 16
    if (score < threshold) continue
    if (score == threshold && --left < 0) continue
    store<i32>(slots + kept, load<i32>(slots + place))
    store<i32>(marks + kept, mark)
    kept += 4
  }
  count = <i32>(kept >> 2)
}

function lastBin(shift: i32, high: i32, wanted: i32): i32 {
  memory.fill(bins, 0, 1024)
  for (let place: usize = 0; place < <usize>count << 2; place += 4) {
    const mark = load<u32>(marks + place) ^ 0x80000000
    if (high >= 0 && <i32>(mark >> 24) != high) continue
    const bin = bins + (<usize>((mark >> shift) & 255) << 2)
    store<i32>(bin, load<i32>(bin) + 1)
  }
  let bin = 255
  for (let found = load<i32>(bins, 1020); found < wanted; found += load<i32>(bins + (<usize>bin << 2))) bin--
  return bin
}

function above(bin: i32): i32 {
  let sum = 0
  for (let at = bin + 1; at < 256; at++) sum += load<i32>(bins + (<usize>at << 2))
  return sum
}

/** Scores of the kept rows by int8 keys: the product with `query` (int16), the row's scale and `unit`, and strength's part. */
export function narrow(rows: i32, query: usize, unit: f32, out: usize): void {
  for (let place: usize = 0; place < <usize>rows << 2; place += 4) {
    const row = address(load<i32>(slots + place), smallColumn, smallStride)
    let sum0 = i32x4.splat(0)
    let sum1 = i32x4.splat(0)
    for (let at: usize = 0; at < <usize>padded; at += 16) {
      const values = v128.load(row + at)
      sum0 = i32x4.add(sum0, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_s(values), v128.load(query + (at << 1))))
      sum1 = i32x4.add(sum1, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_s(values), v128.load(query + (at << 1), 16)))
    }
    const sums = i32x4.add(sum0, sum1)
    const dot = i32x4.extract_lane(sums, 0) + i32x4.extract_lane(sums, 1) + i32x4.extract_lane(sums, 2) + i32x4.extract_lane(sums, 3)
    const similarity = <f32>dot * load<f32>(row + padded) * unit
    store<f32>(out + place, similarity + <f32>load<i16>(marks + place))
  }
}

/** Products of the float32 keys of some slots with `query`. */
export function products(rows: i32, list: usize, query: usize, out: usize): void {
  for (let place: usize = 0; place < <usize>rows << 2; place += 4) {
    store<f32>(out + place, dot(address(load<i32>(list + place), keyColumn, padded << 2), query))
  }
}

/** Sum of the products of two vectors of `padded` floats: sixteen sums, then their sum by halves. */
export function dot(a: usize, b: usize): f32 {
  let sum0 = f32x4.splat(0), sum1 = f32x4.splat(0), sum2 = f32x4.splat(0), sum3 = f32x4.splat(0)
  for (let at: usize = 0; at < <usize>padded << 2; at += 64) {
    sum0 = f32x4.add(sum0, f32x4.mul(v128.load(a + at), v128.load(b + at)))
    sum1 = f32x4.add(sum1, f32x4.mul(v128.load(a + at, 16), v128.load(b + at, 16)))
    sum2 = f32x4.add(sum2, f32x4.mul(v128.load(a + at, 32), v128.load(b + at, 32)))
    sum3 = f32x4.add(sum3, f32x4.mul(v128.load(a + at, 48), v128.load(b + at, 48)))
  }
  return lanes(f32x4.add(f32x4.add(sum0, sum1), f32x4.add(sum2, sum3)))
}

@inline function address(slot: i32, column: usize, stride: i32): usize {
  return <usize>load<u32>(table + (<usize>(slot >>> 12) << 2)) + column + <usize>((slot & 4095) * stride)
}
