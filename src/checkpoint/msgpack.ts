// MessagePack of plain values, with the traps of msgpackr closed: see `scan`.
import { Packr, Unpackr } from 'msgpackr'
import { MnemeError } from '../errors.ts'

/** What MessagePack carries here: no extensions, no 64-bit integers, string keys only. */
export type Packable = null | boolean | number | string | Uint8Array | Packable[] | PackableMap
/** An object of packable values. */
export interface PackableMap { [name: string]: Packable }

/** Levels of nesting that a value may have. */
export const maxDepth = 102

// useToJSON: a key named 'toJSON' is data. useRecords: records compile code from keys when they are read.
const packer = new Packr({ useRecords: false, variableMapSize: true, useToJSON: false })
const unpacker = new Unpackr({ useRecords: false, mapsAsObjects: true })

/** The bytes of a value: a view of a shared buffer that is never written over. Throws INVALID_ARGUMENT beyond 4 GiB. */
export function pack(value: Packable): Uint8Array {
  try {
    return packer.pack(value)
  } catch (cause) {
    throw new MnemeError('INVALID_ARGUMENT', 'pack: expected at most 4 GiB of small values, got more; save less', { cause })
  }
}

/** The value of bytes that hold exactly one. Throws CHECKPOINT_CORRUPT; `what` names the bytes in the message. */
export function unpack(bytes: Uint8Array, what: string): Packable {
  try {
    scan(bytes)
    // A view of its own, for msgpackr hangs a property onto what it reads.
    return unpacker.unpack(bytes.subarray()) as Packable
  } catch (cause) {
    throw corrupt(what, 'plain MessagePack', cause instanceof Error ? cause.message : String(cause), cause)
  }
}

/** The error for bytes that are ours but damaged. */
export function corrupt(what: string, expected: string, got: string, cause?: unknown): MnemeError {
  const message = `${what}: expected ${expected}, got ${got}; restore the file from a backup`
  return new MnemeError('CHECKPOINT_CORRUPT', message, cause === undefined ? undefined : { cause })
}

/**
 * Walks the bytes before msgpackr sees them, for it would build dates, errors, regular expressions and compiled
 * functions from extensions, take any key, and read past lengths that lie. Every value takes at least one byte,
 * so what is decoded is bounded by the size of the file.
 */
function scan(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let position = 0
  const skip = (count: number): number => {
    const start = position
    position += count
    if (position > bytes.length) throw new RangeError(`${position - bytes.length} bytes too few`)
    return start
  }
  const uint = (size: number): number => {
    const start = skip(size)
    return size === 1 ? view.getUint8(start) : size === 2 ? view.getUint16(start) : view.getUint32(start)
  }
  const key = (): void => {
    const token = uint(1)
    const length = token >= 0xa0 && token <= 0xbf ? token - 0xa0 : token >= 0xd9 && token <= 0xdb ? uint(1 << (token - 0xd9)) : -1
    if (length < 0) throw new TypeError(`a key of token 0x${token.toString(16)}`)
    const start = skip(length)
    if (length !== 9) return
    if (String.fromCharCode(...bytes.subarray(start, position)) === '__proto__') throw new TypeError('a key __proto__')
  }
  const items = (count: number, depth: number, keyed: boolean): void => {
    if (depth >= maxDepth) throw new RangeError(`more than ${maxDepth} levels`)
    for (let index = 0; index < count; index++) {
      if (keyed) key()
      item(depth + 1)
    }
  }
  const item = (depth: number): void => {
    const token = uint(1)
    if (token < 0x80 || token >= 0xe0) return
    if (token <= 0x8f) return items(token - 0x80, depth, true)
    if (token <= 0x9f) return items(token - 0x90, depth, false)
    if (token <= 0xbf) return void skip(token - 0xa0)
    switch (token) {
      case 0xc0: case 0xc2: case 0xc3: return
      case 0xc4: case 0xc5: case 0xc6: return void skip(uint(1 << (token - 0xc4)))
      case 0xcb: return void skip(8)
      case 0xcc: case 0xcd: case 0xce: return void skip(1 << (token - 0xcc))
      case 0xd0: case 0xd1: case 0xd2: return void skip(1 << (token - 0xd0))
      case 0xd9: case 0xda: case 0xdb: return void skip(uint(1 << (token - 0xd9)))
      case 0xdc: case 0xdd: return items(uint(2 << (token - 0xdc)), depth, false)
      case 0xde: case 0xdf: return items(uint(2 << (token - 0xde)), depth, true)
      default: throw new TypeError(`token 0x${token.toString(16)}`)
    }
  }
  item(0)
  if (position !== bytes.length) throw new RangeError(`${bytes.length - position} bytes too many`)
}
