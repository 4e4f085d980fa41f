// Adam on a plain array, for the small fits.

/** A step along a gradient (Kingma and Ba 2015), or along a share of it; `params` and `gradient` are [size]. */
export function createAdam(size: number, rate: number): (params: Float64Array, gradient: Float64Array, share?: number) => void {
  const first = new Float64Array(size)
  const second = new Float64Array(size)
  let step = 0
  return (params, gradient, share = 1) => {
    step += 1
    const [firstShare, secondShare] = [1 - 0.9 ** step, 1 - 0.999 ** step]
    for (let at = 0; at < size; at++) {
      first[at] = 0.9 * first[at]! + 0.1 * gradient[at]!
      second[at] = 0.999 * second[at]! + 0.001 * gradient[at]! ** 2
      params[at] = params[at]! - (share * rate * first[at]!) / firstShare / (Math.sqrt(second[at]! / secondShare) + 1e-8)
    }
  }
}
