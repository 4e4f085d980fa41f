// Which traces stand over a turn, in a loaded memory before and after its traces change.
import { expect, it } from 'vitest'
import { SourceIndex } from '../../src/state/sources.ts'

const traces = [{ id: 'm1', sources: [0] }, { id: '', sources: [] }, { id: 'm3', sources: [2, 3] }, { id: 'm2', sources: [2] }, { id: 'm4', sources: [4] }]

function loaded(slots = structuredClone(traces)): { index: SourceIndex; slots: typeof traces } {
  const ltm = { slots: slots.length, idAt: (slot: number) => slots[slot]!.id, sourcesAt: (slot: number) => slots[slot]!.sources }
  return { index: new SourceIndex(() => ({ ltm, others: [{ id: 'm5', sources: [4] }] })), slots }
}

it('has the traces of each turn in the order in which they were made', () => {
  const { index } = loaded()
  expect([0, 1, 2, 3, 4, 9].map(turn => index.of(turn))).toEqual([['m1'], [], ['m2', 'm3'], ['m3'], ['m4', 'm5'], []])
  expect([index.has(0), index.has(1)]).toEqual([true, false])
})

it('follows what is dropped, and a slot that is used again', () => {
  const { index, slots } = loaded()
  expect(index.has(0)).toBe(true)
  slots[0] = { id: '', sources: [] }
  index.remove({ id: 'm1', sources: [0] })
  slots[0] = { id: 'm6', sources: [7] }
  index.add({ id: 'm6', sources: [7] })
  expect([index.of(0), index.of(7), index.has(0)]).toEqual([[], ['m6'], false])
})
