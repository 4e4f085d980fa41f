import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { noCues } from '../../src/signals/cue.ts'
import { acetylcholineOf, dopamineOf, gabaOf, norepinephrineOf, pinOf, serotoninOf } from '../../src/signals/levels.ts'
import { anyOf } from '../../src/signals/signal.ts'

const share = fc.double({ min: 0, max: 1, noNaN: true })

describe('the level of any of several causes', () => {
  test('is in [0, 1], at least each cause alone, and grows with each', () => {
    fc.assert(fc.property(fc.array(share, { minLength: 1, maxLength: 5 }), share, (causes, more) => {
      const named = Object.fromEntries(causes.map((value, at) => [`c${at}`, value]))
      const { level } = anyOf(named)
      expect(level).toBeGreaterThanOrEqual(Math.max(...causes) - 1e-12)
      expect(level).toBeLessThanOrEqual(1)
      expect(anyOf({ ...named, more }).level).toBeGreaterThanOrEqual(level - 1e-12)
    }), { seed: 1 })
  })

  test('names the strongest, and nothing where there is none', () => {
    expect(anyOf({ request: 0.2, disclosure: 0.7 }).cause).toBe('disclosure 0.70')
    expect(anyOf({ request: 0, disclosure: 0 })).toEqual({ level: 0, cause: '' })
  })
})

test('dopamine is 1 - (1 - d)(1 - c)(1 - r)(1 - p), a replacement being a correction', () => {
  const cues = { ...noCues, disclosure: 0.5, correction: 0.2, request: 0.1, praise: 0.4 }
  expect(dopamineOf(cues, 0).level).toBeCloseTo(1 - 0.5 * 0.8 * 0.9 * 0.6, 12)
  expect(dopamineOf(cues, 0.6).level).toBeCloseTo(1 - 0.5 * 0.4 * 0.9 * 0.6, 12)
})

test('praise and what the gate finds worthless pin nothing; a request does, and what replaces something', () => {
  expect(pinOf({ ...noCues, praise: 1 }, 0, 1).level).toBe(0)
  expect(pinOf({ ...noCues, disclosure: 1 }, 0, 0).level).toBe(0)
  expect(pinOf({ ...noCues, disclosure: 0.8 }, 0, 0.5).level).toBeCloseTo(0.4, 12)
  expect(pinOf({ ...noCues, request: 1 }, 0, 0).level).toBe(0.5)
  expect(pinOf(noCues, 0.9, 0).level).toBeCloseTo(0.9, 12)
})

test('gaba is the probability of a contradiction', () => {
  expect(gabaOf(0.62)).toEqual({ level: 0.62, cause: 'contradiction 0.62' })
})

test('serotonin reaches the probability with the third turn in the second session', () => {
  expect([[1, 1], [2, 1], [3, 1], [2, 2], [3, 2], [9, 4]].map(([turns, sessions]) => serotoninOf('r1', 0.9, turns!, sessions!).level))
    .toEqual([0.9 / 6, 0.9 / 3, 0.45, 0.6, 0.9, 0.9].map(value => expect.closeTo(value, 12) as number))
})

test('acetylcholine halves what is missing every four turns', () => {
  expect([0, 4, 8, 12].map(turns => acetylcholineOf('t', turns).level)).toEqual([0, 0.5, 0.75, 0.875])
})

test('norepinephrine rises with frustration, a shift, and a jump of the topic; with nothing said before there is no jump', () => {
  expect(norepinephrineOf(noCues, null).level).toBe(0)
  expect(norepinephrineOf(noCues, 0.2).level).toBe(0)
  expect(norepinephrineOf(noCues, 0.1).level).toBeCloseTo(0.25, 12)
  expect(norepinephrineOf(noCues, -0.3).level).toBe(0.5)
  expect(norepinephrineOf({ ...noCues, frustration: 0.5, shift: 0.5 }, 0.1).level).toBeCloseTo(1 - 0.5 * 0.5 * 0.75, 12)
})
