import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countUsers, marginOf, shownOf } from '../../src/hub/counts.ts'
import { coinOf, noiseRate, noiseTail, type Coin } from '../../src/hub/noise.ts'
import { createRandom } from '../../src/random.ts'

const size = 20
/** Anything that might be passed for one user: repeated, out of range, far too much. */
const contribution = fc.array(fc.integer({ min: -3, max: size + 3 }), { maxLength: 40 })

function coin(seed: number): Coin {
  const random = createRandom(seed)
  return coinOf(() => random.next() * 2 ** 32)
}

describe('counts', () => {
  test('change by what one user may add at most, whatever that user adds', () => {
    fc.assert(fc.property(fc.array(contribution, { maxLength: 6 }), contribution, fc.integer({ min: 1, max: 8 }), (others, one, most) => {
      const without = countUsers(others, size, most)
      const together = countUsers([...others, one], size, most)
      const change = together.reduce((sum, count, at) => sum + Math.abs(count - without[at]!), 0)
      expect(change).toBeLessThanOrEqual(most)
      expect(change).toBe(Math.min(most, new Set(one.filter(at => at >= 0 && at < size)).size))
      expect(together.every((count, at) => count - without[at]! <= 1)).toBe(true)
    }), { seed: 1 })
  })

  test('do not depend on the order of users', () => {
    expect(countUsers([[1, 2], [2, 3, 4]], 5, 2)).toEqual(countUsers([[2, 3, 4], [1, 2]], 5, 2))
  })
})

describe('what is shown', () => {
  const rate = noiseRate(1000, 3)

  test('reaches the border, the largest first', () => {
    const shown = shownOf(Uint32Array.from({ length: 40 }, (_, at) => at * 3), rate, 50, coin(1))
    expect(shown.length).toBeGreaterThan(15)
    expect(shown.every(({ count }) => count >= 50)).toBe(true)
    expect(shown.map(({ count }) => count)).toEqual(shown.map(({ count }) => count).toSorted((a, b) => b - a))
  })

  test('draws noise for each entry, those that nobody has too', () => {
    let draws = 0
    const noisy = coin(2)
    shownOf(new Uint32Array(30), rate, 0, { ...noisy, chance: (part, whole) => (draws += Number(part === 1 && whole === 2), noisy.chance(part, whole)) })
    expect(draws).toBeGreaterThanOrEqual(30)
  })

  test('has what too few users have as seldom as was asked', () => {
    const [users, certainty] = [5, 0.8]
    const margin = marginOf(rate, size, certainty)
    expect(size * noiseTail(rate, margin + 1)).toBeLessThanOrEqual(1 - certainty)
    // All entries at one user less, which is the worst case: in 400 releases, some 80 may show one.
    const counts = new Uint32Array(size).fill(users - 1)
    const noisy = coin(3)
    const wrong = Array.from({ length: 400 }, () => shownOf(counts, rate, users + margin, noisy).length > 0).filter(Boolean).length
    expect(wrong / 400).toBeLessThan(1 - certainty + 0.05)
    expect(wrong / 400).toBeGreaterThan(0.05)
  })
})
