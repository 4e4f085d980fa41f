// Trees of plain data to bytes and back, exact to the bit: a small header and large blocks apart.
import xxhash from 'xxhash-wasm'
import { MnemeError } from '../errors.ts'
import { corrupt, maxDepth as maxPackedDepth, pack, unpack } from './msgpack.ts'
import type { Packable, PackableMap } from './msgpack.ts'

/** Checksums of bytes: xxHash64 (Y. Collet), which finds accidents, not attackers. */
export interface Hasher {
  checksum(bytes: Uint8Array): bigint
}

/** A tree as bytes. `blocks` are views of the tree's own arrays: leave those unchanged until the bytes are written. */
export interface EncodedTree {
  header: Uint8Array
  blocks: Uint8Array[]
}

// A leaf takes two levels of its own.
const maxDepth = maxPackedDepth - 2

/** Most bytes of one block. */
const maxBlockBytes: number = 256 * 2 ** 20

const typedArrays = {
  float32: Float32Array, float64: Float64Array, int8: Int8Array, uint8: Uint8Array,
  uint16: Uint16Array, uint32: Uint32Array, int32: Int32Array,
}
type TypedArray = InstanceType<(typeof typedArrays)[keyof typeof typedArrays]>
// Text that UTF-8 would change (half a surrogate pair, a leading byte order mark) is stored as its code units.
type Dtype = keyof typeof typedArrays | 'utf8' | 'utf16'
interface Leaf { dtype: Dtype, bytes: Uint8Array }

// An object with the key '$' is a leaf; own keys that start with '$' are written as '$' and their JSON.
const mark = '$'
const unsafeKey = /^[$\ufeff]|\p{Surrogate}/u
// Pieces, chained through the seed, stay in the processor's cache and keep the hasher's own memory small.
const pieceBytes = 2 ** 18

let loading: Promise<Hasher> | undefined

/** The hasher, compiled at the first call. */
export function loadHasher(): Promise<Hasher> {
  loading ??= xxhash().then(hashes => ({
    checksum: bytes => {
      let sum = hashes.h64Raw(bytes.subarray(0, pieceBytes))
      for (let start = pieceBytes; start < bytes.length; start += pieceBytes) {
        sum = hashes.h64Raw(bytes.subarray(start, start + pieceBytes), sum)
      }
      return sum
    },
  }))
  return loading
}

/**
 * Encodes null, booleans, numbers, strings, typed arrays, arrays and plain objects; keys are sorted, so that equal
 * trees give equal bytes. Leaves of `inlineBelow` bytes or more become blocks. Throws INVALID_ARGUMENT with the path
 * of a value of another kind, of a key `__proto__`, or of nesting (a cycle too) of more than 100 levels.
 */
export function encodeTree(tree: unknown, hasher: Hasher, inlineBelow: number = 2 ** 16): EncodedTree {
  const blocks: Uint8Array[] = []
  const path: (string | number)[] = []
  const leaf = ({ dtype, bytes }: Leaf): PackableMap => {
    const shape = [bytes.length / itemBytes(dtype)]
    if (bytes.length < inlineBelow) return { [mark]: dtype, shape, bytes }
    const parts = split(bytes)
    blocks.push(...parts)
    return { [mark]: dtype, shape, checksums: parts.map(part => hasher.checksum(part).toString(16)) }
  }
  const refuse = (got: string): MnemeError => new MnemeError('INVALID_ARGUMENT',
    `tree at '${path.join('.')}': expected objects, arrays, text, numbers or typed arrays, got ${got}; change it or leave it out`)
  const child = (name: string | number, value: unknown): Packable => {
    path.push(name)
    const encoded = node(value)
    path.pop()
    return encoded
  }
  const node = (value: unknown): Packable => {
    if (typeof value === 'number') return Object.is(value, -0) ? { [mark]: '-0' } : value
    if (value === null || typeof value === 'boolean') return value
    if (typeof value === 'string') {
      if (value.startsWith('\ufeff') || !isWellFormed(value)) return leaf({ dtype: 'utf16', bytes: codeUnits(value) })
      return value.length < inlineBelow ? value : leaf({ dtype: 'utf8', bytes: new TextEncoder().encode(value) })
    }
    if (typeof value !== 'object') throw refuse(typeof value)
    if (path.length >= maxDepth) throw refuse(`more than ${maxDepth} levels or a cycle`)
    if (ArrayBuffer.isView(value)) {
      const dtype = Object.prototype.toString.call(value).slice(8, -6).toLowerCase()
      if (!isDtype(dtype)) throw refuse(`a view of ${dtype}`)
      return leaf({ dtype, bytes: new Uint8Array(value.buffer, value.byteOffset, value.byteLength) })
    }
    if (Array.isArray(value)) return Array.from(value, (item: unknown, index) => child(index, item))
    const prototype: unknown = Object.getPrototypeOf(value)
    // One level of prototypes, not identity with Object.prototype: data from another realm is plain too.
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null) throw refuse('an instance of a class')
    if (Object.hasOwn(value, '__proto__')) throw refuse('a key __proto__')
    return members(value as Record<string, unknown>)
  }
  const members = (value: Record<string, unknown>): PackableMap => {
    // Engines list integer-like keys first: blocks must be numbered in the order in which the decoder will meet them.
    const sorted: Record<string, unknown> = {}
    for (const name of Object.keys(value).sort()) sorted[name] = value[name]
    const packable: PackableMap = {}
    for (const name of Object.keys(sorted)) {
      packable[unsafeKey.test(name) ? mark + JSON.stringify(name) : name] = child(name, sorted[name])
    }
    return packable
  }
  if (!littleEndian) {
    throw new MnemeError('BACKEND_UNAVAILABLE', 'tree: expected a little-endian processor, got a big-endian one; use another')
  }
  return { header: pack(node(tree)), blocks }
}

/**
 * The tree of `encodeTree`. An array of one aligned block is a view of it, all else is new memory: hand over blocks that
 * nothing else uses. `what` names the bytes in messages. Throws CHECKPOINT_CORRUPT with the path of the leaf that does not
 * match its checksum, shape or type.
 */
export function decodeTree(encoded: EncodedTree, hasher: Hasher, what: string): unknown {
  const path: (string | number)[] = []
  let nextBlock = 0
  const wrong = (expected: string, got: string): MnemeError => corrupt(`${what} at '${path.join('.')}'`, expected, got)
  const take = (checksums: Packable[]): Uint8Array[] => checksums.map(expected => {
    const block = encoded.blocks[nextBlock++]
    if (!block) throw wrong(`${nextBlock} blocks or more`, `${encoded.blocks.length}`)
    const sum = hasher.checksum(block).toString(16)
    if (sum !== expected) throw wrong(`checksum ${JSON.stringify(expected)}`, sum)
    return block
  })
  const leaf = (value: PackableMap): unknown => {
    const { [mark]: dtype, shape, bytes, checksums } = value
    if (dtype === '-0') return -0
    if (typeof dtype !== 'string' || !isDtype(dtype)) throw wrong('a known type', JSON.stringify(dtype))
    const parts = bytes instanceof Uint8Array ? [bytes] : Array.isArray(checksums) ? take(checksums) : []
    const size = parts.reduce((sum, part) => sum + part.length, 0)
    const extent = Array.isArray(shape) && shape.length === 1 ? shape[0] : undefined
    if (typeof extent !== 'number' || extent * itemBytes(dtype) !== size) {
      throw wrong(`bytes for ${JSON.stringify(extent)} values of ${dtype}`, `${size}`)
    }
    const [block, ...others] = bytes ? [] : parts
    return block && others.length === 0 ? asView(dtype, extent, block) : join(dtype, extent, parts)
  }
  const child = (name: string | number, value: Packable): unknown => {
    path.push(name)
    const decoded = node(value)
    path.pop()
    return decoded
  }
  const node = (value: Packable): unknown => {
    if (typeof value !== 'object' || value === null) return value
    if (value instanceof Uint8Array) throw wrong('typed bytes', 'bare bytes')
    if (Array.isArray(value)) return value.map((item, index) => child(index, item))
    if (Object.hasOwn(value, mark)) return leaf(value)
    return Object.fromEntries(Object.entries(value).map(([name, item]) => {
      const key = name.startsWith(mark) ? unescapeKey(name) : name
      if (key === undefined) throw wrong('a key', name)
      return [key, child(key, item)]
    }))
  }
  const tree = guarded(what, () => node(unpack(encoded.header, what)))
  if (nextBlock !== encoded.blocks.length) throw corrupt(what, `${nextBlock} blocks`, `${encoded.blocks.length}`)
  return tree
}

// A forged size may still be more than the machine can allocate.
function guarded<T>(what: string, work: () => T): T {
  try {
    return work()
  } catch (cause) {
    throw MnemeError.isInstance(cause) ? cause : corrupt(what, 'a tree that fits into memory', String(cause), cause)
  }
}

const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

function isDtype(name: string): name is Dtype {
  return Object.hasOwn(typedArrays, name) || name === 'utf8' || name === 'utf16'
}

/** False for text with half a surrogate pair. The engine's own answer takes no time where all letters are Latin, a pattern reads each. */
function isWellFormed(text: string & { isWellFormed?: () => boolean }): boolean {
  return text.isWellFormed?.() ?? !/\p{Surrogate}/u.test(text)
}

function itemBytes(dtype: Dtype): number {
  return dtype === 'utf8' ? 1 : dtype === 'utf16' ? 2 : typedArrays[dtype].BYTES_PER_ELEMENT
}

function split(bytes: Uint8Array): Uint8Array[] {
  const count = Math.ceil(bytes.length / maxBlockBytes)
  return Array.from({ length: count }, (_, index) => bytes.subarray(index * maxBlockBytes, (index + 1) * maxBlockBytes))
}

/** The values of a block where they lie, or a copy where the type needs another address. */
function asView(dtype: Dtype, extent: number, block: Uint8Array): string | TypedArray {
  if (dtype === 'utf8' || dtype === 'utf16' || block.byteOffset % itemBytes(dtype) !== 0) return join(dtype, extent, [block])
  return new typedArrays[dtype](block.buffer as ArrayBuffer, block.byteOffset, extent)
}

function join(dtype: Dtype, extent: number, parts: Uint8Array[]): string | TypedArray {
  if (dtype === 'utf8') {
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
    return parts.map((part, index) => decoder.decode(part, { stream: index < parts.length - 1 })).join('')
  }
  const array = dtype === 'utf16' ? new Uint16Array(extent) : new typedArrays[dtype](extent)
  const target = new Uint8Array(array.buffer)
  let offset = 0
  for (const part of parts) {
    target.set(part, offset)
    offset += part.length
  }
  return dtype === 'utf16' ? fromCodeUnits(array) : array
}

function codeUnits(text: string): Uint8Array {
  const units = new Uint16Array(text.length)
  for (let index = 0; index < units.length; index++) units[index] = text.charCodeAt(index)
  return new Uint8Array(units.buffer)
}

function fromCodeUnits(units: TypedArray): string {
  const pieces: string[] = []
  // Arguments live on the stack: a few thousand at a time.
  for (let start = 0; start < units.length; start += 4096) {
    pieces.push(String.fromCharCode(...units.subarray(start, start + 4096)))
  }
  return pieces.join('')
}

function unescapeKey(name: string): string | undefined {
  try {
    const key: unknown = JSON.parse(name.slice(mark.length))
    return typeof key === 'string' && key !== '__proto__' ? key : undefined
  } catch {
    return undefined
  }
}
