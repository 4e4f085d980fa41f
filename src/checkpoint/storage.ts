// Where a memory's bytes live: one snapshot and the journal of changes since.
import { MnemeError } from '../errors.ts'
import { concat } from './snapshot.ts'

/**
 * A place for one memory. Calls run in the order in which they were made; each throws STORAGE_FAILED where the place
 * refuses, and then leaves what is stored as it was, and CLOSED after `close`.
 */
export interface Storage {
  /** What is stored; a part that was never written is absent. */
  read(): Promise<{ snapshot?: Uint8Array, journal?: Uint8Array }>
  /** Adds bytes to the end of the journal; resolves when they survive the death of this process. */
  append(bytes: Uint8Array): Promise<void>
  /**
   * Puts a snapshot and a journal of this header alone in place of what is stored. After a crash either the old pair, the
   * new pair, or the new snapshot with the old journal is there. Leave the chunks unchanged until the promise resolves.
   */
  replace(chunks: Uint8Array[], journalHeader: Uint8Array): Promise<void>
  /** Cuts the journal to its first `length` bytes. */
  truncateJournal(length: number): Promise<void>
  /** Lets go of the place. A second call does nothing. */
  close(): Promise<void>
}

/** A storage that lives and dies with its process. */
export function memoryStorage(stored: { snapshot?: Uint8Array, journal?: Uint8Array } = {}): Storage {
  let { snapshot, journal } = stored
  let closed = false
  const open = (): void => {
    if (closed) throw closedError()
  }
  return {
    read: async () => {
      open()
      return { ...snapshot && { snapshot: snapshot.slice() }, ...journal && { journal: journal.slice() } }
    },
    append: async bytes => {
      open()
      journal = concat([journal ?? new Uint8Array(), bytes])
    },
    replace: async (chunks, journalHeader) => {
      open()
      snapshot = concat(chunks)
      journal = journalHeader.slice()
    },
    truncateJournal: async length => {
      open()
      journal = journal?.slice(0, length)
    },
    close: async () => {
      closed = true
    },
  }
}

/** The error of every call after `close`. */
export function closedError(): MnemeError {
  return new MnemeError('CLOSED', 'storage: expected an open one, got a closed one; open the memory again')
}
