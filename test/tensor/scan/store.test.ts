import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cosines, logits, strengthFloor } from '../../../src/attention/kernel.ts'
import { MnemeError } from '../../../src/errors.ts'
import { createRandom } from '../../../src/random.ts'
import { ScanStore } from '../../../src/tensor/scan/store.ts'
import { halfLives, plainBest, rowsOf, unitVector, written } from './rows.ts'

const query = { k: 10, beta: 7.5, gamma: 0.6, tick: 100 }

describe('search', () => {
  it('with all rows as candidates is exact attention', () => {
    const dim = 33
    const rows = rowsOf(300, dim, 3)
    const store = new ScanStore({ dim })
    for (const { key, strength } of rows) store.append({ key, strength })
    const vector = unitVector(dim, createRandom(8))
    const keys = Float32Array.from(rows.flatMap(({ key }) => [...key]))
    const expected = logits(cosines(vector, keys, 300, dim, new Float32Array(300)), Float32Array.from(rows, row => row.strength), 300, query)
    const { slots, scores } = store.search(vector, { ...query, k: 300, candidates: 300 })
    expect([...slots].sort((a, b) => a - b)).toEqual([...rows.keys()])
    slots.forEach((slot, place) => expect(scores[place]).toBeCloseTo(expected[slot]!, 4))
    expect([...scores]).toEqual([...scores].sort((a, b) => b - a))
  })

  it('equals the plain answer for any size, filter, deletion and reuse', () => {
    const filters = fc.record({
      kinds: fc.subarray([0, 1, 2, 3], { minLength: 1 }), tenant: fc.nat({ max: 3 }), from: fc.integer({ min: 0, max: 600 }),
      until: fc.integer({ min: 300, max: 1000 }), least: fc.constantFrom(0, 0.001, 0.1, 1),
    }, { requiredKeys: [] })
    fc.assert(fc.property(
      fc.integer({ min: 1, max: 50 }), fc.integer({ min: 0, max: 120 }), fc.nat(), filters, fc.integer({ min: 100, max: 900 }),
      (dim, count, seed, filter, tick) => {
        const store = new ScanStore({ dim, halfLives })
        const held: Parameters<typeof plainBest>[0][number][] = []
        const random = createRandom(seed)
        for (const row of rowsOf(count, dim, seed)) {
          held[store.append(row)] = row
          if (random.next() < 0.3) {
            const slot = random.integer(held.length)
            expect(store.remove(slot)).toBe(held[slot] !== undefined)
            held[slot] = undefined
          }
        }
        expect(store.count).toBe(held.filter(Boolean).length)
        const vector = unitVector(dim, random)
        const asked = { ...query, ...filter, tick, candidates: 1000 }
        const best = plainBest(held, vector, asked)
        const { slots, scores } = store.search(vector, asked)
        expect(slots.length).toBe(best.length)
        best.forEach(({ score }, place) => expect(scores[place]).toBeCloseTo(score, 4))
        expect([...slots].every(slot => store.has(slot))).toBe(true)
      }), { seed: 2, numRuns: 150 })
  })

  it.each([64, 256])('finds nearly all of the best among few candidates, strengths and decay included: %i values', dim => {
    const rows = rowsOf(8000, dim, 6)
    const store = new ScanStore({ dim, halfLives })
    for (const row of rows) store.append(row)
    const random = createRandom(9)
    let found = 0
    for (let round = 0; round < 40; round++) {
      const vector = unitVector(dim, random)
      const best = plainBest(rows, vector, query).map(({ slot }) => slot)
      const slots = new Set(store.search(vector, { ...query, candidates: 400 }).slots)
      found += best.filter(slot => slots.has(slot)).length
    }
    expect(found / 400).toBeGreaterThan(0.98)
  })

  it.each([32, 160])('keeps its recall where strength outweighs the cosine, and where it counts nothing: %i values', dim => {
    const rows = rowsOf(3000, dim, 11)
    const store = new ScanStore({ dim, halfLives })
    for (const row of rows) store.append(row)
    const vector = unitVector(dim, createRandom(12))
    for (const [beta, gamma] of [[0, 1], [0.1, 5], [20, 0], [1e4, 1], [1e-6, 0]] as const) {
      const asked = { ...query, beta, gamma, candidates: 300 }
      const { slots, scores } = store.search(vector, asked)
      const best = plainBest(rows, vector, asked)
      expect(slots.length).toBe(10)
      const found = best.filter(({ score }) => scores.some(value => Math.abs(value - score) <= 1e-4 * Math.max(1, Math.abs(score)))).length
      expect(found, `beta ${beta}, gamma ${gamma}`).toBeGreaterThanOrEqual(9)
    }
  })

  it('reads decay at any later tick, after long times too', () => {
    const store = new ScanStore({ dim: 8, halfLives })
    const rows = rowsOf(64, 8, 13).map((row, place) => ({ ...row, tick: place * 1000 }))
    for (const row of rows) store.append(row)
    const vector = unitVector(8, createRandom(14))
    for (const tick of [63e3, 63_100, 64e3, 1e6]) {
      const asked = { ...query, tick, candidates: 40 }
      const best = plainBest(rows, vector, asked)
      store.search(vector, asked).scores.forEach((score, place) => expect(score).toBeCloseTo(best[place]!.score, 4))
    }
  })

  it('finds nothing in an empty store, and equal rows by their slots', () => {
    const store = new ScanStore({ dim: 5 })
    const vector = Float32Array.of(1, 0, 0, 0, 0)
    expect(store.search(vector, query).slots).toHaveLength(0)
    for (let row = 0; row < 200; row++) store.append({ key: vector, strength: 0.5 })
    expect([...store.search(vector, { ...query, candidates: 50 }).slots]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  it('takes zero vectors as keys and as query', () => {
    const store = new ScanStore({ dim: 20 })
    for (let row = 0; row < 100; row++) store.append({ key: new Float32Array(20), strength: row / 100 })
    const { slots, cosines: found } = store.search(new Float32Array(20), { ...query, k: 3, candidates: 30 })
    expect([...slots]).toEqual([99, 98, 97])
    expect([...found]).toEqual([0, 0, 0])
  })

  it('has the floor of attention', () => {
    const store = new ScanStore({ dim: 2 })
    store.append({ key: Float32Array.of(1, 0), strength: 0 })
    expect(store.search(Float32Array.of(1, 0), { k: 1, beta: 0, gamma: 1 }).scores[0]).toBeCloseTo(Math.log(strengthFloor), 5)
  })
})

describe('a slot', () => {
  it('is used again, the last freed first, and holds nothing meanwhile', () => {
    const store = new ScanStore({ dim: 40 })
    for (const row of rowsOf(50, 40, 21)) store.append(row)
    store.remove(7)
    store.remove(30)
    expect(store.has(7)).toBe(false)
    expect([...store.key(7)].every(value => value === 0)).toBe(true)
    const [row] = rowsOf(1, 40, 22)
    expect(store.append(row!)).toBe(30)
    expect(store.append(row!)).toBe(7)
    expect(store.append(row!)).toBe(50)
    expect(store.size).toBe(51)
  })

  it('leaves no byte of what it held', () => {
    const packs = [0, 1].map(which => {
      const store = new ScanStore({ dim: 40 })
      const rows = rowsOf(20, 40, 23)
      rows.forEach((row, place) => store.append(place === 5 ? { ...rowsOf(1, 40, 30 + which)[0]!, tick: 3 } : { ...row, tick: 3 }))
      store.remove(5)
      return written(store.pack())
    })
    expect(packs[0] === packs[1]).toBe(true)
  })

  it('changes its strength alone', () => {
    const store = new ScanStore({ dim: 2, halfLives })
    const slot = store.append({ key: Float32Array.of(1, 0), strength: 1, tick: 0, kind: 2, at: 5, tenant: 9 })
    store.update(slot, { strength: 0.5, tick: 10 })
    const { scores } = store.search(Float32Array.of(1, 0), { k: 1, beta: 0, gamma: 1, tick: 40, kinds: [2], tenant: 9, from: 5, until: 6 })
    expect(scores[0]).toBeCloseTo(Math.log(0.25), 5)
  })
})

describe('the door', () => {
  const store = new ScanStore({ dim: 3, halfLives })
  store.append({ key: Float32Array.of(0, 1, 0) })
  const key = Float32Array.of(1, 0, 0)
  const bad: Record<string, () => unknown> = {
    'INVALID_ARGUMENT: a key of NaN': () => store.append({ key: Float32Array.of(NaN, 0, 0) }),
    'INVALID_ARGUMENT: an infinite key': () => store.append({ key: Float32Array.of(0, Infinity, 0) }),
    'INVALID_ARGUMENT: a long key': () => store.append({ key: Float32Array.of(1, 1, 0) }),
    'SHAPE_MISMATCH: a key of another length': () => store.append({ key: new Float32Array(4) }),
    'INVALID_ARGUMENT: a strength over 1': () => store.append({ key, strength: 1.5 }),
    'INVALID_ARGUMENT: no number as strength': () => store.update(0, { strength: NaN }),
    'INVALID_ARGUMENT: a tick without end': () => store.append({ key, tick: Infinity }),
    'INVALID_ARGUMENT: kind 16': () => store.append({ key, kind: 16 }),
    'INVALID_ARGUMENT: half a tenant': () => store.set(0, { key, tenant: 0.5 }),
    'INVALID_ARGUMENT: no time': () => store.set(0, { key, at: NaN }),
    'NOT_FOUND: a slot that is free': () => store.update(1, { strength: 1 }),
    'NOT_FOUND: a slot before the first': () => store.set(-1, { key }),
    'INVALID_ARGUMENT: a query of NaN': () => store.search(Float32Array.of(0, NaN, 0), query),
    'SHAPE_MISMATCH: a query of another length': () => store.search(new Float32Array(2), query),
    'INVALID_ARGUMENT: no hits wanted': () => store.search(key, { ...query, k: 0 }),
    'INVALID_ARGUMENT: a negative beta': () => store.search(key, { ...query, beta: -1 }),
    'INVALID_ARGUMENT: gamma without end': () => store.search(key, { ...query, gamma: Infinity }),
    'INVALID_ARGUMENT: half a candidate': () => store.search(key, { ...query, candidates: 0.5 }),
    'INVALID_ARGUMENT: a length of 0': () => new ScanStore({ dim: 0 }),
    'INVALID_ARGUMENT: a half-life of 0': () => new ScanStore({ dim: 3, halfLives: [0] }),
  }

  it.each(Object.entries(bad))('refuses %s', (name, call) => {
    const before = written(store.pack())
    let thrown: unknown
    try {
      call()
    } catch (error) {
      thrown = error
    }
    expect(MnemeError.isInstance(thrown) && thrown.code).toBe(name.split(':')[0])
    expect(written(store.pack())).toBe(before)
  })
})
