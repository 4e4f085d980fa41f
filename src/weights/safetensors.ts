// The safetensors format, bytes alone: a length (uint64), a JSON header of names, types, shapes and offsets, then the values.
import { corrupt } from '../checkpoint/msgpack.ts'
import { bytesOf, type WeightFormat } from './number-format.ts'

/** Where one tensor lies. */
export interface TensorEntry {
  name: string
  /** As the header has it; `isWeightFormat` tells which can be read as weights. */
  dtype: string
  shape: number[]
  /** Place of its bytes in the file, from the file's start. */
  start: number
  end: number
}

/** What a header tells. */
export interface TensorHeader {
  /** In the order of their bytes. */
  entries: TensorEntry[]
  /** Free text by free names, as other programs left it. */
  metadata: Record<string, string>
}

/** Most bytes of a header that is read: some hundred thousand tensors. */
const maxHeaderBytes: number = 16 * 2 ** 20
/** Bytes before the JSON. */
export const lengthBytes = 8

const maxRank = 8
const itemBytes: Readonly<Record<string, number>> = {
  BOOL: 1, U8: 1, I8: 1, F8_E4M3: 1, F8_E5M2: 1, F8_E8M0: 1, I16: 2, U16: 2, F16: 2, BF16: 2, I32: 4, U32: 4, F32: 4, I64: 8, U64: 8, F64: 8,
}

/** The length of the JSON from the file's first eight bytes. Throws CHECKPOINT_CORRUPT when the file cannot hold it or it is over 16 MiB. */
export function headerLength(start: Uint8Array, fileBytes: number, what: string): number {
  if (start.length < lengthBytes) throw corrupt(what, `${lengthBytes} bytes or more`, `${start.length}`)
  const length = new DataView(start.buffer, start.byteOffset).getBigUint64(0, true)
  const most = Math.min(maxHeaderBytes, fileBytes - lengthBytes)
  if (length < 2n || length > BigInt(most)) throw corrupt(what, `a header of 2 to ${most} bytes`, `one of ${length}`)
  return Number(length)
}

/**
 * Reads a header. Offsets must cover the rest of the file without a gap or an overlap, and each tensor must have the
 * bytes of its type and shape, so nothing that is allocated later is larger than the file. Throws CHECKPOINT_CORRUPT.
 */
export function parseHeader(json: Uint8Array, fileBytes: number, what: string): TensorHeader {
  const { __metadata__: metadata = {}, ...rest } = parseObject(json, what)
  const dataStart = lengthBytes + json.length
  const entries = Object.entries(rest).map(([name, value]) => checkEntry(name, value, dataStart, what))
    .sort((a, b) => a.start - b.start || a.end - b.end)
  let at = dataStart
  for (const { name, start, end } of entries) {
    if (start !== at) throw corrupt(`${what}: '${name}'`, `bytes from ${at - dataStart} on`, `from ${start - dataStart}`)
    at = end
  }
  if (at !== fileBytes) throw corrupt(what, `${at} bytes as its header says`, `${fileBytes}`)
  return { entries, metadata: checkMetadata(metadata, what) }
}

/** One tensor to be written. */
export interface TensorPlan {
  name: string
  dtype: WeightFormat
  shape: readonly number[]
}

/** Length and JSON for tensors whose values follow in this order; padded with spaces so that values start at a multiple of 8. */
export function headerOf(plans: readonly TensorPlan[], metadata: Record<string, string> = {}): Uint8Array {
  let at = 0
  const entries = plans.map(({ name, dtype, shape }): [string, object] => {
    const start = at
    at += sizeOf(shape) * bytesOf(dtype)
    return [name, { dtype, shape, data_offsets: [start, at] }]
  })
  const text = JSON.stringify(Object.fromEntries([...Object.keys(metadata).length > 0 ? [['__metadata__', metadata]] : [], ...entries]))
  const json = new TextEncoder().encode(text)
  const padded = Math.ceil(json.length / 8) * 8
  const bytes = new Uint8Array(lengthBytes + padded).fill(0x20)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(padded), true)
  bytes.set(json, lengthBytes)
  return bytes
}

/** The number of values of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1)
}

/** JSON that must be an object. Throws CHECKPOINT_CORRUPT. */
export function parseObject(json: Uint8Array, what: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json))
  } catch (cause) {
    throw corrupt(what, 'JSON', cause instanceof Error ? cause.message : String(cause), cause)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw corrupt(what, 'a JSON object', typeof value)
  return value as Record<string, unknown>
}

function checkEntry(name: string, value: unknown, dataStart: number, what: string): TensorEntry {
  const here = `${what}: '${name.slice(0, 200)}'`
  const { dtype, shape, data_offsets: offsets } = (value ?? {}) as Record<string, unknown>
  if (typeof dtype !== 'string' || !Object.hasOwn(itemBytes, dtype)) throw corrupt(here, 'a known dtype', JSON.stringify(dtype) ?? 'none')
  if (!isCounts(shape) || shape.length > maxRank) throw corrupt(here, `a shape of up to ${maxRank} extents`, brief(shape))
  if (!isCounts(offsets) || offsets.length !== 2) throw corrupt(here, 'two offsets', brief(offsets))
  const [start, end] = offsets as [number, number]
  const size = sizeOf(shape) * itemBytes[dtype]!
  if (!Number.isSafeInteger(size) || end - start !== size) {
    throw corrupt(here, `${size} bytes for ${dtype} [${shape.join(', ')}]`, `${end - start}`)
  }
  return { name, dtype, shape, start: dataStart + start, end: dataStart + end }
}

function checkMetadata(value: unknown, what: string): Record<string, string> {
  const plain = typeof value === 'object' && value !== null && !Array.isArray(value)
  if (plain && Object.values(value).every(text => typeof text === 'string')) return value as Record<string, string>
  throw corrupt(what, '__metadata__ of texts', brief(value))
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every(item => Number.isSafeInteger(item) && item >= 0)
}

function brief(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 80)
}
