// Gradient transformations as pairs of pure functions over parameter trees, in plain Float32Array arithmetic.
import { MnemeError } from '../errors.ts'
import { leaves, mapParams, param, type Param, type ParamTree } from './params.ts'

/** An optimizer holds no state: `init` makes it, `update` returns the next one with the next parameters. */
export interface Optimizer<State> {
  init(params: ParamTree): State
  /** Throws SHAPE_MISMATCH when a gradient is missing or has another shape than its parameter. */
  update<P extends ParamTree>(params: P, grads: ParamTree, state: State): { params: P; state: State }
}

/** Running moments of the gradients; both trees have the structure of the parameters. */
export interface AdamState {
  /** Updates made so far. */
  step: number
  mean: ParamTree
  variance: ParamTree
}

export interface AdamOptions {
  /** A number, or a function of the update's index (0 for the first). Default 0.001. */
  learningRate?: number | ((step: number) => number)
  /** Decay of the mean, in [0, 1). Default 0.9. */
  beta1?: number
  /** Decay of the variance, in [0, 1). Default 0.999. */
  beta2?: number
  /** Keeps the step finite. Default 1e-8. */
  epsilon?: number
  /** Share of each parameter's distance to `decayTo` that one update of learning rate 1 takes away. Default 0. */
  weightDecay?: number
  /** A tree of the parameters' structure that the decay pulls to. Default: zeros. */
  decayTo?: ParamTree
}

/**
 * Adam (Kingma & Ba 2015) with decoupled weight decay (Loshchilov & Hutter 2019, algorithm 2):
 * p <- p - rate * (mean' / (sqrt(variance') + epsilon) + weightDecay * (p - decayTo)), where ' divides by 1 - beta^step.
 */
export function adam(options: AdamOptions = {}): Optimizer<AdamState> {
  const { learningRate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0, decayTo } = options
  const anchors = decayTo && new Map(leaves(decayTo))
  return {
    init: params => ({ step: 0, mean: zeros(params), variance: zeros(params) }),
    update(params, grads, state) {
      const step = state.step + 1
      const rate = typeof learningRate === 'number' ? learningRate : learningRate(state.step)
      const meanScale = 1 / (1 - beta1 ** step)
      const varianceScale = 1 / (1 - beta2 ** step)
      const [given, means, variances] = [grads, state.mean, state.variance].map(tree => new Map(leaves(tree)))
      const next = { mean: new Map<string, Param>(), variance: new Map<string, Param>() }
      // One pass, each value rounded as if it were stored on the way: a model has millions of them.
      const moved = mapParams(params, (leaf, path) => {
        const [gradient, before, squares] = [given, means, variances].map(map => checkLeaf(path, leaf, map!.get(path)).data)
        const anchor = anchors && checkLeaf(path, leaf, anchors.get(path)).data
        const [mean, variance, values] = [new Float32Array(leaf.data.length), new Float32Array(leaf.data.length), new Float32Array(leaf.data.length)]
        for (let index = 0; index < values.length; index++) {
          const slope = gradient![index]!
          mean[index] = beta1 * before![index]! + (1 - beta1) * slope
          variance[index] = beta2 * squares![index]! + (1 - beta2) * slope * slope
          const direction = Math.fround(mean[index]! * meanScale / (Math.sqrt(variance[index]! * varianceScale) + epsilon))
          values[index] = leaf.data[index]! - rate * (direction + weightDecay * (leaf.data[index]! - (anchor ? anchor[index]! : 0)))
        }
        next.mean.set(path, { shape: [...leaf.shape], data: mean })
        next.variance.set(path, { shape: [...leaf.shape], data: variance })
        return { shape: [...leaf.shape], data: values }
      })
      const moments = (held: Map<string, Param>): ParamTree => mapParams(params, (_, path) => held.get(path)!)
      return { params: moved, state: { step, mean: moments(next.mean), variance: moments(next.variance) } }
    },
  }
}

export interface WarmupCosineOptions {
  /** The highest rate. */
  peak: number
  /** Updates in which the rate rises in equal steps to `peak`, from 0. */
  warmup: number
  /** Updates in all, warm-up included; the rate stays at the lowest afterwards. */
  total: number
  /** What the last update has of the peak, in [0, 1]. Default 0. */
  floor?: number
}

/** A learning rate by the update's index: a linear warm-up (Goyal et al. 2017), then half a cosine (Loshchilov & Hutter 2017, eq. 5). */
export function warmupCosine({ peak, warmup, total, floor = 0 }: WarmupCosineOptions): (step: number) => number {
  return step => {
    if (step < warmup) return peak * (step + 1) / warmup
    const share = Math.min(1, (step - warmup) / Math.max(1, total - 1 - warmup))
    return peak * (floor + (1 - floor) * (1 + Math.cos(Math.PI * share)) / 2)
  }
}

/** The Euclidean length of all leaves taken as one vector. */
export function globalNorm(tree: ParamTree): number {
  let sum = 0
  for (const [, leaf] of leaves(tree)) for (const value of leaf.data) sum += value * value
  return Math.sqrt(sum)
}

/**
 * Gradients scaled so that their global norm is at most `maxNorm` (Pascanu et al. 2013); shorter ones are returned as they are.
 * Throws INVALID_ARGUMENT, naming the leaf, when a gradient is not finite.
 */
export function clipByGlobalNorm<P extends ParamTree>(grads: P, maxNorm: number): P {
  const norm = globalNorm(grads)
  if (!Number.isFinite(norm)) {
    const broken = leaves(grads).find(([, leaf]) => leaf.data.some(value => !Number.isFinite(value)))
    throw new MnemeError('INVALID_ARGUMENT',
      `clipByGlobalNorm: expected finite gradients, got others at '${broken?.[0] ?? ''}'; check the loss or rate`)
  }
  if (norm <= maxNorm) return grads
  const scale = maxNorm / norm
  return mapParams(grads, leaf => ({ shape: [...leaf.shape], data: leaf.data.map(value => value * scale) }))
}

function zeros(tree: ParamTree): ParamTree {
  return mapParams(tree, leaf => param([...leaf.shape]))
}

function checkLeaf(path: string, leaf: Param, other: Param | undefined): Param {
  if (other && other.shape.join() === leaf.shape.join()) return other
  throw new MnemeError('SHAPE_MISMATCH', `update: expected a gradient of shape [${leaf.shape.join(', ')}] at '${path}', ` +
    `got ${other ? `[${other.shape.join(', ')}]` : 'none'}; pass the tree that valueAndGrads returns`)
}
