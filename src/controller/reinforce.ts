// REINFORCE with a baseline: a softmax policy that learns by how much better a decision did than decisions do (Williams 1992).
import type { Random } from '../random.ts'
import type { Choice, Learner } from './learner.ts'
import { SoftmaxPolicy } from './softmax-policy.ts'

export interface ReinforceOptions {
  /** A, F. */
  actions: number
  features: number
  /** Size of a step. @default 0.1 */
  rate?: number
  /** Share of the last reward in the baseline, a running mean, in (0, 1]. @default 0.01 */
  baselineRate?: number
}

export class Reinforce implements Learner {
  readonly policy: SoftmaxPolicy
  #baseline = 0
  readonly #rate: number
  readonly #baselineRate: number

  constructor({ actions, features, rate = 0.1, baselineRate = 0.01 }: ReinforceOptions) {
    this.policy = new SoftmaxPolicy(actions, features)
    this.#rate = rate
    this.#baselineRate = baselineRate
  }

  choose(features: Float64Array, random: Random): Choice {
    return { action: this.policy.sample(features, random), features }
  }

  best(features: Float64Array): number {
    return this.policy.best(features)
  }

  update({ action, features }: Choice, reward: number): void {
    const advantage = reward - this.#baseline
    this.policy.climb(this.policy.gradient(features, action, advantage, 0), this.#rate)
    this.#baseline += this.#baselineRate * advantage
  }
}
