// The write gate with the shipped weights: what is kept, why, and how fast.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { importance, reasons } from '../../src/gate/gate.ts'
import { zeroGate } from '../../src/gate/network.ts'
import { inputOf, policy } from './samples.ts'

const keepers = [
  'I am allergic to peanuts', 'my name is Ana', 'I live in Lisbon', 'I prefer short answers',
  'never share my number with anybody', 'our dog is called Rex', 'Mum is in hospital since Tuesday', 'we got married in June',
  'to deploy, run the tests first, then push',
]
const chatter = [
  'haha ok', 'thanks!', 'ok great', 'hello there', 'good morning!', '😂😂', 'What is the capital of France?', 'lol same',
  'Wow, that is so funny, I really cannot believe that this happened, you always tell the best stories and I could ' +
    'listen to them for hours, haha, amazing',
  'Oh come on, that is just the way it goes sometimes, you win some, you lose some, and honestly who even cares about ' +
    'it in the end, right?',
]

function score(text: string): number {
  return importance(inputOf(text), policy.gate).importance
}

describe('importance', () => {
  it.each(keepers)('keeps "%s"', text => {
    expect(score(text)).toBeGreaterThan(0.6)
  })

  it.each(chatter)('does not keep "%s"', text => {
    expect(score(text)).toBeLessThan(0.4)
  })

  it('ranks every keeper above every piece of chatter, whatever the lengths', () => {
    expect(Math.min(...keepers.map(score))).toBeGreaterThan(Math.max(...chatter.map(score)))
  })

  it('thinks less of the same words from an assistant', () => {
    const text = 'You can reach the station in ten minutes on foot'
    const [user, assistant] = ['user', 'assistant'].map(speaker => importance(inputOf(text, { speaker }), policy.gate).importance)
    expect(assistant!).toBeLessThan(user!)
  })

  it('grows with novelty', () => {
    const [known, fresh] = [0.05, 0.95].map(novelty => importance(inputOf('we bought a canoe', { novelty }), policy.gate).logit)
    expect(fresh!).toBeGreaterThan(known!)
  })

  it('stays strictly inside (0, 1) and finite for any text and any weights', () => {
    const anyText = fc.string({ unit: 'binary', maxLength: 200 })
    fc.assert(fc.property(anyText, fc.double({ min: -1e3, max: 1e3, noNaN: true }), (text, bias) => {
      const gate = { ...policy.gate, bias: { shape: [1], data: Float32Array.of(bias) } }
      const { importance: value, parts } = importance(inputOf(text), gate)
      expect(value > 0 && value < 1).toBe(true)
      expect(Object.values(parts).every(Number.isFinite)).toBe(true)
    }), { seed: 1, numRuns: 50 })
  })

  it('has no NaN for odd text', () => {
    const odd = ['', ' ', '\n\n', '.', '😀😀😀', '\ud800', '\0', 'Привет', '我对花生过敏', 'x'.repeat(100_000), 'ab cd '.repeat(16_000)]
    for (const text of odd) {
      const { importance: value, logit } = importance(inputOf(text), policy.gate)
      expect(value > 0 && value < 1 && Number.isFinite(logit), text.slice(0, 20)).toBe(true)
    }
  })

  it('keeps what it cannot read', () => {
    expect(score('我对花生过敏')).toBeGreaterThan(0.6)
    expect(score('Я живу в Москве')).toBeGreaterThan(0.6)
  })

  it('is one half with zero weights', () => {
    expect(importance(inputOf('anything'), zeroGate(256, 4)).importance).toBe(0.5)
  })

  it('explains itself: the parts sum to the logit', () => {
    for (const text of [...keepers, ...chatter]) {
      const { logit, parts } = importance(inputOf(text), policy.gate)
      expect(Object.values(parts).reduce((sum, value) => sum + value, 0)).toBeCloseTo(logit, 4)
    }
    expect(reasons(importance(inputOf('I am allergic to peanuts'), policy.gate).parts, 1, 3)).toContain('markers.health')
    expect(reasons(importance(inputOf('thanks!'), policy.gate).parts, -1, 3)).toContain('markers.phatic')
  })

  it('works without implicit signals', () => {
    expect(importance(inputOf('I am allergic to peanuts', { implicit: null }), policy.gate).importance).toBeGreaterThan(0.6)
  })

  it('refuses vectors of another encoder', () => {
    expect(() => importance(inputOf('x', { meaning: new Float32Array(384) }), policy.gate)).toThrow(/expected 256 meaning/)
  })
})
