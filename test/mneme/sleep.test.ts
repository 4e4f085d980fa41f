// Sleep: what it reports, and that sleeping twice is sleeping once.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { play, someCalls } from './calls.ts'
import { HandClock, alwaysShortTerm, freshPath, keepEverything, openMemory, statements } from './memory.ts'
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

  test('starts the next session and reports every phase', async () => {
    const memory = await openMemory(new HandClock(), { config: keepEverything })
    await memory.observeMany(statements.map(text => ({ text })))
    expect(memory.stats().session).toBe(1)
    expect(await memory.endSession()).toEqual({
      replay: { replayed: 0, patterns: 0 },
      promote: { promoted: 0, dropped: 0 },
      merge: { merged: 0 },
      prune: { pruned: 0, erased: 0 },
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
