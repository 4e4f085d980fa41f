// A storage of two files and a lock: PATH (snapshot), PATH.journal, PATH.lock. The only file here that knows Node.
import fs from 'node:fs'
import os from 'node:os'
import { basename, dirname, join } from 'node:path'
import { MnemeError } from '../errors.ts'
import { lock } from './lock.ts'
import type { LockSystem, Owner } from './lock.ts'
import { closedError } from './storage.ts'
import type { Storage } from './storage.ts'

type Handle = fs.promises.FileHandle

const readBytes = 16 * 2 ** 20

/**
 * Opens the memory at `path` for this process alone; files appear with the first write. With `fsync` each append
 * survives a power loss too. Throws LOCKED while another memory, of this process too, holds the path, and STORAGE_FAILED
 * for a missing directory, a path that is a directory, or a place that cannot be written.
 */
export async function openFileStorage(path: string, { fsync = false }: { fsync?: boolean } = {}): Promise<Storage> {
  const real = attempt('open', path, () => locate(path))
  const owner: Owner = { pid: process.pid, host: os.hostname(), started: startOf(process.pid), token: crypto.randomUUID() }
  const release = attempt('lock', path, () => lock(`${real}.lock`, owner, lockSystem))
  const journal = openJournal(real, fsync)
  let closing: Promise<void> | undefined
  let last: Promise<unknown> = Promise.resolve()
  const inOrder = <T>(doing: string, work: () => Promise<T>): Promise<T> => {
    if (closing) return Promise.reject(closedError())
    const result = last.then(work).catch((cause: unknown) => {
      throw failed(doing, path, cause)
    })
    last = result.catch(() => undefined)
    return result
  }
  return {
    read: () => inOrder('read', async () => {
      const [snapshot, changes] = [await readWhole(real), await readWhole(journalOf(real))]
      return { ...snapshot && { snapshot }, ...changes && { journal: journal.acknowledged(changes) } }
    }),
    append: bytes => inOrder('append to', () => journal.append(bytes)),
    replace: (chunks, journalHeader) => inOrder('replace', () => replace(real, journal, chunks, journalHeader)),
    truncateJournal: length => inOrder('truncate', () => journal.truncate(length)),
    close: () => closing ??= last.then(() => journal.close()).finally(release),
  }
}

/** A file of the package's `checkpoints` folder. Throws STORAGE_FAILED where it is missing. */
export async function readPackageFile(name: string): Promise<Uint8Array> {
  try {
    return await fs.promises.readFile(new URL(`../../checkpoints/${name}`, import.meta.url))
  } catch (cause) {
    throw new MnemeError('STORAGE_FAILED',
      `checkpoints/${name}: expected the file, got ${codeOf(cause)}; install mneme again, or pass embedded({ bytes })`, { cause })
  }
}

const journalOf = (path: string): string => `${path}.journal`

/** The path without links, so that two names of one file share a lock. */
function locate(path: string): string {
  const real = fs.existsSync(path) ? fs.realpathSync(path) : join(fs.realpathSync(dirname(path)), basename(path))
  if (fs.statSync(real, { throwIfNoEntry: false })?.isDirectory()) {
    throw Object.assign(new Error('a directory'), { code: 'EISDIR' })
  }
  return real
}

// ---- journal

interface JournalFile {
  append(bytes: Uint8Array): Promise<void>
  /** The file's bytes without those of an append that failed. */
  acknowledged(bytes: Uint8Array): Uint8Array
  truncate(length: number): Promise<void>
  /** Lets another file take the journal's place; until `adopt`, appends are refused: they would extend a stale journal. */
  retire(): Promise<void>
  adopt(): void
  close(): Promise<void>
}

function openJournal(path: string, fsync: boolean): JournalFile {
  let handle: Handle | undefined
  let length = 0
  let dirty = false
  let retired = false
  const open = async (): Promise<Handle> => {
    if (retired) throw new Error('the journal is older than the snapshot; save again')
    if (handle) return handle
    handle = await fs.promises.open(journalOf(path), fs.constants.O_RDWR | fs.constants.O_CREAT, 0o600)
    length = fs.fstatSync(handle.fd).size
    if (fsync) await syncDirectory(path)
    return handle
  }
  const close = async (): Promise<void> => {
    const closing = handle
    handle = undefined
    await closing?.close()
  }
  return {
    append: async bytes => {
      const { fd } = handle && !retired ? handle : await open()
      try {
        if (dirty) fs.ftruncateSync(fd, length)
        dirty = true
        writeWhole(fd, bytes, length)
        if (fsync) await handle?.datasync()
        length += bytes.length
        dirty = false
      } catch (cause) {
        try {
          fs.ftruncateSync(fd, length)
          dirty = false
        } catch {
          // Still dirty: the next append tries again before it writes.
        }
        throw cause
      }
    },
    acknowledged: bytes => dirty ? bytes.subarray(0, length) : bytes,
    truncate: async shorter => {
      const file = await open()
      length = Math.min(length, shorter)
      fs.ftruncateSync(file.fd, length)
      if (fsync) await file.datasync()
    },
    retire: async () => {
      retired = true
      await close()
    },
    adopt: () => {
      retired = false
      dirty = false
    },
    close,
  }
}

function writeWhole(fd: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length;) {
    const written = fs.writeSync(fd, bytes, done, bytes.length - done, position + done)
    if (written === 0) throw new Error('nothing written')
    done += written
  }
}

// ---- snapshot

async function replace(path: string, journal: JournalFile, chunks: Uint8Array[], journalHeader: Uint8Array): Promise<void> {
  const mode = (fs.statSync(path, { throwIfNoEntry: false })?.mode ?? 0o600) & 0o777
  const [newSnapshot, newJournal] = [`${path}.new`, `${journalOf(path)}.new`]
  try {
    await writeFile(newSnapshot, chunks, mode)
    await writeFile(newJournal, [journalHeader], mode)
    await fs.promises.rename(newSnapshot, path)
    await journal.retire()
    // The snapshot's name must be on the disk first: the other way round a power loss would pair it with the wrong journal.
    await syncDirectory(path)
    await fs.promises.rename(newJournal, journalOf(path))
    await syncDirectory(path)
    journal.adopt()
  } catch (cause) {
    for (const left of [newSnapshot, newJournal]) fs.rmSync(left, { force: true })
    throw cause
  }
}

async function writeFile(path: string, chunks: Uint8Array[], mode: number): Promise<void> {
  const file = await fs.promises.open(path, 'w', mode)
  try {
    let left = chunks.filter(chunk => chunk.length > 0)
    while (left.length > 0) {
      const { bytesWritten } = await file.writev(left)
      if (bytesWritten === 0) throw new Error('nothing written')
      left = dropBytes(left, bytesWritten)
    }
    await file.sync()
  } finally {
    await file.close()
  }
}

/** What is left of chunks without their first `count` bytes. */
function dropBytes(chunks: readonly Uint8Array[], count: number): Uint8Array[] {
  let start = 0
  return chunks.flatMap(chunk => {
    const skipped = Math.max(0, Math.min(chunk.length, count - start))
    start += chunk.length
    return skipped === chunk.length ? [] : [chunk.subarray(skipped)]
  })
}

async function readWhole(path: string): Promise<Uint8Array | undefined> {
  if (!fs.existsSync(path)) return undefined
  const file = await fs.promises.open(path, 'r')
  try {
    const bytes = new Uint8Array((await file.stat()).size)
    // Pieces side by side: most of the time goes into first touches of new memory, which several threads share.
    const starts = Array.from({ length: Math.ceil(bytes.length / readBytes) }, (_, piece) => piece * readBytes)
    await Promise.all(starts.map(start => readPiece(file, bytes, start, Math.min(start + readBytes, bytes.length))))
    return bytes
  } finally {
    await file.close()
  }
}

async function readPiece(file: Handle, bytes: Uint8Array, start: number, end: number): Promise<void> {
  for (let done = start; done < end;) {
    const { bytesRead } = await file.read(bytes, done, end - done, done)
    if (bytesRead === 0) throw new Error('the file became shorter while it was read')
    done += bytesRead
  }
}

async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const directory = await fs.promises.open(dirname(path), 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

// ---- lock

const lockSystem: LockSystem = {
  create: (path, text) => {
    const own = writeAside(path, text)
    try {
      link(own, path, text)
      return true
    } catch (cause) {
      if (codeOf(cause) === 'EEXIST') return false
      throw cause
    } finally {
      fs.rmSync(own, { force: true })
    }
  },
  replace: (path, text) => fs.renameSync(writeAside(path, text), path),
  read: path => {
    try {
      return fs.readFileSync(path, 'utf8')
    } catch (cause) {
      if (codeOf(cause) === 'ENOENT') return undefined
      throw cause
    }
  },
  remove: path => fs.rmSync(path, { force: true }),
  isAlive: ({ pid, host, started }) => {
    if (host !== os.hostname()) return true
    try {
      process.kill(pid, 0)
    } catch (cause) {
      if (codeOf(cause) === 'ESRCH') return false
    }
    return started === '' || startOf(pid) === started
  },
}

/** A link appears with its content, so that nobody reads a half-written lock. */
function link(own: string, path: string, text: string): void {
  try {
    fs.linkSync(own, path)
  } catch (cause) {
    // Some file systems have no links.
    if (!['EPERM', 'EACCES', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(codeOf(cause))) throw cause
    fs.writeFileSync(path, text, { flag: 'wx', flush: true })
  }
}

function writeAside(path: string, text: string): string {
  const aside = `${path}.${crypto.randomUUID()}.new`
  try {
    fs.writeFileSync(aside, text, { flush: true })
    return aside
  } catch (cause) {
    fs.rmSync(aside, { force: true })
    throw cause
  }
}

/** Boot and start time of a running process on Linux; empty elsewhere, and for a zombie. */
function startOf(pid: number): string {
  try {
    const [state, ...fields] = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')
    if (state === 'Z' || state === 'X') return ''
    return `${fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${fields[18]}`
  } catch {
    return ''
  }
}

// ---- errors

const nextSteps: Record<string, string> = {
  EACCES: 'make it writable, or pass another path', EPERM: 'make it writable, or pass another path',
  EROFS: 'pass a path on a writable disk', ENOSPC: 'free space on the disk, then call again',
  EDQUOT: 'raise the quota, then call again', ENOENT: 'create the directory first', ENOTDIR: 'pass a path inside a directory',
  EISDIR: 'pass the path of a file, not of a directory',
}

function failed(doing: string, path: string, cause: unknown): MnemeError {
  if (MnemeError.isInstance(cause)) return cause
  const next = nextSteps[codeOf(cause)] ?? 'see the cause'
  return new MnemeError('STORAGE_FAILED',
    `storage: expected to ${doing} ${path}, got ${cause instanceof Error ? cause.message : String(cause)}; ${next}`, { cause })
}

function attempt<T>(doing: string, path: string, work: () => T): T {
  try {
    return work()
  } catch (cause) {
    throw failed(doing, path, cause)
  }
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : ''
}
