// LinUCB: a ridge regression of the reward for each action, and optimism where one is unsure (Li et al. 2010, algorithm 1).
import { argmax, type Choice, type Learner } from './learner.ts'
import { Ridge } from './ridge.ts'

export interface LinUcbOptions {
  /** A, F. */
  actions: number
  features: number
  /** Standard deviations by which an action is thought better than it looks, from 0. @default 0.15 */
  alpha?: number
  /** @default 1 */
  ridge?: number
}

export class LinUcb implements Learner {
  /** By action. */
  readonly arms: readonly Ridge[]
  readonly #alpha: number

  constructor({ actions, features, alpha = 0.15, ridge = 1 }: LinUcbOptions) {
    this.arms = Array.from({ length: actions }, () => new Ridge(features, ridge))
    this.#alpha = alpha
  }

  /** argmax θ_a · x + alpha · √(xᵀ A_a⁻¹ x): it explores without chance. */
  choose(features: Float64Array): Choice {
    return { action: argmax(this.arms.map(arm => arm.value(features) + this.#alpha * arm.width(features))), features }
  }

  best(features: Float64Array): number {
    return argmax(this.arms.map(arm => arm.value(features)))
  }

  update({ action, features }: Choice, reward: number): void {
    this.arms[action]!.observe(features, reward)
  }
}
