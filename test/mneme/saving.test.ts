// State is data: equal calls give equal bytes, and what is loaded answers as what was saved.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answers, play, someCalls } from './calls.ts'
import { HandClock, freshPath, keepEverything, openMemory, reviveMemory, statements } from './memory.ts'

const config = { stm: { capacity: 4 }, ltm: { capacity: 12 }, retentionDays: 200 }
const runs = { seed: 20260105, numRuns: 40 }

describe('bytes', () => {
  test('are equal for the same seed, clock and calls', async () => {
    await fc.assert(
      fc.asyncProperty(someCalls(20), async calls => {
        const bytes: Uint8Array[] = []
        for (let time = 0; time < 2; time++) {
          const clock = new HandClock()
          const memory = await openMemory(clock, { config, seed: 7 })
          await play(memory, clock, calls)
          bytes.push(memory.toBytes())
          await memory.close()
        }
        expect(bytes[0]).toEqual(bytes[1])
      }),
      runs,
    )
  }, 60_000)

  test('are the same again when they are loaded', async () => {
    await fc.assert(
      fc.asyncProperty(someCalls(20), async calls => {
        const clock = new HandClock()
        const memory = await openMemory(clock, { config })
        await play(memory, clock, calls)
        const bytes = memory.toBytes()
        const loaded = await reviveMemory(bytes, clock)
        expect(loaded.toBytes()).toEqual(bytes)
        await loaded.close()
        await memory.close()
      }),
      runs,
    )
  }, 60_000)
})

describe('a loaded memory', () => {
  test('gives every answer as before, through bytes and through a file with or without a save', async () => {
    await fc.assert(
      fc.asyncProperty(someCalls(20), fc.boolean(), async (calls, saved) => {
        const clock = new HandClock()
        const path = freshPath()
        const memory = await openMemory(clock, { path, config })
        await play(memory, clock, calls)
        const before = await answers(memory)
        const revived = await reviveMemory(memory.toBytes(), clock)
        expect(await answers(revived)).toEqual(before)
        if (saved) await memory.save()
        await memory.close()
        await revived.close()
        // The config is the file's own: it need not be passed again.
        const reopened = await openMemory(clock, { path })
        expect(await answers(reopened)).toEqual(before)
        await reopened.close()
      }),
      runs,
    )
  }, 60_000)

  test('goes on as the one that was never closed', async () => {
    await fc.assert(
      fc.asyncProperty(someCalls(12), someCalls(8), async (first, second) => {
        const clock = new HandClock()
        const memory = await openMemory(clock, { config })
        await play(memory, clock, first)
        // What process showed last is no part of the state: a message without words shows nothing.
        await memory.process('?!')
        const other = new HandClock()
        other.now = clock.now
        const loaded = await reviveMemory(memory.toBytes(), other)
        await play(memory, clock, second)
        await play(loaded, other, second)
        expect(await answers(loaded)).toEqual(await answers(memory))
        await loaded.close()
        await memory.close()
      }),
      runs,
    )
  }, 60_000)

  test('at a path is written there, and not over another memory', async () => {
    const clock = new HandClock()
    const memory = await openMemory(clock, { config: keepEverything })
    await memory.observe(statements[0]!)
    const path = freshPath()
    const copy = await reviveMemory(memory.toBytes(), clock, { path })
    await copy.close()
    const opened = await openMemory(clock, { path })
    expect(opened.list().map(({ text }) => text)).toEqual([statements[0]])
    await opened.close()
    await expect(reviveMemory(memory.toBytes(), clock, { path })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
  })

  test('takes new settings on top of its own', async () => {
    const clock = new HandClock()
    const memory = await openMemory(clock, {
      config: { ...keepEverything, halfLifeDays: { episodic: 7, semantic: 7, preference: 7, procedural: 7, mood: 7 } },
    })
    await memory.remember(statements[0]!)
    clock.advance(7)
    expect(memory.get('m1')!.strength).toBeCloseTo(0.5, 10)
    const loaded = await reviveMemory(memory.toBytes(), clock, { config: { decay: { enabled: false } } })
    expect(loaded.get('m1')!.strength).toBe(1)
  })
})

describe('calls that nobody awaited', () => {
  test('run in order', async () => {
    const clock = new HandClock()
    const memory = await openMemory(clock, { path: freshPath(), config: keepEverything })
    const calls = [
      ...statements.map((text, index) => memory.observe({ text, id: `said-${index}` })),
      memory.suppress('said-1'),
      memory.restore('said-1'),
      memory.forget('said-2'),
      memory.tick(3),
      memory.endSession(),
      memory.observe({ text: 'The last word', id: 'last' }),
    ]
    const found = memory.recall('last word', { k: 1 })
    await Promise.all(calls)
    expect((await found)[0]).toMatchObject({ text: 'The last word' })
    expect(
      memory
        .list()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['m1', 'm2', 'm4', 'm5', 'm6', 'm7', 'm8', 'm9'])
    expect(memory.stats()).toMatchObject({ tick: 3, session: 2, turns: 8 })
  })

  test('a call that fails does not stop the next', async () => {
    const memory = await openMemory(new HandClock(), { config: keepEverything })
    const outcomes = await Promise.allSettled([
      memory.observe(statements[0]!),
      memory.forget('nothing'),
      memory.observe(statements[1]!),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(memory.stats().turns).toBe(2)
  })

  test('close waits for them', async () => {
    const path = freshPath()
    const clock = new HandClock()
    const memory = await openMemory(clock, { path, config: keepEverything })
    const observed = memory.observeMany(statements.map(text => ({ text })))
    await memory.close()
    await observed
    const reopened = await openMemory(clock, { path })
    expect(reopened.stats().turns).toBe(statements.length)
  })
})
