// A disk that refuses: what a call could not store has not happened, and the call can be made again.
import fs from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Mneme } from 'mneme'
import { HandClock, codeOf, freshPath, holds, keepEverything, openMemory, statements } from './memory.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

const full = (code: string): Error => Object.assign(new Error(`${code}: refused`), { code })

const secret = 'The alarm code of the Quimby warehouse is zanzibar 4471'

/** A memory whose snapshot has a statement and a secret, with another statement in its journal. */
async function withSecret(path: string): Promise<Mneme> {
  const memory = await openMemory(new HandClock(), { path, config: keepEverything })
  await memory.observe(statements[0]!)
  await memory.observe({ text: secret, id: 'secret' })
  await memory.save()
  await memory.observe(statements[1]!)
  return memory
}

/** The bytes of every file in the folder. */
function filesBeside(path: string): Map<string, Buffer> {
  const folder = dirname(path)
  return new Map(fs.readdirSync(folder).sort().map(name => [name, fs.readFileSync(join(folder, name))]))
}

/** No room for a snapshot any more, only for frames of the journal. */
function refuseSnapshots(): { mockRestore(): void } {
  const open = fs.promises.open.bind(fs.promises)
  return vi.spyOn(fs.promises, 'open').mockImplementation(async (file, ...rest) => {
    if (String(file).endsWith('.new')) throw full('ENOSPC')
    return open(file, ...rest)
  })
}

/** Renames of the journal fail so many times; those of the snapshot pass. */
function refuseJournals(times: number): void {
  const rename = fs.promises.rename.bind(fs.promises)
  let left = times
  vi.spyOn(fs.promises, 'rename').mockImplementation(async (from, to) => {
    if (String(to).endsWith('.journal') && left-- > 0) throw full('EIO')
    return rename(from, to)
  })
}

describe('a disk', () => {
  test.each(['ENOSPC', 'EROFS', 'EIO'])('that refuses appends (%s) leaves memory and files as they were', async code => {
    const path = freshPath()
    const memory = await openMemory(new HandClock(), { path, config: keepEverything })
    await memory.observe(statements[0]!)
    const [before, journal] = [memory.toBytes(), fs.readFileSync(`${path}.journal`)]
    const calls = [
      () => memory.observe(statements[1]!),
      () => memory.observeMany([{ text: 'one more' }, { text: 'and another' }]),
      () => memory.remember('x'),
      () => memory.suppress('m1'),
      () => memory.tick(),
      () => memory.recall('Ana', { reinforce: true }),
    ]
    const disk = vi.spyOn(fs, 'writeSync').mockImplementation(() => {
      throw full(code)
    })
    for (const call of calls) expect(await codeOf(call())).toBe('STORAGE_FAILED')
    expect(memory.toBytes()).toEqual(before)
    expect(fs.readFileSync(`${path}.journal`)).toEqual(journal)
    disk.mockRestore()
    await memory.observe(statements[1]!)
    await memory.close()
    const again = await openMemory(new HandClock(), { path })
    expect(
      again
        .list()
        .map(({ text }) => text)
        .sort(),
    ).toEqual(statements.slice(0, 2).sort())
  })

  test('that fills up in the middle of a batch keeps none of it, so that it can be told again', async () => {
    const path = freshPath()
    const memory = await openMemory(new HandClock(), { path, config: keepEverything })
    await memory.observe(statements[0]!)
    const before = memory.toBytes()
    const batch = statements.slice(1, 4).map((text, index) => ({ text, id: `said-${index}` }))
    vi.spyOn(fs, 'writeSync').mockImplementationOnce(() => {
      throw full('ENOSPC')
    })
    expect(await codeOf(memory.observeMany(batch))).toBe('STORAGE_FAILED')
    expect(memory.toBytes()).toEqual(before)
    expect((await memory.observeMany(batch)).decisions).toHaveLength(3)
  })

  test('that refuses a snapshot leaves the old one, and loses nothing', async () => {
    const path = freshPath()
    const memory = await openMemory(new HandClock(), { path, config: keepEverything })
    await memory.observe(statements[0]!)
    const [before, file] = [memory.toBytes(), fs.readFileSync(path)]
    vi.spyOn(fs.promises, 'rename').mockRejectedValueOnce(full('ENOSPC'))
    expect(await codeOf(memory.save())).toBe('STORAGE_FAILED')
    expect(fs.readFileSync(path)).toEqual(file)
    expect(memory.toBytes()).toEqual(before)
    await memory.observe(statements[1]!)
    await memory.close()
    const again = await openMemory(new HandClock(), { path })
    expect(again.stats().turns).toBe(2)
  })

  test.skipIf(process.getuid?.() === 0)('that is read-only is refused at opening, and the file stays', async () => {
    const path = freshPath()
    await (await withSecret(path)).close()
    const before = fs.readFileSync(path)
    fs.chmodSync(dirname(path), 0o500)
    expect(await codeOf(openMemory(new HandClock(), { path }))).toBe('STORAGE_FAILED')
    fs.chmodSync(dirname(path), 0o700)
    expect(fs.readFileSync(path)).toEqual(before)
  })
})

describe('a disk without room for a snapshot', () => {
  test.each<[string, (memory: Mneme) => Promise<unknown>]>([
    ['forget', memory => memory.forget('secret')],
    ['save', memory => memory.save()],
  ])('leaves memory and files as they were before %s, which works when there is room', async (name, call) => {
    const path = freshPath()
    const memory = await withSecret(path)
    const [bytes, stats, files] = [memory.toBytes(), memory.stats(), filesBeside(path)]
    const disk = refuseSnapshots()
    for (let attempt = 0; attempt < 2; attempt++) expect(await codeOf(call(memory))).toBe('STORAGE_FAILED')
    expect(memory.toBytes()).toEqual(bytes)
    expect(memory.stats()).toEqual(stats)
    expect(filesBeside(path)).toEqual(files)
    // There is room for a frame, and it extends what is stored.
    await memory.observe(statements[2]!)
    disk.mockRestore()
    await call(memory)
    await memory.close()
    const again = await openMemory(new HandClock(), { path })
    expect(again.get('secret') === undefined).toBe(name === 'forget')
    expect(again.stats()).toMatchObject({ session: 1, turns: name === 'forget' ? 3 : 4 })
  })

  test('is room enough for a sleep, but for text that has to leave the disk', async () => {
    const path = freshPath()
    const clock = new HandClock()
    const memory = await openMemory(clock, { path, config: { ...keepEverything, retentionDays: 30 } })
    await memory.observe({ text: secret, id: 'secret' })
    await memory.save()
    const disk = refuseSnapshots()
    await memory.endSession()
    expect(memory.stats()).toMatchObject({ session: 2, turns: 1 })
    clock.advance(31)
    for (let attempt = 0; attempt < 2; attempt++) expect(await codeOf(memory.endSession())).toBe('STORAGE_FAILED')
    expect(memory.stats()).toMatchObject({ session: 2, turns: 1 })
    disk.mockRestore()
    expect((await memory.endSession()).prune.counts).toMatchObject({ erased: 1 })
    await memory.forget('secret')
    for (const [name, bytes] of filesBeside(path)) expect(holds(bytes, 'zanzibar'), name).toBe(false)
  })

  test('keeps what forget was asked for until it can be taken, then all of it goes', async () => {
    const path = freshPath()
    const memory = await withSecret(path)
    const disk = refuseSnapshots()
    await expect(memory.forget('secret')).rejects.toThrow('free space on the disk, then call again')
    expect(memory.get('secret')).toMatchObject({ text: secret })
    disk.mockRestore()
    await memory.forget('secret')
    expect(memory.get('secret')).toBeUndefined()
    for (const [name, bytes] of filesBeside(path)) expect(holds(bytes, 'zanzibar'), name).toBe(false)
  })

  test('is no reason to forget what process showed: the next turn strengthens it', async () => {
    const memory = await withSecret(freshPath())
    await memory.process('What is the code of the warehouse?')
    const disk = refuseSnapshots()
    expect(await codeOf(memory.forget('secret'))).toBe('STORAGE_FAILED')
    disk.mockRestore()
    await memory.observe(statements[2]!)
    expect(memory.list().find(({ text }) => text === secret)!.uses).toBe(1)
  })
})

describe('a disk that takes the snapshot and not the journal', () => {
  test('once: the journal is renewed at once, and the call has done what it was to do', async () => {
    const path = freshPath()
    const memory = await withSecret(path)
    await memory.observe({ text: 'The second zanzibar code is 12', id: 'other' })
    refuseJournals(1)
    await memory.forget('other')
    await memory.forget('secret')
    for (const [name, bytes] of filesBeside(path)) expect(holds(bytes, 'zanzibar'), name).toBe(false)
    await memory.observe(statements[2]!)
    await memory.close()
    expect((await openMemory(new HandClock(), { path })).stats().turns).toBe(3)
  })

  test('again and again: memory is what the snapshot has, and the next change renews the journal first', async () => {
    const path = freshPath()
    const memory = await withSecret(path)
    refuseJournals(3)
    expect(await codeOf(memory.forget('secret'))).toBe('STORAGE_FAILED')
    expect(memory.stats()).toMatchObject({ turns: 2 })
    expect(await codeOf(memory.observe(statements[2]!))).toBe('STORAGE_FAILED')
    expect(memory.stats()).toMatchObject({ turns: 2 })
    await memory.observe(statements[2]!)
    const bytes = memory.toBytes()
    await memory.close()
    const again = await openMemory(new HandClock(), { path })
    expect(again.stats()).toMatchObject({ turns: 3 })
    expect(again.toBytes()).toEqual(bytes)
  })
})

describe('a disk that cannot be read either', () => {
  test('leaves no half of a change: the next one goes on from what is stored', async () => {
    const path = freshPath()
    const memory = await withSecret(path)
    const before = memory.toBytes()
    const disk = vi.spyOn(fs.promises, 'open').mockRejectedValue(full('EIO'))
    for (let attempt = 0; attempt < 2; attempt++) expect(await codeOf(memory.forget('secret'))).toBe('STORAGE_FAILED')
    disk.mockRestore()
    await memory.suppress('secret')
    await memory.restore('secret')
    expect(memory.toBytes()).toEqual(before)
    await memory.forget('secret')
    for (const [name, bytes] of filesBeside(path)) expect(holds(bytes, 'zanzibar'), name).toBe(false)
  })
})
