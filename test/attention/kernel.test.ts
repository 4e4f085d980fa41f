import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attend, cosines, logits } from '../../src/attention/kernel.ts'
import { createRandom } from '../../src/random.ts'
import { memory, permuted } from './memories.ts'

const params = { beta: 8, gamma: 1 }

describe('cosines', () => {
  it.each([[1, 1], [4, 8], [7, 3], [5, 272], [1003, 33]])('of %i keys of %i dims equal the plain sum', (count, dim) => {
    const { query, keys } = memory(count, dim, count)
    const out = cosines(query, keys, count, dim, new Float32Array(count))
    const norm = Math.hypot(...query)
    const expected = Float32Array.from({ length: count }, (_, row) => {
      const key = keys.subarray(row * dim, (row + 1) * dim)
      return key.reduce((sum, value, column) => sum + value * query[column]!, 0) / norm
    })
    const worst = Math.max(...expected.map((value, row) => Math.abs(value - out[row]!)))
    expect(worst).toBeLessThan(1e-6)
  })

  it('read and write no further than count', () => {
    const { query, keys } = memory(6, 4, 1)
    const out = new Float32Array(6).fill(9)
    cosines(query, keys, 5, 4, out)
    expect(out[5]).toBe(9)
    expect(Math.max(...out.subarray(0, 5).map(Math.abs))).toBeLessThan(1.001)
  })

  it('do not depend on the length of the query; those of a zero query are 0', () => {
    const { query, keys } = memory(9, 5, 2)
    const out = cosines(query, keys, 9, 5, new Float32Array(9))
    const longer = cosines(query.map(value => value * 64), keys, 9, 5, new Float32Array(9))
    expect(longer).toEqual(out)
    expect([...cosines(new Float32Array(5), keys, 9, 5, new Float32Array(9))].every(value => value === 0)).toBe(true)
  })

  it('refuse arrays that are too short', () => {
    const { query, keys } = memory(4, 4, 1)
    expect(() => cosines(query, keys, 5, 4, new Float32Array(5))).toThrow(/expected 20 values in keys, got 16/)
    expect(() => cosines(query, keys, 4, 3, new Float32Array(4))).toThrow(/expected 3 values in query, got 4/)
    expect(() => cosines(query, keys, 4, 4, new Float32Array(3))).toThrow(/expected 4 values in out, got 3/)
    expect(() => attend(query, keys, 4, 4, new Float32Array(3), params)).toThrow(/expected 4 values in strengths, got 3/)
  })
})

describe('logits', () => {
  it('are beta cos + gamma log S, with a floor under S', () => {
    const out = logits(Float32Array.of(0.5, -0.5, 1), Float32Array.of(1, 0.25, 0), 3, { beta: 4, gamma: 2 })
    ;[2, -2 + 2 * Math.log(0.25), 4 + 2 * Math.log(1e-6)].forEach((value, row) => expect(out[row]).toBeCloseTo(value, 5))
  })
})

describe('attend', () => {
  const any = fc.record({ count: fc.integer({ min: 1, max: 40 }), dim: fc.integer({ min: 1, max: 20 }), seed: fc.nat(),
    beta: fc.double({ min: 0, max: 40, noNaN: true }), gamma: fc.double({ min: 0, max: 3, noNaN: true }) })

  it('gives weights that sum to one', () => {
    fc.assert(fc.property(any, ({ count, dim, seed, beta, gamma }) => {
      const { query, keys, strengths } = memory(count, dim, seed)
      const weights = attend(query, keys, count, dim, strengths, { beta, gamma })
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 4)
      expect(weights.every(weight => weight >= 0)).toBe(true)
    }), { seed: 1 })
    expect(attend(new Float32Array(2), new Float32Array(0), 0, 2, new Float32Array(0), params)).toEqual(new Float32Array(0))
  })

  it('does not depend on the order of the slots', () => {
    fc.assert(fc.property(any, ({ count, dim, seed, beta, gamma }) => {
      const { query, keys, strengths } = memory(count, dim, seed)
      const order = createRandom(seed).shuffle(Array.from({ length: count }, (_, row) => row))
      const moved = permuted(keys, strengths, order, dim)
      const weights = attend(query, keys, count, dim, strengths, { beta, gamma })
      const after = attend(query, moved.keys, count, dim, moved.strengths, { beta, gamma })
      const worst = Math.max(...order.map((row, place) => Math.abs(weights[row]! - after[place]!)))
      expect(worst).toBeLessThan(1e-6)
    }), { seed: 2 })
  })

  it('gives the stronger of two traces of equal cosine more weight, also when the cosine is negative', () => {
    const pairs = fc.record({ sign: fc.constantFrom(-1, 1), weak: fc.double({ min: 0.01, max: 0.9, noNaN: true }),
      more: fc.double({ min: 0.02, max: 0.1, noNaN: true }), dim: fc.integer({ min: 1, max: 20 }), seed: fc.nat() })
    fc.assert(fc.property(pairs, ({ sign, weak, more, dim, seed }) => {
      const { query } = memory(1, dim, seed)
      const norm = Math.hypot(...query)
      const key = query.map(value => sign * value / norm)
      const keys = Float32Array.from([...key, ...key])
      const weights = attend(query, keys, 2, dim, Float32Array.of(weak, weak + more), params)
      expect(weights[1]).toBeGreaterThan(weights[0]!)
    }), { seed: 3 })
  })
})
