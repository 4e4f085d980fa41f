// Memory time and strength: use, reward, decay in closed form, dormancy.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Mneme, PartialConfig } from 'mneme'
import { HandClock, dayMs, keepEverything, openMemory, start, statements } from './memory.ts'

const halfLife = { episodic: 10, semantic: 10, preference: 10, procedural: 10, mood: 10 }
const config = { ...keepEverything, halfLifeDays: halfLife, retentionDays: null }

async function one(clock: HandClock, more: PartialConfig = {}): Promise<Mneme> {
  const memory = await openMemory(clock, { config: { ...config, ...more } })
  await memory.remember('My sister Ana is vegetarian')
  return memory
}

const strength = (memory: Mneme, id = 'm1'): number => memory.get(id)!.strength

describe('decay', () => {
  test('follows 2^(-days / half-life) at every moment', async () => {
    const clock = new HandClock()
    const memory = await one(clock)
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0, max: 400, noNaN: true }), async days => {
        clock.now = start + days * dayMs
        expect(strength(memory)).toBeCloseTo(2 ** (-days / 10), 9)
      }),
      { seed: 1, numRuns: 50 },
    )
  })

  test.each([
    ['tick(n)', 0, 25],
    ['the clock', 25, 0],
    ['both', 10, 15],
  ])('%s moves memory time the same', async (_, days, ticks) => {
    const clock = new HandClock()
    const memory = await one(clock)
    clock.advance(days)
    if (ticks > 0) await memory.tick(ticks)
    expect(memory.stats().tick).toBeCloseTo(25, 10)
    expect(strength(memory)).toBeCloseTo(2 ** -2.5, 10)
  })

  test('ticks may be of any length', async () => {
    const clock = new HandClock()
    const memory = await one(clock, { tickMs: 3_600_000 })
    await memory.tick()
    expect(memory.stats().tick).toBe(1)
    expect(strength(memory)).toBeCloseTo(2 ** (-1 / 240), 10)
    await memory.tick(239)
    expect(strength(memory)).toBeCloseTo(0.5, 10)
  })

  test('can be switched off', async () => {
    const clock = new HandClock()
    const memory = await one(clock, { decay: { enabled: false } })
    clock.advance(1000)
    expect(strength(memory)).toBe(1)
  })

  test('a turn that is told late has been fading since it was said', async () => {
    const clock = new HandClock()
    const memory = await openMemory(clock, { config })
    await memory.observe({ text: statements[0]!, at: start - 20 * dayMs })
    const { importance } = memory.get('m1')!
    expect(strength(memory)).toBeCloseTo(importance / 4, 10)
  })
})

describe('memory time', () => {
  test('never goes back, whatever the clock does', async () => {
    const clock = new HandClock()
    const memory = await one(clock)
    clock.advance(10)
    await memory.observe(statements[2]!)
    expect(memory.stats().tick).toBe(10)
    clock.advance(-9)
    expect(memory.stats().tick).toBe(10)
    expect(strength(memory)).toBeCloseTo(0.5, 10)
    clock.advance(10)
    expect(memory.stats().tick).toBe(11)
  })

  test.each<[string, (memory: Mneme) => Promise<unknown>]>([
    ['tick', memory => memory.tick(0)],
    ['sleep', memory => memory.endSession()],
    ['remember', memory => memory.remember(statements[3]!)],
    ['feedback', memory => memory.feedback(1)],
    ['use', memory => memory.recall('Ana', { reinforce: true })],
  ])('%s settles it', async (_, call) => {
    const clock = new HandClock()
    const memory = await one(clock)
    await memory.process('Ana')
    clock.advance(10)
    await call(memory)
    const then = strength(memory)
    clock.advance(-10)
    expect(memory.stats().tick).toBe(10)
    expect(strength(memory)).toBeCloseTo(then, 10)
  })
})

async function unstored(pass: (memory: Mneme, clock: HandClock) => Promise<void> | void): Promise<number> {
  const clock = new HandClock()
  const memory = await openMemory(clock)
  await memory.observe('haha the lighthouse lol')
  await pass(memory, clock)
  const [hit] = await memory.recall('lighthouse')
  return hit!.status === 'unstored' ? hit!.parts.strength : NaN
}

describe('a turn', () => {
  test('that is said while the clock is behind is as fresh as any', async () => {
    const clock = new HandClock()
    const memory = await one(clock)
    clock.advance(400)
    await memory.observe(statements[2]!)
    clock.advance(-400)
    const { traceId } = await memory.remember('I play chess on Sundays')
    expect(strength(memory, traceId)).toBe(1)
  })

  test('without a trace fades by tick as it does by the clock', async () => {
    const fresh = await unstored(() => undefined)
    const ticked = await unstored(memory => memory.tick(300))
    expect(ticked).toBeLessThan(fresh)
    expect(ticked).toBeCloseTo(await unstored((_, clock) => clock.advance(300)), 10)
  })

  test('that does not fade says so', async () => {
    const memory = await openMemory(new HandClock(), { config: { ...config, decay: { enabled: false } } })
    await memory.remember(statements[0]!)
    expect(memory.explain('m1')).toMatchObject({ now: expect.stringContaining('does not fade') })
    expect(memory.explain('m1').dormantInDays).toBeUndefined()
  })
})

describe('use', () => {
  test('of what was in the context strengthens it at the next observe, by its share of the best', async () => {
    const clock = new HandClock()
    const memory = await openMemory(clock, { config })
    await memory.observeMany(statements.map(text => ({ text })))
    clock.advance(5)
    const before = new Map(memory.list().map(trace => [trace.id, trace.strength]))
    const { memories } = await memory.process('What should I cook for my sister Ana?', { topK: 3 })
    expect(memory.list().map(trace => trace.strength)).toEqual(memory.list().map(trace => before.get(trace.id)))
    await memory.observe('I will make a risotto')
    const shown = memories.map(({ id }) => id)
    for (const hit of memories) {
      const share = Math.min(1, Math.max(0, hit.score / memories[0]!.score))
      const was = before.get(hit.id)!
      expect(strength(memory, hit.id)).toBeCloseTo(was + 0.3 * share * (1 - was), 10)
      expect(memory.get(hit.id)!.uses).toBe(share > 0 ? 1 : 0)
    }
    for (const [id, was] of before) if (!shown.includes(id)) expect(strength(memory, id)).toBeCloseTo(was, 10)
    // Used once, it is not used again by the next observe.
    const after = strength(memory, shown[0])
    await memory.observe('And a salad')
    expect(strength(memory, shown[0])).toBeCloseTo(after, 10)
  })

  test.each([
    [1, 0.5 + 0.3 * 0.5],
    [0.5, 0.5 + 0.15 * 0.5],
    [0, 0.5],
    [-0.5, 0.5 * 0.85],
    [-1, 0.5 * 0.7],
  ])('feedback of %f makes strength 0.5 to %f', async (reward, expected) => {
    const clock = new HandClock()
    const memory = await one(clock)
    clock.advance(10)
    await memory.process('Ana')
    await memory.feedback(reward)
    expect(strength(memory)).toBeCloseTo(expected, 10)
  })

  test('feedback counts as a use where it is a reward', async () => {
    const memory = await one(new HandClock())
    await memory.process('Ana')
    for (const [reward, uses] of [[0, 0], [-1, 0], [0.5, 1]] as const) {
      await memory.feedback(reward)
      expect(memory.get('m1')!.uses).toBe(uses)
    }
  })

  test('ends with the session: what was shown before sleep is not used by what is said after it', async () => {
    const clock = new HandClock()
    const memory = await one(clock)
    clock.advance(10)
    await memory.process('Ana')
    await memory.endSession()
    await memory.observe('The weather station is on the roof')
    expect(strength(memory)).toBeCloseTo(0.5, 10)
    expect(memory.get('m1')!.uses).toBe(0)
  })

  test('feedback comes as well after the reply, and after sleep', async () => {
    const memory = await one(new HandClock())
    await memory.process('Ana')
    await memory.observe('I see', 'Good.')
    const before = strength(memory)
    await memory.feedback(-1)
    expect(strength(memory)).toBeCloseTo(before * 0.7, 10)
    await memory.endSession()
    await memory.feedback(-1)
    expect(strength(memory)).toBeCloseTo(before * 0.49, 10)
  })

  test('feedback without a process before it changes nothing', async () => {
    const clock = new HandClock()
    const memory = await one(clock)
    const before = memory.toBytes()
    await memory.feedback(1)
    expect(memory.toBytes()).toEqual(before)
  })
})

describe('a faded trace', () => {
  test('is dormant: out of recall unless asked for, and alive again once used', async () => {
    const clock = new HandClock()
    const memory = await one(clock)
    await memory.observe('The weather station is on the roof')
    clock.advance(50)
    expect(memory.get('m1')).toMatchObject({ status: 'dormant' })
    expect(memory.explain('m1')).toMatchObject({ status: 'dormant', dormantInDays: 0, now: expect.stringContaining('dormant') })
    const asked = 'What does my vegetarian sister Ana eat?'
    expect((await memory.recall(asked)).map(({ id }) => id)).not.toContain('m1')
    expect((await memory.process(asked)).context).not.toContain('vegetarian')
    const [hit] = await memory.recall(asked, { include: ['dormant'] })
    expect(hit).toMatchObject({ id: 'm1', status: 'dormant' })
    await memory.recall(asked, { k: 1, include: ['dormant'], reinforce: true })
    expect(memory.get('m1')).toMatchObject({ status: 'current', uses: 1 })
    expect((await memory.recall(asked))[0]).toMatchObject({ id: 'm1', status: 'current' })
  })

  test('is pruned before it is dormant where it matters little: the turn is still found by its words', async () => {
    const clock = new HandClock()
    const memory = await openMemory(clock, { config: { ...config, sleep: { pruneBelow: 0.3 } } })
    await memory.observe('My sister Ana is vegetarian')
    clock.advance(18)
    expect((await memory.endSession()).prune.counts).toMatchObject({ faded: 1 })
    expect(await memory.recall('Is my sister vegetarian?')).toMatchObject([{ id: 't1', status: 'unstored' }])
  })

  test('is pruned at sleep, with its cause', async () => {
    const clock = new HandClock()
    const memory = await openMemory(clock, { config: { ...config, sleep: { pruneBelow: 0.03 } } })
    await memory.observe('My sister Ana is vegetarian')
    // Importance 1, half-life 10 days: .03 of retention is left after 50.6 days, and of strength.
    clock.advance(50)
    expect((await memory.endSession()).prune.counts).toMatchObject({ faded: 0 })
    clock.advance(1)
    expect((await memory.endSession()).prune).toMatchObject({ counts: { faded: 1 }, examples: ['My sister Ana is vegetarian'] })
    expect(memory.list()).toEqual([])
    expect(memory.explain('m1')).toMatchObject({
      status: 'gone',
      why: expect.stringMatching(/faded to retention 0\.029, below 0\.03/),
    })
    // The log still has the turn, for those who ask for what has faded.
    expect(memory.get('t1')).toMatchObject({ status: 'dormant', text: 'My sister Ana is vegetarian' })
    expect(await memory.recall('Is my sister vegetarian?')).toEqual([])
    expect(await memory.recall('Is my sister vegetarian?', { include: ['dormant'] })).toMatchObject([{ id: 't1', status: 'dormant' }])
    // Used, it is a trace again, and sleep leaves it.
    await memory.recall('Is my sister vegetarian?', { include: ['dormant'], reinforce: true })
    expect(memory.get('t1')).toMatchObject({ id: 'm2', status: 'current', uses: 1, text: 'My sister Ana is vegetarian' })
    expect((await memory.endSession()).prune.counts).toMatchObject({ faded: 0 })
    expect((await memory.recall('Is my sister vegetarian?'))[0]).toMatchObject({ id: 'm2' })
  })

  test.each<[string, (memory: Mneme) => Promise<unknown>, string]>([
    ['pinned', memory => memory.fire('dopamine', { id: 'm1' }), 'dormant'],
    ['suppressed', memory => memory.suppress('m1'), 'suppressed'],
    ['often used', async memory => { for (let time = 0; time < 30; time++) await memory.recall('Ana', { reinforce: true }) }, 'current'],
  ])('that is %s stays', async (_, make, status) => {
    const clock = new HandClock()
    const memory = await openMemory(clock, { config })
    await memory.observe('My sister Ana is vegetarian')
    await make(memory)
    clock.advance(status === 'current' ? 40 : 60)
    expect((await memory.endSession()).prune.counts).toMatchObject({ faded: 0 })
    expect(memory.get('m1')).toMatchObject({ id: 'm1', status })
  })
})
