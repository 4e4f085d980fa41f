// What a scan store writes to a checkpoint and reads from it.
import { expect, it } from 'vitest'
import { createRandom } from '../../../src/random.ts'
import { ScanStore } from '../../../src/tensor/scan/store.ts'
import { halfLives, rowsOf, unitVector, written } from './rows.ts'

const query = { k: 20, beta: 6, gamma: 0.5, tick: 150, candidates: 200 }

function filled(): ScanStore {
  const store = new ScanStore({ dim: 20, halfLives })
  for (const row of rowsOf(1500, 20, 1)) store.append(row)
  for (const slot of [3, 1200, 40]) store.remove(slot)
  return store
}

it.each([undefined, 'plain'] as const)('goes on where it was, in the kernel %s', kernel => {
  const store = filled()
  const again = ScanStore.unpack(structuredClone(store.pack()), { dim: 20, halfLives, ...kernel && { kernel } })
  expect(again.count).toBe(1497)
  const vector = unitVector(20, createRandom(2))
  expect(again.search(vector, query)).toEqual(store.search(vector, query))
  for (const row of rowsOf(800, 20, 7)) expect(again.append(row)).toBe(store.append(row))
  expect(written(again.pack()) === written(store.pack())).toBe(true)
  expect(again.search(vector, query)).toEqual(store.search(vector, query))
})

it('writes rows in use only', () => {
  const store = new ScanStore({ dim: 64 })
  store.append({ key: new Float32Array(64) })
  const bytes = store.pack().blocks.flat().reduce((sum, column) => sum + column.length, 0)
  expect(bytes).toBeLessThan(16 * 64 * 6.5 + 256)
})

it('refuses columns that do not fit', () => {
  const packed = structuredClone(filled().pack())
  expect(() => ScanStore.unpack(packed, { dim: 21 })).toThrow(/restore an older checkpoint/)
  expect(() => ScanStore.unpack({ ...packed, blocks: packed.blocks.slice(1) }, { dim: 20 })).toThrow(/restore an older checkpoint/)
  const short = packed.blocks.map(columns => columns.map(column => column.subarray(1)))
  expect(() => ScanStore.unpack({ ...packed, blocks: short }, { dim: 20 })).toThrow(/expected \d+ bytes in column 0 of block 0/)
})

it.each([undefined, 'plain'] as const)('is filled at once as row by row, in the kernel %s', kernel => {
  // Ticks far apart, so that a block's coarse strengths have to begin anew.
  const rows = rowsOf(9000, 20, 5).map((row, slot) => ({ ...row, tick: row.tick + (slot > 5000 ? 400 * (slot % 3) : 0) }))
  const [one, all] = [new ScanStore({ dim: 20, halfLives, ...kernel && { kernel } }), new ScanStore({ dim: 20, halfLives, ...kernel && { kernel } })]
  for (const row of rows) one.append(row)
  all.appendAll({
    keys: Float32Array.from(rows.flatMap(({ key }) => [...key])), strength: Float64Array.from(rows, row => row.strength), tick: Float64Array.from(rows, row => row.tick),
    kind: Uint8Array.from(rows, row => row.kind), tenant: Uint8Array.from(rows, row => row.tenant), at: Float64Array.from(rows, row => row.at),
  })
  expect(all.count).toBe(9000)
  expect(written(all.pack()) === written(one.pack())).toBe(true)
  for (const slot of [8999, 4100]) expect(all.remove(slot)).toBe(one.remove(slot))
  expect(all.append(rows[7]!)).toBe(one.append(rows[7]!))
  expect(written(all.pack()) === written(one.pack())).toBe(true)
})
