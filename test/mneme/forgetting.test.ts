// Forgetting on purpose and by rule: forget, suppress, retention, ages and capacities.
import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { embedded, type PartialConfig } from 'mneme'
import { fuse } from '../../src/encode/fusion.ts'
import { shrinkKey } from '../../src/log/keys.ts'
import {
  HandClock, alwaysShortTerm, dayMs, freshPath, holds, keepEverything, meaningAlone, openMemory, statements,
} from './memory.ts'

const secret = 'The alarm code of the Quimby warehouse is zanzibar 4471'
const secretWords = ['Quimby', 'warehouse', 'zanzibar', '4471', 'warehous']

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array | Int8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}

describe('forget', () => {
  test.each<[string, string]>([
    ['its trace', 'm2'],
    ['its turn', 'secret'],
  ])('by the id of %s takes every byte of the text', async (_, id) => {
    const path = freshPath()
    const memory = await openMemory(new HandClock(), { path, config: keepEverything })
    await memory.observe(statements[0]!)
    await memory.observe({ text: secret, id: 'secret' })
    await memory.observe(statements[2]!)
    expect(holds(readFileSync(`${path}.journal`), 'zanzibar')).toBe(true)
    await memory.process('What is the code of the warehouse?')
    await memory.forget(id)
    const places = [memory.toBytes(), ...readdirSync(dirname(path)).map(file => readFileSync(join(dirname(path), file)))]
    expect(places.length).toBeGreaterThan(2)
    for (const bytes of places) for (const word of [secret, ...secretWords]) expect(holds(bytes, word), word).toBe(false)
    expect(memory.get('secret')).toBeUndefined()
    expect(memory.get('m2')).toBeUndefined()
    expect(
      (await memory.recall('code of the Quimby warehouse zanzibar', { include: ['dormant', 'suppressed', 'superseded'] })).some(
        ({ text }) => text.includes('zanzibar'),
      ),
    ).toBe(false)
    expect(memory.explain('m2')).toMatchObject({ status: 'gone', why: 'forgotten on request' })
    expect(memory.explain('secret')).toMatchObject({ status: 'gone' })
    expect((await memory.recall('vegetarian sister'))[0]!.text).toBe(statements[0])
    // Reward for what the last process showed must not bring it back.
    await memory.feedback(1)
    expect(memory.get('m2')).toBeUndefined()
  })

  test('takes all passages of a long turn', async () => {
    const memory = await openMemory(new HandClock(), { config: keepEverything })
    const text = Array.from({ length: 40 }, (_, index) => `Item ${index} of the xylograph list costs a lot.`).join(' ')
    await memory.observe({ text, id: 'long' })
    expect(memory.list().length).toBeGreaterThan(3)
    await memory.forget('m2')
    expect(memory.list()).toEqual([])
    expect(memory.get('long')).toBeUndefined()
    expect(holds(memory.toBytes(), 'xylograph')).toBe(false)
  })

  test('takes every source of a repeated trace', async () => {
    const memory = await openMemory(new HandClock())
    const { traceId } = await memory.remember('Our safe word is zanzibar quimby')
    expect(await memory.remember('Well our safe word is zanzibar quimby')).toMatchObject({ action: 'reinforce', traceId })
    await memory.forget('t2')
    expect(memory.list()).toEqual([])
    expect(memory.stats().turns).toBe(0)
    for (const word of ['zanzibar', 'quimby']) expect(holds(memory.toBytes(), word), word).toBe(false)
  })

  test('takes a turn that has no trace', async () => {
    const memory = await openMemory(new HandClock())
    await memory.observe({ text: 'lol zanzibar haha', id: 'small' })
    expect(memory.get('small')).toMatchObject({ status: 'unstored' })
    await memory.forget('small')
    expect(await memory.recall('zanzibar')).toEqual([])
    expect(holds(memory.toBytes(), 'zanzibar')).toBe(false)
  })

  test.each<[string, PartialConfig, { stm: number; ltm: number }]>([
    ['a trace in long-term memory', keepEverything, { stm: 0, ltm: 2 }],
    ['a trace in short-term memory', {}, { stm: 2, ltm: 0 }],
    ['a turn without a trace', { stm: { capacity: 0 } }, { stm: 0, ltm: 0 }],
  ])('of %s takes its keys, too', async (_, config, figures) => {
    const policy = await alwaysShortTerm()
    const memory = await openMemory(new HandClock(), { config: { ...config, ...meaningAlone }, policy })
    await memory.observe(statements[0]!)
    await memory.observe({ text: secret, id: 'secret' })
    expect(memory.stats()).toMatchObject(figures)
    const [vector] = await (await embedded()).encode([secret])
    const key = fuse(vector!, null, policy.fusion)
    const keys = [bytesOf(key), bytesOf(shrinkKey(key).values)]
    const holdsKeys = (): boolean[] => keys.map(bytes => Buffer.from(memory.toBytes()).includes(bytes))
    expect(holdsKeys()).toEqual([figures.stm + figures.ltm > 0, true])
    await memory.forget('secret')
    expect(holdsKeys()).toEqual([false, false])
  })

  test('leaves nothing of its turns to the trace that takes its place', async () => {
    const memory = await openMemory(new HandClock())
    await memory.remember(secret)
    await memory.remember(secret)
    await memory.forget('m1')
    await memory.remember(statements[0]!)
    expect(memory.list()).toMatchObject([{ text: statements[0], sourceIds: ['t3'] }])
  })

  test('of what is not there throws NOT_FOUND, also the second time', async () => {
    const memory = await openMemory(new HandClock(), { config: keepEverything })
    await memory.observe(statements[0]!)
    const before = memory.toBytes()
    await expect(memory.forget('nothing')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(memory.toBytes()).toEqual(before)
    await memory.forget('m1')
    await expect(memory.forget('m1')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('suppress', () => {
  test('keeps a trace out of recall until restore', async () => {
    const memory = await openMemory(new HandClock(), { config: keepEverything })
    await memory.observeMany(statements.map(text => ({ text })))
    const before = await memory.recall('cello')
    await memory.suppress('m6')
    expect(memory.get('m6')).toMatchObject({ status: 'suppressed' })
    expect(memory.list({ status: 'suppressed' }).map(({ id }) => id)).toEqual(['m6'])
    expect((await memory.recall('cello')).map(({ id }) => id)).not.toContain('m6')
    expect((await memory.process('cello')).context).not.toContain('cello')
    expect((await memory.recall('cello', { include: ['suppressed'] }))[0]).toMatchObject({ id: 'm6', status: 'suppressed' })
    await memory.restore('m6')
    expect(await memory.recall('cello')).toEqual(before)
  })

  test('takes the id of a turn, too, and throws NOT_FOUND for others', async () => {
    const memory = await openMemory(new HandClock(), { config: keepEverything })
    await memory.observe({ text: statements[5]!, id: 'cello' })
    await memory.suppress('cello')
    expect(memory.get('cello')).toMatchObject({ status: 'suppressed' })
    await expect(memory.suppress('other')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(memory.restore('other')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

/** A passage about one thing. */
function listOf(word: string): string {
  return Array.from({ length: 9 }, (_, index) => `The ${word} is number ${index} of the list.`).join(' ')
}

describe('retention', () => {
  test('takes the text from the log; traces keep their source ids, marked as removed', async () => {
    const clock = new HandClock()
    const memory = await openMemory(clock, { config: { retentionDays: 30 } })
    await memory.remember('My sister Ana is vegetarian')
    await memory.observe({ text: 'lol zanzibar haha', id: 'small' })
    clock.advance(29)
    expect((await memory.endSession()).prune.counts).toMatchObject({ erased: 0 })
    clock.advance(2)
    expect((await memory.endSession()).prune.counts).toMatchObject({ erased: 2 })
    expect(memory.stats().turns).toBe(0)
    expect(memory.get('m1')).toMatchObject({
      text: 'My sister Ana is vegetarian',
      sourceIds: ['t1'],
      removedSourceIds: ['t1'],
      status: 'current',
    })
    expect((await memory.recall('vegetarian'))[0]).toMatchObject({ id: 'm1', sourceIds: ['t1'] })
    expect(memory.get('small')).toBeUndefined()
    expect(memory.explain('small')).toMatchObject({ status: 'gone', why: expect.stringContaining('retention') })
    expect(await memory.recall('zanzibar')).toSatisfy((hits: { text: string }[]) =>
      hits.every(hit => !hit.text.includes('zanzibar')),
    )
    expect(holds(memory.toBytes(), 'zanzibar')).toBe(false)
  })

  test('counts from when the memory got the turn, not from when it was said', async () => {
    const clock = new HandClock()
    const path = freshPath()
    const config = { retentionDays: 30 }
    const memory = await openMemory(clock, { path, config })
    await memory.observe({ text: statements[0]!, id: 'old', at: clock.now - 800 * dayMs })
    await memory.observe({ text: statements[1]!, id: 'replayed', receivedAt: clock.now + 5 * dayMs })
    await memory.endSession()
    expect(memory.get('old')).toMatchObject({ removedSourceIds: [] })
    await memory.close()
    const again = await openMemory(clock, { path, config })
    clock.advance(31)
    expect((await again.endSession()).prune.counts).toMatchObject({ erased: 1 })
    expect(again.get('old')?.removedSourceIds ?? ['old']).toEqual(['old'])
    expect(again.get('replayed')).toMatchObject({ removedSourceIds: [] })
    clock.advance(5)
    expect((await again.endSession()).prune.counts).toMatchObject({ erased: 1 })
  })

  test('leaves no word of an erased turn when its last trace is gone', async () => {
    const clock = new HandClock()
    const memory = await openMemory(clock, { config: { ...keepEverything, retentionDays: 30 } })
    await memory.observe({ text: `${listOf('zanzibar')} ${listOf('quimby')} ${listOf('xylograph')}`, id: 'long' })
    clock.advance(31)
    await memory.endSession()
    expect(memory.stats()).toMatchObject({ turns: 0 })
    await memory.forget('long')
    for (const word of ['zanzibar', 'quimby', 'xylograph']) expect(holds(memory.toBytes(), word), word).toBe(false)
  })

  test('leaves no word of a passage whose turn is gone, whatever another passage shares with it', async () => {
    const clock = new HandClock()
    const memory = await openMemory(clock, { config: { retentionDays: 30 } })
    const long = Array.from({ length: 11 }, (_, index) => `Pier ${index} of the zanzibar harbour belongs to uncle Henry.`).join(' ')
    await memory.remember(`${long} The harbour belongs to Henry.`)
    const ids = memory.list().map(({ id }) => id)
    expect(ids.length).toBeGreaterThan(1)
    clock.advance(31)
    await memory.endSession()
    await memory.forget(ids[0]!)
    for (const id of ids.slice(1)) if (memory.stats().ltm > 0) await memory.forget(id).catch(() => undefined)
    expect(memory.stats()).toMatchObject({ ltm: 0, stm: 0 })
    for (const word of ['zanzibar', 'harbour', 'henri']) expect(holds(memory.toBytes(), word), word).toBe(false)
  })

  test('leaves no word of an erased repetition when its trace is gone', async () => {
    const clock = new HandClock()
    const memory = await openMemory(clock, { config: { retentionDays: 30 } })
    await memory.remember('The blue house at the lake belongs to uncle Henry Miller')
    expect(await memory.remember('Please: the blue house at the lake belongs to uncle Henry Miller')).toMatchObject({
      action: 'reinforce',
    })
    clock.advance(31)
    await memory.endSession()
    await memory.forget('m1')
    for (const word of ['henri', 'pleas']) expect(holds(memory.toBytes(), word), word).toBe(false)
  })
})

describe('short-term memory', () => {
  test('is a ring: the oldest falls out, stays in the log, and says so', async () => {
    const memory = await openMemory(new HandClock(), { policy: await alwaysShortTerm(), config: { stm: { capacity: 3 } } })
    await memory.observeMany(statements.map(text => ({ text })))
    expect(memory.stats()).toMatchObject({ stm: 3, ltm: 0, turns: 8, statuses: { current: 3, unstored: 5 } })
    expect(
      memory
        .list()
        .map(({ text }) => text)
        .sort(),
    ).toEqual(statements.slice(5).sort())
    expect((await memory.recall('peanuts'))[0]).toMatchObject({ status: 'unstored', text: statements[1] })
    expect(memory.explain('m1')).toMatchObject({ status: 'gone' })
  })

  test('lets go at sleep of what is older than its age limit', async () => {
    const clock = new HandClock()
    const memory = await openMemory(clock, { policy: await alwaysShortTerm(), config: { stm: { maxAgeDays: 10 } } })
    const { decisions } = await memory.observe('hm the bus was late again')
    expect(decisions[0]!.importance).toBeLessThan(0.5)
    clock.advance(9)
    await memory.endSession()
    expect(memory.stats()).toMatchObject({ stm: 1 })
    clock.advance(2)
    expect((await memory.endSession())).toMatchObject({ archive: { counts: { archived: 0 } }, prune: { counts: { expired: 1 } } })
    expect(memory.stats()).toMatchObject({ stm: 0, ltm: 0, turns: 1 })
    expect(memory.explain('m1')).toMatchObject({ status: 'gone', why: expect.stringContaining('after 10 days') })
  })

  test('of capacity 0 holds nothing', async () => {
    const memory = await openMemory(new HandClock(), { policy: await alwaysShortTerm(), config: { stm: { capacity: 0 } } })
    const { decisions } = await memory.observe(statements[0]!)
    expect(decisions[0]!.traceId).toBeUndefined()
    expect(memory.stats()).toMatchObject({ stm: 0, ltm: 0, turns: 1 })
  })

  test('what it holds is archived at sleep when it was used, and is worth keeping for it', async () => {
    const memory = await openMemory(new HandClock(), { policy: await alwaysShortTerm(), config: { sleep: { archiveFrom: 0.95, pruneBelow: 0.3 } } })
    await memory.observe('Had my chamomile tea before bed.')
    await memory.observe('hm the bus was late again')
    expect(memory.list().map(({ importance }) => importance < 0.95)).toEqual([true, true])
    await memory.recall('tea bus', { reinforce: true })
    // Both were used once, which doubles retention: the tea is above the limit with or without, the bus below.
    expect(await memory.endSession()).toMatchObject({ archive: { counts: { archived: 1 } }, prune: { counts: { expired: 0 } } })
    expect(memory.stats()).toMatchObject({ stm: 1, ltm: 1 })
    expect(memory.get('m1')).toMatchObject({ text: 'Had my chamomile tea before bed.', uses: 1 })
  })

  test('what the host asks to remember does not stay there', async () => {
    const memory = await openMemory(new HandClock(), { policy: await alwaysShortTerm(), config: { stm: { capacity: 2 } } })
    await memory.observe('The blue house belongs to uncle Henry')
    await memory.remember('The blue house belongs to uncle Henry')
    await memory.observe('Something else was said about trains')
    await memory.observe('And another thing was said about boats')
    expect(memory.list().map(({ text }) => text)).toContain('The blue house belongs to uncle Henry')
  })
})
