// FSRS-6: equal to its reference implementation, and its laws: spacing, monotone decay, what a lapse leaves.
import * as fc from 'fast-check'
import { createEmptyCard, fsrs as reference } from 'ts-fsrs'
import { describe, expect, it } from 'vitest'
import { createRandom, type Random } from '../../src/random.ts'
import {
  daysUntil, firstReviewed, fsrsRanges, fsrsWeights, retrievability, reviewed, stabilityOf, type Spacing,
} from '../../src/trace/fsrs.ts'

const grades = [1, 2, 3, 4] as const

/** Weights within a quarter of the published ones, as far as the ranges go. */
function weightsNear(random: Random): number[] {
  return fsrsWeights.map((weight, index) => {
    const [least, most] = fsrsRanges[index]!
    return Math.min(most, Math.max(least, weight * (0.75 + 0.5 * random.next())))
  })
}

function expectNear(actual: number, expected: number): void {
  expect(Math.abs(actual - expected) / Math.max(1, expected)).toBeLessThan(1e-6)
}

const history = fc.record({
  seed: fc.nat(), published: fc.boolean(),
  reviews: fc.array(fc.record({ grade: fc.constantFrom(...grades), days: fc.oneof(fc.constant(0), fc.nat({ max: 20 }), fc.nat({ max: 2000 })) }), { minLength: 1, maxLength: 20 }),
})

describe('FSRS-6', () => {
  it('equals ts-fsrs on a thousand histories, review by review', () => {
    fc.assert(fc.property(history, ({ seed, published, reviews }) => {
      const weights = published ? [...fsrsWeights] : weightsNear(createRandom(seed))
      const other = reference({ w: weights, enable_fuzz: false })
      let day = Date.UTC(2025, 0, 1, 12)
      let card = createEmptyCard(new Date(day))
      let own: Spacing | undefined
      for (const { grade, days } of reviews) {
        day += days * 86_400_000
        if (own) expectNear(retrievability(days, own.stability, weights), other.get_retrievability(card, new Date(day), false))
        own = own ? reviewed(own, days, grade, weights) : firstReviewed(grade, weights)
        ;({ card } = other.next(card, new Date(day), grade))
        expectNear(own.stability, card.stability)
        expectNear(own.difficulty, card.difficulty)
      }
    }), { seed: 1, numRuns: 1000 })
  })

  it('refuses other than 21 weights', () => {
    expect(() => firstReviewed(3, fsrsWeights.slice(0, 19))).toThrow(/21 weights, got 19/)
    expect(() => reviewed({ stability: 1, difficulty: 5 }, 1, 3, [1])).toThrow(/21 weights/)
  })
})

const spacing = fc.record({ stability: fc.double({ min: 0.01, max: 5000, noNaN: true }), difficulty: fc.double({ min: 1, max: 10, noNaN: true }) })
const days = fc.double({ min: 0, max: 5000, noNaN: true })

/** Successful reviews at these gaps after the first. */
function rehearsed(gaps: readonly number[], from: Spacing = firstReviewed(3)): Spacing {
  return gaps.reduce((memory, gap) => reviewed(memory, gap, 3), from)
}

describe('its laws', () => {
  it('probability is 1 at first, .9 after the stability, 1/2 after the half-life, and only falls', () => {
    fc.assert(fc.property(spacing, days, days, ({ stability }, early, later) => {
      expect(retrievability(0, stability)).toBe(1)
      expect(retrievability(stability, stability)).toBeCloseTo(0.9, 12)
      expect(retrievability(early + later, stability)).toBeLessThanOrEqual(retrievability(early, stability))
      expect(retrievability(early, stability)).toBeGreaterThan(0)
      expect(daysUntil(retrievability(early, stability), stability)).toBeCloseTo(early, 4)
    }), { seed: 2 })
    fc.assert(fc.property(fc.double({ min: 0.2, max: 1e5, noNaN: true }), half => {
      expect(retrievability(half, stabilityOf(half))).toBeCloseTo(0.5, 10)
    }), { seed: 3 })
  })

  it('spaced beats massed at equal count', () => {
    fc.assert(fc.property(fc.integer({ min: 2, max: 8 }), fc.double({ min: 1, max: 60, noNaN: true }), (count, gap) => {
      const spaced = rehearsed(Array.from({ length: count }, () => gap))
      const massed = rehearsed(Array.from({ length: count }, () => gap / count / 2))
      expect(spaced.stability).toBeGreaterThan(massed.stability)
    }), { seed: 4 })
  })

  it('the longer the gap, the more a success gives', () => {
    fc.assert(fc.property(spacing, fc.double({ min: 1, max: 5000, noNaN: true }), fc.double({ min: 1, max: 5000, noNaN: true }), (memory, a, b) => {
      const [short, long] = [Math.min(a, b), Math.max(a, b)]
      expect(reviewed(memory, long, 3).stability).toBeGreaterThanOrEqual(reviewed(memory, short, 3).stability)
      expect(reviewed(memory, short, 3).stability).toBeGreaterThanOrEqual(memory.stability)
    }), { seed: 5 })
  })

  it('a lapse keeps some stability, never more than there was, and makes it harder', () => {
    fc.assert(fc.property(spacing, days, (memory, gap) => {
      const { stability, difficulty } = reviewed(memory, gap, 1)
      expect(stability).toBeGreaterThan(0)
      expect(stability).toBeLessThanOrEqual(Math.max(memory.stability, 0.001))
      expect(difficulty).toBeGreaterThanOrEqual(Math.min(memory.difficulty, 9.9) - 0.01)
    }), { seed: 6 })
  })

  it('a better grade never gives less', () => {
    fc.assert(fc.property(spacing, days, (memory, gap) => {
      const after = grades.map(grade => reviewed(memory, gap, grade).stability)
      for (const [place, stability] of after.slice(1).entries()) expect(stability).toBeGreaterThanOrEqual(after[place]! - 1e-12)
    }), { seed: 7 })
  })
})
