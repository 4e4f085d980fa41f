// Regressions on plain arrays for the initial policy. N examples, F features, H hidden units, K classes.
import { createAdam } from '../sim/lab/adam.ts'
import { createRandom } from '../src/random.ts'

/** A fitted network: logits = (x - center) · direct + tanh((x - center) · hidden + hiddenBias) · output + bias. */
export interface Fit {
  direct: Float64Array
  hidden: Float64Array
  hiddenBias: Float64Array
  output: Float64Array
  bias: number
}

/** Settings of a fit. */
export interface FitOptions {
  units: number
  steps: number
  rate: number
  seed: number
  /** L2 penalty per feature on `direct`. */
  penalty: Float64Array
  /** How much more `hidden` is penalised. */
  hiddenFactor: number
  /** Where the penalty pulls `direct` to. */
  prior: Float64Array
}

/** Weighted logistic regression with a small hidden layer by full-batch Adam. `rows` are centered features. */
export function fitLogistic(
  rows: readonly Float64Array[], targets: ArrayLike<number>, weights: ArrayLike<number>, options: FitOptions,
): Fit {
  const { units, penalty, prior } = options
  const features = penalty.length
  const random = createRandom(options.seed)
  const size = features * (units + 1) + 2 * units + 1
  const flat = new Float64Array(size)
  flat.set(prior)
  const [hiddenAt, hiddenBiasAt, outputAt] = [features, features * (units + 1), features * (units + 1) + units]
  for (let at = hiddenAt; at < size - 1; at++) flat[at] = at >= hiddenBiasAt && at < outputAt ? 0 : 0.2 * random.normal()
  const gradient = new Float64Array(size)
  const adam = createAdam(size, options.rate)
  const total = rows.reduce((sum, _, row) => sum + weights[row]!, 0)
  const pre = new Float64Array(units)
  for (let step = 0; step < options.steps; step++) {
    gradient.fill(0)
    rows.forEach((x, row) => {
      let logit = flat[size - 1]!
      pre.set(flat.subarray(hiddenBiasAt, hiddenBiasAt + units))
      for (let f = 0; f < features; f++) {
        const value = x[f]!
        if (value === 0) continue
        logit += value * flat[f]!
        for (let u = 0; u < units; u++) pre[u] = pre[u]! + value * flat[hiddenAt + f * units + u]!
      }
      for (let u = 0; u < units; u++) {
        pre[u] = Math.tanh(pre[u]!)
        logit += pre[u]! * flat[outputAt + u]!
      }
      const error = (weights[row]! * (1 / (1 + Math.exp(-logit)) - targets[row]!)) / total
      gradient[size - 1] = gradient[size - 1]! + error
      for (let u = 0; u < units; u++) {
        gradient[outputAt + u] = gradient[outputAt + u]! + error * pre[u]!
        pre[u] = error * flat[outputAt + u]! * (1 - pre[u]! * pre[u]!)
        gradient[hiddenBiasAt + u] = gradient[hiddenBiasAt + u]! + pre[u]!
      }
      for (let f = 0; f < features; f++) {
        const value = x[f]!
        if (value === 0) continue
        gradient[f] = gradient[f]! + error * value
        for (let u = 0; u < units; u++) gradient[hiddenAt + f * units + u] = gradient[hiddenAt + f * units + u]! + pre[u]! * value
      }
    })
    for (let f = 0; f < features; f++) {
      gradient[f] = gradient[f]! + penalty[f]! * (flat[f]! - prior[f]!)
      for (let at = hiddenAt + f * units; at < hiddenAt + (f + 1) * units; at++) {
        gradient[at] = gradient[at]! + options.hiddenFactor * penalty[f]! * flat[at]!
      }
    }
    for (let u = 0; u < units; u++) gradient[outputAt + u] = gradient[outputAt + u]! + 1e-3 * flat[outputAt + u]!
    adam(flat, gradient)
  }
  return {
    direct: flat.slice(0, features), hidden: flat.slice(hiddenAt, hiddenBiasAt), hiddenBias: flat.slice(hiddenBiasAt, outputAt),
    output: flat.slice(outputAt, size - 1), bias: flat[size - 1]!,
  }
}

/** Softmax regression by full-batch Adam; weights [F, K] and biases [K]. */
export function fitSoftmax(
  rows: readonly Float64Array[], labels: readonly number[], classes: number, weights: ArrayLike<number>,
  options: { steps: number; rate: number; penalty: Float64Array },
): { weight: Float64Array; bias: Float64Array } {
  const features = options.penalty.length
  const flat = new Float64Array((features + 1) * classes)
  const gradient = new Float64Array(flat.length)
  const adam = createAdam(flat.length, options.rate)
  const total = rows.reduce((sum, _, row) => sum + weights[row]!, 0)
  for (let step = 0; step < options.steps; step++) {
    gradient.fill(0)
    rows.forEach((x, row) => {
      const shares = softmaxOf(x, flat, features, classes)
      for (let k = 0; k < classes; k++) {
        const error = (weights[row]! * (shares[k]! - (labels[row] === k ? 1 : 0))) / total
        gradient[features * classes + k] = gradient[features * classes + k]! + error
        for (let f = 0; f < features; f++) gradient[f * classes + k] = gradient[f * classes + k]! + error * x[f]!
      }
    })
    for (let f = 0; f < features; f++) {
      for (let at = f * classes; at < (f + 1) * classes; at++) gradient[at] = gradient[at]! + options.penalty[f]! * flat[at]!
    }
    adam(flat, gradient)
  }
  return { weight: flat.slice(0, features * classes), bias: flat.slice(features * classes) }
}

function softmaxOf(x: Float64Array, flat: Float64Array, features: number, classes: number): Float64Array {
  const logits = flat.slice(features * classes)
  for (let f = 0; f < features; f++) {
    for (let k = 0; k < classes; k++) logits[k] = logits[k]! + x[f]! * flat[f * classes + k]!
  }
  const most = Math.max(...logits)
  const powers = logits.map(logit => Math.exp(logit - most))
  const sum = powers.reduce((left, right) => left + right, 0)
  return powers.map(power => power / sum)
}

/** The logit of one centered row. */
export function predict(x: Float64Array, fit: Fit): number {
  const units = fit.output.length
  const pre = fit.hiddenBias.slice()
  let logit = fit.bias
  x.forEach((value, f) => {
    logit += value * fit.direct[f]!
    for (let u = 0; u < units; u++) pre[u] = pre[u]! + value * fit.hidden[f * units + u]!
  })
  return pre.reduce((sum, value, u) => sum + Math.tanh(value) * fit.output[u]!, logit)
}
