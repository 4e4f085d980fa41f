// Bare passes over sign codes, to measure the kernel against: exclusive-or, popcount, and the least distance. Not in the package.

/** Row after row, `vectors` x 16 bytes each. */
export function byRows(codes: usize, rows: i32, vectors: i32, query: usize): i32 {
  let least = i32.MAX_VALUE
  for (let row = 0; row < rows; row++) {
    let sum = i8x16.splat(0)
    for (let at: usize = 0; at < <usize>vectors << 4; at += 16) {
      sum = i8x16.add(sum, i8x16.popcnt(v128.xor(v128.load(codes + at), v128.load(query + at))))
    }
    codes += <usize>vectors << 4
    const words = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(sum))
    const distance = i32x4.extract_lane(words, 0) + i32x4.extract_lane(words, 1) + i32x4.extract_lane(words, 2) + i32x4.extract_lane(words, 3)
    least = min(least, distance)
  }
  return least
}

/** Sixteen rows at a time, byte by byte; distances of 255 and more count as 255. `query` holds each byte sixteen times. */
export function byBytes(codes: usize, rows: i32, bytes: i32, query: usize): i32 {
  let least = i8x16.splat(-1)
  for (let row = 0; row < rows; row += 16) {
    let sum0 = i8x16.splat(0), sum1 = i8x16.splat(0)
    for (let at: usize = 0; at < <usize>bytes << 4; at += 64) {
      sum0 = i8x16.add_sat_u(sum0, i8x16.add(
        i8x16.popcnt(v128.xor(v128.load(codes + at), v128.load(query + at))),
        i8x16.popcnt(v128.xor(v128.load(codes + at, 16), v128.load(query + at, 16)))))
      sum1 = i8x16.add_sat_u(sum1, i8x16.add(
        i8x16.popcnt(v128.xor(v128.load(codes + at, 32), v128.load(query + at, 32))),
        i8x16.popcnt(v128.xor(v128.load(codes + at, 48), v128.load(query + at, 48)))))
    }
    codes += <usize>bytes << 4
    least = i8x16.min_u(least, i8x16.add_sat_u(sum0, sum1))
  }
  return i8x16.extract_lane_u(least, 0)
}
