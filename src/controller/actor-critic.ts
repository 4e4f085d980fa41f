// An actor-critic: a softmax policy that learns by how much better a decision did than a critic thought (Sutton and Barto 2018, 13.5).
import type { Random } from '../random.ts'
import type { Choice, Learner } from './learner.ts'
import { inner } from './ridge.ts'
import { SoftmaxPolicy } from './softmax-policy.ts'

export interface ActorCriticOptions {
  /** A, F. */
  actions: number
  features: number
  /** Size of a step of the policy. @default 0.1 */
  rate?: number
  /** Share of its error that the critic takes off at each step, in (0, 1]. @default 0.03 */
  criticRate?: number
  /** Worth of a nat of entropy, in rewards. @default 0.01 */
  entropy?: number
}

/** One episode is one decision with its whole reward: the advantage is reward - value(x), with nothing to bootstrap from. */
export class ActorCritic implements Learner {
  readonly policy: SoftmaxPolicy
  /** [F]: value of features x is critic · x. */
  readonly critic: Float64Array
  readonly #options: Required<ActorCriticOptions>

  constructor({ actions, features, rate = 0.1, criticRate = 0.03, entropy = 0.01 }: ActorCriticOptions) {
    this.policy = new SoftmaxPolicy(actions, features)
    this.critic = new Float64Array(features)
    this.#options = { actions, features, rate, criticRate, entropy }
  }

  choose(features: Float64Array, random: Random): Choice {
    return { action: this.policy.sample(features, random), features }
  }

  best(features: Float64Array): number {
    return this.policy.best(features)
  }

  update({ action, features }: Choice, reward: number): void {
    const { rate, criticRate, entropy } = this.#options
    const advantage = reward - inner(this.critic, features)
    this.policy.climb(this.policy.gradient(features, action, advantage, entropy), rate)
    // Normalised by the length of the features: a step never overshoots.
    const step = (criticRate * advantage) / Math.max(1e-9, inner(features, features))
    for (let at = 0; at < features.length; at++) this.critic[at] = this.critic[at]! + step * features[at]!
  }
}
