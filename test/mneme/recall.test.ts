// Recall: filters, statuses, passages, and that looking changes nothing.
import { describe, expect, test } from 'vitest'
import { HandClock, dayMs, keepEverything, openMemory, start, statements } from './memory.ts'

describe('reading', () => {
  test('does not write', async () => {
    const clock = new HandClock()
    const memory = await openMemory(clock, { config: keepEverything })
    await memory.observeMany(statements.map(text => ({ text })))
    clock.advance(3)
    const before = memory.toBytes()
    await memory.process('What should I cook for Ana?')
    await memory.recall('peanuts', { k: 50, include: ['dormant', 'suppressed', 'superseded'] })
    memory.get('m1')
    memory.list()
    memory.stats()
    memory.explain('m1')
    expect(memory.toBytes()).toEqual(before)
  })

  test('reinforces where it is asked to', async () => {
    const clock = new HandClock()
    const memory = await openMemory(clock, { config: { ...keepEverything, ltm: { reinforcement: 0.5 } } })
    await memory.observeMany(statements.map(text => ({ text })))
    clock.advance(200)
    const before = memory.get('m2')!
    const [hit] = await memory.recall('peanuts', { k: 1, reinforce: true })
    expect(hit).toMatchObject({ id: 'm2', strength: before.strength })
    expect(memory.get('m2')).toMatchObject({ uses: 1 })
    expect(memory.get('m2')!.strength).toBeCloseTo(before.strength + 0.5 * (1 - before.strength), 10)
    expect(memory.get('m1')).toMatchObject({ uses: 0 })
  })
})

describe('filters', () => {
  const many = Array.from({ length: 300 }, (_, index) => ({ text: `We drove past lake number ${index} with the old van`, at: start + index }))

  test('look for their kind in all of memory, not among the best of all kinds', async () => {
    const memory = await openMemory(new HandClock(), { config: keepEverything })
    await memory.observe('I prefer lakes without a campsite')
    const wanted = memory.list()[0]!.kind
    await memory.observeMany(many.map(({ text }) => ({ text })))
    const others = memory.list({ limit: 1000 }).filter(({ kind, text }) => kind === wanted && text.startsWith('We drove'))
    expect(others).toEqual([])
    const hits = await memory.recall('lake with the old van', { kinds: [wanted], k: 5 })
    expect(hits.map(({ text }) => text)).toEqual(['I prefer lakes without a campsite'])
  })

  test('look before their moment in all of memory', async () => {
    const clock = new HandClock()
    const memory = await openMemory(clock, { config: { ...keepEverything, lexical: { enabled: false } } })
    await memory.observe('My van has a broken window')
    clock.advance(1)
    await memory.observeMany(many.map(({ text }) => ({ text })))
    const hits = await memory.recall('lake with the old van', { asOf: start + 1, k: 5 })
    expect(hits.map(({ text }) => text)).toEqual(['My van has a broken window'])
  })

  test('leave dormant traces out before they take a place', async () => {
    const clock = new HandClock()
    const memory = await openMemory(clock, { config: { ...keepEverything, searchUnstored: false, halfLifeDays: { episodic: 1 } } })
    await memory.observeMany(many.map(({ text }) => ({ text })))
    clock.advance(20)
    await memory.remember('I sold the van')
    const hits = await memory.recall('We drove past lake number 7 with the old van', { k: 5 })
    expect(hits.map(({ text }) => text)).toContain('I sold the van')
  })
})

function reportOn(topic: string): string {
  return Array.from(
    { length: 10 },
    (_, index) => `Part ${index} of the report deals with ${topic} and its costs over the year.`,
  ).join(' ')
}

describe('recall', () => {
  test('gives at most k hits, best first, each with parts that sum to its score', async () => {
    const memory = await openMemory(new HandClock(), { config: keepEverything })
    await memory.observeMany(statements.map(text => ({ text })))
    for (const k of [1, 3, 8]) {
      const hits = await memory.recall('Ana', { k })
      expect(hits).toHaveLength(k)
      expect(hits.map(({ score }) => score)).toEqual(hits.map(({ score }) => score).sort((a, b) => b - a))
      for (const { score, parts } of hits) {
        expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBeCloseTo(score, 10)
      }
    }
    expect(await memory.recall('Ana', { k: 0 })).toEqual([])
  })

  test('kinds keeps to kinds', async () => {
    const memory = await openMemory(new HandClock(), { config: keepEverything })
    await memory.observeMany(
      [...statements, 'I prefer tea to coffee', 'Always run the tests before a commit'].map(text => ({ text })),
    )
    const all = await memory.recall('what do you know', { k: 20 })
    const found = [...new Set(all.map(({ kind }) => kind))]
    expect(found.length).toBeGreaterThan(1)
    for (const kind of found) {
      const some = await memory.recall('what do you know', { k: 20, kinds: [kind] })
      expect(some.map(({ id }) => id).sort()).toEqual(
        all
          .filter(hit => hit.kind === kind)
          .map(({ id }) => id)
          .sort(),
      )
    }
  })

  test.each([
    ['hears', 60, 'walk'],
    ['does not hear', 61, 'walk'],
    ['does not hear', 1, 'trip'],
  ])('of a turn on a walk %s the turn %i min later on the %s', async (hears, minutes, session) => {
    const heard = hears === 'hears'
    const clock = new HandClock()
    const memory = await openMemory(clock, { config: keepEverything })
    await memory.observe({ text: 'Guess what I do on Thursdays', session: 'walk' })
    clock.advance(minutes / 1440)
    await memory.observe({ text: statements[5]!, session })
    const hits = await memory.recall('cello in an orchestra')
    const { parts } = hits.find(({ id }) => id === 'm1')!
    expect(parts.neighbours > 0).toBe(heard)
    expect(parts.lexical > 0).toBe(heard)
  })

  test('ranks a turn without a trace as a trace of half its strength', async () => {
    const memory = await openMemory(new HandClock())
    const { decisions } = await memory.observe('haha lol zebra')
    const [hit] = await memory.recall('zebra')
    expect(hit!.parts.strength).toBeCloseTo(0.6 * Math.log(decisions[0]!.strength / 2), 10)
  })

  test('asOf sees nothing that was said later', async () => {
    const clock = new HandClock()
    const memory = await openMemory(clock, { config: keepEverything })
    await memory.observe('Ana lives in Porto')
    clock.advance(10)
    await memory.observe('Ana lives in Lisbon')
    const where = 'Where does Ana live?'
    const then = await memory.recall(where, { asOf: new Date(start + 5 * dayMs) })
    expect(then.map(({ text }) => text)).toEqual(['Ana lives in Porto'])
    const now = await memory.recall(where, { asOf: start + 10 * dayMs })
    expect(now.map(({ text }) => text)).toEqual(['Ana lives in Lisbon'])
    expect(await memory.recall(where, { asOf: start - 1 })).toEqual([])
  })

  test('asOf leaves the later sources of a repeated trace out, and those alone', async () => {
    const clock = new HandClock()
    const memory = await openMemory(clock, { config: { retentionDays: 3 } })
    for (const id of ['first', 'second', 'third']) {
      await memory.observe({ text: 'My sister Ana is severely allergic to peanuts', id })
      clock.advance(10)
    }
    await memory.endSession()
    expect(memory.get('m1')).toMatchObject({ repeats: 2, removedSourceIds: ['first', 'second', 'third'] })
    const [now] = await memory.recall('peanuts')
    expect(now!.sourceIds).toEqual(['first', 'second', 'third'])
    const [then] = await memory.recall('peanuts', { asOf: start + 10 * dayMs })
    expect(then).toEqual({ ...now, sourceIds: ['first', 'second'] })
  })

  test('a detail in the middle of 300 words is found, and the turn is one hit', async () => {
    const memory = await openMemory(new HandClock(), { config: keepEverything })
    await memory.observeMany(statements.map(text => ({ text })))
    const text = `${reportOn('roofs')} The spare key of the boathouse hangs behind the blue barrel. ${reportOn('gardens')}`
    expect(text.split(' ').length).toBeGreaterThan(250)
    await memory.observe({ text, id: 'report' })
    const hits = await memory.recall('Where is the spare key of the boathouse?', { k: 10 })
    expect(hits[0]!.text).toContain('behind the blue barrel')
    expect(hits[0]!.text.length).toBeLessThan(text.length / 2)
    expect(text).toContain(hits[0]!.text)
    expect(hits.filter(({ sourceIds }) => sourceIds.includes('report'))).toHaveLength(1)
  })

  test('turns whose passages were merged are one hit', async () => {
    const memory = await openMemory(new HandClock(), { config: keepEverything })
    const text = `${reportOn('roofs')} ${reportOn('gardens')}`
    // The kind of the first is another, for it is no repetition: only the others merge.
    await memory.observeMany(['first', 'second', 'third'].map(id => ({ text, id })))
    await memory.endSession()
    const merged = memory.list().filter(({ sourceIds }) => sourceIds.join() === 'second,third')
    expect(merged.length).toBeGreaterThan(1)
    const hits = await memory.recall('What does the report say about costs?', { k: 20 })
    expect(hits.map(({ sourceIds }) => sourceIds.join()).sort()).toEqual(['first', 'second,third'])
  })

  test('turns without a trace are found by their words, unless they are out of reach', async () => {
    const inReach = await openMemory(new HandClock())
    const outOfReach = await openMemory(new HandClock(), { config: { searchUnstored: false } })
    for (const memory of [inReach, outOfReach]) {
      const { decisions } = await memory.observe({ text: 'haha lol zebra', id: 'small' })
      expect(decisions[0]!.action).toBe('ignore')
    }
    expect(await inReach.recall('zebra')).toMatchObject([{ id: 'small', status: 'unstored', strength: 0, sourceIds: ['small'] }])
    expect(await outOfReach.recall('zebra')).toEqual([])
    expect((await outOfReach.process('What about the zebra?')).memories).toEqual([])
    expect((await inReach.process('What about the zebra?')).memories).toHaveLength(1)
  })

  test('an aborted signal stops it, and changes nothing', async () => {
    const memory = await openMemory(new HandClock(), { config: keepEverything })
    await memory.observe(statements[0]!)
    const before = memory.toBytes()
    const reason = new Error('enough')
    for (const call of [
      memory.recall('Ana', { signal: AbortSignal.abort(reason) }),
      memory.process('Ana', { signal: AbortSignal.abort(reason) }),
    ]) {
      await expect(call).rejects.toMatchObject({ name: 'MnemeError', code: 'ABORTED', cause: reason })
    }
    expect(memory.toBytes()).toEqual(before)
    expect(await memory.recall('Ana', { signal: new AbortController().signal })).toHaveLength(1)
  })
})
