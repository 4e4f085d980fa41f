// One suite for every storage, and what stands in for files in browsers.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import * as diskFiles from '../../src/checkpoint/disk-files.ts'
import * as file from '../../src/checkpoint/file.ts'
import * as folder from '../../src/checkpoint/folder.ts'
import * as textFile from '../../src/checkpoint/text-file.ts'
import * as noFile from '../../src/checkpoint/no-file.ts'
import { memoryStorage } from '../../src/checkpoint/storage.ts'
import type { Storage } from '../../src/checkpoint/storage.ts'

const directory = mkdtempSync(join(tmpdir(), 'mneme-'))
afterAll(() => rmSync(directory, { recursive: true }))
let count = 0
const path = (): string => join(directory, `memory-${count++}`)
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)

describe.each<[string, () => Promise<Storage>]>([
  ['memory', async () => memoryStorage()],
  ['file', () => file.openFileStorage(path())],
  ['file with fsync', () => file.openFileStorage(path(), { fsync: true })],
])('%s storage', (_, open) => {
  test('is empty at first', async () => {
    const storage = await open()
    expect(await storage.read()).toEqual({})
    await storage.close()
  })

  test('keeps appended bytes, also those of calls that did not wait', async () => {
    const storage = await open()
    await Promise.all([storage.append(bytes(1, 2)), storage.append(bytes(3)), storage.append(bytes(4, 5))])
    expect(await storage.read()).toEqual({ journal: bytes(1, 2, 3, 4, 5) })
    await storage.close()
  })

  test('truncates the journal and appends after the cut', async () => {
    const storage = await open()
    await storage.append(bytes(1, 2, 3, 4))
    await storage.truncateJournal(2)
    await storage.append(bytes(9))
    await storage.truncateJournal(50)
    expect(await storage.read()).toEqual({ journal: bytes(1, 2, 9) })
    await storage.close()
  })

  test('replaces both at once; later appends follow the new header', async () => {
    const storage = await open()
    const steps = [
      storage.append(bytes(1, 2, 3)), storage.replace([bytes(10), bytes(), bytes(11, 12)], bytes(20)), storage.append(bytes(21)),
    ]
    await Promise.all(steps)
    expect(await storage.read()).toEqual({ snapshot: bytes(10, 11, 12), journal: bytes(20, 21) })
    await storage.replace([bytes(13)], bytes(30))
    expect(await storage.read()).toEqual({ snapshot: bytes(13), journal: bytes(30) })
    await storage.close()
  })

  test('refuses everything after close', async () => {
    const storage = await open()
    await storage.close()
    await storage.close()
    for (const call of [storage.read(), storage.append(bytes(1)), storage.replace([], bytes()), storage.truncateJournal(0)]) {
      await expect(call).rejects.toMatchObject({ name: 'MnemeError', code: 'CLOSED' })
    }
  })
})

test('no-file has the exports of what knows Node, and each says what to do instead', async () => {
  expect(Object.keys(noFile).sort()).toEqual([...Object.keys(diskFiles), ...Object.keys(file), ...Object.keys(folder), ...Object.keys(textFile)].sort())
  await expect(noFile.openFileStorage('memory')).rejects.toThrow('Mneme.fromBytes')
  await expect(noFile.writeTextFile('x', '')).rejects.toThrow('trainingLines')
  await expect(noFile.removeFiles('x', [])).rejects.toThrow('one Mneme for each user')
  expect(noFile.pathIn('x', 'y')).toBe('x/y')
  await expect(noFile.readPackageFile('x')).rejects.toThrow('embedded({ bytes })')
})

test('a missing file of the package says what to do', async () => {
  await expect(file.readPackageFile('no-such-file')).rejects.toMatchObject({
    code: 'STORAGE_FAILED', message: expect.stringContaining('install mneme again'),
  })
})
