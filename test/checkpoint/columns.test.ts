// Columns of strings: any list comes back, in one text or in several, and numbers take as few bytes as they need.
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { packLabels, packStrings, unpackLabels, unpackStrings } from '../../src/checkpoint/columns.ts'

const lists = fc.array(fc.string({ maxLength: 12, unit: 'binary' }), { maxLength: 40 })

it('gives any strings back, split wherever they are too many for one text', () => {
  fc.assert(fc.property(lists, fc.integer({ min: 1, max: 60 }), (list, most) => {
    expect(unpackStrings(packStrings(list))).toEqual(list)
    const split = packStrings(list, most)
    expect(unpackStrings(split)).toEqual(list)
    const parts = typeof split.text === 'string' ? [split.text] : split.text
    for (const part of parts) expect(part.length <= most || list.includes(part) || part.length <= Math.max(...split.lengths)).toBe(true)
    expect(unpackLabels(packLabels(list))).toEqual(list)
  }), { seed: 1, numRuns: 500 })
})

it('takes as few bytes for a number as the largest needs', () => {
  const bytes = [255, 256, 65_535, 65_536].map(longest => packStrings(['', 'x'.repeat(longest)]).lengths.BYTES_PER_ELEMENT)
  expect(bytes).toEqual([1, 2, 2, 4])
  const many = Array.from({ length: 300 }, (_, label) => `s${label}`)
  expect(packLabels(many.slice(0, 256)).index).toBeInstanceOf(Uint8Array)
  expect(packLabels(many).index).toBeInstanceOf(Uint16Array)
  expect(unpackLabels(packLabels(many))).toEqual(many)
})

it('reads four bytes a number, as older files have them', () => {
  expect(unpackStrings({ text: 'abcde', lengths: Uint32Array.of(2, 0, 3) })).toEqual(['ab', '', 'cde'])
  expect(unpackLabels({ labels: { text: 'ab', lengths: Uint32Array.of(1, 1) }, index: Uint32Array.of(1, 0, 1) })).toEqual(['b', 'a', 'b'])
})
