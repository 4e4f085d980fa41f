// What is asked for more strongly, and how strongly at most.
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { wordless, type FactRecord } from '../../src/weights/facts.ts'
import { pressed } from '../../src/weights/pressed.ts'

const dim = 4
const states = fc.array(fc.array(fc.float({ min: -2, max: 2, noNaN: true }), { minLength: dim, maxLength: dim }), { minLength: 1, maxLength: 3 })
const facts = fc.array(fc.record({ rows: states, fails: fc.boolean() }), { minLength: 1, maxLength: 6 })
const lengths = (values: Float32Array): number[] => Array.from({ length: values.length / dim }, (_, row) => Math.hypot(...values.subarray(row * dim, (row + 1) * dim)))

it('adds what is missing to the states of facts that fail, and to no others', () => {
  const [sound, failing] = [[1, 0, 0, 0], [0, 1, 0, 0]].map((values, at): FactRecord => ({ ...wordless(`f${at}`), states: Float32Array.from(values) }))
  const missing = [[0.5, 0, 0, 0], [0, 0.25, 0.5, 0]].map(values => Float32Array.from(values))
  const found = pressed([sound!, failing!], new Set([failing!]), { missing, residual: 0, before: 0, after: 0 }, dim)
  expect(found[0]).toBe(sound)
  expect([...found[1]!.states]).toEqual([0, 1.25, 0.5, 0])
})

it('makes no state longer than half as long again as they mostly are, or than it was', () => {
  fc.assert(fc.property(facts, given => {
    const records = given.map(({ rows }, at): FactRecord => ({ ...wordless(`f${at}`), states: Float32Array.from(rows.flat()) }))
    const sorted = records.flatMap(record => lengths(record.states)).sort((a, b) => a - b)
    const before = records.map(record => lengths(record.states))
    const failing = new Set(given.flatMap(({ fails }, at) => fails ? [at] : []))
    const missing = records.map(record => record.states.map(() => 3))
    const next = pressed(records, new Set(records.filter((_, at) => failing.has(at))), { missing, residual: 0, before: 0, after: 0 }, dim)
    next.forEach((record, at) => lengths(record.states).forEach((length, row) => {
      expect(length).toBeLessThanOrEqual(Math.max(1.5 * sorted[sorted.length >> 1]!, before[at]![row]!) + 1e-4)
    }))
  }))
})
