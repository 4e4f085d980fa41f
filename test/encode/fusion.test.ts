// Fusion: text in charge, time and tone as a small bonus.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fuse, initialFusion, keyDim } from '../../src/encode/fusion.ts'
import { implicitDim, implicitSignals, statedTime } from '../../src/encode/implicit.ts'
import { createRandom } from '../../src/random.ts'

const params = initialFusion()
const monday = Date.UTC(2024, 0, 1)
const hour = 3_600_000

function unit(seed: number): Float32Array {
  const random = createRandom(seed)
  const vector = Float32Array.from({ length: 64 }, () => random.normal())
  const norm = Math.hypot(...vector)
  return vector.map(value => value / norm)
}

function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, at) => sum + value * b[at]!, 0)
}

function said(text: string, at: number): Float32Array {
  return implicitSignals({ text, speaker: 'user', at }, 'UTC')
}

describe('fuse', () => {
  it('gives unit keys of keyDim values', () => {
    const signals = fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: implicitDim, maxLength: implicitDim })
    fc.assert(fc.property(fc.integer(), signals, (seed, values) => {
      const key = fuse(unit(seed), Float32Array.from(values), params)
      expect(key).toHaveLength(keyDim(64, params))
      expect(Math.hypot(...key)).toBeCloseTo(1, 5)
    }), { seed: 1 })
  })

  it('is the text alone when nothing is known', () => {
    const key = fuse(unit(1), null, params)
    expect(cosine(key.slice(0, 64), unit(1))).toBeCloseTo(1, 6)
    expect(key.slice(64).every(value => value === 0)).toBe(true)
  })

  it('keeps text in charge: the implicit part is at most a quarter of the text part', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 2e12 }), fc.string(), (at, text) => {
      const key = fuse(unit(1), said(text, at), params)
      const ratio = Math.hypot(...key.slice(64)) / Math.hypot(...key.slice(0, 64))
      expect(ratio).toBeGreaterThan(0.15)
      expect(ratio).toBeLessThan(0.25)
    }), { seed: 1 })
  })

  it('brings an evening turn nearer to an evening query than its morning twin', () => {
    const text = unit(2)
    const evening = fuse(text, said('I listen to jazz', monday + 20 * hour), params)
    const morning = fuse(text, said('I listen to jazz', monday + 8 * hour), params)
    const asked = fuse(unit(3), statedTime('what do I listen to in the evening?'), params)
    expect(cosine(asked, evening) - cosine(asked, morning)).toBeGreaterThan(0.02)
    const open = fuse(unit(3), statedTime('what do I listen to?'), params)
    expect(cosine(open, evening)).toBeCloseTo(cosine(open, morning), 6)
  })

  it('never lets time outweigh a clear difference in text', () => {
    const [query, near] = [unit(4), unit(4).map((value, at) => value + 0.5 * unit(5)[at]!)]
    const norm = Math.hypot(...near)
    const right = fuse(near.map(value => value / norm), said('x', monday + 8 * hour), params)
    const wrong = fuse(unit(6), said('x', monday + 20 * hour), params)
    const asked = fuse(query, statedTime('in the evening'), params)
    expect(cosine(asked, right)).toBeGreaterThan(cosine(asked, wrong) + 0.3)
  })

  it('refuses a vector of another length and says what to pass', () => {
    const short = new Float32Array(3)
    expect(() => fuse(unit(1), short, params)).toThrow(/expected 16 implicit values, got 3; pass what implicitSignals/)
  })
})
