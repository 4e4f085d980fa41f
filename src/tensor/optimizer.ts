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
  /** Share of each parameter that one update of learning rate 1 takes away. Default 0. */
  weightDecay?: number
}

/**
 * Adam (Kingma & Ba 2015) with decoupled weight decay (Loshchilov & Hutter 2019, algorithm 2):
 * p <- p - rate * (mean' / (sqrt(variance') + epsilon) + weightDecay * p), where ' divides by 1 - beta^step.
 */
export function adam(options: AdamOptions = {}): Optimizer<AdamState> {
  const { learningRate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 } = options
  return {
    init: params => ({ step: 0, mean: zeros(params), variance: zeros(params) }),
    update(params, grads, state) {
      const step = state.step + 1
      const rate = typeof learningRate === 'number' ? learningRate : learningRate(state.step)
      const mean = combine(state.mean, grads, (moment, gradient) => beta1 * moment + (1 - beta1) * gradient)
      const variance = combine(state.variance, grads, (moment, gradient) => beta2 * moment + (1 - beta2) * gradient * gradient)
      const meanScale = 1 / (1 - beta1 ** step)
      const varianceScale = 1 / (1 - beta2 ** step)
      const direction = combine(mean, variance, (m, v) => m * meanScale / (Math.sqrt(v * varianceScale) + epsilon))
      return { params: combine(params, direction, (p, d) => p - rate * (d + weightDecay * p)), state: { step, mean, variance } }
    },
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

// f(a, b) element by element, in the structure of a.
function combine<P extends ParamTree>(a: P, b: ParamTree, f: (a: number, b: number) => number): P {
  const others = new Map(leaves(b))
  return mapParams(a, (leaf, path) => {
    const other = checkLeaf(path, leaf, others.get(path)).data
    return { shape: [...leaf.shape], data: leaf.data.map((value, index) => f(value, other[index]!)) }
  })
}

function checkLeaf(path: string, leaf: Param, other: Param | undefined): Param {
  if (other && other.shape.join() === leaf.shape.join()) return other
  throw new MnemeError('SHAPE_MISMATCH', `update: expected a gradient of shape [${leaf.shape.join(', ')}] at '${path}', ` +
    `got ${other ? `[${other.shape.join(', ')}]` : 'none'}; pass the tree that valueAndGrads returns`)
}
