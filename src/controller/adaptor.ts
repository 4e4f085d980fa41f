// What is learned on the job: a small linear adaptor on top of the gate's logit that stays near the shipped weights. F features.
import { MnemeError } from '../errors.ts'
import { inner, Ridge, type PackedRidge } from './ridge.ts'

/** Logits for a worth of one reward. */
const gain = 16
/** Observations' worth of belief in the shipped policy: few rewards move little. */
const ridge = 10
/** Length of the longest step of the weights for one observation. */
export const longestStep = 0.5

/** Saved adaptor. */
export interface PackedAdaptor extends PackedRidge {
  /** [F]. */
  weights: Float64Array
}

/**
 * It adds weights · x to the logit, for features x of length 1. The weights follow a ridge regression of the rewards, in steps of
 * at most `longestStep`, and are never further than `radius` from 0, which is the policy as it ships: so no logit moves by more.
 */
export class Adaptor {
  readonly #regression: Ridge
  #weights: Float64Array

  constructor(size: number, regression: Ridge = new Ridge(size, ridge), weights: Float64Array = new Float64Array(size)) {
    this.#regression = regression
    this.#weights = weights
  }

  get size(): number {
    return this.#weights.length
  }

  /** Distance of the weights from the shipped ones, in logits. */
  get drift(): number {
    return lengthOf(this.#weights)
  }

  /** What to add to the logit of a turn of features [F] of length 1, in [-radius, radius]. Throws SHAPE_MISMATCH. */
  shift(features: Float64Array, radius: number): number {
    if (features.length !== this.size) {
      throw new MnemeError('SHAPE_MISMATCH', `adaptor: expected ${this.size} features, got ${features.length}; use the policy that it was learned with`)
    }
    return inner(towards(this.#weights, this.#weights, 0, radius), features)
  }

  /** Learns that to keep a turn like this was worth `target`; `weight` from 0 counts it as so many observations. */
  learn(features: Float64Array, target: number, weight: number, radius: number): void {
    this.#regression.observe(features, target, weight)
    this.#weights = towards(this.#weights, this.#regression.theta.map(value => gain * value), longestStep, radius)
  }

  pack(): PackedAdaptor {
    return { ...this.#regression.pack(), weights: this.#weights.slice() }
  }

  static unpack(packed: PackedAdaptor): Adaptor {
    return new Adaptor(packed.weights.length, Ridge.unpack(packed), packed.weights.slice())
  }
}

/**
 * From one point of the ball of `radius` around 0 towards another, `step` far at most, and back into the ball. Projection brings no two
 * points further apart, so what comes out is no further than `step` from where it began.
 */
export function towards(from: Float64Array, to: Float64Array, step: number, radius: number): Float64Array {
  const way = to.map((value, at) => value - from[at]!)
  const far = lengthOf(way)
  const share = far > step ? step / far : 1
  const moved = from.map((value, at) => value + share * way[at]!)
  const length = lengthOf(moved)
  return length > radius ? moved.map(value => (value * radius) / length) : moved
}

/** A vector [F] at length 1; zeros stay zeros. */
export function unitOf(features: Float64Array): Float64Array {
  const length = lengthOf(features)
  return length === 0 ? features.slice() : features.map(value => value / length)
}

function lengthOf(values: Float64Array): number {
  return Math.sqrt(inner(values, values))
}
