// The published formula of importance: its numbers, its bounds, and its known faults, which the gate does not share.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { importance } from '../../src/gate/gate.ts'
import { importanceOf, publishedWeights } from '../../src/gate/importance.ts'
import { inputOf, policy } from './samples.ts'

const published = (text: string): number => importanceOf({ text, novelty: 0.6 }).weighted
const gate = (text: string): number => importance(inputOf(text), policy.gate).importance

const base = (text: string, speaker = 'user'): number => importanceOf({ text, speaker }).base
const emotional = (text: string): number => importanceOf({ text }).emotional

const vital = 'I am allergic to peanuts'
const routine = [
  'What time is it?', 'Can you help me with this?', 'Great, let\'s do that!', 'Could you make that shorter?', 'I\'ll try that later, thanks!',
  'What is the capital of France?',
]

describe('the published formula', () => {
  it('adds its weights to a baseline of one half, at most to 1', () => {
    const { baseline, user, question, decision, code, long } = publishedWeights
    expect(base('The bus was late.')).toBeCloseTo(baseline + user, 12)
    expect(base('The bus was late.', 'assistant')).toBeCloseTo(baseline, 12)
    expect(base('Was the bus late?', 'assistant')).toBeCloseTo(baseline + question, 12)
    expect(base('I decided to walk.', 'assistant')).toBeCloseTo(baseline + decision, 12)
    expect(base('```\nnpm test\n```', 'assistant')).toBeCloseTo(baseline + code, 12)
    expect(base('word '.repeat(101), 'assistant')).toBeCloseTo(baseline + long, 12)
    expect(base('word '.repeat(100), 'assistant')).toBeCloseTo(baseline, 12)
    expect(base('Remember: I decided to walk, is that clear?')).toBe(1)
  })

  it('doubles strongly unpleasant words and raises strongly pleasant ones by a half', () => {
    // By AFINN "sad" is -2, "great" 3 and "terrible" -3: a valence of x / sqrt(x^2 + 15 + words / 2).
    expect(emotional('The old bridge stands.')).toBe(0)
    expect(emotional('sad')).toBeCloseTo(1 / Math.sqrt(19.5), 12)
    expect(emotional('great')).toBeCloseTo((1.5 * 3) / Math.sqrt(24.5) / 2, 12)
    expect(emotional('terrible')).toBeCloseTo(3 / Math.sqrt(24.5), 12)
  })

  it('is as documented a product with recency, and as it runs a sum', () => {
    const parts = importanceOf({ text: vital, novelty: 0.6, ageHours: 24 })
    expect([parts.novelty, parts.recency]).toEqual([0.3, Math.exp(-1)])
    expect(parts.documented).toBeCloseTo((parts.base + parts.emotional + 0.3) / Math.E, 12)
    expect(parts.weighted).toBeCloseTo(0.4 * parts.base + 0.3 * parts.emotional + 0.06 + 0.1 / Math.E, 12)
  })

  it('stays in its bounds and falls with age, whatever the text', () => {
    const ages = fc.tuple(fc.double({ min: 0, max: 1e5, noNaN: true }), fc.double({ min: 0, max: 1e5, noNaN: true }))
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 100 }), fc.double({ min: -1, max: 2, noNaN: true }), ages, (text, novelty, [one, other]) => {
      const young = importanceOf({ text, novelty, ageHours: Math.min(one, other) })
      const old = importanceOf({ text, novelty, ageHours: Math.max(one, other) })
      expect(young.documented).toBeGreaterThanOrEqual(old.documented)
      expect(young.weighted).toBeGreaterThanOrEqual(old.weighted)
      for (const value of [young.base, young.emotional, young.recency, young.weighted]) expect(value >= 0 && value <= 1).toBe(true)
      expect(young.documented >= 0 && young.documented <= 2.5).toBe(true)
    }), { seed: 11 })
  })
})

describe('an allergy against routine', () => {
  it('is less than every routine message by the published formula', () => {
    for (const text of routine) expect(published(vital), text).toBeLessThan(published(text))
  })

  it('is more than every routine message by the gate, which keeps it and none of them', () => {
    for (const text of routine) expect(gate(vital) - gate(text), text).toBeGreaterThan(0.3)
    expect(gate(vital)).toBeGreaterThan(0.6)
    expect(Math.max(...routine.map(gate))).toBeLessThan(0.4)
  })

  it('is no more than a fact without feeling, which the published formula takes for chatter', () => {
    const facts = ['My sister Ana is vegetarian', 'Our dog Bruno had surgery on his left knee', 'The production database runs on port 6543']
    for (const text of facts) {
      expect(published(text)).toBeLessThan(published('haha, great!'))
      expect(gate(text)).toBeGreaterThan(gate('haha, great!') + 0.3)
    }
  })
})
