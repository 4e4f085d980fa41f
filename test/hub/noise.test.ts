import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { coinOf, discreteLaplace, noiseMargin, noiseProbability, noiseRate, noiseTail, type Coin } from '../../src/hub/noise.ts'
import { createRandom, secureWord } from '../../src/random.ts'

/**
 * What the sampler draws in one round, by every way through it: each coin is tossed both ways until what is left is next to nothing.
 * A round that draws nothing begins anew, so the law is that of the rounds that do.
 */
function lawOf(draw: (coin: Coin) => number, least = 1e-8): { law: Map<number, number>; lost: number } {
  const law = new Map<number, number>()
  let [drawn, lost] = [0, 0]
  const open: number[][] = [[]]
  for (let path = open.pop(); path; path = open.pop()) {
    const given = path
    let [step, rounds, probability] = [0, 0, 1]
    const toss = (outcomes: readonly number[]): number => {
      const at = given[step++]
      if (at === undefined) throw new Stop('fork', outcomes.length)
      probability *= outcomes[at]!
      if (probability < least) throw new Stop('faded')
      return at
    }
    const coin: Coin = {
      below: count => {
        if (rounds++ > 0) throw new Stop('again')
        return toss(Array.from({ length: count }, () => 1 / count))
      },
      chance: (part, whole) => part >= whole || toss([1 - part / whole, part / whole]) === 1,
    }
    try {
      const k = draw(coin)
      law.set(k, (law.get(k) ?? 0) + probability)
      drawn += probability
    } catch (stop) {
      if (!(stop instanceof Stop)) throw stop
      if (stop.why === 'faded') lost += probability
      for (let at = 0; at < stop.outcomes; at++) open.push([...given, at])
    }
  }
  return { law: new Map([...law].map(([k, probability]) => [k, probability / drawn])), lost }
}

class Stop extends Error {
  readonly why: 'fork' | 'faded' | 'again'
  readonly outcomes: number
  constructor(why: Stop['why'], outcomes = 0) {
    super(why)
    this.why = why
    this.outcomes = outcomes
  }
}

/** ε in thousandths and sensitivities. */
const losses = fc.record({ thousandths: fc.integer({ min: 1, max: 20_000 }), most: fc.integer({ min: 1, max: 10 }) })

describe('the law of the noise', () => {
  test('sums to one', () => {
    fc.assert(fc.property(fc.integer({ min: 100, max: 20_000 }), fc.integer({ min: 1, max: 5 }), (thousandths, most) => {
      const rate = noiseRate(thousandths, most)
      const span = 60 * most * (1000 / thousandths) + 60
      let sum = 0
      for (let k = -Math.ceil(span); k <= span; k++) sum += noiseProbability(rate, k)
      expect(sum).toBeCloseTo(1, 9)
      expect(noiseTail(rate, -3) + noiseTail(rate, 4)).toBeCloseTo(1, 12)
    }), { seed: 1, numRuns: 30 })
  })

  test('is what the sampler draws, by every way through it', () => {
    for (const [thousandths, most] of [[1000, 1], [2000, 1], [500, 1], [1000, 3], [1500, 1]] as const) {
      const rate = noiseRate(thousandths, most)
      const { law, lost } = lawOf(coin => discreteLaplace(rate, coin))
      expect(lost).toBeLessThan(1e-4)
      for (let k = -8; k <= 8; k++) expect(Math.abs((law.get(k) ?? 0) - noiseProbability(rate, k))).toBeLessThan(1e-4)
      for (let k = -3; k < 3; k++) expect(law.get(k)! / law.get(k + 1)!).toBeLessThan(Math.exp(thousandths / 1000 / most) * 1.005)
    }
  })

  test('changes by e^ε at most between neighbours: the counts of a group of entries, with and without one user', () => {
    fc.assert(fc.property(
      losses, fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.boolean(), fc.integer({ min: -30, max: 80 })), { minLength: 1, maxLength: 12 }),
      ({ thousandths, most }, entries) => {
        const rate = noiseRate(thousandths, most)
        let left = most
        const log = { with: 0, without: 0 }
        for (const [count, wanted, seen] of entries) {
          const has = wanted && left-- > 0
          // Logarithms of the law: its constant is the same on both sides.
          const slope = rate.numerator / rate.denominator
          log.without -= slope * Math.abs(seen - count)
          log.with -= slope * Math.abs(seen - count - Number(has))
        }
        expect(Math.abs(log.with - log.without)).toBeLessThanOrEqual(thousandths / 1000 + 1e-9)
      },
    ), { seed: 2 })
  })

  test('reaches e^ε where a user has as many entries as may be, so no less noise would do', () => {
    const [thousandths, most] = [700, 4]
    const rate = noiseRate(thousandths, most)
    const ratio = Array.from({ length: most }, () => noiseProbability(rate, 9 - 1) / noiseProbability(rate, 9)).reduce((a, b) => a * b)
    expect(ratio).toBeCloseTo(Math.exp(0.7), 9)
  })

  test('for any set of outcomes of one draw, shifted by one: P(A) <= e^rate P(A + 1)', () => {
    fc.assert(fc.property(losses, fc.uniqueArray(fc.integer({ min: -40, max: 40 }), { minLength: 1 }), ({ thousandths, most }, outcomes) => {
      const rate = noiseRate(thousandths, most)
      const mass = (shift: number): number => outcomes.reduce((sum, k) => sum + noiseProbability(rate, k - shift), 0)
      const bound = Math.exp(rate.numerator / rate.denominator) * (1 + 1e-12)
      expect(mass(0)).toBeLessThanOrEqual(mass(1) * bound)
      expect(mass(1)).toBeLessThanOrEqual(mass(0) * bound)
    }), { seed: 3 })
  })
})

describe('the margin', () => {
  test('is the least that no draw of so many reaches, but for the stated share', () => {
    fc.assert(fc.property(losses, fc.integer({ min: 1, max: 500 }), fc.double({ min: 0.5, max: 0.999, noNaN: true }), ({ thousandths, most }, draws, certainty) => {
      const rate = noiseRate(thousandths, most)
      const margin = noiseMargin(rate, draws, certainty)
      expect(draws * noiseTail(rate, margin)).toBeLessThanOrEqual((1 - certainty) * (1 + 1e-9))
      if (margin > 0) expect(draws * noiseTail(rate, margin - 1)).toBeGreaterThan((1 - certainty) * (1 - 1e-9))
    }), { seed: 4 })
  })
})

describe('coins', () => {
  test('are fair to the last number: words beyond the last whole multiple are drawn again', () => {
    const given = [4294967295, 4294967294, 7]
    expect(coinOf(() => given.shift()!).below(3)).toBe(4294967294 % 3)
    const beyond = [4294967295, 5]
    expect(coinOf(() => beyond.shift()!).below(3)).toBe(2)
  })

  test('refuse what is no source of words', () => {
    const rate = noiseRate(1000, 3)
    for (const random of [() => 0.5, () => -1, () => NaN, () => 2 ** 32]) expect(() => discreteLaplace(rate, coinOf(random))).toThrow(/random: expected integers/)
    // Words that never change are none either: the draw ends.
    expect(() => discreteLaplace(noiseRate(1, 10), coinOf(() => 4294967295))).toThrow(/again and again/)
  })

  test('give the spread that the law has, from a seed and from the machine', () => {
    const random = createRandom(5)
    const rate = noiseRate(1000, 3)
    const a = Math.exp(-1 / 3)
    for (const word of [() => random.next() * 2 ** 32, secureWord]) {
      const coin = coinOf(word)
      const draws = Array.from({ length: 20_000 }, () => discreteLaplace(rate, coin))
      const variance = draws.reduce((sum, k) => sum + k * k, 0) / draws.length
      expect(variance / ((2 * a) / (1 - a) ** 2)).toBeGreaterThan(0.9)
      expect(variance / ((2 * a) / (1 - a) ** 2)).toBeLessThan(1.1)
      expect(Math.abs(draws.reduce((sum, k) => sum + k, 0) / draws.length)).toBeLessThan(0.15)
    }
  })
})
