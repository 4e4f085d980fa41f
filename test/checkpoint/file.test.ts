// Files: refusals of the disk, crashes between steps, death at any moment.
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { loadHasher } from '../../src/checkpoint/bytes.ts'
import { openFileStorage } from '../../src/checkpoint/file.ts'
import { encodeFrame, encodeJournalHeader, framesSince, readJournal } from '../../src/checkpoint/journal.ts'
import { decodeSnapshot, encodeSnapshot, markOf } from '../../src/checkpoint/snapshot.ts'
import type { Storage } from '../../src/checkpoint/storage.ts'

const hasher = await loadHasher()
let directory = ''
let path = ''
beforeEach(() => {
  directory = fs.mkdtempSync(join(tmpdir(), 'mneme-'))
  path = join(directory, 'memory')
})
afterEach(() => {
  vi.restoreAllMocks()
  fs.rmSync(directory, { recursive: true })
})

const save = (storage: Storage, generation: number): Promise<void> => {
  const chunks = encodeSnapshot({ saved: generation }, hasher, generation)
  return storage.replace(chunks, encodeJournalHeader(markOf(chunks), hasher))
}
const diskError = (code: string): Error => Object.assign(new Error(`${code}: refused`), { code })

/** A write that takes the first `count` bytes only. */
function partly(count: number): typeof fs.writeSync {
  const write = fs.writeSync.bind(fs) as (...parts: unknown[]) => number
  return (...[fd, bytes, offset, , position]: unknown[]) => write(fd, bytes, offset, count, position)
}

/** What a memory would load. */
async function load(storage: Storage): Promise<{ saved: unknown, changes: unknown[] }> {
  const { snapshot, journal } = await storage.read()
  const nothing = { tree: { saved: -1 }, mark: { generation: 0, checksum: '' } }
  const { tree, mark } = snapshot ? decodeSnapshot(snapshot, hasher) : nothing
  const changes = journal ? framesSince(readJournal(journal, hasher), mark) : []
  return { saved: (tree as { saved: unknown }).saved, changes }
}

async function reloaded(): Promise<{ saved: unknown, changes: unknown[] }> {
  const storage = await openFileStorage(path)
  const loaded = await load(storage)
  await storage.close()
  return loaded
}

test.each(['ENOSPC', 'EIO'])('an append that fails half-way (%s) leaves the journal as it was', async code => {
  const storage = await openFileStorage(path)
  await save(storage, 1)
  await storage.append(encodeFrame('kept', hasher))
  const before = fs.readFileSync(`${path}.journal`)
  const disk = vi.spyOn(fs, 'writeSync')
  disk.mockImplementationOnce(partly(5))
  disk.mockImplementationOnce(() => {
    throw diskError(code)
  })
  await expect(storage.append(encodeFrame('lost', hasher))).rejects.toMatchObject({ code: 'STORAGE_FAILED', cause: { code } })
  expect(fs.readFileSync(`${path}.journal`)).toEqual(before)
  await storage.append(encodeFrame('later', hasher))
  expect(await load(storage)).toEqual({ saved: 1, changes: ['kept', 'later'] })
  await storage.close()
})

test('where the disk refuses to truncate too, the next append cuts first', async () => {
  const storage = await openFileStorage(path)
  await save(storage, 1)
  await storage.append(encodeFrame('kept', hasher))
  const frame = encodeFrame('lost and much longer than the next one', hasher)
  vi.spyOn(fs, 'ftruncateSync').mockImplementationOnce(() => {
    throw diskError('EIO')
  })
  vi.spyOn(fs, 'writeSync').mockImplementationOnce(partly(frame.length - 1)).mockImplementationOnce(() => {
    throw diskError('EIO')
  })
  await expect(storage.append(frame)).rejects.toMatchObject({ code: 'STORAGE_FAILED' })
  await storage.append(encodeFrame('later', hasher))
  expect(await load(storage)).toEqual({ saved: 1, changes: ['kept', 'later'] })
  await storage.close()
})

test('a frame that was written whole and then refused is not read, where it cannot be cut off either', async () => {
  const storage = await openFileStorage(path)
  await save(storage, 1)
  await storage.append(encodeFrame('kept', hasher))
  const write = fs.writeSync.bind(fs) as (...parts: unknown[]) => number
  vi.spyOn(fs, 'writeSync').mockImplementationOnce((...parts: unknown[]) => {
    write(...parts)
    throw diskError('EIO')
  })
  vi.spyOn(fs, 'ftruncateSync').mockImplementationOnce(() => {
    throw diskError('EIO')
  })
  await expect(storage.append(encodeFrame('refused', hasher))).rejects.toMatchObject({ code: 'STORAGE_FAILED' })
  expect(await load(storage)).toEqual({ saved: 1, changes: ['kept'] })
  await storage.append(encodeFrame('later', hasher))
  expect(await load(storage)).toEqual({ saved: 1, changes: ['kept', 'later'] })
  await storage.close()
})

test('changes that were refused stay away, also those behind a shorter next append', async () => {
  const storage = await openFileStorage(path)
  await save(storage, 1)
  const write = fs.writeSync.bind(fs) as (...parts: unknown[]) => number
  vi.spyOn(fs, 'writeSync').mockImplementationOnce((...parts: unknown[]) => {
    write(...parts)
    throw diskError('EIO')
  })
  vi.spyOn(fs, 'ftruncateSync').mockImplementationOnce(() => {
    throw diskError('EIO')
  })
  const refused = Buffer.concat([encodeFrame('lost 1', hasher), encodeFrame('lost 2', hasher)])
  await expect(storage.append(refused)).rejects.toMatchObject({ code: 'STORAGE_FAILED' })
  await storage.append(encodeFrame('kept 1', hasher))
  await storage.close()
  expect(await reloaded()).toEqual({ saved: 1, changes: ['kept 1'] })
})

test.skipIf(process.platform === 'win32')('a save has the snapshot by its name on the disk before the journal', async () => {
  const storage = await openFileStorage(path)
  const steps: string[] = []
  const rename = fs.promises.rename.bind(fs.promises)
  vi.spyOn(fs.promises, 'rename').mockImplementation((from, to) => {
    steps.push(basename(String(to)))
    return rename(from, to)
  })
  const open = fs.promises.open.bind(fs.promises)
  vi.spyOn(fs.promises, 'open').mockImplementation(async (file, ...rest) => {
    const handle = await open(file, ...rest)
    const sync = handle.sync.bind(handle)
    if (file === fs.realpathSync(directory)) vi.spyOn(handle, 'sync').mockImplementation(() => {
      steps.push('names')
      return sync()
    })
    return handle
  })
  await save(storage, 1)
  expect(steps).toEqual(['memory', 'names', 'memory.journal', 'names'])
  await storage.close()
})

test('a disk that takes no byte is an error, not an endless loop', async () => {
  const storage = await openFileStorage(path)
  vi.spyOn(fs, 'writeSync').mockReturnValue(0)
  await expect(storage.append(Uint8Array.of(1))).rejects.toMatchObject({ code: 'STORAGE_FAILED' })
  await storage.close()
})

test('a crash before the snapshot is renamed leaves the old pair', async () => {
  const storage = await openFileStorage(path)
  await save(storage, 1)
  await storage.append(encodeFrame('one', hasher))
  vi.spyOn(fs.promises, 'rename').mockRejectedValueOnce(diskError('ENOSPC'))
  await expect(save(storage, 2)).rejects.toThrow('free space on the disk')
  await storage.append(encodeFrame('two', hasher))
  await storage.close()
  expect(await reloaded()).toEqual({ saved: 1, changes: ['one', 'two'] })
  expect(fs.readdirSync(directory).sort()).toEqual(['memory', 'memory.journal'])
})

test('a crash between the renames leaves the new snapshot, and the old journal is ignored', async () => {
  const storage = await openFileStorage(path)
  await save(storage, 1)
  await storage.append(encodeFrame('in the new snapshot', hasher))
  const rename = fs.promises.rename.bind(fs.promises)
  vi.spyOn(fs.promises, 'rename').mockImplementationOnce(rename).mockRejectedValueOnce(diskError('EIO'))
  await expect(save(storage, 2)).rejects.toMatchObject({ code: 'STORAGE_FAILED' })
  expect(await load(storage)).toEqual({ saved: 2, changes: [] })
  await expect(storage.append(encodeFrame('would be lost', hasher))).rejects.toThrow('save again')
  await save(storage, 3)
  await storage.append(encodeFrame('three', hasher))
  await storage.close()
  expect(await reloaded()).toEqual({ saved: 3, changes: ['three'] })
})

test('a crash while writing leaves rubbish that the next save writes over', async () => {
  fs.writeFileSync(`${path}.new`, 'half a snapshot')
  fs.writeFileSync(`${path}.journal.new`, 'half a journal')
  const storage = await openFileStorage(path)
  expect(await load(storage)).toEqual({ saved: -1, changes: [] })
  await save(storage, 1)
  await storage.close()
  expect(await reloaded()).toEqual({ saved: 1, changes: [] })
})

test('a torn append is cut off at the next start', async () => {
  const first = await openFileStorage(path)
  await save(first, 1)
  await first.append(encodeFrame('kept', hasher))
  await first.append(encodeFrame('torn', hasher).subarray(0, -3))
  await first.close()
  const storage = await openFileStorage(path)
  const { journal } = await storage.read()
  const { validLength } = readJournal(journal!, hasher)
  await storage.truncateJournal(validLength)
  await storage.append(encodeFrame('next', hasher))
  expect(await load(storage)).toEqual({ saved: 1, changes: ['kept', 'next'] })
  await storage.close()
})

test('refuses places that cannot hold a memory, and leaves nothing behind', async () => {
  await expect(openFileStorage(join(directory, 'missing', 'memory'))).rejects.toThrow('create the directory first')
  await expect(openFileStorage(directory)).rejects.toThrow('pass the path of a file')
  fs.writeFileSync(join(directory, 'text'), 'x')
  await expect(openFileStorage(join(directory, 'text', 'memory'))).rejects.toMatchObject({ code: 'STORAGE_FAILED' })
  vi.spyOn(fs, 'writeFileSync').mockImplementationOnce(file => {
    fs.closeSync(fs.openSync(file as string, 'w'))
    throw diskError('EROFS')
  })
  await expect(openFileStorage(path)).rejects.toThrow('writable disk')
  expect(fs.readdirSync(directory)).toEqual(['text'])
})

test('a memory is readable by its user alone, unless its file says otherwise', async () => {
  const storage = await openFileStorage(path)
  await save(storage, 1)
  expect([path, `${path}.journal`].map(file => fs.statSync(file).mode & 0o777)).toEqual([0o600, 0o600])
  fs.chmodSync(path, 0o640)
  await save(storage, 2)
  expect(fs.statSync(path).mode & 0o777).toBe(0o640)
  await storage.close()
})

test('a link to a memory shares its lock and is followed', async () => {
  const storage = await openFileStorage(path)
  await save(storage, 1)
  fs.symlinkSync(path, join(directory, 'link'))
  await expect(openFileStorage(join(directory, 'link'))).rejects.toMatchObject({ code: 'LOCKED' })
  await storage.close()
  const linked = await openFileStorage(join(directory, 'link'))
  await save(linked, 2)
  await linked.close()
  expect(await reloaded()).toEqual({ saved: 2, changes: [] })
})

test('killed at any moment of saving and appending, every acknowledged change is there', async () => {
  for (const delay of [5, 40, 90]) {
    const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('child.ts', import.meta.url)), 'write', path],
      { stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    child.stdout.on('data', (text: Buffer) => {
      said += text.toString()
    })
    while (!said.includes('\n')) await wait(2)
    await wait(delay)
    const dead = new Promise(resolve => child.on('close', resolve))
    child.kill('SIGKILL')
    await dead
    const acknowledged = Number(said.trim().split('\n').at(-1))
    const { saved, changes } = await reloaded()
    const last = Number(changes.at(-1) ?? saved)
    expect(changes).toEqual(changes.map((_, index) => Number(saved) + 1 + index))
    // One more may have been written and not yet told.
    expect(last - acknowledged).toBeGreaterThanOrEqual(0)
    fs.rmSync(path)
    fs.rmSync(`${path}.journal`)
  }
})
