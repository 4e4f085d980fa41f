// A column of strings does what an array does, whether its strings were saved, replaced or added.
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { packStrings, unpackStrings, type PackedStrings } from '../../src/checkpoint/columns.ts'
import { StringColumn } from '../../src/checkpoint/string-column.ts'

const text = fc.string({ maxLength: 20, unit: 'binary' })
const steps = fc.array(fc.record({ row: fc.nat({ max: 160 }), value: text, look: fc.boolean() }), { maxLength: 30 })

function listOf(column: StringColumn): (string | undefined)[] {
  return Array.from({ length: column.length }, (_, row) => column.at(row))
}

it('holds what an array holds, saves it, and saves nothing else', () => {
  fc.assert(fc.property(fc.array(text, { maxLength: 140, size: 'max' }), fc.integer({ min: 1, max: 300 }), steps, (list, most, changes) => {
    const column = new StringColumn(packStrings(list, most))
    const expected = [...list]
    for (const { row, value, look } of changes) {
      if (look) expect(column.at(row)).toBe(expected[row])
      else if (row < expected.length) {
        expected[row] = value
        column.set(row, value)
      } else {
        expected.push(value)
        column.push(value)
      }
    }
    expect(column.length).toBe(expected.length)
    const packed = column.pack()
    expect(unpackStrings(packed)).toEqual(expected)
    expect(unitsOf(packed)).toBe(expected.join('').length)
    expect(listOf(column)).toEqual(expected)
    expect(listOf(new StringColumn(packed))).toEqual(expected)
  }), { seed: 1, numRuns: 500 })
})

it('gives back what it was made of as long as nothing changed', () => {
  const packed = packStrings(['a', '', 'bc'])
  const column = new StringColumn(packed)
  expect([column.at(2), column.at(3), column.at(-1)]).toEqual(['bc', undefined, undefined])
  expect(column.pack()).toBe(packed)
  column.set(0, '')
  expect(column.pack()).toEqual(packStrings(['', '', 'bc']))
})

function unitsOf({ text: saved }: PackedStrings): number {
  return typeof saved === 'string' ? saved.length : saved.reduce((sum, part) => sum + part.length, 0)
}
