import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultConfig } from '../../src/config.ts'
import { statementOf } from '../../src/trace/same.ts'
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
  it('gives back a share of what is missing to 1, and takes away a share of what is there', () => {
    expect(reinforced(0.8, 0.5)).toBeCloseTo(0.9, 12)
    expect(reinforced(0.8, -0.5)).toBeCloseTo(0.4, 12)
    expect(reinforced(1, -0.3)).toBeCloseTo(0.7, 12)
  })

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

describe('statementOf', () => {
  it.each([
    ['My sister Ana is vegetarian.', 'my sister ana is vegetarian'],
    ['I prefer short answers', 'Well, I really prefer short answers!'],
    ["I don't like the smell of tar", 'I do not like the smell of tar.'],
    ['Had my coffee on the balcony', 'Had my coffee on the balcony again'],
  ])('takes "%s" and "%s" for the same', (a, b) => {
    expect(statementOf(a)).toBe(statementOf(b))
  })

  it.each([
    ['The meeting is at 3', 'The meeting is at 5'],
    ['I eat meat', 'I do not eat meat'],
    ['We meet on Monday at the office', 'We meet on Friday at the office'],
    ['My sister lives in Paris', 'My sister lives in Rome'],
    ['My brother moved to Oslo last year with his wife and their twins', 'My brother moved to Turin last year with his wife and their twins'],
    ['I love my new desk by the window', 'I hate my new desk by the window'],
    ['I take the drops before lunch with a glass of water', 'I take the drops after lunch with a glass of water'],
    ['The fee went up from 300 to 450', 'The fee went up from 450 to 300'],
    ['The door code is -7', 'The door code is 7'],
    ['It costs $1,000', 'It costs $1.000'],
    ['The train leaves at 8 am', 'The train leaves at 8 pm'],
    ['Ivo lent Kai the drill', 'Kai lent Ivo the drill'],
    ['I often ride to work', 'I hardly often ride to work'],
    ['Should I go by boat?', 'I should go by boat.'],
    ['I live in Rome and work in Milan', 'I work in Rome and live in Milan'],
  ])('tells "%s" from "%s"', (a, b) => {
    expect(statementOf(a)).not.toBe(statementOf(b))
  })
})
