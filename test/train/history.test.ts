import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { padHistory, paddedExtent } from '../../src/train/history.ts'
import { heads, randomHistory, time } from './histories.ts'

it('pads to few extents, a third of each empty at most', () => {
  expect([0, 1, 16, 17, 25, 33, 300, 400, 513].map(paddedExtent)).toEqual([16, 16, 16, 24, 32, 48, 384, 512, 768])
  fc.assert(fc.property(fc.integer({ min: 16, max: 1e6 }), count => {
    const extent = paddedExtent(count)
    expect(extent).toBeGreaterThanOrEqual(count)
    expect(extent).toBeLessThanOrEqual(1.5 * count)
    expect(paddedExtent(extent)).toBe(extent)
  }), { seed: 1 })
})

it('shows a question the turns said before it, as strong as time has left them', () => {
  const { shape, visible, fade, evidence, asked, real } = padHistory(randomHistory(9, 1), time)
  const row = (of: Float32Array, question: number): number[] => [...of.subarray(question * shape.turns, question * shape.turns + 9)]
  expect(shape).toMatchObject({ turns: 16, questions: 16, heads })
  expect(row(visible, 0)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1])
  expect(row(visible, 2)).toEqual([1, 1, 1, 1, 0, 0, 0, 0, 0])
  expect(row(evidence, 2)).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0])
  // Kinds are episodic, semantic, preference, procedural in turn: half-lives of 365, 3650 and 730 days.
  expect(row(fade, 2)[0]).toBeCloseTo(2 ** (-4 / 365), 6)
  expect(row(fade, 2)[1]).toBeCloseTo(2 ** (-3 / 3650), 6)
  expect(row(fade, 2)[4]).toBe(0)
  // The last question comes before its evidence.
  expect([...asked.subarray(0, 5)]).toEqual([1, 1, 1, 0, 0])
  expect(real.reduce((sum, value) => sum + value, 0)).toBe(9)
})

it('refuses what does not fit, and says which', () => {
  const history = randomHistory(9, 1)
  const [question, ...others] = history.questions
  const turn = (change: object): typeof history => ({ ...history, turns: history.turns.map((each, at) => at === 4 ? { ...each, ...change } : each) })
  const asked = (change: object): typeof history => ({ ...history, questions: [...others, { ...question!, ...change }] })
  expect(() => padHistory(turn({ features: new Float32Array(2) }), time)).toThrow(/turn 4: features: expected \d+ values, got 2/)
  expect(() => padHistory(turn({ meaning: Float32Array.of(1, NaN, 0) }), time)).toThrow(/turn 4: meaning: finite/)
  expect(() => padHistory(asked({ evidence: [9] }), time)).toThrow(/question 3: evidence among 9 turns, got 9/)
  expect(() => padHistory(asked({ heads: new Float32Array(3) }), time)).toThrow(/question 3: heads: expected 18 values, got 3/)
  expect(() => padHistory(asked({ tick: NaN }), time)).toThrow(/question 3: age/)
  expect(() => padHistory({ ...history, questions: [{ ...question!, evidence: [] }] }, time)).toThrow(/evidence said before it, got none among 1/)
  expect(() => padHistory({ turns: [], questions: history.questions }, time)).toThrow(/turns and questions, got 0 and 4/)
})
