import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { createRandom } from '../../../src/random.ts'
import { calibrate } from '../../../src/tensor/scan/calibrate.ts'
import { ScanStore } from '../../../src/tensor/scan/store.ts'
import { halfLives, rowsOf, unitVector } from './rows.ts'

const query = { k: 10, beta: 6, gamma: 0.4, tick: 100 }
const store = new ScanStore({ dim: 32, halfLives })
for (const row of rowsOf(3000, 32, 1)) store.append(row)

function sampleOf(seed: number): Float32Array[] {
  const random = createRandom(seed)
  return Array.from({ length: 8 }, () => unitVector(32, random))
}

it('reaches what is wanted with no more candidates than there are rows', () => {
  fc.assert(fc.property(fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (seed, wanted) => {
    const { candidates, recall } = calibrate(store, sampleOf(seed), wanted, query)
    expect(recall).toBeGreaterThanOrEqual(wanted)
    expect(candidates).toBeGreaterThanOrEqual(10)
    expect(candidates).toBeLessThanOrEqual(3000)
  }), { seed: 1, numRuns: 20 })
})

it('is true to its word', () => {
  const sample = sampleOf(5)
  const { candidates, recall } = calibrate(store, sample, 0.95, query)
  const found = sample.reduce((sum, vector) => {
    const best = new Set(store.exact(vector, query).slots)
    return sum + store.search(vector, { ...query, candidates }).slots.filter(slot => best.has(slot)).length
  }, 0)
  expect(found / 80).toBe(recall)
})

it('asks for more where more is wanted, and for fewer than a fifth of the rows', () => {
  const sample = sampleOf(9)
  const [least, middle, most] = [0.5, 0.9, 0.99].map(wanted => calibrate(store, sample, wanted, query).candidates)
  expect(middle).toBeGreaterThan(least!)
  expect(most).toBeGreaterThan(middle!)
  expect(most).toBeLessThan(600)
})

it('calls an empty store complete', () => {
  expect(calibrate(new ScanStore({ dim: 32 }), sampleOf(1), 1, query)).toEqual({ candidates: 1, recall: 1 })
})

it('refuses a share over 1 and a sample without queries', () => {
  expect(() => calibrate(store, sampleOf(1), 1.1, query)).toThrow(/wanted/)
  expect(() => calibrate(store, [], 0.9, query)).toThrow(/sample/)
})
