import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultConfig } from '../../src/config.ts'
import { sameStatement } from '../../src/trace/same.ts'
import { decayed, halfLifeTicks, reinforced } from '../../src/trace/strength.ts'

const strength = fc.double({ min: 0, max: 1, noNaN: true })
const elapsed = fc.double({ min: 0, max: 1e4, noNaN: true })
const halfLife = fc.double({ min: 0.01, max: 1e4, noNaN: true })

describe('decayed', () => {
  it('is the closed form: two spans are one, a half-life halves, and it never grows', () => {
    fc.assert(fc.property(strength, elapsed, elapsed, halfLife, (value, first, second, half) => {
      expect(decayed(decayed(value, first, half), second, half)).toBeCloseTo(decayed(value, first + second, half), 10)
      expect(decayed(value, half, half)).toBeCloseTo(value / 2, 12)
      expect(decayed(value, first, half)).toBeLessThanOrEqual(value)
    }), { seed: 1 })
  })

  it('does not run backwards', () => {
    expect(decayed(0.5, -10, 1)).toBe(0.5)
  })

  it('takes half-lives in days whatever a tick is', () => {
    expect(halfLifeTicks('mood', { ...defaultConfig, tickMs: 3_600_000 })).toBeCloseTo(12, 10)
  })
})

describe('reinforced', () => {
  it('is monotone in strength and share, and stays in [0, 1]', () => {
    fc.assert(fc.property(strength, strength, fc.double({ min: -1, max: 1, noNaN: true }), (a, b, share) => {
      const [low, high] = a < b ? [a, b] : [b, a]
      expect(reinforced(low, share)).toBeLessThanOrEqual(reinforced(high, share) + 1e-12)
      expect(reinforced(a, Math.abs(share))).toBeGreaterThanOrEqual(a)
      expect(reinforced(a, -Math.abs(share))).toBeLessThanOrEqual(a)
      expect(reinforced(a, share)).toBeGreaterThanOrEqual(0)
      expect(reinforced(a, share)).toBeLessThanOrEqual(1)
    }), { seed: 2 })
  })
})

describe('sameStatement', () => {
  it.each([
    ['My sister Ana is vegetarian.', 'my sister ana is vegetarian'],
    ['I prefer short answers', 'Well, I really prefer short answers!'],
  ])('takes "%s" and "%s" for the same', (a, b) => {
    expect(sameStatement(a, b)).toBe(true)
  })

  it.each([
    ['The meeting is at 3', 'The meeting is at 5'],
    ['I eat meat', 'I do not eat meat'],
    ['We meet on Monday at the office', 'We meet on Friday at the office'],
    ['My sister lives in Paris', 'My sister lives in Rome'],
  ])('tells "%s" from "%s"', (a, b) => {
    expect(sameStatement(a, b)).toBe(false)
  })
})
