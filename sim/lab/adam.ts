// Adam on a plain array, for the small fits.

// Kingma and Ba (2015).
export function createAdam(size: number, rate: number): (params: Float64Array, gradient: Float64Array) => void {
  const first = new Float64Array(size)
  const second = new Float64Array(size)
  let step = 0
  return (params, gradient) => {
    step += 1
    for (let at = 0; at < size; at++) {
      first[at] = 0.9 * first[at]! + 0.1 * gradient[at]!
      second[at] = 0.999 * second[at]! + 0.001 * gradient[at]! ** 2
      params[at] = params[at]! - (rate * first[at]!) / (1 - 0.9 ** step) / (Math.sqrt(second[at]! / (1 - 0.999 ** step)) + 1e-8)
    }
  }
}
