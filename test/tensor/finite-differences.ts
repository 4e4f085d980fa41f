// Central differences in double precision: the outside number that gradients are checked against.

/** df/dx_i at `x`, by (f(x + h) - f(x - h)) / 2h. */
export function finiteDifferences(f: (x: number[]) => number, x: readonly number[], h = 1e-5): number[] {
  return x.map((_, index) => {
    const moved = (by: number): number[] => x.map((value, place) => place === index ? value + by : value)
    return (f(moved(h)) - f(moved(-h))) / (2 * h)
  })
}

/** The attention of science in doubles: flat keys [N, D] of any length; written apart from src. */
export function referenceAttention(query: number[], keys: number[], strengths: number[], beta: number, gamma: number): number[] {
  const raised = strengths.map((strength, row) => {
    const key = keys.slice(row * query.length, (row + 1) * query.length)
    const dot = key.reduce((sum, value, column) => sum + value * query[column]!, 0)
    return Math.max(strength, 1e-6) ** gamma * Math.exp(beta * dot / (Math.hypot(...query) * Math.hypot(...key)))
  })
  const total = raised.reduce((sum, value) => sum + value, 0)
  return raised.map(value => value / total)
}

/** Row-major product of a [m, k] and b [k, n] in doubles. */
export function referenceProduct(a: number[], b: number[], m: number, k: number, n: number): number[] {
  return Array.from({ length: m * n }, (_, place) => {
    const [row, column] = [Math.floor(place / n), place % n]
    let sum = 0
    for (let inner = 0; inner < k; inner++) sum += a[row * k + inner]! * b[inner * n + column]!
    return sum
  })
}
