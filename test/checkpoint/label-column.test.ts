// A column of labels does what an array does and saves what a list of them saves; a set of ids does what a set does.
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { packLabels, packSet, unpackLabels } from '../../src/checkpoint/columns.ts'
import { IdSet } from '../../src/checkpoint/id-set.ts'
import { LabelColumn } from '../../src/checkpoint/label-column.ts'

const label = fc.constantFrom('', 'user', 'assistant', 'Ana', 's1', 's2')
const changes = fc.array(fc.record({ row: fc.nat({ max: 30 }), value: label }), { maxLength: 30 })

it('holds what an array holds, and saves the labels that are left in the order of their first use', () => {
  fc.assert(fc.property(fc.array(label, { maxLength: 20 }), fc.boolean(), changes, (list, saved, steps) => {
    const column = new LabelColumn(saved ? packLabels(list) : undefined)
    if (!saved) for (const value of list) column.push(value)
    const expected = [...list]
    for (const { row, value } of steps) {
      expected[Math.min(row, expected.length)] = value
      column.set(Math.min(row, column.length), value)
    }
    expect(Array.from({ length: column.length }, (_, row) => column.at(row))).toEqual(expected)
    expect(column.at(expected.length)).toBeUndefined()
    expect(column.pack()).toEqual(packLabels(expected))
  }), { seed: 1, numRuns: 500 })
})

it('has as many labels as there are, and leaves the saved ones as they were', () => {
  const packed = packLabels(['a', 'b', 'a'])
  const column = new LabelColumn(packed)
  expect(column.pack()).toBe(packed)
  for (let row = 0; row < 300; row++) column.push(`s${row}`)
  column.set(0, 'b')
  expect([column.at(0), column.at(2), column.at(302)]).toEqual(['b', 'a', 's299'])
  expect(unpackLabels(packed)).toEqual(['a', 'b', 'a'])
})

it('is a set of ids, saved or not', () => {
  fc.assert(fc.property(fc.array(label), fc.array(fc.record({ id: label, added: fc.boolean() })), (ids, steps) => {
    const expected = new Set(ids)
    const packed = packSet(expected)
    const set = new IdSet(packed)
    expect([set.size, set.pack()]).toEqual([expected.size, packed])
    for (const { id, added } of steps) {
      if (added) {
        expected.add(id)
        set.add(id)
      } else {
        expected.delete(id)
        set.delete(id)
      }
      expect([set.size, set.has(id)]).toEqual([expected.size, added])
    }
    expect([...set]).toEqual([...expected])
    expect(set.pack()).toEqual(packSet(expected))
  }), { seed: 2, numRuns: 300 })
})
