// A search: scores of all rows by their codes, the best of them by int8 keys, the best of these by float32 keys.
import {
  padded, bytes, smallStride, table, work, codeColumn,
  scaleColumn, strengthColumn, kindColumn, tenantColumn, timeColumn, smallColumn, keyColumn,
} from './layout'
import { dot } from './product'

// Of the running search: the best `limit` marks so far, and others that came since the last cut.
let limit: i32 = 0
let capacity: i32 = 0
let slots: usize = 0
let marks: usize = 0
let bins: usize = 0
let count: i32 = 0
let threshold: i32 = 0

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
  filters: i32, tenant: i32, from: f64, until: f64, least: i32,
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
    offer(block, row, first, v128.load(work, 128), v128.load(work, 144), v128.load(work, 64), query, bias, shift, gain, strengthGain, floor, base, filters, least)
    offer(block, row + 16, first, v128.load(work, 160), v128.load(work, 176), v128.load(work, 80), query, bias, shift, gain, strengthGain, floor, base, filters, least)
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
  strengthGain: i32, floor: i32, base: i32, filters: i32, least: i32,
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
  const left0 = i16x8.sub_sat_s(v128.load(strengths),
    v128.shuffle<i8>(decayLow, decayHigh, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23))
  const left1 = i16x8.sub_sat_s(v128.load(strengths, 16),
    v128.shuffle<i8>(decayLow, decayHigh, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31))
  const strength0 = i16x8.q15mulr_sat_s(i16x8.max_s(left0, floors), strengthGains)
  const strength1 = i16x8.q15mulr_sat_s(i16x8.max_s(left1, floors), strengthGains)
  const score0 = total(low, v128.load(scales), biases, shift, gains, bases, strength0)
  const score1 = total(high, v128.load(scales, 16), biases, shift, gains, bases, strength1)
  // Nothing is above the threshold of 32,767, everything above that of -32,769, which has no sixteen bits.
  let over = keep
  if (filters & 4) {
    const alive = i16x8.splat(<i16>least)
    over = v128.and(over, i8x16.narrow_i16x8_s(i16x8.ge_s(left0, alive), i16x8.ge_s(left1, alive)))
  }
  if (threshold >= -32768) {
    const last = i16x8.splat(<i16>threshold)
    over = v128.and(over, i8x16.narrow_i16x8_s(i16x8.gt_s(score0, last), i16x8.gt_s(score1, last)))
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

@inline function address(slot: i32, column: usize, stride: i32): usize {
  return <usize>load<u32>(table + (<usize>(slot >>> 12) << 2)) + column + <usize>((slot & 4095) * stride)
}
