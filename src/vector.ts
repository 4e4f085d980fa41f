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

/** Places of the `limit` largest values, by a binary heap whose root is the least; only what would enter it is looked at. */
export function largest(values: Float32Array, limit: number, wanted: (place: number) => boolean = () => true): number[] {
  const heap: number[] = []
  const swap = (a: number, b: number): void => {
    const held = heap[a]!
    heap[a] = heap[b]!
    heap[b] = held
  }
  const value = (place: number): number => values[heap[place]!]!
  for (let next = 0; next < values.length; next++) {
    if (heap.length === limit && values[next]! <= value(0)) continue
    if (!wanted(next)) continue
    if (heap.length < limit) {
      heap.push(next)
      for (let at = heap.length - 1; at > 0 && value(at) < value((at - 1) >> 1); at = (at - 1) >> 1) swap(at, (at - 1) >> 1)
    } else {
      heap[0] = next
      for (let at = 0; ; ) {
        const child = 2 * at + 1
        const least = child + 1 < heap.length && value(child + 1) < value(child) ? child + 1 : child
        if (least >= heap.length || value(least) >= value(at)) break
        swap(at, least)
        at = least
      }
    }
  }
  return heap
}
