// A memory of thousands of traces: the scan store finds what a pass over every key finds, through every kind of change.
import { expect, it } from 'vitest'
import { resolveConfig } from '../../src/config.ts'
import { LongTermMemory } from '../../src/ltm/ltm.ts'
import type { LongQuery } from '../../src/ltm/slot-keys.ts'
import { createRandom, type Random } from '../../src/random.ts'
import { LongScan } from '../../src/recall/long-scan.ts'
import { strengthOf, untouched, type Entry, type Trace } from '../../src/trace/trace.ts'
import { dot } from '../../src/vector.ts'

const dim = 32
const config = resolveConfig()
const query: LongQuery = { k: 10, beta: 7, gamma: 0.6, tick: 300 }

function unitKey(random: Random): Float32Array {
  const values = Float32Array.from({ length: dim }, () => random.normal() + 0.2)
  const length = Math.sqrt(dot(values, values))
  return values.map(value => value / length)
}

function traceOf(number: number, random: Random): Trace {
  return {
    id: `m${number}`, kind: random.pick(['episodic', 'semantic'] as const), text: `text ${number}`, speaker: 'user', session: 'one', at: number,
    sources: [number], importance: 1, strength: random.next(), tick: random.integer(300), ...untouched, priority: number % 10 === 0,
    suppressed: number % 13 === 0, key: unitKey(random),
  }
}

function filled(count: number, seed = 1): LongTermMemory {
  const random = createRandom(seed)
  const ltm = new LongTermMemory(dim)
  for (let number = 0; number < count; number++) ltm.put(traceOf(number, random))
  return ltm
}

/** Ids of the best by the definition. */
function plainBest(ltm: LongTermMemory, key: Float32Array, asked: LongQuery): string[] {
  const { kinds, hidden = false, until = Infinity, least = 0, pinned = false } = asked
  const score = (entry: Entry): number =>
    asked.beta * ltm.cosine(entry.id, key)! + asked.gamma * Math.log(Math.max(1e-6, strengthOf(entry, asked.tick, config)))
  return [...ltm.entries()]
    .filter(({ kind, suppressed, supersededBy, at, priority }) => (!kinds || kinds.has(kind)) && (hidden || !(suppressed || supersededBy)) && at < until && (priority || !pinned))
    .filter(entry => strengthOf(entry, asked.tick, config) >= least)
    .map(entry => ({ id: entry.id, score: score(entry) })).sort((a, b) => b.score - a.score).slice(0, asked.k).map(({ id }) => id)
}

function rare(slot: number): boolean {
  return slot % 500 === 3
}

function found(ltm: LongTermMemory, key: Float32Array, asked: LongQuery): string[] {
  return [...ltm.search(key, asked, config).slots].map(slot => ltm.idAt(slot))
}

it('finds what a pass over every key finds, whatever is filtered', () => {
  const ltm = filled(5000)
  const key = unitKey(createRandom(2))
  const filters: Partial<LongQuery>[] = [
    {}, { kinds: new Set(['semantic']) }, { hidden: true }, { until: 100 }, { least: 0.5 }, { pinned: true }, { gamma: 0 }, { k: 300 },
    { kinds: new Set(['episodic']), hidden: true, until: 700, least: 0.05, pinned: true },
  ]
  for (const filter of filters) {
    const asked = { ...query, ...filter }
    const best = plainBest(ltm, key, asked)
    expect(best.length).toBeGreaterThan(3)
    const hits = new Set(found(ltm, key, asked))
    expect(best.filter(id => hits.has(id)).length / best.length, JSON.stringify(filter)).toBeGreaterThanOrEqual(0.99)
  }
})

it('gives the same products before its first search as after it, to the last bit', () => {
  const ltm = filled(4200)
  const key = unitKey(createRandom(7))
  const slots = Uint32Array.from({ length: 400 }, (_, place) => place * 10)
  const before = ltm.cosinesAt(slots, key, config)
  found(ltm, key, query)
  expect(ltm.cosinesAt(slots, key, config)).toEqual(before)
})

it('follows what is put, replaced, changed and dropped', () => {
  const ltm = filled(4200)
  const random = createRandom(3)
  const key = unitKey(random)
  found(ltm, key, query)
  for (let number = 4200; number < 5400; number++) {
    ltm.put(traceOf(number, random))
    const other = `m${random.integer(number)}`
    if (number % 3 === 0) ltm.drop(other)
    else if (number % 3 === 1) ltm.update(other, { strength: random.next(), tick: 300, suppressed: random.next() < 0.5, supersededBy: 'm1' })
    else if (ltm.get(other)) ltm.put({ ...traceOf(number, random), id: other })
  }
  for (const hidden of [false, true]) {
    const asked = { ...query, hidden }
    expect(found(ltm, key, asked)).toEqual(plainBest(ltm, key, asked))
  }
  const reloaded = LongTermMemory.unpack(structuredClone(ltm.pack()), dim)
  expect(found(reloaded, key, query)).toEqual(found(ltm, key, query))
  expect([...reloaded.entries()].map(({ id }) => reloaded.get(id)!.key)).toEqual([...ltm.entries()].map(({ id }) => ltm.get(id)!.key))
})

it('keeps nothing of a dropped trace', () => {
  const ltm = filled(4200)
  const key = unitKey(createRandom(4))
  ltm.put({ ...traceOf(9, createRandom(5)), id: 'gone', key, strength: 1, suppressed: false })
  expect(found(ltm, key, query)).toContain('gone')
  const slot = ltm.slotOf('gone')!
  ltm.drop('gone')
  expect(found(ltm, key, query)).not.toContain('gone')
  expect(new Set(ltm.pack().keys.subarray(slot * dim, (slot + 1) * dim))).toEqual(new Set([0]))
  expect(ltm.cosineAt(slot, key)).toBe(0)
})

it('tells how many candidates are enough, again once it has grown', () => {
  const ltm = filled(4200)
  expect(ltm.tuning).toBeUndefined()
  const measured = ltm.measure({ ...query, k: 20 }, config)!
  const { candidates, recall, size, k } = measured
  expect({ size, k }).toEqual({ size: 4200, k: 20 })
  expect(recall).toBeGreaterThanOrEqual(0.99)
  expect(candidates).toBeLessThan(4200)
  expect(ltm.tuning).toBeUndefined()
  ltm.tune(measured)
  expect(ltm.tuning).toEqual(measured)
  expect(LongTermMemory.unpack(ltm.pack(), dim).tuning).toEqual(measured)
  const random = createRandom(6)
  for (let number = 4200; number < 5200; number++) ltm.put(traceOf(number, random))
  expect(ltm.measure({ ...query, k: 20 }, config)).toBeUndefined()
  for (let number = 5200; number < 5300; number++) ltm.put(traceOf(number, random))
  expect(ltm.measure({ ...query, k: 20 }, config)!.size).toBe(5300)
})

it('reads every key of a small memory', () => {
  const ltm = filled(100)
  expect(ltm.measure(query, config)).toBeUndefined()
  expect(found(ltm, unitKey(createRandom(1)), query)).toEqual([])
  expect(ltm.keys(config)!.length).toBeGreaterThanOrEqual(100 * dim)
})

it('reads every key where the store refuses one, and has lost none', () => {
  const ltm = filled(4200)
  const key = unitKey(createRandom(9))
  const best = found(ltm, key, query)
  expect(best).toHaveLength(10)
  const before = [...ltm.entries()].map(({ id }) => ltm.cosine(id, key))
  ltm.put({ ...traceOf(100, createRandom(1)), key: key.map(value => value * 2) })
  before[100] = 2
  expect(ltm.keys(config)!.length).toBe(4200 * dim)
  expect(found(ltm, key, query)).toEqual([])
  ;[...ltm.entries()].forEach(({ id }, slot) => expect(ltm.cosine(id, key)).toBeCloseTo(before[slot]!, 5))
  expect(ltm.put(traceOf(4200, createRandom(2)))).toBe(4200)
  expect(new LongScan(key, ltm, config).best({ ...query, k: 1 }, () => true)).toEqual([100])
})

it('goes on searching where a key is a little longer than 1, as eight bits make it', () => {
  const ltm = filled(4200)
  const key = unitKey(createRandom(9))
  ltm.put({ ...traceOf(4200, createRandom(1)), key: key.map(value => value * 1.005), strength: 1, tick: 300, suppressed: false })
  expect(found(ltm, key, query)[0]).toBe('m4200')
})

it('goes without the strength where each trace fades in its own way', () => {
  const ltm = filled(4200)
  const key = unitKey(createRandom(7))
  const spaced = resolveConfig({ decay: { model: 'fsrs' } })
  const slots = [...ltm.search(key, { ...query, least: 1 }, spaced).slots]
  expect(slots.map(slot => ltm.idAt(slot))).toEqual(plainBest(ltm, key, { ...query, gamma: 0 }))
})

it('scans a large memory for what is wanted, until there is enough', () => {
  const ltm = filled(5000)
  const key = unitKey(createRandom(8))
  const scan = new LongScan(key, ltm, config)
  const few = scan.best({ ...query, hidden: true, k: 16 }, rare)
  expect(few.length).toBeGreaterThanOrEqual(8)
  const all = plainBest(ltm, key, { ...query, hidden: true, k: 5000 }).filter(id => rare(ltm.slotOf(id)!))
  expect(few.map(slot => ltm.idAt(slot))).toEqual(all.slice(0, few.length))
  expect(scan.best({ ...query, hidden: true, k: 40 }, rare).map(slot => ltm.idAt(slot))).toEqual(all)
  expect(scan.best({ ...query, hidden: true, k: 16 }, () => true).map(slot => ltm.idAt(slot))).toEqual(plainBest(ltm, key, { ...query, hidden: true, k: 16 }))
  expect(scan.pinned(8).map(slot => ltm.idAt(slot))).toEqual(plainBest(ltm, key, { ...query, gamma: 0, hidden: true, pinned: true, k: 8 }))
  expect(scan.pinned(600)).toEqual(ltm.pinnedSlots())
})

it('knows the slots of a loaded memory, of reused and freed ones too', () => {
  const random = createRandom(8)
  const ltm = filled(300)
  for (let number = 0; number < 300; number += 3) ltm.drop(`m${number}`)
  for (let number = 300; number < 360; number++) ltm.put(traceOf(number, random))
  const loaded = LongTermMemory.unpack(ltm.pack(), dim)
  for (let number = 359; number >= 0; number--) expect(loaded.slotOf(`m${number}`)).toBe(ltm.slotOf(`m${number}`))
  expect(loaded.slotOf('m999')).toBeUndefined()
  const other = LongTermMemory.unpack(ltm.pack(), dim)
  expect(other.drop('m301')!.id).toBe('m301')
  expect(other.slotOf('m301')).toBeUndefined()
  expect(other.put(traceOf(400, random))).toBe(ltm.slotOf('m301'))
  expect(other.slotOf('m302')).toBe(ltm.slotOf('m302'))
})
