// Opening and closing: owners, encoders, locks; and encoders that fail.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { customEncoder, embedded, type Encoder } from 'mneme'
import { HandClock, freshPath, keepEverything, openMemory, otherEncoder, reviveMemory, statements } from './memory.ts'

describe('an encoder', () => {
  test('that was not awaited is told from others', async () => {
    const promised = embedded() as never
    await expect(openMemory(new HandClock(), { encoder: promised })).rejects.toThrow('got a promise of one; await it')
  })
})

describe('an owner', () => {
  test("other than the file's own is refused; none given is the owner", async () => {
    const clock = new HandClock()
    const path = freshPath()
    const memory = await openMemory(clock, { path, user: 'alex' })
    await memory.observe(statements[0]!)
    await memory.close()
    const before = readFileSync(path)
    await expect(openMemory(clock, { path, user: 'ben' })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    expect(readFileSync(path)).toEqual(before)
    await expect(reviveMemory(before, clock, { user: 'ben' })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    const again = await openMemory(clock, { path })
    expect(again.stats().user).toBe('alex')
  })
})

describe('a path', () => {
  test('opens once at a time', async () => {
    const clock = new HandClock()
    const path = freshPath()
    const memory = await openMemory(clock, { path })
    await expect(openMemory(clock, { path })).rejects.toMatchObject({
      code: 'LOCKED',
      message: expect.stringContaining(', this one; close the other memory'),
    })
    await memory.close()
    const again = await openMemory(clock, { path })
    expect(again.stats().turns).toBe(0)
  })

  test('is let go when any call of close resolves, not the first one alone', async () => {
    const clock = new HandClock()
    const path = freshPath()
    const memory = await openMemory(clock, { path })
    const pending = memory.observe(statements[0]!)
    const first = memory.close()
    expect(memory.close()).toBe(first)
    await memory.close()
    const again = await openMemory(clock, { path })
    await pending
    expect(again.stats().turns).toBe(1)
  })

  test('is let go when opening fails', async () => {
    const clock = new HandClock()
    const path = freshPath()
    const memory = await openMemory(clock, { path, user: 'alex', config: keepEverything })
    await memory.observe(statements[0]!)
    await memory.close()
    const broken: Encoder = { ...(await otherEncoder()), encode: () => Promise.reject(new Error('down')) }
    await expect(openMemory(clock, { path, user: 'ben' })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    await expect(openMemory(clock, { path, encoder: broken, reencode: true })).rejects.toMatchObject({ code: 'ENCODER_FAILED' })
    const again = await openMemory(clock, { path })
    expect(again.list().map(({ text }) => text)).toEqual([statements[0]])
  })
})

describe('a closed memory', () => {
  test('refuses every call; closing twice is fine', async () => {
    const memory = await openMemory(new HandClock(), { config: keepEverything })
    await memory.observe(statements[0]!)
    await memory.close()
    await memory.close()
    const calls = [
      () => memory.observe('x'),
      () => memory.observeMany([]),
      () => memory.remember('x'),
      () => memory.process('x'),
      () => memory.recall('x'),
      () => memory.forget('m1'),
      () => memory.suppress('m1'),
      () => memory.restore('m1'),
      () => memory.feedback(1),
      () => memory.tick(),
      () => memory.endSession(),
      () => memory.save(),
    ]
    for (const call of calls) await expect(call()).rejects.toMatchObject({ code: 'CLOSED' })
    for (const call of [
      () => memory.get('m1'),
      () => memory.list(),
      () => memory.stats(),
      () => memory.explain('m1'),
      () => memory.toBytes(),
    ]) {
      expect(call).toThrow(expect.objectContaining({ code: 'CLOSED' }))
    }
  })
})

describe('another encoder', () => {
  test('is refused with the way out, and reencode makes all keys anew', async () => {
    const clock = new HandClock()
    const path = freshPath()
    const memory = await openMemory(clock, { path, config: keepEverything })
    await memory.observeMany(statements.map(text => ({ text })))
    await memory.close()
    const before = readFileSync(path)
    const encoder = await otherEncoder()
    const refused = openMemory(clock, { path, encoder })
    await expect(refused).rejects.toMatchObject({ code: 'ENCODER_MISMATCH', message: expect.stringContaining('reencode: true') })
    expect(readFileSync(path)).toEqual(before)
    const reencoded = await openMemory(clock, { path, encoder, reencode: true })
    expect(reencoded.stats()).toMatchObject({ encoder: 'other', ltm: statements.length })
    expect((await reencoded.recall('Which port does the database use?'))[0]!.text).toBe(statements[2])
    await reencoded.close()
    const later = await openMemory(clock, { path, encoder })
    expect((await later.recall('Who owns the bike?'))[0]!.text).toBe(statements[7])
    await later.close()
    await expect(openMemory(clock, { path })).rejects.toMatchObject({ code: 'ENCODER_MISMATCH' })
  })

  test('of the same name and another length is refused', async () => {
    const clock = new HandClock()
    const bytes = await (async () => {
      const memory = await openMemory(clock, { encoder: await otherEncoder(), config: keepEverything })
      await memory.observe(statements[0]!)
      return memory.toBytes()
    })()
    const short = customEncoder({ id: 'other', dim: 3, embed: texts => Promise.resolve(texts.map(() => [1, 2, 3])) })
    await expect(reviveMemory(bytes, clock, { encoder: short })).rejects.toMatchObject({ code: 'ENCODER_MISMATCH' })
  })

  test('may have another length', async () => {
    const clock = new HandClock()
    const memory = await openMemory(clock, { config: keepEverything })
    await memory.observeMany(statements.map(text => ({ text })))
    const reader = await embedded()
    const short = customEncoder({
      id: 'short',
      dim: 32,
      embed: texts => Promise.resolve(texts.map(text => reader.vector(text).subarray(0, 32))),
    })
    const loaded = await reviveMemory(memory.toBytes(), clock, { encoder: short, reencode: true })
    expect((await loaded.recall('Which port does the database use?'))[0]!.text).toBe(statements[2])
    await loaded.observe('The lighthouse keeper is called Tove')
    expect((await loaded.recall('Tove'))[0]!.text).toBe('The lighthouse keeper is called Tove')
  })
})

describe('an encoder that fails', () => {
  const wrong: [string, (count: number, dim: number) => unknown][] = [
    [
      'throws',
      () => {
        throw new Error('down')
      },
    ],
    ['gives NaN', (count, dim) => Array.from({ length: count }, () => new Float32Array(dim).fill(NaN))],
    ['gives zeros', (count, dim) => Array.from({ length: count }, () => new Float32Array(dim))],
    ['gives another length', (count, dim) => Array.from({ length: count }, () => new Float32Array(dim + 1).fill(1))],
    ['gives too few', () => []],
    ['gives too many', (count, dim) => Array.from({ length: count + 1 }, () => new Float32Array(dim).fill(1))],
    ['gives plain arrays', (count, dim) => Array.from({ length: count }, () => Array.from({ length: dim }, () => 1))],
    ['gives nothing', () => undefined],
  ]

  test.each(wrong)('when it %s, nothing is damaged', async (_, answer) => {
    const reader = await embedded()
    let failing = false
    const encoder: Encoder = {
      id: 'flaky',
      dim: reader.dim,
      encode: async texts => (failing ? (answer(texts.length, reader.dim) as Float32Array[]) : reader.encode(texts)),
    }
    const path = freshPath()
    const memory = await openMemory(new HandClock(), { path, encoder, config: keepEverything })
    await memory.observe(statements[0]!)
    await memory.process('Ana')
    const [before, journal] = [memory.toBytes(), readFileSync(`${path}.journal`)]
    failing = true
    for (const call of [
      () => memory.observe(statements[1]!, 'ok'),
      () => memory.remember(statements[1]!),
      () => memory.recall('Ana', { reinforce: true }),
      () => memory.process('Ana'),
    ])
      await expect(call()).rejects.toMatchObject({ name: 'MnemeError', code: 'ENCODER_FAILED' })
    expect(memory.toBytes()).toEqual(before)
    expect(readFileSync(`${path}.journal`)).toEqual(journal)
    failing = false
    await memory.observe(statements[1]!)
    expect(memory.stats().turns).toBe(2)
  })
})
