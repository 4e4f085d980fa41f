// Files of one folder, read in parts: what a model's weights need, wherever the bytes lie.
import { MnemeError } from '../errors.ts'

/** A folder. Every call throws STORAGE_FAILED where the place refuses; a name has no path in it. */
export interface Files {
  /** The length of a file in bytes, undefined where it is missing. */
  size(name: string): Promise<number | undefined>
  /** The bytes from `start` up to `end`; throws STORAGE_FAILED where the file ends before. */
  read(name: string, start: number, end: number): Promise<Uint8Array>
  /** Writes a whole file, all or nothing; an older one of that name goes. A chunk is used up before the next is asked for. */
  write(name: string, chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void>
}

/** Files that live in memory, for tests, browsers and bytes that were fetched. Arrays that are passed in are used as they are. */
export function memoryFiles(stored: Record<string, Uint8Array> = {}): Files & { names(): string[] } {
  const held = new Map(Object.entries(stored))
  return {
    names: () => [...held.keys()],
    size: async name => held.get(name)?.length,
    read: async (name, start, end) => {
      const bytes = held.get(name)
      if (!bytes || end > bytes.length) throw cutShort(name, end, bytes?.length)
      return bytes.slice(start, end)
    },
    write: async (name, chunks) => {
      const parts: Uint8Array[] = []
      for await (const chunk of chunks) parts.push(chunk.slice())
      const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
      let offset = 0
      for (const part of parts) {
        whole.set(part, offset)
        offset += part.length
      }
      held.set(checkName(name), whole)
    },
  }
}

/** The error of a read past the end. */
export function cutShort(name: string, end: number, length: number | undefined): MnemeError {
  return new MnemeError('STORAGE_FAILED',
    `${name}: expected ${end} bytes or more, got ${length ?? 'no file'}; leave the files alone while a model is open`)
}

/** The name, where it names a file of the folder itself. Throws INVALID_ARGUMENT. */
export function checkName(name: string): string {
  if (/^[\w][\w .+@-]{0,200}$/.test(name) && !name.includes('..')) return name
  throw new MnemeError('INVALID_ARGUMENT',
    `files: expected the name of a file in the folder, got ${JSON.stringify(name.slice(0, 80))}; pass letters, digits, '.', '_' and '-'`)
}
