// The small forms of a key: int8 with a scale, and signs after a rotation with theirs.
import {
  dim, padded, bytes, earlyBytes, smallStride, signs, work,
  scaleUnit, codeColumn, lateColumn, scaleColumn, smallColumn, keyColumn, centreColumn,
} from './layout'
import { lanes } from './product'

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
  let half = <usize>span << 1
  // Two steps at once: half the reads and writes, the same sums.
  for (; half >= 32; half >>= 2) {
    const quarter = half >> 1
    for (let from = vector; from < end; from += half << 1) {
      for (let at = from; at < from + quarter; at += 16) {
        const a = v128.load(at)
        const b = v128.load(at + quarter)
        const c = v128.load(at + half)
        const d = v128.load(at + half + quarter)
        const ac = f32x4.add(a, c)
        const bd = f32x4.add(b, d)
        const less = f32x4.sub(a, c)
        const rest = f32x4.sub(b, d)
        v128.store(at, f32x4.add(ac, bd))
        v128.store(at + quarter, f32x4.sub(ac, bd))
        v128.store(at + half, f32x4.add(less, rest))
        v128.store(at + half + quarter, f32x4.sub(less, rest))
      }
    }
  }
  if (half >= 16) {
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
  pack(work, earlyBytes, block + codeColumn, row)
  pack(work + (<usize>earlyBytes << 5), bytes - earlyBytes, block + lateColumn, row)
}

function pack(values: usize, count: i32, column: usize, row: i32): void {
  let code = column + <usize>((row & ~15) * count + (row & 15))
  for (let byte = 0; byte < count; byte++) {
    store<u8>(code, <u8>(i32x4.bitmask(v128.load(values)) | (i32x4.bitmask(v128.load(values, 16)) << 4)))
    code += 16
    values += 32
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
