// A search: scores of all rows by their codes, the best of them by int8 keys, the best of these by float32 keys.
import {
  padded, bytes, earlyBytes, smallStride, table, work, codeColumn, lateColumn,
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

// What waits of sixteen rows lies in `work`, two vectors each but for one: the processor has sixteen registers, and sums that ran in
// all of them took 1.6 times as long.
const scoresAt: usize = 0
const strengthsAt: usize = 32
const sumsAt: usize = 64
const keptAt: usize = 96

/** Starts a search for the best `limit` of all rows; `capacity` is at least limit + 16. */
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
 * (16 low and 16 high bytes), then 32 bytes for each byte of a code: what its low and its high four bits are worth. `bias` is the
 * table's sum for a product of 0, `early` that of a code's first part; what this part foretells may err by `slack`.
 */
export function scan(
  block: usize, first: i32, rows: i32, query: usize, bias: i32, early: i32, slack: i32, shift: i32, gain: i32, strengthGain: i32,
  floor: i32, base: i32, filters: i32, tenant: i32, from: f64, until: f64, least: i32,
): void {
  const lut = query + 48
  const lateBytes = bytes - earlyBytes
  for (let row = 0; row < rows; row += 16) {
    if (count > capacity - 16) cut()
    const keep = wanted(block, row, query, filters, tenant, from, until)
    if (!v128.any_true(keep)) continue
    v128.store(work, strengthened(block, row, keep, query, strengthGain, floor, filters, least), keptAt)
    v128.store(work, i16x8.splat(0), sumsAt)
    v128.store(work, i16x8.splat(0), sumsAt + 16)
    sums(block + codeColumn + <usize>(row * earlyBytes), lut, earlyBytes)
    if (lateBytes > 0) {
      if (threshold >= -32768) {
        const over = promising(block, row, early, slack, shift, gain, base)
        if (!v128.any_true(over)) continue
        v128.store(work, over, keptAt)
      }
      sums(block + lateColumn + <usize>(row * lateBytes), lut + (<usize>earlyBytes << 5), lateBytes)
    }
    offer(block, row, first, bias, shift, gain, base)
  }
}

// Adds what `count` bytes of the codes of sixteen rows are worth.
@inline function sums(code: usize, values: usize, count: i32): void {
  const nibble = i8x16.splat(15)
  let low = v128.load(work, sumsAt), high = v128.load(work, sumsAt + 16)
  const quads = count & ~3
  let byte = 0
  for (; byte < quads; byte += 4) {
    let sum = i8x16.add(pair(v128.load(code), values, 0, nibble), pair(v128.load(code, 16), values, 32, nibble))
    sum = i8x16.add(sum, i8x16.add(pair(v128.load(code, 32), values, 64, nibble), pair(v128.load(code, 48), values, 96, nibble)))
    low = i16x8.add(low, i16x8.extend_low_i8x16_u(sum))
    high = i16x8.add(high, i16x8.extend_high_i8x16_u(sum))
    code += 64
    values += 128
  }
  for (; byte < count; byte++) {
    const sum = pair(v128.load(code), values, 0, nibble)
    low = i16x8.add(low, i16x8.extend_low_i8x16_u(sum))
    high = i16x8.add(high, i16x8.extend_high_i8x16_u(sum))
    code += 16
    values += 32
  }
  v128.store(work, low, sumsAt)
  v128.store(work, high, sumsAt + 16)
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

// Writes what the strengths of sixteen rows add to their scores; returns those rows of `keep` that are strong enough.
@inline function strengthened(
  block: usize, row: i32, keep: v128, query: usize, strengthGain: i32, floor: i32, filters: i32, least: i32,
): v128 {
  const strengthGains = i16x8.splat(<i16>strengthGain)
  const floors = i16x8.splat(<i16>floor)
  const kinds = v128.load(block + kindColumn + row)
  const decayLow = i8x16.swizzle(v128.load(query, 16), kinds)
  const decayHigh = i8x16.swizzle(v128.load(query, 32), kinds)
  const strengths = block + strengthColumn + (<usize>row << 1)
  const left0 = i16x8.sub_sat_s(v128.load(strengths),
    v128.shuffle<i8>(decayLow, decayHigh, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23))
  const left1 = i16x8.sub_sat_s(v128.load(strengths, 16),
    v128.shuffle<i8>(decayLow, decayHigh, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31))
  v128.store(work, i16x8.q15mulr_sat_s(i16x8.max_s(left0, floors), strengthGains), strengthsAt)
  v128.store(work, i16x8.q15mulr_sat_s(i16x8.max_s(left1, floors), strengthGains), strengthsAt + 16)
  if (!(filters & 4)) return keep
  const alive = i16x8.splat(<i16>least)
  return v128.and(keep, i8x16.narrow_i16x8_s(i16x8.ge_s(left0, alive), i16x8.ge_s(left1, alive)))
}

// Those of the kept rows whose codes, were they in the second part as in the first, would do: the threshold is one of sixteen bits.
@inline function promising(block: usize, row: i32, early: i32, slack: i32, shift: i32, gain: i32, base: i32): v128 {
  const last = i16x8.splat(<i16>threshold)
  const score0 = total(doubled(v128.load(work, sumsAt), early, slack, shift), block, row, 0, gain, base)
  const score1 = total(doubled(v128.load(work, sumsAt + 16), early, slack, shift), block, row, 16, gain, base)
  return v128.and(v128.load(work, keptAt), i8x16.narrow_i16x8_s(i16x8.gt_s(score0, last), i16x8.gt_s(score1, last)))
}

@inline function doubled(sums: v128, early: i32, slack: i32, shift: i32): v128 {
  const once = i16x8.shl(i16x8.sub(sums, i16x8.splat(<i16>early)), shift)
  return i16x8.add_sat_s(i16x8.add_sat_s(once, once), i16x8.splat(<i16>slack))
}

@inline function offer(block: usize, row: i32, first: i32, bias: i32, shift: i32, gain: i32, base: i32): void {
  const biases = i16x8.splat(<i16>bias)
  const score0 = total(i16x8.shl(i16x8.sub(v128.load(work, sumsAt), biases), shift), block, row, 0, gain, base)
  const score1 = total(i16x8.shl(i16x8.sub(v128.load(work, sumsAt + 16), biases), shift), block, row, 16, gain, base)
  // Everything is above the threshold of -32,769, which has no sixteen bits.
  let over = v128.load(work, keptAt)
  if (threshold >= -32768) {
    const last = i16x8.splat(<i16>threshold)
    over = v128.and(over, i8x16.narrow_i16x8_s(i16x8.gt_s(score0, last), i16x8.gt_s(score1, last)))
  }
  let bits = i8x16.bitmask(over)
  if (bits == 0) return
  v128.store(work, score0, scoresAt)
  v128.store(work, score1, scoresAt + 16)
  while (bits != 0) {
    const lane = ctz(bits)
    const at = work + (<usize>lane << 1)
    const place = <usize>count << 2
    store<i32>(slots + place, first + row + lane)
    store<i32>(marks + place, (load<i16>(at, scoresAt) << 16) | load<u16>(at, strengthsAt))
    count++
    bits &= bits - 1
  }
}

// Scores of eight rows, the first at `half` / 2: product x scale x gain, the block's base, and strength's part.
@inline function total(product: v128, block: usize, row: i32, half: usize, gain: i32, base: i32): v128 {
  const scaled = i16x8.q15mulr_sat_s(product, v128.load(block + scaleColumn + (<usize>row << 1) + half))
  const similarity = i16x8.add_sat_s(i16x8.q15mulr_sat_s(scaled, i16x8.splat(<i16>gain)), i16x8.splat(<i16>base))
  return i16x8.add_sat_s(similarity, v128.load(work + half, strengthsAt))
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
