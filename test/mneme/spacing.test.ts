// A memory that forgets by FSRS-6: what spaced use buys, and that it survives saving, the journal and a change of model.
import { describe, expect, test } from 'vitest'
import type { Mneme, PartialConfig } from 'mneme'
import { HandClock, freshPath, keepEverything, openMemory, reviveMemory, start } from './memory.ts'

const config: PartialConfig = { ...keepEverything, retentionDays: null, halfLifeDays: { semantic: 10, episodic: 10, preference: 10 }, decay: { model: 'fsrs' } }
const statement = 'My sister Ana is allergic to peanuts.'

const use = (memory: Mneme): Promise<unknown> => memory.recall('Who is allergic to peanuts?', { k: 1, reinforce: true, include: ['dormant'] })

/** A memory in which one statement was used at some days. */
async function used(days: readonly number[], clock: HandClock, more: { path?: string } = {}): Promise<Mneme> {
  const memory = await openMemory(clock, { config, ...more })
  await memory.remember(statement)
  for (const day of days) {
    clock.now = start + day * 86_400_000
    await use(memory)
  }
  return memory
}

/** Strength a number of days after the start. */
function strengthOn(memory: Mneme, day: number, clock: HandClock): number {
  clock.now = start + day * 86_400_000
  return memory.get('m1')!.strength
}

describe('forgetting by FSRS-6', () => {
  test('halves what nobody comes back to after the half-life, and slower from then on', async () => {
    const clock = new HandClock()
    const memory = await used([], clock)
    expect(strengthOn(memory, 10, clock)).toBeCloseTo(0.5, 10)
    expect(strengthOn(memory, 20, clock)).toBeGreaterThan(0.44)
    const tickingClock = new HandClock()
    const ticking = await used([], tickingClock)
    await ticking.tick(10)
    expect(ticking.get('m1')!.strength).toBeCloseTo(0.5, 10)
  })

  test('tells spaced uses from massed ones', async () => {
    const [clockA, clockB] = [new HandClock(), new HandClock()]
    const spaced = await used([6, 12, 18, 24, 30], clockA)
    const massed = await used([30, 30.01, 30.02, 30.03, 30.04], clockB)
    expect(strengthOn(spaced, 200, clockA)).toBeGreaterThan(strengthOn(massed, 200, clockB) + 0.02)
  })

  test('comes back from bytes, from a file and from its journal', async () => {
    const clock = new HandClock()
    const path = freshPath()
    const memory = await used([5, 40], clock, { path })
    const expected = strengthOn(memory, 100, clock)
    const bytes = memory.toBytes()
    expect((await reviveMemory(bytes, clock)).get('m1')!.strength).toBe(expected)
    expect((await reviveMemory(bytes, clock)).toBytes()).toEqual(bytes)
    await memory.close()
    const opened = await openMemory(clock, { path })
    expect(opened.get('m1')!.strength).toBe(expected)
    await opened.save()
    await opened.close()
    expect((await openMemory(clock, { path })).get('m1')!.strength).toBe(expected)
  })

  test('takes over a memory that faded exponentially, and gives it back', async () => {
    const clock = new HandClock()
    const path = freshPath()
    const exponential = await openMemory(clock, { path, config: { ...config, decay: { model: 'exponential' } } })
    await exponential.remember(statement)
    await exponential.close()
    const fsrs = await openMemory(clock, { path, config })
    expect(strengthOn(fsrs, 20, clock)).toBeGreaterThan(0.44)
    await use(fsrs)
    const after = fsrs.get('m1')!.strength
    expect(after).toBe(1)
    await fsrs.close()
    const back = await openMemory(clock, { path, config: { ...config, decay: { model: 'exponential' } } })
    expect(strengthOn(back, 30, clock)).toBeCloseTo(after / 2, 10)
  })

  test('a bad outcome weakens, and makes it fade faster', async () => {
    const clock = new HandClock()
    const memory = await used([5, 40], clock)
    await memory.process('Who is allergic to peanuts?')
    const before = strengthOn(memory, 60, clock)
    await memory.feedback(-1)
    const after = memory.get('m1')!.strength
    expect(after).toBeLessThan(before)
    expect(strengthOn(memory, 90, clock) / after).toBeLessThan(0.95)
  })

  test('forgets the trace with all that reviews made of it', async () => {
    const clock = new HandClock()
    const memory = await used([5, 40], clock)
    await memory.forget('m1')
    await memory.remember('Bo plays the cello.')
    const [own] = memory.list()
    clock.advance(10)
    expect(memory.get(own!.id)!.strength).toBeCloseTo(0.5, 10)
    expect(memory.explain(own!.id)).toMatchObject({ now: expect.stringContaining('half-life of 10 days') })
  })
})
