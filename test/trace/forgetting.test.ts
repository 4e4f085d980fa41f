// Strengths under both models of forgetting: closed forms, inverses, and what a use or a lapse may never do.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { kinds, resolveConfig } from '../../src/config.ts'
import { leftAfter, ticksUntil } from '../../src/trace/forgetting.ts'
import { fadesAt, retentionOf } from '../../src/trace/retention.ts'
import { strengthened, strengthOf, ticksToFall, type Trace } from '../../src/trace/trace.ts'

const exponential = resolveConfig({ halfLifeDays: { episodic: 10 } })
const fsrs = resolveConfig({ halfLifeDays: { episodic: 10 }, decay: { model: 'fsrs' } })
const hourly = resolveConfig({ ...fsrs, tickMs: 3_600_000 })
const models = [['exponential', exponential], ['fsrs', fsrs], ['fsrs by the hour', hourly]] as const

type Living = Pick<Trace, 'kind' | 'strength' | 'tick' | 'spacing'>
const time = fc.double({ min: 0, max: 2000, noNaN: true })
const spacing = fc.record({ stability: fc.double({ min: 0.1, max: 3000, noNaN: true }), difficulty: fc.double({ min: 1, max: 10, noNaN: true }) })
const living: fc.Arbitrary<Living> = fc.record({
  kind: fc.constantFrom(...kinds), strength: fc.double({ min: 0.06, max: 1, noNaN: true }), tick: time, spacing,
})

describe.each(models)('%s', (_, config) => {
  const day = 86_400_000 / config.tickMs

  it('leaves half of a new trace after the half-life of its kind', () => {
    for (const kind of kinds.filter(each => each !== 'mood')) {
      expect(leftAfter({ kind }, config.halfLifeDays[kind] * day, config)).toBeCloseTo(0.5, 10)
    }
  })

  it('only falls, from 1, and tells when', () => {
    fc.assert(fc.property(living, time, time, (trace, early, later) => {
      expect(leftAfter(trace, 0, config)).toBe(1)
      expect(leftAfter(trace, -early, config)).toBe(1)
      expect(leftAfter(trace, early + later, config)).toBeLessThanOrEqual(leftAfter(trace, early, config))
      expect(leftAfter(trace, ticksUntil(trace, 3, config), config)).toBeCloseTo(1 / 3, 10)
      const dormant = trace.tick + early + ticksToFall(trace, 0.05, trace.tick + early, config)
      if (strengthOf(trace, trace.tick + early, config) > 0.05) expect(strengthOf(trace, dormant, config)).toBeCloseTo(0.05, 8)
      else expect(dormant).toBe(trace.tick + early)
    }), { seed: 1 })
  })

  it('a use leaves nothing weaker than it would have been, a bad outcome nothing stronger, at any later time', () => {
    fc.assert(fc.property(living, time, time, fc.double({ min: 0.01, max: 1, noNaN: true }), (trace, wait, later, share) => {
      const tick = trace.tick + wait
      const without = strengthOf(trace, tick + later, config)
      expect(strengthOf({ ...trace, ...strengthened(trace, tick, share, config) }, tick + later, config)).toBeGreaterThanOrEqual(without - 1e-12)
      expect(strengthOf({ ...trace, ...strengthened(trace, tick, -share, config) }, tick + later, config)).toBeLessThanOrEqual(without + 1e-12)
    }), { seed: 2 })
  })

  it('fades from a trace when its retention is below the limit', () => {
    fc.assert(fc.property(living, fc.double({ min: 0.2, max: 1, noNaN: true }), (trace, importance) => {
      const retained = { ...trace, importance, uses: 1, repeats: 0 }
      expect(retentionOf(retained, fadesAt(retained, config) * (1 + 1e-9) + 1e-6, config)).toBeLessThan(config.sleep.pruneBelow)
      expect(retentionOf(retained, fadesAt(retained, config) * (1 - 1e-9) - 1e-6, config)).toBeGreaterThan(config.sleep.pruneBelow * (1 - 1e-6))
    }), { seed: 3 })
  })
})

describe('under fsrs', () => {
  const fresh: Living = { kind: 'episodic', strength: 0.5, tick: 0 }
  /** Five uses at a gap, and the strength a year after the last. */
  const after = (gap: number): number => {
    let [trace, tick] = [fresh, 0]
    for (let use = 0; use < 5; use++) trace = { ...trace, ...strengthened(trace, (tick += gap), 1, fsrs) }
    return strengthOf(trace, tick + 365, fsrs)
  }

  it('spaced uses leave more than massed ones, which an exponential does not tell apart', () => {
    expect(after(20)).toBeGreaterThan(after(0.01) * 1.5)
    expect(after(20)).toBeGreaterThan(after(3))
  })

  it('a share of 0 changes nothing, and a lapse keeps some stability', () => {
    expect(strengthened(fresh, 30, 0, fsrs)).toEqual({})
    const long: Living = { ...fresh, spacing: { stability: 400, difficulty: 4 } }
    const { spacing: left } = strengthened(long, 200, -1, fsrs)
    expect(left!.stability).toBeGreaterThan(1)
    expect(left!.stability).toBeLessThan(400)
    expect(left!.difficulty).toBeGreaterThan(4)
  })

  it('an exponential carries no spacing', () => {
    expect(strengthened(fresh, 10, 1, exponential)).toEqual({ strength: 0.25 + 0.3 * 0.75, tick: 10 })
  })
})

it('the config knows two models', () => {
  expect(() => resolveConfig({ decay: { model: 'linear' as 'fsrs' } })).toThrow(/config\.decay\.model: expected one of exponential, fsrs, got linear/)
})
