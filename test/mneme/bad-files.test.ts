// Files that are no memory, or not quite: each is refused with a code, and stays as it is.
import fs from 'node:fs'
import { dirname } from 'node:path'
import * as fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { MnemeError } from 'mneme'
import { HandClock, freshPath, keepEverything, openMemory, reviveMemory, statements } from './memory.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

interface Pair {
  snapshot: Buffer
  journal: Buffer
}

/** A memory's two files: half of the turns in the snapshot, half in the journal. */
async function written(path: string): Promise<Pair> {
  const memory = await openMemory(new HandClock(), { path, config: keepEverything })
  await memory.observeMany(statements.slice(0, 4).map(text => ({ text })))
  await memory.save()
  for (const text of statements.slice(4)) await memory.observe(text)
  await memory.close()
  return { snapshot: fs.readFileSync(path), journal: fs.readFileSync(`${path}.journal`) }
}

function put(path: string, { snapshot, journal }: { snapshot: Uint8Array; journal: Uint8Array }): void {
  fs.writeFileSync(path, snapshot)
  fs.writeFileSync(`${path}.journal`, journal)
}

const corruptOr = ['CHECKPOINT_CORRUPT', 'CHECKPOINT_FOREIGN', 'CHECKPOINT_VERSION']

async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call
    return 'fine'
  } catch (error) {
    if (!MnemeError.isInstance(error)) throw error
    expect(error.message).toMatch(/^[^:]+: .*expected .+, got .+; .+/s)
    return error.code
  }
}

describe('a snapshot', () => {
  test('with one bit flipped is refused, and both files stay', async () => {
    const path = freshPath()
    const pair = await written(path)
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: pair.snapshot.length * 8 - 1 }), async bit => {
        const damaged = Buffer.from(pair.snapshot)
        damaged[bit >> 3]! ^= 1 << (bit & 7)
        put(path, { ...pair, snapshot: damaged })
        expect(corruptOr).toContain(await codeOf(openMemory(new HandClock(), { path })))
        expect(corruptOr).toContain(await codeOf(reviveMemory(damaged, new HandClock())))
        expect(fs.readFileSync(path)).toEqual(damaged)
        expect(fs.readFileSync(`${path}.journal`)).toEqual(pair.journal)
      }),
      { seed: 1, numRuns: 150 },
    )
  })

  test('cut anywhere is refused, and both files stay', async () => {
    const path = freshPath()
    const pair = await written(path)
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: pair.snapshot.length - 1 }), async length => {
        const damaged = pair.snapshot.subarray(0, length)
        put(path, { ...pair, snapshot: damaged })
        expect(corruptOr).toContain(await codeOf(openMemory(new HandClock(), { path })))
        expect(corruptOr).toContain(await codeOf(reviveMemory(damaged, new HandClock())))
        expect(fs.readFileSync(path)).toEqual(damaged)
      }),
      { seed: 2, numRuns: 60 },
    )
  })

  test('of any bytes is refused', async () => {
    const path = freshPath()
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async bytes => {
        fs.rmSync(`${path}.journal`, { force: true })
        fs.writeFileSync(path, bytes)
        expect(corruptOr).toContain(await codeOf(openMemory(new HandClock(), { path })))
        expect(new Uint8Array(fs.readFileSync(path))).toEqual(bytes)
        expect(corruptOr).toContain(await codeOf(reviveMemory(bytes, new HandClock())))
      }),
      { seed: 3, numRuns: 60 },
    )
  })

  test('of a newer version says so', async () => {
    const path = freshPath()
    const pair = await written(path)
    const newer = Buffer.from(pair.snapshot)
    newer.writeUInt32BE(99, 7)
    put(path, { ...pair, snapshot: newer })
    expect(await codeOf(openMemory(new HandClock(), { path }))).toBe('CHECKPOINT_VERSION')
    expect(fs.readFileSync(path)).toEqual(newer)
  })

  test('that is missing beside its journal is not replaced by an empty one', async () => {
    const path = freshPath()
    const pair = await written(path)
    fs.rmSync(path)
    expect(await codeOf(openMemory(new HandClock(), { path }))).toBe('CHECKPOINT_CORRUPT')
    expect(fs.existsSync(path)).toBe(false)
    expect(fs.readFileSync(`${path}.journal`)).toEqual(pair.journal)
  })

  test('that is no Uint8Array is an argument to refuse', async () => {
    expect(await codeOf(reviveMemory(JSON.parse('"bytes"') as never, new HandClock()))).toBe('INVALID_ARGUMENT')
    expect(await codeOf(reviveMemory(JSON.parse('null') as never, new HandClock()))).toBe('INVALID_ARGUMENT')
  })
})

describe('a journal', () => {
  test('cut in its last frame loses that frame alone', async () => {
    const path = freshPath()
    const pair = await written(path)
    put(path, { ...pair, journal: pair.journal.subarray(0, -3) })
    const memory = await openMemory(new HandClock(), { path })
    expect(memory.stats().turns).toBe(statements.length - 1)
    await memory.observe('and it goes on')
    await memory.close()
    const again = await openMemory(new HandClock(), { path })
    expect(again.stats().turns).toBe(statements.length)
  })

  test('damaged before its last frame is refused, and both files stay', async () => {
    const path = freshPath()
    const pair = await written(path)
    const damaged = Buffer.from(pair.journal)
    damaged[damaged.length >> 1]! ^= 1
    put(path, { ...pair, journal: damaged })
    expect(await codeOf(openMemory(new HandClock(), { path }))).toBe('CHECKPOINT_CORRUPT')
    expect(fs.readFileSync(`${path}.journal`)).toEqual(damaged)
    expect(fs.readFileSync(path)).toEqual(pair.snapshot)
  })

  test('of another program is refused, and stays', async () => {
    const path = freshPath()
    const pair = await written(path)
    put(path, { ...pair, journal: Buffer.from("BEGIN TRANSACTION; -- somebody else's journal") })
    expect(await codeOf(openMemory(new HandClock(), { path }))).toBe('CHECKPOINT_FOREIGN')
    expect(fs.readFileSync(`${path}.journal`, 'utf8')).toContain('somebody else')
  })
})

const full = (code: string): Error => Object.assign(new Error(`${code}: refused`), { code })

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
      () => memory.forget('m1'),
      () => memory.suppress('m1'),
      () => memory.tick(),
      () => memory.recall('Ana', { reinforce: true }),
      () => memory.endSession(),
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
    const pair = await written(path)
    fs.chmodSync(dirname(path), 0o500)
    expect(await codeOf(openMemory(new HandClock(), { path }))).toBe('STORAGE_FAILED')
    fs.chmodSync(dirname(path), 0o700)
    expect(fs.readFileSync(path)).toEqual(pair.snapshot)
  })
})
