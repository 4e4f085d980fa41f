// Changes since a snapshot, appended one by one: the magic, a header frame, then one frame for each change.
// Frame: payload length (uint32), its check (uint32), checksum of the payload (uint64), payload, end mark; little-endian.
import { MnemeError } from '../errors.ts'
import { decodeTree, encodeTree } from './bytes.ts'
import type { Hasher } from './bytes.ts'
import { formatVersion, newer } from './snapshot.ts'
import type { SnapshotMark } from './snapshot.ts'

/** A journal as read. */
export interface Journal {
  /** The one snapshot that the frames extend. */
  extends: SnapshotMark
  /** The values of the frames, oldest first. */
  frames: unknown[]
  /** Bytes that are whole; what follows is a torn frame that was never acknowledged: truncate to this length. */
  validLength: number
}

const magic = Uint8Array.from('MNEMEJNL', letter => letter.charCodeAt(0))
const headBytes = 16
// No frame ends in a zero, nor does one with a bit of its mark flipped: zeros at the end are what a power loss left.
const endMark = 0xa5
const maxPayloadBytes = 2 ** 31
/** Disks write whole sectors: where one did not reach the disk, the zeros start at a multiple of this. */
const sectorBytes = 512

/** The first bytes of the journal of a snapshot. */
export function encodeJournalHeader({ generation, checksum }: SnapshotMark, hasher: Hasher): Uint8Array {
  const frame = encodeFrame({ version: formatVersion, generation, checksum }, hasher)
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
  const frame = new Uint8Array(headBytes + payload.length + 1)
  const view = new DataView(frame.buffer)
  view.setUint32(0, payload.length, true)
  view.setUint32(4, lengthCheck(payload.length), true)
  view.setBigUint64(8, hasher.checksum(payload), true)
  frame.set(payload, headBytes)
  frame[frame.length - 1] = endMark
  return frame
}

/**
 * The frames of a journal. What a crash leaves of the last one, a frame cut off or lost to zeros, is left out, see
 * `validLength`; a header is never torn, for a journal gets its name when that is on the disk. Throws CHECKPOINT_FOREIGN for
 * bytes that are not a journal, CHECKPOINT_VERSION for one of a newer Mneme, CHECKPOINT_CORRUPT for any other damage.
 */
export function readJournal(bytes: Uint8Array, hasher: Hasher): Journal {
  const zeros = bytes.every(byte => byte === 0)
  if (!zeros && magic.some((byte, index) => index < bytes.length && bytes[index] !== byte)) {
    throw foreign('MNEMEJNL at its start', 'another file')
  }
  const { values, end } = readFrames(bytes, magic.length, hasher)
  if (values.length === 0) {
    throw damaged('journal', 'a header', bytes.length === 0 ? 'an empty file' : zeros ? 'zeros' : 'a part of one')
  }
  return { extends: readHeader(values[0]), frames: values.slice(1), validLength: end }
}

/**
 * The frames to replay onto a snapshot. None when the journal is older: the snapshot has its changes already, a crash kept
 * it from being renewed. Throws CHECKPOINT_CORRUPT when it is newer, CHECKPOINT_FOREIGN when it extends another snapshot.
 */
export function framesSince(journal: Journal, { generation, checksum }: SnapshotMark): unknown[] {
  const own = journal.extends
  if (own.generation < generation) return []
  if (own.generation > generation) {
    throw damaged('snapshot', `generation ${own.generation}, which the journal extends`, `generation ${generation}`)
  }
  if (own.checksum !== checksum) throw foreign(`one that extends the snapshot ${checksum}`, `that of ${own.checksum}`)
  return journal.frames
}

function readFrames(bytes: Uint8Array, start: number, hasher: Hasher): { values: unknown[], end: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const values: unknown[] = []
  let offset = start
  while (offset < bytes.length) {
    const payload = payloadAt(bytes, view, offset, hasher)
    if (!payload) {
      if (isCutOff(view, offset) || isLostToZeros(bytes, view, offset)) break
      throw damaged(`journal frame ${values.length} at byte ${offset}`, 'an intact frame', 'a damaged one')
    }
    values.push(decodeTree({ header: payload, blocks: [] }, hasher, `journal frame ${values.length}`))
    offset += headBytes + payload.length + 1
  }
  return { values, end: offset }
}

function payloadAt(bytes: Uint8Array, view: DataView, offset: number, hasher: Hasher): Uint8Array | undefined {
  const end = endAt(view, offset)
  if (end === undefined || end > bytes.length || bytes[end - 1] !== endMark) return undefined
  const payload = bytes.subarray(offset + headBytes, end - 1)
  return hasher.checksum(payload) === view.getBigUint64(offset + 8, true) ? payload : undefined
}

/** End of the frame at `offset` as its head has it; undefined where the length is cut off or is not what was written. */
function endAt(view: DataView, offset: number): number | undefined {
  if (offset + 8 > view.byteLength) return undefined
  const length = view.getUint32(offset, true)
  return view.getUint32(offset + 4, true) === lengthCheck(length) ? offset + headBytes + length + 1 : undefined
}

/** Whether the bytes end within the frame at `offset`: its append was not done when the process died. */
function isCutOff(view: DataView, offset: number): boolean {
  if (offset + 8 > view.byteLength) return true
  const end = endAt(view, offset)
  return end !== undefined && end > view.byteLength
}

/** Whether the frame at `offset`, or what of it lies behind a sector's border, is zeros to the end of the file. */
function isLostToZeros(bytes: Uint8Array, view: DataView, offset: number): boolean {
  const zerosAt = bytes.findLastIndex(byte => byte !== 0) + 1
  const lostAt = zerosAt <= offset ? offset : Math.ceil(zerosAt / sectorBytes) * sectorBytes
  return lostAt < Math.min(endAt(view, offset) ?? offset + headBytes, bytes.length)
}

function readHeader(value: unknown): SnapshotMark {
  const fields = new Map(typeof value === 'object' && value !== null ? Object.entries(value) : [])
  const version: unknown = fields.get('version')
  const generation: unknown = fields.get('generation')
  const checksum: unknown = fields.get('checksum')
  if (typeof version === 'number' && version > formatVersion) throw newer('journal', version)
  if (typeof version !== 'number' || typeof generation !== 'number' || typeof checksum !== 'string') {
    throw damaged('journal', 'a header frame', 'another frame')
  }
  return { generation, checksum }
}

// Odd multiplication keeps every bit of the length: one flipped bit never passes, nor do zeros.
function lengthCheck(length: number): number {
  return Math.imul(length ^ 0x4d4e454d, 0x9e3779b1) >>> 0
}

const withoutJournal = 'move the .journal file away to open the snapshot alone: changes since the last save are lost then'

function damaged(what: string, expected: string, got: string): MnemeError {
  return new MnemeError('CHECKPOINT_CORRUPT',
    `${what}: expected ${expected}, got ${got}; restore both files from a backup, or ${withoutJournal}`)
}

function foreign(expected: string, got: string): MnemeError {
  return new MnemeError('CHECKPOINT_FOREIGN',
    `journal: expected ${expected}, got ${got}; put the right .journal file back, or ${withoutJournal}`)
}
