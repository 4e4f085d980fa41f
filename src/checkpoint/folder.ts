// A folder of memories: its files, listed and removed.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MnemeError } from '../errors.ts'

/** Names of the files in a folder, which is made where it is missing. Throws STORAGE_FAILED. */
export async function filesIn(folder: string): Promise<string[]> {
  return attempt('list', folder, async () => {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    return readdir(folder)
  })
}

/** The path of a file in a folder. */
export function pathIn(folder: string, name: string): string {
  return join(folder, name)
}

/** The bytes of a file in a folder, or undefined where it is missing: as they are at this moment, without a lock. Throws STORAGE_FAILED. */
export async function readIn(folder: string, name: string): Promise<Uint8Array | undefined> {
  return attempt('read in', folder, async () => {
    try {
      return await readFile(join(folder, name))
    } catch (cause) {
      if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined
      throw cause
    }
  })
}

/** Makes a file without content, which tells by being there. Throws STORAGE_FAILED. */
export async function markIn(folder: string, name: string): Promise<void> {
  await attempt('write to', folder, () => writeFile(join(folder, name), '', { mode: 0o600, flush: true }))
}

/** Removes files of a folder; those that are not there count as removed. Throws STORAGE_FAILED. */
export async function removeFiles(folder: string, names: readonly string[]): Promise<void> {
  await attempt('remove files of', folder, async () => {
    for (const name of names) await rm(join(folder, name), { force: true })
  })
}

async function attempt<T>(doing: string, folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    const got = cause instanceof Error ? cause.message : String(cause)
    throw new MnemeError('STORAGE_FAILED', `folder: expected to ${doing} ${folder}, got ${got}; name a writable directory`, { cause })
  }
}
