// The WebAssembly kernel and the one in JavaScript: the same bytes in memory, the same bits in every answer.
import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { embedded } from '../../../scripts/scan-kernel.ts'
import { createRandom } from '../../../src/random.ts'
import type { ScanQuery } from '../../../src/tensor/scan/query.ts'
import { ScanStore } from '../../../src/tensor/scan/store.ts'
import { kernelBytes } from '../../../src/tensor/scan/wasm.ts'
import { halfLives, rowsOf, unitVector, written } from './rows.ts'

interface Case {
  dim: number
  count: number
  seed: number
  query: ScanQuery
}

const cases: fc.Arbitrary<Case> = fc.record({
  dim: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(48, 100, 255, 272, 384)),
  count: fc.integer({ min: 0, max: 200 }), seed: fc.nat(),
  query: fc.record({
    k: fc.integer({ min: 1, max: 12 }), candidates: fc.integer({ min: 1, max: 150 }),
    beta: fc.constantFrom(0, 0.01, 1, 7.5, 200), gamma: fc.constantFrom(0, 0.6, 1, 50), tick: fc.integer({ min: -50, max: 5000 }),
    kinds: fc.option(fc.subarray([0, 1, 2, 3]), { nil: [0, 1, 2, 3] }), from: fc.constantFrom(-Infinity, 100), until: fc.constantFrom(Infinity, 700),
    least: fc.constantFrom(0, 1e-4, 0.05, 1),
  }),
})

/** Both stores after the same writes: rows appended, some removed, some slots filled again, some rows changed. */
function both({ dim, count, seed }: Case): [ScanStore, ScanStore] {
  const stores: [ScanStore, ScanStore] = [new ScanStore({ dim, halfLives }), new ScanStore({ dim, halfLives, kernel: 'plain' })]
  for (const store of stores) {
    const random = createRandom(seed)
    for (const row of rowsOf(count, dim, seed)) {
      const slot = store.append(row)
      const chance = random.next()
      if (chance < 0.15) store.remove(random.integer(slot + 1))
      else if (chance < 0.2) store.set(slot, { key: unitVector(dim, random) })
      else if (chance < 0.3) store.update(slot, { strength: random.next(), tick: random.integer(3000) })
    }
  }
  return stores
}

it('is compiled from the sources that stand here', () => {
  const folder = new URL('../../../src/tensor/scan/', import.meta.url)
  for (const [name, text] of Object.entries(embedded())) expect(text, 'run npm run build').toBe(readFileSync(new URL(name, folder), 'utf8'))
})

it('has both kernels', () => {
  expect(new ScanStore({ dim: 3 }).fast).toBe(true)
  expect(new ScanStore({ dim: 3, kernel: 'plain' }).fast).toBe(false)
  expect(new ScanStore({ dim: 3, kernel: new WebAssembly.Module(kernelBytes()) }).fast).toBe(true)
})

it('holds the same bytes and finds the same, bit for bit', () => {
  fc.assert(fc.property(cases, each => {
    const [fast, plain] = both(each)
    expect(written(fast.pack()) === written(plain.pack())).toBe(true)
    const random = createRandom(each.seed + 1)
    for (let round = 0; round < 3; round++) {
      const vector = unitVector(each.dim, random)
      expect(fast.search(vector, each.query)).toEqual(plain.search(vector, each.query))
      expect(fast.search(vector, { ...each.query, tenant: 1 })).toEqual(plain.search(vector, { ...each.query, tenant: 1 }))
      expect(fast.exact(vector, each.query)).toEqual(plain.exact(vector, each.query))
    }
  }), { seed: 1, numRuns: 150 })
})

// Codes of 136 values have a second part that most rows are passed over by.
it.each([24, 136])('does so over several blocks, whatever order the best come in: %i values', dim => {
  for (const order of [1, -1]) {
    const stores = [new ScanStore({ dim, halfLives }), new ScanStore({ dim, halfLives, kernel: 'plain' })] as const
    const vector = unitVector(dim, createRandom(5))
    const rows = rowsOf(5000, dim, 4).map(row => ({ row, near: row.key.reduce((sum, value, d) => sum + value * vector[d]!, 0) }))
      .sort((a, b) => order * (a.near - b.near)).map(({ row }) => row)
    for (const store of stores) for (const row of rows) store.append(row)
    expect(written(stores[0].pack()) === written(stores[1].pack())).toBe(true)
    for (const candidates of [1, 50, 1000, 4999]) {
      const query = { k: 50, beta: 5, gamma: 0.3, tick: 120, candidates }
      expect(stores[0].search(vector, query)).toEqual(stores[1].search(vector, query))
    }
  }
})
