// Changes since a snapshot, appended one by one: the magic, a header frame, then one frame for each change.
// Frame: payload length (uint32), its check (uint32), checksum of the payload (uint64), payload; little-endian.
import { MnemeError } from '../errors.ts'
import { decodeTree, encodeTree } from './bytes.ts'
import type { Hasher } from './bytes.ts'
import { corrupt } from './msgpack.ts'
import { formatVersion, newer } from './snapshot.ts'

/** What a journal says of itself. */
interface JournalHeader {
  version: number
  /** The generation of the snapshot that the frames extend; 0 where there is none yet. */
  generation: number
  meta: unknown
}

/** A journal as read. */
export interface Journal {
  /** Undefined for an empty journal, or one whose header was not written to its end: start it anew. */
  header: JournalHeader | undefined
  /** The values of the frames, oldest first. */
  frames: unknown[]
  /** Bytes that are whole; what follows is a torn frame that was never acknowledged: truncate to this length. */
  validLength: number
}

const magic = Uint8Array.from('MNEMEJNL', letter => letter.charCodeAt(0))
const headBytes = 16
const maxPayloadBytes = 2 ** 31

/** The first bytes of a journal. Throws INVALID_ARGUMENT where `meta` is not plain data. */
export function encodeJournalHeader(generation: number, meta: unknown, hasher: Hasher): Uint8Array {
  const frame = encodeFrame({ version: formatVersion, generation, meta }, hasher)
  const bytes = new Uint8Array(magic.length + frame.length)
  bytes.set(magic)
  bytes.set(frame, magic.length)
  return bytes
}

/** One change as bytes to append. Throws INVALID_ARGUMENT where the value is not plain data or has 2 GiB or more. */
export function encodeFrame(value: unknown, hasher: Hasher): Uint8Array {
  const { header: payload } = encodeTree(value, hasher, Infinity)
  if (payload.length >= maxPayloadBytes) {
    throw new MnemeError('INVALID_ARGUMENT', `frame: expected less than 2 GiB, got ${payload.length} bytes; split the change`)
  }
  const frame = new Uint8Array(headBytes + payload.length)
  const view = new DataView(frame.buffer)
  view.setUint32(0, payload.length, true)
  view.setUint32(4, lengthCheck(payload.length), true)
  view.setBigUint64(8, hasher.checksum(payload), true)
  frame.set(payload, headBytes)
  return frame
}

/**
 * The frames of a journal. A torn end is left out, see `validLength`. Throws CHECKPOINT_FOREIGN for bytes that are not
 * a journal, CHECKPOINT_VERSION for one of a newer Mneme, CHECKPOINT_CORRUPT for a bad frame with a good one behind it.
 */
export function readJournal(bytes: Uint8Array, hasher: Hasher): Journal {
  const nothing: Journal = { header: undefined, frames: [], validLength: 0 }
  if (magic.some((byte, index) => index < bytes.length && bytes[index] !== byte)) {
    // A file may have grown before its first bytes reached the disk.
    if (bytes.every(byte => byte === 0)) return nothing
    throw new MnemeError('CHECKPOINT_FOREIGN', 'journal: expected MNEMEJNL at its start, got another file; check the path')
  }
  const { values, end } = readFrames(bytes, magic.length, hasher)
  if (values.length === 0) return nothing
  return { header: readHeader(values[0]), frames: values.slice(1), validLength: end }
}

/**
 * The frames to replay onto a snapshot of this generation (0 without a snapshot). None when the journal is older: the
 * snapshot has its changes already, a crash kept it from being renewed. Throws CHECKPOINT_CORRUPT when it is newer.
 */
export function framesSince(journal: Journal, generation: number): unknown[] {
  const own = journal.header?.generation ?? generation
  if (own > generation) throw corrupt('snapshot', `generation ${own}, which the journal extends`, `${generation}`)
  return own === generation ? journal.frames : []
}

function readFrames(bytes: Uint8Array, start: number, hasher: Hasher): { values: unknown[], end: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const values: unknown[] = []
  let offset = start
  while (offset < bytes.length) {
    const payload = payloadAt(bytes, view, offset, hasher)
    if (!payload) {
      const next = nextFrame(bytes, view, offset, hasher)
      if (next !== undefined) {
        throw corrupt(`journal frame ${values.length} at byte ${offset}`, 'an intact frame', `a damaged one before byte ${next}`)
      }
      break
    }
    values.push(decodeTree({ header: payload, blocks: [] }, hasher, `journal frame ${values.length}`))
    offset += headBytes + payload.length
  }
  return { values, end: values.length === 0 ? 0 : offset }
}

function payloadAt(bytes: Uint8Array, view: DataView, offset: number, hasher: Hasher): Uint8Array | undefined {
  const end = endAt(view, offset)
  if (end === undefined || end > bytes.length) return undefined
  const payload = bytes.subarray(offset + headBytes, end)
  return hasher.checksum(payload) === view.getBigUint64(offset + 8, true) ? payload : undefined
}

/** End of the frame whose head is at `offset`; undefined where there is no whole head. */
function endAt(view: DataView, offset: number): number | undefined {
  if (offset + headBytes > view.byteLength) return undefined
  const length = view.getUint32(offset, true)
  return length > 0 && view.getUint32(offset + 4, true) === lengthCheck(length) ? offset + headBytes + length : undefined
}

/** Where the next intact frame starts. A bad frame whose own length is sound is skipped: its payload may hold anything. */
function nextFrame(bytes: Uint8Array, view: DataView, bad: number, hasher: Hasher): number | undefined {
  for (let offset = endAt(view, bad) ?? bad + 1; offset + headBytes <= bytes.length; offset++) {
    if (payloadAt(bytes, view, offset, hasher)) return offset
  }
  return undefined
}

function readHeader(value: unknown): JournalHeader {
  const fields = new Map(typeof value === 'object' && value !== null ? Object.entries(value) : [])
  const version: unknown = fields.get('version')
  const generation: unknown = fields.get('generation')
  if (typeof version !== 'number' || typeof generation !== 'number') throw corrupt('journal', 'a header frame', 'another frame')
  if (version > formatVersion) throw newer('journal', version)
  return { version, generation, meta: fields.get('meta') }
}

// Odd multiplication keeps every bit of the length: one flipped bit never passes, nor do zeros.
function lengthCheck(length: number): number {
  return Math.imul(length ^ 0x4d4e454d, 0x9e3779b1) >>> 0
}
