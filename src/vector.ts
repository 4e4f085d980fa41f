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

/** A vector in place brought to length 1; zero stays zero. */
export function unit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dot(vector, vector))
  if (length > 0) for (let d = 0; d < vector.length; d++) vector[d] = vector[d]! / length
  return vector
}

/** Softmax of logits, shifted so that none overflows. */
export function softmax(logits: Float64Array): Float64Array {
  const most = logits.reduce((a, b) => Math.max(a, b), -Infinity)
  const powers = logits.map(logit => Math.exp(logit - most))
  const sum = powers.reduce((total, power) => total + power, 0)
  return powers.map(power => power / sum)
}

/** Bins of the count by which `largest` finds where to cut. */
const bins = 512

/** Places of the `limit` largest values, the largest first; of equal ones those that come first. */
export function largest(values: Float32Array, limit: number): number[] {
  let places: number[] = []
  if (values.length <= limit) places = [...values.keys()]
  else {
    // A pass over equal bins tells from which value on there are enough: less work than a heap.
    let [least, most] = [Infinity, -Infinity]
    for (let place = 0; place < values.length; place++) {
      const value = values[place]!
      if (value < least) least = value
      if (value > most) most = value
    }
    const perUnit = most > least ? (bins - 1) / (most - least) : 0
    const counts = new Uint32Array(bins)
    for (let place = 0; place < values.length; place++) counts[((values[place]! - least) * perUnit) | 0]!++
    let cut = bins
    for (let found = 0; cut > 0 && found < limit; ) found += counts[--cut]!
    for (let place = 0; place < values.length; place++) if (((values[place]! - least) * perUnit | 0) >= cut) places.push(place)
  }
  return places.sort((a, b) => values[b]! - values[a]! || a - b).slice(0, limit)
}
