// Arithmetic on plain vectors.

/** Sum of the products of two vectors [D]: for unit vectors, their cosine. */
export function dot(a: Float32Array, b: Float32Array): number {
  // Four sums at once: one waits for each addition before the next.
  let [s0, s1, s2, s3] = [0, 0, 0, 0]
  const whole = a.length & ~3
  for (let d = 0; d < whole; d += 4) {
    s0 += a[d]! * b[d]!
    s1 += a[d + 1]! * b[d + 1]!
    s2 += a[d + 2]! * b[d + 2]!
    s3 += a[d + 3]! * b[d + 3]!
  }
  for (let d = whole; d < a.length; d++) s0 += a[d]! * b[d]!
  return s0 + s1 + (s2 + s3)
}
