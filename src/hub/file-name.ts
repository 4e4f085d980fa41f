// Users' ids as names of files, and back. An id is data: whatever it holds, its file lies in the folder, and no two share one.
import { MnemeError } from '../errors.ts'

const ending = '.mneme'
/** Bytes of an id; file systems take names of 255 bytes, and a journal's has a longer ending. */
const mostBytes = 100

/** The name of a user's file: the bytes of the id in hexadecimal, which no file system folds. Throws INVALID_ARGUMENT. */
export function fileOf(user: string): string {
  const bytes = new TextEncoder().encode(user)
  if (bytes.length > mostBytes) {
    throw new MnemeError('INVALID_ARGUMENT', `user: expected an id of at most ${mostBytes} bytes, got ${bytes.length}; pass a shorter one, such as a hash of it`)
  }
  return [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('') + ending
}

/** The user whose snapshot or journal a file is; undefined for other files. */
export function userOf(name: string): string | undefined {
  const hex = /^(?<hex>(?:[0-9a-f]{2})+)\.mneme(?:\.journal)?$/.exec(name)?.groups?.['hex']
  return hex === undefined ? undefined : new TextDecoder().decode(Uint8Array.from(hex.match(/../g) ?? [], byte => parseInt(byte, 16)))
}

/** True for a memory's file, and all that is written beside it: journal, lock, temporary files. */
export function isFileOf(name: string, file: string): boolean {
  return name === file || name.startsWith(`${file}.`)
}
