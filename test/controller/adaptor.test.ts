// The adaptor: bounded steps inside the trust region, and what a memory learns of rewards that come for its decisions.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Adaptor, longestStep, towards, unitOf } from '../../src/controller/adaptor.ts'
import { Experience, shrinkFeatures, type LearningStep } from '../../src/controller/experience.ts'
import { trunkOf, type TrunkInput } from '../../src/controller/trunk.ts'
import { importance } from '../../src/gate/gate.ts'
import { kindOf } from '../../src/gate/kind.ts'
import { inputOf, policy } from '../gate/samples.ts'

const size = 5
const values = (most: number): fc.Arbitrary<Float64Array> =>
  fc.array(fc.double({ min: -most, max: most, noNaN: true }), { minLength: size, maxLength: size }).map(row => Float64Array.from(row))
const features = values(1).map(unitOf)
const length = (row: Float64Array): number => Math.hypot(...row)
const radii = fc.double({ min: 0, max: 10, noNaN: true })

describe('the trust region', () => {
  it('is never left, and no step is longer than it may be', () => {
    fc.assert(fc.property(values(3), values(100), fc.double({ min: 0, max: 2, noNaN: true }), radii, (start, goal, step, radius) => {
      const from = towards(start, start, 0, radius)
      const to = towards(from, goal, step, radius)
      expect(length(to)).toBeLessThanOrEqual(radius * (1 + 1e-12) + 1e-12)
      expect(length(to.map((value, at) => value - from[at]!))).toBeLessThanOrEqual(step + 1e-9)
    }))
  })

  it('bounds what any rewards may teach, and each of them', () => {
    const lesson = fc.record({ x: features, target: fc.double({ min: -1, max: 1, noNaN: true }), weight: fc.double({ min: 0, max: 1, noNaN: true }) })
    fc.assert(fc.property(fc.array(lesson, { maxLength: 60 }), features, radii, (lessons, probe, radius) => {
      const adaptor = new Adaptor(size)
      for (const { x, target, weight } of lessons) {
        const before = adaptor.pack().weights
        adaptor.learn(x, target, weight, radius)
        expect(adaptor.drift).toBeLessThanOrEqual(radius * (1 + 1e-12) + 1e-12)
        expect(length(adaptor.pack().weights.map((value, at) => value - before[at]!))).toBeLessThanOrEqual(longestStep + 1e-9)
      }
      expect(Math.abs(adaptor.shift(probe, radius))).toBeLessThanOrEqual(radius + 1e-9)
      // A host that asks for less gets less at once.
      expect(Math.abs(adaptor.shift(probe, radius / 2))).toBeLessThanOrEqual(radius / 2 + 1e-9)
    }))
  })
})

const liked = shrinkFeatures(unitOf(Float64Array.of(1, 2, 0, 0, 0)))
const disliked = shrinkFeatures(unitOf(Float64Array.of(1, 0, 2, 0, 0)))
const asFeatures = (small: Int8Array): Float64Array => Float64Array.from(small, value => value / 127)
const radius = 3

function after(steps: readonly LearningStep[]): Experience {
  const experience = new Experience()
  for (const step of steps) experience.apply(step, radius)
  return experience
}

function taught(rounds: number): LearningStep[] {
  return Array.from({ length: rounds }, (_, round): LearningStep[] => [
    { type: 'decided', turn: 2 * round, features: liked, kept: false },
    { type: 'decided', turn: 2 * round + 1, features: disliked, kept: true },
    { type: 'rewarded', reward: 1, turns: [2 * round], shares: [1] },
    { type: 'rewarded', reward: -1, turns: [2 * round + 1], shares: [0.5] },
  ]).flat()
}

function fill(kept: boolean): LearningStep[] {
  return Array.from({ length: 1500 }, (_, turn) => ({ type: 'decided', turn: 10 + turn, features: disliked, kept }))
}

describe('experience', () => {
  it('moves logits towards what was rewarded, whether it was kept or not, and away from what was punished', () => {
    const experience = after(taught(20))
    expect(experience.shift(asFeatures(liked), radius)).toBeGreaterThan(1)
    expect(experience.shift(asFeatures(disliked), radius)).toBeLessThan(-1)
    expect(experience).toMatchObject({ rewards: 40, waiting: 40 })
    expect(experience.drift).toBeLessThanOrEqual(radius)
  })

  it('goes on after it was saved as it would have without', () => {
    const [live, saved] = [after(taught(7)), Experience.unpack(after(taught(7)).pack())]
    for (const step of taught(20).slice(28)) for (const one of [live, saved]) one.apply(step, radius)
    expect(saved.pack()).toEqual(live.pack())
  })

  it('knows nothing any more once it is reset', () => {
    const experience = after([...taught(5), { type: 'reset' }])
    expect(experience.pack()).toEqual(new Experience().pack())
    expect(experience.isEmpty).toBe(true)
    expect(experience.shift(asFeatures(liked), radius)).toBe(0)
  })

  it('learns nothing from a reward for turns that do not wait, nor of a turn that was forgotten', () => {
    const experience = after([{ type: 'decided', turn: 3, features: liked, kept: true }])
    experience.forget(3)
    experience.apply({ type: 'rewarded', reward: 1, turns: [3, 4], shares: [1, 1] }, radius)
    expect(experience).toMatchObject({ rewards: 0, waiting: 0, drift: 0 })
  })

  it('counts what was kept and never shown as not worth it, but only where the host rewards at all', () => {
    const reward: LearningStep[] = [{ type: 'decided', turn: 0, features: liked, kept: true }, { type: 'rewarded', reward: 1, turns: [0], shares: [1] }]
    // Rewards have to come while a decision waits.
    const later: LearningStep[] = [{ type: 'decided', turn: 2000, features: liked, kept: true }, { type: 'rewarded', reward: 1, turns: [2000], shares: [1] }]
    const [first, rest] = [fill(true).slice(0, 800), fill(true).slice(800)]
    expect(after(fill(true)).drift).toBe(0)
    const without = after([...reward, ...later]).shift(asFeatures(disliked), radius)
    const shown = after([...reward, ...first, ...later, ...rest]).shift(asFeatures(disliked), radius)
    expect(shown).toBeLessThan(Math.min(without, 0) - 0.1)
    const dropped = after([...reward, ...fill(false).slice(0, 800), ...later, ...fill(false).slice(800)]).shift(asFeatures(disliked), radius)
    expect(dropped).toBeCloseTo(without, 12)
  })

  it('begins anew where features have another length: they are another policy\'s', () => {
    const experience = after(taught(5))
    const other = Float64Array.of(1, 0)
    expect(experience.shift(other, radius)).toBe(0)
    for (const step of [{ type: 'decided', turn: 99, features: shrinkFeatures(other), kept: true }, { type: 'rewarded', reward: 1, turns: [99], shares: [1] }] as const) experience.apply(step, radius)
    expect(experience.shift(other, radius)).toBeGreaterThan(0)
  })
})

function inputFor(text: string): TrunkInput {
  const gate = inputOf(text)
  const { logit } = importance(gate, policy.gate)
  return { gate, logit, similarity: 0.3, kinds: kindOf(gate, policy.kind).probabilities, words: 8, idf: 20, stmFill: 0, ltmFill: 0 }
}

function cosine(one: Float64Array, other: Float64Array): number {
  return one.reduce((sum, value, at) => sum + value * other[at]!, 0)
}

describe('the trunk', () => {
  it.each(['I am allergic to peanuts', 'haha ok', 'The lamp costs 40 euros at the market', 'ты где'])('of "%s" is finite, small and always the same', text => {
    const trunk = trunkOf(inputFor(text), policy.gate)
    expect(trunk.every(value => Math.abs(value) <= 2)).toBe(true)
    expect(trunkOf(inputFor(text), policy.gate)).toEqual(trunk)
  })

  it('tells subjects apart', () => {
    const [a, b, c] = ['The lamp costs 40 euros at the market', 'The rug costs 70 euros at the outlet', 'My fern has a new leaf today'].map(text => unitOf(trunkOf(inputFor(text), policy.gate)))
    expect(cosine(a!, b!)).toBeGreaterThan(cosine(a!, c!) + 0.3)
  })
})
