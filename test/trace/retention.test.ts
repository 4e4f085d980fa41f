// Retention: its formula, its laws, and when it falls below the limit.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { resolveConfig } from '../../src/config.ts'
import { accessBoost, fadesAt, retentionOf } from '../../src/trace/retention.ts'

const config = resolveConfig({ halfLifeDays: { episodic: 10 } })
const trace = { importance: 0.8, tick: 0, kind: 'episodic', uses: 0, repeats: 0 } as const
const traces = fc.record({
  importance: fc.double({ min: 0, max: 1, noNaN: true }), tick: fc.double({ min: 0, max: 1000, noNaN: true }),
  kind: fc.constantFrom('episodic', 'semantic', 'mood'), uses: fc.nat({ max: 20 }), repeats: fc.nat({ max: 20 }),
})

describe('retentionOf', () => {
  it.each([
    [0, 0, 0, 0.8],
    [10, 0, 0, 0.4],
    [20, 1, 0, 0.4],
    [20, 2, 1, 0.6],
    [0, 3, 0, 1],
    [-5, 0, 0, 0.8],
  ])('after %d days, %d uses and %d repetitions is %f', (days, uses, repeats, expected) => {
    expect(retentionOf({ ...trace, uses, repeats }, days, config)).toBeCloseTo(expected, 12)
  })

  it('stays in [0, 1], falls with time and rises with use', () => {
    fc.assert(fc.property(traces, fc.double({ min: 0, max: 5000, noNaN: true }), fc.double({ min: 0, max: 5000, noNaN: true }), (one, tick, later) => {
      const value = retentionOf(one, tick, config)
      expect(value).toBeGreaterThanOrEqual(0)
      expect(value).toBeLessThanOrEqual(1)
      expect(retentionOf(one, tick + later, config)).toBeLessThanOrEqual(value)
      expect(retentionOf({ ...one, uses: one.uses + 1 }, tick, config)).toBeGreaterThanOrEqual(value)
    }), { seed: 1 })
  })

  it('does not fall where nothing decays', () => {
    expect(retentionOf(trace, 1000, resolveConfig({ decay: { enabled: false } }))).toBe(0.8)
  })
})

describe('accessBoost', () => {
  it('is 0 at first, 1 after the first time, and each further time counts less', () => {
    expect([0, 1, 3, 7].map(uses => accessBoost({ uses, repeats: 0 }))).toEqual([0, 1, 2, 3])
  })
})

describe('fadesAt', () => {
  it('is the moment from which retention is below the limit', () => {
    fc.assert(fc.property(traces, fc.double({ min: 0.01, max: 100, noNaN: true }), (one, after) => {
      const due = fadesAt(one, config)
      if (due === -Infinity) expect(retentionOf(one, one.tick, config)).toBeLessThan(config.sleep.pruneBelow)
      else {
        expect(retentionOf(one, due + after, config)).toBeLessThan(config.sleep.pruneBelow)
        expect(retentionOf(one, due - after, config)).toBeGreaterThan(config.sleep.pruneBelow - 1e-9)
      }
    }), { seed: 2 })
  })
})
