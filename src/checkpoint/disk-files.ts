// A folder on the disk as files that are read in parts.
import { open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { MnemeError } from '../errors.ts'
import { checkName, cutShort, type Files } from './files.ts'

/** The files of `folder`, opened one call at a time; nothing to close. Its calls throw STORAGE_FAILED. */
export function diskFiles(folder: string): Files {
  return {
    size: name => attempt('look at', folder, name, async () => {
      try {
        const found = await stat(join(folder, name))
        return found.isFile() ? found.size : undefined
      } catch (cause) {
        if (cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR')) return undefined
        throw cause
      }
    }),
    read: (name, start, end) => attempt('read', folder, name, () => readPart(join(folder, name), name, start, end)),
    write: (name, chunks) => attempt('write', folder, name, () => writeWhole(join(folder, name), chunks)),
  }
}

async function readPart(path: string, name: string, start: number, end: number): Promise<Uint8Array> {
  const file = await open(path, 'r')
  try {
    // Before the bytes are allocated: the length may come from a forged header.
    const { size } = await file.stat()
    if (end > size) throw cutShort(name, end, size)
    const bytes = new Uint8Array(end - start)
    for (let done = 0; done < bytes.length;) {
      const { bytesRead } = await file.read(bytes, done, bytes.length - done, start + done)
      if (bytesRead === 0) throw cutShort(name, end, start + done)
      done += bytesRead
    }
    return bytes
  } finally {
    await file.close()
  }
}

async function writeWhole(path: string, chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void> {
  const aside = `${path}.${crypto.randomUUID()}.tmp`
  try {
    const file = await open(aside, 'wx', 0o600)
    try {
      for await (const chunk of chunks) await file.appendFile(chunk)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(aside, path)
  } catch (cause) {
    await rm(aside, { force: true })
    throw cause
  }
}

async function attempt<T>(doing: string, folder: string, name: string, work: () => Promise<T>): Promise<T> {
  checkName(name)
  try {
    return await work()
  } catch (cause) {
    if (MnemeError.isInstance(cause)) throw cause
    const got = cause instanceof Error ? cause.message : String(cause)
    throw new MnemeError('STORAGE_FAILED', `files: expected to ${doing} ${name} in ${folder}, got ${got}; name a folder that allows it`, { cause })
  }
}
