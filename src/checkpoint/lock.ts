// One process holds a memory at a time. The rules, apart from the disk: file.ts brings that.
import { MnemeError } from '../errors.ts'

/** Who holds a lock. */
export interface Owner {
  pid: number
  host: string
  /** Boot and start of the process where the system tells them, for process ids are used again. */
  started: string
  /** Unique to each lock; part of a file name. */
  token: string
}

/** What locks need from the disk and the system. */
export interface LockSystem {
  /** Makes a file with its content in one step; false when there is one already. */
  create(path: string, text: string): boolean
  /** Puts a file in place of another in one step. */
  replace(path: string, text: string): void
  /** Undefined where there is no file. */
  read(path: string): string | undefined
  remove(path: string): void
  /** False only if the process is surely gone. */
  isAlive(owner: Owner): boolean
}

/** Takes a lock for `owner` and returns what gives it back. Throws LOCKED while another process may hold it. */
export function lock(path: string, owner: Owner, system: LockSystem): () => void {
  acquire(path, owner, system)
  return () => {
    if (readOwner(path, system)?.token === owner.token) system.remove(path)
  }
}

/**
 * Two takers of a stale lock must not both win. The right to replace the lock with token T is itself a lock, PATH.T: who
 * holds it looks again, and only if T is still there puts its own in place.
 */
function acquire(path: string, owner: Owner, system: LockSystem): void {
  while (!system.create(path, JSON.stringify(owner))) {
    const holder = readOwner(path, system)
    if (!holder) continue
    if (system.isAlive(holder)) {
      const own = holder.pid === owner.pid && holder.host === owner.host
      throw locked(path, `a lock of process ${holder.pid}${own ? ', this one' : ` on ${holder.host}`}`)
    }
    const claim = `${path}.${holder.token}`
    acquire(claim, owner, system)
    try {
      if (readOwner(path, system)?.token === holder.token) return system.replace(path, JSON.stringify(owner))
    } finally {
      system.remove(claim)
    }
  }
}

function readOwner(path: string, system: LockSystem): Owner | undefined {
  const text = system.read(path)
  if (text === undefined) return undefined
  try {
    const { pid, host, started, token } = JSON.parse(text) as Partial<Owner>
    const texts = typeof host === 'string' && typeof started === 'string' && typeof token === 'string'
    if (texts && Number.isSafeInteger(pid) && /^[\w-]{1,64}$/.test(token)) return { pid: Number(pid), host, started, token }
  } catch {
    // Not JSON: as unreadable as a lock without an owner.
  }
  throw locked(path, 'a lock that cannot be read')
}

function locked(path: string, got: string): MnemeError {
  return new MnemeError('LOCKED',
    `${path}: expected no lock, got ${got}; close the other memory, or delete this file if its process is gone`)
}
