// Text files for other programs to read.
import { rename, writeFile } from 'node:fs/promises'
import { MnemeError } from '../errors.ts'

/** Writes a text, all or nothing, readable by its owner alone; an older file of that name goes. Throws STORAGE_FAILED. */
export async function writeTextFile(path: string, text: string): Promise<void> {
  const aside = `${path}.${crypto.randomUUID()}.tmp`
  try {
    await writeFile(aside, text, { mode: 0o600, flag: 'wx' })
    await rename(aside, path)
  } catch (cause) {
    const got = cause instanceof Error ? cause.message : String(cause)
    throw new MnemeError('STORAGE_FAILED', `file: expected to write ${path}, got ${got}; name a file in a writable directory`, { cause })
  }
}
