// Learners of decisions: LinUCB against its closed form, policy gradients against finite differences, and what each learns.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ActorCritic } from '../../src/controller/actor-critic.ts'
import type { Learner } from '../../src/controller/learner.ts'
import { LinUcb } from '../../src/controller/lin-ucb.ts'
import { Reinforce } from '../../src/controller/reinforce.ts'
import { inner, Ridge } from '../../src/controller/ridge.ts'
import { SoftmaxPolicy } from '../../src/controller/softmax-policy.ts'
import { createRandom } from '../../src/random.ts'

const small = fc.double({ min: -2, max: 2, noNaN: true })
const size = 4
const row = fc.array(small, { minLength: size, maxLength: size }).map(values => Float64Array.from(values))

/** Solves A x = b by elimination with pivots. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((values, at) => [...values, right[at]!])
  for (let column = 0; column < rows.length; column++) {
    const pivot = rows.reduce((best, values, at) => (at >= column && Math.abs(values[column]!) > Math.abs(rows[best]![column]!) ? at : best), column)
    const held = rows[column]!
    rows[column] = rows[pivot]!
    rows[pivot] = held
    for (let other = 0; other < rows.length; other++) {
      if (other === column) continue
      const factor = rows[other]![column]! / rows[column]![column]!
      rows[other] = rows[other]!.map((value, at) => value - factor * rows[column]![at]!)
    }
  }
  return rows.map((values, at) => values.at(-1)! / values[at]!)
}

/** A = ridge · I + Σ w x xᵀ and b = Σ w r x. */
function normalEquations(seen: readonly { x: Float64Array; r: number; w: number }[], ridge: number): { A: number[][]; b: number[] } {
  const A = Array.from({ length: size }, (_, i) => Array.from({ length: size }, (__, j) => seen.reduce((sum, { x, w }) => sum + w * x[i]! * x[j]!, i === j ? ridge : 0)))
  return { A, b: Array.from({ length: size }, (_, i) => seen.reduce((sum, { x, r, w }) => sum + w * r * x[i]!, 0)) }
}

describe('LinUCB', () => {
  it('has the weights and widths of the closed form', () => {
    const observation = fc.record({ x: row, r: small, w: fc.double({ min: 0, max: 3, noNaN: true }) })
    fc.assert(fc.property(fc.array(observation, { maxLength: 30 }), row, fc.double({ min: 0.5, max: 4, noNaN: true }), (seen, probe, ridge) => {
      const arm = new Ridge(size, ridge)
      for (const { x, r, w } of seen) arm.observe(x, r, w)
      const { A, b } = normalEquations(seen, ridge)
      solve(A, b).forEach((value, at) => { expect(arm.theta[at]).toBeCloseTo(value, 8) })
      const variance = solve(A, [...probe]).reduce((sum, value, at) => sum + value * probe[at]!, 0)
      expect(arm.width(probe)).toBeCloseTo(Math.sqrt(Math.max(0, variance)), 6)
    }))
  })

  it('chooses by value + alpha · width, the first of equals, and learns for the action alone that was taken', () => {
    const learner = new LinUcb({ actions: 3, features: size, alpha: 0.5 })
    const x = Float64Array.of(1, 0.5, 0, -1)
    expect(learner.choose(x).action).toBe(0)
    learner.update({ action: 0, features: x }, 0)
    // The others look as good and are less known.
    expect(learner.choose(x).action).toBe(1)
    learner.update({ action: 1, features: x }, 2)
    expect(learner.choose(x).action).toBe(1)
    expect(learner.best(x)).toBe(1)
    expect(learner.arms[2]!.theta.every(value => value === 0)).toBe(true)
    expect(learner.arms[1]!.value(x)).toBeCloseTo((2 * 2.25) / 3.25, 12)
  })

  it('refuses features of another length, and a ridge that is none', () => {
    expect(() => new Ridge(3).observe(new Float64Array(2), 1)).toThrow(/expected 3 features, got 2; /)
    expect(() => new Ridge(3, 0)).toThrow(/^ridge: expected a number above 0, got 0; /)
  })
})

function policyWith(weights: readonly number[]): SoftmaxPolicy {
  const policy = new SoftmaxPolicy(2, 2)
  policy.weights.set(weights)
  return policy
}

describe('a softmax policy', () => {
  const x = Float64Array.of(0.7, -0.3)
  const rewards = [1, -0.5]

  /** What a policy with two arms expects, with `entropy` times its entropy. */
  function expected(weights: readonly number[], entropy: number): number {
    const shares = policyWith(weights).probabilities(x)
    return shares.reduce((sum, share, arm) => sum + share * (rewards[arm]! - entropy * Math.log(share)), 0)
  }

  it.each([0, 0.1])('climbs the expected return of two arms, whatever the baseline: entropy %f', entropy => {
    const weight = fc.double({ min: -3, max: 3, noNaN: true })
    fc.assert(fc.property(fc.array(weight, { minLength: 4, maxLength: 4 }), small, (weights, baseline) => {
      const policy = policyWith(weights)
      const shares = policy.probabilities(x)
      const gradients = rewards.map((reward, arm) => policy.gradient(x, arm, reward - baseline, entropy))
      weights.forEach((_, at) => {
        const nudged = (by: number): number => expected(weights.map((value, place) => value + (place === at ? by : 0)), entropy)
        const slope = (nudged(1e-5) - nudged(-1e-5)) / 2e-5
        expect(shares[0]! * gradients[0]![at]! + shares[1]! * gradients[1]![at]!).toBeCloseTo(slope, 6)
      })
    }))
  })

  it('draws each action as often as it says', () => {
    const policy = policyWith([1, 0, 0, 1])
    const random = createRandom(3)
    const drawn = Array.from({ length: 4000 }, () => policy.sample(x, random))
    expect(drawn.filter(action => action === 0).length / 4000).toBeCloseTo(policy.probabilities(x)[0]!, 1)
  })
})

describe.each<[string, () => Learner]>([
  ['LinUCB', () => new LinUcb({ actions: 3, features: size })],
  ['actor-critic', () => new ActorCritic({ actions: 3, features: size })],
  ['REINFORCE', () => new Reinforce({ actions: 3, features: size })],
])('%s', (_, make) => {
  // The best action is that of the largest of three features; rewards are noisy.
  function play(reward: (paid: number) => number): number {
    const [learner, random] = [make(), createRandom(11)]
    const draw = (): Float64Array => Float64Array.of(1, random.normal(), random.normal(), random.normal())
    for (let step = 0; step < 3000; step++) {
      const decision = learner.choose(draw(), random)
      learner.update(decision, reward(decision.features[1 + decision.action]! + 0.3 * random.normal()))
    }
    const trials = Array.from({ length: 500 }, draw)
    return trials.reduce((sum, features) => sum + features[1 + learner.best(features)]!, 0) / trials.length
  }

  it('learns what pays, and nothing from rewards of chance', () => {
    // The largest of three normal deviates is .846 in the mean, a drawn one 0.
    expect(play(paid => paid)).toBeGreaterThan(0.75)
    const random = createRandom(12)
    expect(Math.abs(play(() => random.normal()))).toBeLessThan(0.45)
  })

  it('takes the same decisions from the same seed', () => {
    expect(play(paid => paid)).toBe(play(paid => paid))
  })
})

it('inner is the sum of products', () => {
  expect(inner(Float64Array.of(1, 2, 3), Float64Array.of(4, 5, 6))).toBe(32)
})
