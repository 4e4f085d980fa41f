// Products of vectors, always summed in the same order.
import { padded } from './layout'

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

@inline export function lanes(v: v128): f32 {
  return (f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1)) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
}
