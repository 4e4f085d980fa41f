// Sleep: what it reports, and that sleeping twice is sleeping once.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { play, someCalls } from './calls.ts'
import {
  HandClock, alwaysShortTerm, freshPath, keepEverything, meaningAlone, openMemory, planeEncoder, statements,
} from './memory.ts'
import { treeBeyondSession } from './tree.ts'

describe('sleep', () => {
  test('twice is sleep once: all but the number of the session is equal', async () => {
    await fc.assert(
      fc.asyncProperty(someCalls(25), async calls => {
        const clock = new HandClock()
        const memory = await openMemory(clock, { config: { stm: { capacity: 4 }, ltm: { capacity: 12 }, retentionDays: 200 } })
        await play(memory, clock, calls)
        await memory.endSession()
        const once = await treeBeyondSession(memory.toBytes())
        await memory.endSession()
        expect(await treeBeyondSession(memory.toBytes())).toEqual(once)
        await memory.close()
      }),
      { seed: 20260105, numRuns: 60 },
    )
  }, 60_000)

  test('twice is sleep once where long-term memory was full of what fades', async () => {
    const clock = new HandClock()
    const config = { ltm: { capacity: 2 }, halfLifeDays: { episodic: 1, semantic: 1, preference: 1, procedural: 1, mood: 1 } }
    const memory = await openMemory(clock, { config, policy: await alwaysShortTerm() })
    await memory.remember(statements[0]!)
    await memory.remember(statements[1]!)
    clock.advance(10)
    await memory.observe('hm the bus was late again')
    await memory.recall('bus', { reinforce: true })
    await memory.endSession()
    const once = await treeBeyondSession(memory.toBytes())
    await memory.endSession()
    expect(await treeBeyondSession(memory.toBytes())).toEqual(once)
  })

  test.each([
    [0.72, 2],
    [0.68, 0],
  ])('finds in two short-term traces at a cosine of %f %i patterns, once', async (cosine, patterns) => {
    const encoder = planeEncoder({ 'The bus was late': 1, 'No train came': cosine })
    // Long-term memory is full, so that they stay in short-term memory.
    const config = { ...meaningAlone, ltm: { capacity: 1 } }
    const memory = await openMemory(new HandClock(), { config, encoder, policy: await alwaysShortTerm() })
    await memory.remember(statements[0]!)
    await memory.observe({ text: 'The bus was late', session: 'Monday' })
    await memory.observe({ text: 'No train came', session: 'Tuesday' })
    const before = memory.get('m2')!.strength
    expect(await memory.endSession()).toMatchObject({ archive: { counts: { replayed: 2, recurring: patterns, archived: 0 } } })
    const once = patterns > 0 ? before + 0.3 * (1 - before) : before
    expect(memory.get('m2')!.strength).toBeCloseTo(once, 10)
    expect(await memory.endSession()).toMatchObject({ archive: { counts: { recurring: 0, archived: 0 } } })
    expect(memory.get('m2')!.strength).toBeCloseTo(once, 10)
    expect(memory.stats()).toMatchObject({ stm: 2, ltm: 1 })
  })

  test('promotes as many as long-term memory has room for', async () => {
    const memory = await openMemory(new HandClock(), { config: { ltm: { capacity: 3 } }, policy: await alwaysShortTerm() })
    await memory.remember(statements[0]!)
    for (const text of statements.slice(1, 6)) {
      await memory.observe(text)
      await memory.recall(text, { k: 1, reinforce: true })
    }
    expect(await memory.endSession()).toMatchObject({ archive: { counts: { archived: 2 } }, prune: { counts: { expired: 0 } } })
    expect(memory.stats()).toMatchObject({ stm: 3, ltm: 3 })
  })

  test('leaves a suppressed trace out of a merge', async () => {
    const memory = await openMemory(new HandClock(), { config: keepEverything })
    await memory.observe(statements[0]!)
    await memory.suppress('m1')
    await memory.observe(statements[0]!)
    expect(await memory.endSession()).toMatchObject({ archive: { counts: { merged: 0 } } })
    expect(memory.list({ status: 'suppressed' })).toMatchObject([{ id: 'm1', sourceIds: ['t1'] }])
    expect(memory.list({ status: 'current' })).toMatchObject([{ id: 'm2', sourceIds: ['t2'] }])
  })

  test('starts the next session and reports every phase', async () => {
    const memory = await openMemory(new HandClock(), { config: keepEverything })
    await memory.observeMany(statements.map(text => ({ text })))
    expect(memory.stats().session).toBe(1)
    expect(await memory.endSession()).toEqual({
      scan: { counts: { turns: 8, traces: 8 }, examples: statements.slice(0, 3), ms: 0 },
      score: { counts: { scored: 0, archivable: 0 }, examples: [], ms: 0 },
      extract: { counts: { statements: 0, rejected: 0, facts: 7, people: 3, links: 3, members: 28 }, examples: ['ana', 'bruno', 'marek'], ms: 0 },
      archive: { counts: { replayed: 0, recurring: 0, merged: 0, archived: 0 }, examples: [], ms: 0 },
      patterns: { counts: { topics: 0, formed: 0, procedures: 0, instructions: 0 }, examples: [], ms: 0 },
      prune: { counts: { stale: 0, faded: 0, expired: 0, erased: 0 }, examples: [], ms: 0 },
      cost: { llmCalls: 0, tokens: 0, ms: 0 },
    })
    expect(memory.stats().session).toBe(2)
  })

  test('promotes what recurs in several sessions', async () => {
    const clock = new HandClock()
    const memory = await openMemory(clock, { policy: await alwaysShortTerm() })
    for (const text of ['hm the bus was late again', 'ugh, the bus came late once more', 'late again, that bus of mine']) {
      await memory.observe(text)
      await memory.endSession()
      clock.advance(1)
    }
    expect(memory.stats().ltm).toBeGreaterThan(0)
    expect(memory.list()[0]!.strength).toBeGreaterThan(0)
  })

  test('writes the snapshot, so that the journal starts anew', async () => {
    const clock = new HandClock()
    const path = freshPath()
    const memory = await openMemory(clock, { path, config: keepEverything })
    await memory.observeMany(statements.map(text => ({ text })))
    await memory.endSession()
    await memory.close()
    const reopened = await openMemory(clock, { path })
    expect(reopened.stats()).toMatchObject({ session: 2, turns: statements.length })
  })
})
