// A softmax policy that is linear in its features, and the gradient of what it may expect. A actions, F features.
import type { Random } from '../random.ts'
import { softmax } from '../vector.ts'
import { argmax } from './learner.ts'

export class SoftmaxPolicy {
  /** [A, F]: logit of action a = row a · x. */
  readonly weights: Float64Array
  readonly #actions: number
  readonly #features: number

  constructor(actions: number, features: number) {
    this.weights = new Float64Array(actions * features)
    this.#actions = actions
    this.#features = features
  }

  /** Probability of each action, [A]; they sum to 1. */
  probabilities(features: Float64Array): Float64Array {
    const logits = new Float64Array(this.#actions)
    for (let action = 0, at = 0; action < this.#actions; action++) {
      let sum = 0
      for (let feature = 0; feature < this.#features; feature++, at++) sum += this.weights[at]! * features[feature]!
      logits[action] = sum
    }
    return softmax(logits)
  }

  /** One action by its probability. */
  sample(features: Float64Array, random: Random): number {
    const shares = this.probabilities(features)
    let left = random.next()
    for (let action = 0; action < shares.length - 1; action++) if ((left -= shares[action]!) < 0) return action
    return shares.length - 1
  }

  best(features: Float64Array): number {
    return argmax(this.probabilities(features))
  }

  /**
   * Gradient by the weights, [A, F], of advantage · log π(action | x) + entropy · H(π(· | x)). Its mean over actions drawn from
   * the policy is that of the expected advantage (Williams 1992), for d log π(a) / d logit_b = [a = b] - π(b) and
   * dH / d logit_b = -π(b) (log π(b) + H).
   */
  gradient(features: Float64Array, action: number, advantage: number, entropy: number): Float64Array {
    const shares = this.probabilities(features)
    const logs = shares.map(share => Math.log(Math.max(share, Number.MIN_VALUE)))
    const spread = -shares.reduce((sum, share, at) => sum + share * logs[at]!, 0)
    const gradient = new Float64Array(this.weights.length)
    for (let other = 0, at = 0; other < this.#actions; other++) {
      const slope = advantage * (Number(other === action) - shares[other]!) - entropy * shares[other]! * (logs[other]! + spread)
      for (let feature = 0; feature < this.#features; feature++, at++) gradient[at] = slope * features[feature]!
    }
    return gradient
  }

  /** Goes `rate` times a gradient [A, F] up. */
  climb(gradient: Float64Array, rate: number): void {
    for (let at = 0; at < gradient.length; at++) this.weights[at] = this.weights[at]! + rate * gradient[at]!
  }
}
