// The coarse pass of a large memory: near the cosines where it reads every column, and the nearest keys are found through it.
import { describe, expect, it } from 'vitest'
import { CoarseKeys } from '../../src/ltm/coarse-keys.ts'
import { LongTermMemory } from '../../src/ltm/ltm.ts'
import { createRandom } from '../../src/random.ts'
import { LongScan } from '../../src/recall/long-scan.ts'
import { untouched } from '../../src/trace/trace.ts'
import { dot } from '../../src/vector.ts'

const dim = 96
const random = createRandom(1)

/** A unit vector whose later values are smaller, as those of embeddings are. */
function unitKey(): Float32Array {
  const values = Float32Array.from({ length: dim }, (_, d) => (random.next() - 0.5) / (1 + d / 16))
  const length = Math.sqrt(dot(values, values))
  return values.map(value => value / length)
}

/** The same with 48 values alone. */
function shortKey(): Float32Array {
  const key = unitKey().fill(0, 48)
  const length = Math.sqrt(dot(key, key))
  return key.map(value => value / length)
}

function rare(slot: number): boolean {
  return slot % 500 === 3
}

describe('CoarseKeys', () => {
  it('tells cosines to a hundredth where the query has no more columns than it reads, also of keys that came later', () => {
    const keys = Array.from({ length: 3000 }, shortKey)
    const coarse = new CoarseKeys(Float32Array.from(keys.slice(0, 10).flatMap(key => [...key])), 10, dim)
    keys.forEach((key, slot) => coarse.set(slot, key))
    const query = shortKey()
    const errors = [...coarse.cosines(query, keys.length)].map((value, slot) => Math.abs(value - dot(query, keys[slot]!)))
    expect(Math.max(...errors)).toBeLessThan(0.02)
  })

  it('holds nothing of a key that was taken out', () => {
    const coarse = new CoarseKeys(unitKey(), 1, dim)
    coarse.set(0, new Float32Array(dim))
    expect([...coarse.cosines(unitKey(), 1)]).toEqual([0])
  })
})

describe('LongScan', () => {
  const ltm = new LongTermMemory(dim)
  for (let number = 0; number < 5000; number++) {
    ltm.put({
      id: `m${number}`, kind: 'episodic', text: '', speaker: 'user', session: 'one', at: 0, sources: [], importance: 1, strength: 1, tick: 0,
      ...untouched, priority: number % 10 === 0, key: unitKey(),
    })
  }
  // Freed and filled anew after the coarse keys were made.
  const query = unitKey()
  ltm.coarseCosines(query)
  ltm.drop('m7')
  ltm.put({
    id: 'new', kind: 'episodic', text: '', speaker: 'user', session: 'one', at: 0, sources: [], importance: 1, strength: 1, tick: 0, ...untouched, key: query,
  })
  const cosines = Array.from({ length: ltm.slots }, (_, slot) => dot(query, ltm.keys.subarray(slot * dim, (slot + 1) * dim)))
  const nearest = (slots: number[]): number[] => slots.sort((a, b) => cosines[b]! - cosines[a]!)

  it('finds the nearest of thousands, with their exact cosines', () => {
    const scan = new LongScan(query, ltm)
    const best = scan.best(128, () => true)
    expect(best.slice(0, 32)).toEqual(nearest([...cosines.keys()]).slice(0, 32))
    for (const slot of best) expect(scan.at(slot)).toBeCloseTo(cosines[slot]!, 5)
    expect(ltm.idAt(best[0]!)).toBe('new')
  })

  it('goes on until it has as many as are wanted', () => {
    expect(new LongScan(query, ltm).best(16, rare).toSorted((a, b) => a - b)).toEqual([...cosines.keys()].filter(rare))
  })

  it('gives all of some slots where they are few, the nearest where they are many', () => {
    const scan = new LongScan(query, ltm)
    expect(scan.nearest([5, 3], 4)).toEqual([5, 3])
    const pinned = ltm.pinnedSlots()
    expect(pinned).toHaveLength(500)
    const near = new Set(nearest(pinned).slice(0, 8))
    expect(scan.nearest(pinned, 32).filter(slot => near.has(slot))).toHaveLength(8)
  })
})
