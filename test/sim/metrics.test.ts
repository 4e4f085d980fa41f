// Metrics of the simulations against numbers worked out by hand.
import * as fc from 'fast-check'
import { createRandom } from 'mneme'
import { describe, expect, it } from 'vitest'
import {
  areaUnderCurve, averagePrecision, bootstrap, median, ndcgAt, pairedDifference, places, quantile, recallAt, reciprocalRank, reliability,
} from '../../sim/lab/metrics.ts'

describe('retrieval', () => {
  const ranked = ['a', 'b', 'c', 'd', 'e']

  it('uses a place for every source of a hit', () => {
    const hits = [{ sourceIds: ['a', 'b', 'c'] }, { sourceIds: ['d'] }, { sourceIds: [] }, { sourceIds: ['e'] }]
    expect(places(hits)).toEqual(ranked)
    expect(recallAt(places(hits), ['d'], 3)).toBe(0)
    expect(recallAt(places(hits), ['d'], 4)).toBe(1)
  })

  it('counts the share of the evidence', () => {
    expect(recallAt(ranked, ['b', 'e', 'x'], 1)).toBe(0)
    expect(recallAt(ranked, ['b', 'e', 'x'], 2)).toBeCloseTo(1 / 3, 12)
    expect(recallAt(ranked, ['b', 'e', 'x'], 5)).toBeCloseTo(2 / 3, 12)
  })

  it('takes the place of the first evidence', () => {
    expect(reciprocalRank(ranked, ['c', 'e'])).toBeCloseTo(1 / 3, 12)
    expect(reciprocalRank(ranked, ['x'])).toBe(0)
  })

  it('discounts by the logarithm of the place', () => {
    // Evidence at places 1 and 3 of two: (1 + 1/2) / (1 + 1/log2 3).
    expect(ndcgAt(ranked, ['a', 'c'], 10)).toBeCloseTo(1.5 / (1 + 1 / Math.log2(3)), 12)
    expect(ndcgAt(ranked, ['a', 'b'], 10)).toBeCloseTo(1, 12)
    expect(ndcgAt(ranked, ['c'], 2)).toBe(0)
    expect(ndcgAt(['a', 'a'], ['a'], 10)).toBeCloseTo(1, 12)
  })

  it('stays within 0 and 1', () => {
    const ids = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 12 })
    const evidence = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'x'), { minLength: 1 })
    fc.assert(fc.property(ids, evidence, fc.integer({ min: 1, max: 12 }), (list, wanted, k) => {
      for (const value of [recallAt(list, wanted, k), reciprocalRank(list, wanted), ndcgAt(list, wanted, k)]) {
        expect(value).toBeGreaterThanOrEqual(0)
        expect(value).toBeLessThanOrEqual(1 + 1e-12)
      }
    }), { seed: 7 })
  })
})

describe('average precision', () => {
  it('averages the precision at each positive', () => {
    // Positives at places 1 and 3: (1/1 + 2/3) / 2.
    const items = [{ score: 3, positive: true }, { score: 2, positive: false }, { score: 1, positive: true }]
    expect(averagePrecision(items)).toBeCloseTo(5 / 6, 12)
  })

  it('is the share of positives where all scores are equal, in any order', () => {
    const items = [true, false, false, true].map(positive => ({ score: 0, positive }))
    expect(averagePrecision(items)).toBeCloseTo(0.5, 12)
    expect(averagePrecision(items.reverse())).toBeCloseTo(0.5, 12)
  })

  it('is 0 without positives', () => {
    expect(averagePrecision([{ score: 1, positive: false }])).toBe(0)
  })
})

describe('area under the curve', () => {
  it('is the share of pairs in the right order', () => {
    const items = [[0.9, true], [0.5, true], [0.5, false], [0.1, false]] as const
    expect(areaUnderCurve(items.map(([score, positive]) => ({ score, positive })))).toBe(3.5 / 4)
    expect(areaUnderCurve([{ score: 1, positive: true }])).toBe(0)
  })
})

describe('reliability', () => {
  it('is the squared error, and the distance in each bin', () => {
    const { brier, ece } = reliability([{ score: 0.75, positive: true }, { score: 0.75, positive: true }, { score: 0.25, positive: true }, { score: 1, positive: true }])
    expect(brier).toBeCloseTo((2 * 0.0625 + 0.5625) / 4, 12)
    expect(ece).toBeCloseTo((0.5 + 0.75) / 4, 12)
    expect(reliability([])).toEqual({ brier: 0, ece: 0 })
  })
})

describe('intervals', () => {
  it('interpolates quantiles', () => {
    expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5)
    expect(median([5, 1, 3])).toBe(3)
    expect(quantile([], 0.5)).toBe(0)
  })

  it('has no width where nothing varies', () => {
    expect(bootstrap([0.5, 0.5, 0.5], createRandom(1))).toEqual({ mean: 0.5, low: 0.5, high: 0.5 })
  })

  it('is the normal interval for many values', () => {
    const values = Array.from({ length: 400 }, (_, index) => index % 2)
    const { mean, low, high } = bootstrap(values, createRandom(1))
    // Standard error of a share of one half over 400: .025.
    expect(mean).toBe(0.5)
    expect(low).toBeCloseTo(0.5 - 1.96 * 0.025, 2)
    expect(high).toBeCloseTo(0.5 + 1.96 * 0.025, 2)
  })

  it('pairs by question: a constant gain is certain however much the questions differ', () => {
    const base = [0, 0.2, 0.9, 0.4]
    const { low, high } = pairedDifference(base.map(value => value + 0.1), base, createRandom(3))
    expect(low).toBeCloseTo(0.1, 12)
    expect(high).toBeCloseTo(0.1, 12)
    expect(() => pairedDifference([1], [1, 2], createRandom(3))).toThrow(/one length/)
  })

  it('repeats with its seed', () => {
    const values = [0, 1, 1, 0, 1]
    expect(bootstrap(values, createRandom(5))).toEqual(bootstrap(values, createRandom(5)))
  })
})
