// Files that are no memory, or not quite: each is refused with a code, and stays as it is.
import fs from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HandClock, codeOf, freshPath, keepEverything, openMemory, reviveMemory, statements } from './memory.ts'

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

/** Where the frames of a journal end; the header's first. */
function frameEnds(journal: Buffer): number[] {
  const ends: number[] = []
  for (let at = 8; at < journal.length; ends.push(at)) at += 16 + journal.readUInt32LE(at) + 1
  return ends
}

function headerLength(journal: Buffer): number {
  return frameEnds(journal)[0]!
}

const corruptOr = ['CHECKPOINT_CORRUPT', 'CHECKPOINT_FOREIGN', 'CHECKPOINT_VERSION']

/** Opening is refused with a code and a way out, and leaves both files. */
async function refused(path: string, pair: { snapshot: Buffer; journal: Buffer }, code: string): Promise<void> {
  put(path, pair)
  await expect(openMemory(new HandClock(), { path })).rejects.toMatchObject({
    code, message: expect.stringMatching(/expected .+, got .+; .*move the \.journal file away to open the snapshot alone/),
  })
  expect(fs.readFileSync(path)).toEqual(pair.snapshot)
  expect(fs.readFileSync(`${path}.journal`)).toEqual(pair.journal)
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

  test('that is missing beside its journal, be it one without frames, is not replaced by an empty one', async () => {
    const path = freshPath()
    const { journal } = await written(path)
    fs.rmSync(path)
    for (const left of [journal, journal.subarray(0, headerLength(journal))]) {
      fs.writeFileSync(`${path}.journal`, left)
      expect(await codeOf(openMemory(new HandClock(), { path }))).toBe('CHECKPOINT_CORRUPT')
      expect(fs.existsSync(path)).toBe(false)
      expect(fs.readFileSync(`${path}.journal`)).toEqual(left)
    }
  })

  test('that is no Uint8Array is an argument to refuse', async () => {
    expect(await codeOf(reviveMemory(JSON.parse('"bytes"') as never, new HandClock()))).toBe('INVALID_ARGUMENT')
    expect(await codeOf(reviveMemory(JSON.parse('null') as never, new HandClock()))).toBe('INVALID_ARGUMENT')
  })
})

describe('a journal', () => {
  test('cut at any byte after its header loses the torn frame alone, and goes on', async () => {
    const path = freshPath()
    const pair = await written(path)
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: pair.journal.length - 1 - headerLength(pair.journal) }), async more => {
        const length = headerLength(pair.journal) + more
        put(path, { ...pair, journal: pair.journal.subarray(0, length) })
        const whole = frameEnds(pair.journal).filter(end => end <= length)
        const memory = await openMemory(new HandClock(), { path })
        expect(memory.stats().turns).toBe(4 + whole.length - 1)
        expect(fs.readFileSync(`${path}.journal`)).toEqual(pair.journal.subarray(0, whole.at(-1)))
        await memory.observe('and it goes on')
        await memory.close()
        const again = await openMemory(new HandClock(), { path })
        expect(again.list().map(({ text }) => text)).toContain('and it goes on')
        expect(again.stats().turns).toBe(4 + whole.length)
        await again.close()
      }),
      { seed: 4, numRuns: 40 },
    )
  })

  test('with one bit flipped, in its last frame too, is refused, and both files stay', async () => {
    const path = freshPath()
    const pair = await written(path)
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: pair.journal.length * 8 - 1 }), async bit => {
        const damaged = Buffer.from(pair.journal)
        damaged[bit >> 3]! ^= 1 << (bit & 7)
        await refused(path, { ...pair, journal: damaged }, bit < 64 ? 'CHECKPOINT_FOREIGN' : 'CHECKPOINT_CORRUPT')
      }),
      { seed: 5, numRuns: 100 },
    )
  })

  test.each<[string, (journal: Buffer) => Buffer]>([
    ['empty', () => Buffer.alloc(0)],
    ['zeroed', journal => Buffer.alloc(journal.length)],
    ['cut in its header', journal => journal.subarray(0, headerLength(journal) - 1)],
  ])('that is %s is refused, and both files stay', async (_, damage) => {
    const path = freshPath()
    const pair = await written(path)
    await refused(path, { ...pair, journal: damage(pair.journal) }, 'CHECKPOINT_CORRUPT')
  })

  test('that is refused can be moved away, or may never have been there: the snapshot opens alone', async () => {
    const path = freshPath()
    await written(path)
    fs.renameSync(`${path}.journal`, `${path}.away`)
    const memory = await openMemory(new HandClock(), { path })
    expect(memory.stats().turns).toBe(4)
    await memory.observe('and it goes on')
    await memory.close()
    expect((await openMemory(new HandClock(), { path })).stats().turns).toBe(5)
  })

  test('that ends in zeros, as after a power loss, has its whole frames', async () => {
    const path = freshPath()
    const pair = await written(path)
    put(path, { ...pair, journal: Buffer.concat([pair.journal, Buffer.alloc(3000)]) })
    expect((await openMemory(new HandClock(), { path })).stats().turns).toBe(statements.length)
    expect(fs.readFileSync(`${path}.journal`)).toEqual(pair.journal)
  })

  test('of another program is refused, and stays', async () => {
    const path = freshPath()
    const pair = await written(path)
    await refused(path, { ...pair, journal: Buffer.from("BEGIN TRANSACTION; -- somebody else's journal") }, 'CHECKPOINT_FOREIGN')
  })

  test('of another memory of the same generation is refused, and both files stay', async () => {
    const [path, other] = [freshPath(), freshPath()]
    const pair = await written(path)
    const stranger = await openMemory(new HandClock(), { path: other, config: keepEverything })
    await stranger.remember('I am somebody else')
    await stranger.save()
    await stranger.remember('My pin is 9021')
    await stranger.close()
    await refused(path, { ...pair, journal: fs.readFileSync(`${other}.journal`) }, 'CHECKPOINT_FOREIGN')
  })

  test('is not played onto toBytes() of the same generation, which has its changes already', async () => {
    const path = freshPath()
    const memory = await openMemory(new HandClock(), { path, config: keepEverything })
    await memory.remember(statements[0]!)
    const snapshot = Buffer.from(memory.toBytes())
    await memory.close()
    await refused(path, { snapshot, journal: fs.readFileSync(`${path}.journal`) }, 'CHECKPOINT_FOREIGN')
  })

  test('older than the snapshot, as after a crash between the renames, adds nothing', async () => {
    const path = freshPath()
    const before = await written(path)
    const memory = await openMemory(new HandClock(), { path })
    await memory.save()
    await memory.close()
    put(path, { snapshot: fs.readFileSync(path), journal: before.journal })
    expect((await openMemory(new HandClock(), { path })).stats().turns).toBe(statements.length)
    expect(frameEnds(fs.readFileSync(`${path}.journal`))).toHaveLength(1)
  })
})
