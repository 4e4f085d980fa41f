// Implicit signals: time on circles, tone, style, engagement, and the time a query states.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { implicitDim, implicitNames, implicitSignals, statedTime } from '../../src/encode/implicit.ts'
import type { ImplicitName, TurnContext } from '../../src/encode/implicit.ts'

const monday = Date.UTC(2024, 0, 1)
const hour = 3_600_000

function signal(name: ImplicitName, turn: Partial<TurnContext>): number {
  return implicitSignals({ text: 'hello', speaker: 'user', at: monday, ...turn }, 'UTC')[implicitNames.indexOf(name)]!
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, at) => sum + value * b[at]!, 0)
}

function cosine(a: Float32Array, b: Float32Array): number {
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))
}

function timeOf(at: number): Float32Array {
  return implicitSignals({ text: 'x', speaker: 'user', at }, 'UTC').slice(0, 4)
}

describe('implicitSignals', () => {
  it('gives named values in [-1, 1] for any text', () => {
    const anyText = fc.string({ unit: 'binary', maxLength: 300 })
    fc.assert(fc.property(anyText, fc.string(), fc.integer({ min: 0, max: 4e12 }), (text, before, at) => {
      const vector = implicitSignals({ text, speaker: 'user', at, previousText: before, previousAt: at - 5000 }, 'Europe/Paris')
      expect(vector).toHaveLength(implicitDim)
      expect(vector.every(value => value >= -1 && value <= 1)).toBe(true)
    }), { seed: 1 })
  })

  it('moves a little over midnight and over the week\'s end', () => {
    for (let day = 0; day < 7; day++) {
      const midnight = monday + day * 24 * hour
      const step = Math.hypot(...timeOf(midnight - 60_000).map((value, at) => value - timeOf(midnight + 60_000)[at]!))
      expect(step).toBeLessThan(0.02)
    }
  })

  it('reads the local time of the zone', () => {
    const paris = implicitSignals({ text: 'x', speaker: 'user', at: monday + 5 * hour }, 'Europe/Paris')
    expect(paris[implicitNames.indexOf('time.daySin')]).toBeCloseTo(1, 5)
  })

  it.each([
    ['I love this, it is wonderful', 1], ['what a lovely evening 😍', 1], ['not bad at all', 1],
    ['I hate this awful weather', -1], ['this is not good', -1], ['I am so tired and sad 😢', -1],
  ])('hears the valence of "%s"', (text, sign) => {
    expect(Math.sign(signal('tone.valence', { text }))).toBe(sign)
  })

  it('hears arousal apart from valence', () => {
    expect(signal('tone.arousal', { text: 'I am furious!!!' })).toBeGreaterThan(0.3)
    expect(signal('tone.arousal', { text: 'WOW this is AMAZING!!!' })).toBeGreaterThan(0.3)
    expect(signal('tone.arousal', { text: 'a calm, sleepy afternoon' })).toBeLessThan(-0.3)
    expect(signal('tone.valence', { text: 'the train leaves at nine' })).toBe(0)
  })

  it('reads style', () => {
    expect(signal('style.question', { text: 'Where is it?' })).toBe(1)
    expect(signal('style.question', { text: 'It is here.' })).toBe(0)
    expect(signal('style.code', { text: '```\nlet x = 1\n```' })).toBe(1)
    expect(signal('style.code', { text: 'run src/main.ts with --verbose' })).toBeGreaterThan(0.5)
    expect(signal('style.list', { text: '- milk\n- eggs\n- bread' })).toBe(1)
    expect(signal('style.length', { text: 'word '.repeat(300) })).toBe(1)
    expect(signal('style.formality', { text: 'I would appreciate further information regarding this.' })).toBeGreaterThan(0.3)
    expect(signal('style.formality', { text: 'yeah lol gonna do it l8r' })).toBeLessThan(-0.3)
    expect(signal('style.assistant', { speaker: 'assistant' })).toBe(1)
    expect(signal('style.assistant', { speaker: 'Ana' })).toBe(0)
  })

  it('reads engagement from the turn before', () => {
    const previous = { previousAt: monday - 2000, previousText: 'Shall I paint the fence blue?', previousSpeaker: 'assistant' }
    expect(signal('engagement.followUp', { text: 'yes, the fence blue please', ...previous })).toBeGreaterThan(0.5)
    expect(signal('engagement.followUp', { text: 'my tooth hurts', ...previous })).toBe(0)
    expect(signal('engagement.delay', previous)).toBeLessThan(-0.5)
    expect(signal('engagement.delay', { previousAt: monday - 30 * 24 * hour, previousText: 'x' })).toBe(1)
    expect(signal('engagement.delay', { ...previous, previousSpeaker: 'user' })).toBe(0)
    expect(signal('engagement.praise', { text: 'perfect, thank you' })).toBeGreaterThan(0.5)
    expect(signal('engagement.complaint', { text: 'no, that\'s wrong' })).toBeGreaterThan(0.5)
    expect(signal('engagement.complaint', { text: 'perfect, thank you' })).toBe(0)
  })

  it('takes 100 kB of anything, in time that grows with it', () => {
    for (const unit of ['a ', 'a.', '(', 'a(', ' ', '`', 'a_', '"', 'first ', '- \n', '?', '😀', '漢', '/a', 'x;', 'not ']) {
      const text = unit.repeat(100_000 / unit.length)
      expect(implicitSignals({ text, speaker: 'user', at: 0, previousText: text }, 'UTC').every(Number.isFinite)).toBe(true)
    }
  })
})

describe('statedTime', () => {
  it.each(['what is the capital of France', 'she is 7', 'at 7 of them', 'in May', ''])('is null for "%s"', text => {
    expect(statedTime(text)).toBeNull()
  })

  it.each([
    ['what do I listen to in the evening?', 20, 8], ['music after 8 pm', 20.5, 9], ['what do I eat in the morning', 8, 20],
    ['before bed', 23, 11], ['lunch', 12, 0], ['at 18:30', 18.5, 6],
  ])('"%s" agrees with its hour of day', (query, near, far) => {
    const stated = statedTime(query)!.slice(0, 2)
    expect(cosine(stated, timeOf(monday + near * hour).slice(0, 2))).toBeGreaterThan(0.9)
    expect(cosine(stated, timeOf(monday + far * hour).slice(0, 2))).toBeLessThan(-0.5)
  })

  it('places days in the week', () => {
    const saturdayNoon = timeOf(monday + (5 * 24 + 12) * hour)
    const wednesdayNoon = timeOf(monday + (2 * 24 + 12) * hour)
    const weekend = statedTime('what do I do on weekends?')!.slice(2, 4)
    expect(cosine(weekend, saturdayNoon.slice(2))).toBeGreaterThan(0.8)
    expect(cosine(weekend, wednesdayNoon.slice(2))).toBeLessThan(-0.8)
    expect(cosine(statedTime('Monday mornings')!.slice(0, 4), timeOf(monday + 8 * hour))).toBeCloseTo(1, 2)
  })

  it('leaves every other dimension at zero', () => {
    expect(statedTime('on Sunday evenings')!.slice(4).every(value => value === 0)).toBe(true)
  })
})
