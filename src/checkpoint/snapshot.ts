// A whole memory as one file, a stream of MessagePack values:
// "MNEME", version (uint32), generation (uint32), header (bin32), checksum of all before (bin8), block (bin32)...
// Nils before a block let its bytes start at a multiple of eight, so that a loaded file is used in place.
import { MnemeError } from '../errors.ts'
import { decodeTree, encodeTree } from './bytes.ts'
import type { Hasher } from './bytes.ts'
import { corrupt } from './msgpack.ts'

/** What tells a snapshot from every other: a journal must carry the same to extend it. */
export interface SnapshotMark {
  /** One more than that of the snapshot before: an integer from 0 to 2^32 - 1. */
  generation: number
  /** The checksum of the head, which has those of all blocks, in hexadecimal. */
  checksum: string
}

/** A decoded snapshot. */
export interface Snapshot {
  tree: unknown
  mark: SnapshotMark
}

/** The version that is written. */
export const formatVersion = 2

/** Trees of version n become trees of version n + 1 by `migrations[n]`. A step stays here for ever. */
export const migrations: Readonly<Record<number, (tree: unknown) => unknown>> = { 1: withGraph }

const what = 'snapshot'
const magic = Uint8Array.of(0xa5, 0x4d, 0x4e, 0x45, 0x4d, 0x45)
const uint32 = 0xce
const bin8 = 0xc4
const bin32 = 0xc6
const nil = 0xc0
const versionAt = magic.length
const generationAt = versionAt + 5
const headerAt = generationAt + 5
const checksumBytes = 10

/**
 * The snapshot of a tree (see `encodeTree` for what it may hold) as chunks to write one after another; equal arguments
 * give equal bytes. Chunks are views of the tree's large arrays: leave those unchanged until they are written.
 * Throws INVALID_ARGUMENT.
 */
export function encodeSnapshot(tree: unknown, hasher: Hasher, generation = 0): Uint8Array[] {
  const { header, blocks } = encodeTree(tree, hasher)
  const checksumAt = headerAt + 5 + header.length
  const head = new Uint8Array(checksumAt + checksumBytes)
  const view = new DataView(head.buffer)
  head.set(magic)
  tag(view, versionAt, uint32, formatVersion)
  tag(view, generationAt, uint32, generation)
  tag(view, headerAt, bin32, header.length)
  head.set(header, headerAt + 5)
  view.setUint16(checksumAt, bin8 << 8 | 8)
  view.setBigUint64(checksumAt + 2, hasher.checksum(head.subarray(0, checksumAt)))
  const chunks: Uint8Array[] = [head]
  let offset = head.length
  for (const block of blocks) {
    const padding = paddingAt(offset)
    const before = new Uint8Array(padding + 5).fill(nil)
    tag(new DataView(before.buffer), padding, bin32, block.length)
    chunks.push(before, block)
    offset += before.length + block.length
  }
  return chunks
}

/** The mark of the snapshot whose chunks `encodeSnapshot` gave. */
export function markOf(chunks: readonly Uint8Array[]): SnapshotMark {
  const [head] = chunks
  const view = new DataView(head!.buffer, head!.byteOffset, head!.byteLength)
  return markAt(view, view.byteLength - checksumBytes)
}

function markAt(view: DataView, checksumAt: number): SnapshotMark {
  return { generation: view.getUint32(generationAt + 1), checksum: view.getBigUint64(checksumAt + 2).toString(16) }
}

/** Nils at an offset whose next value is a block. */
function paddingAt(offset: number): number {
  return (16 - 5 - offset % 8) % 8
}

/** One array of all chunks. */
export function concat(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0))
  let offset = 0
  for (const chunk of chunks) {
    whole.set(chunk, offset)
    offset += chunk.length
  }
  return whole
}

/**
 * The tree of a snapshot, migrated to the present version. Its large arrays are views of `bytes` where these are aligned:
 * hand over bytes that nothing else uses. Throws CHECKPOINT_FOREIGN for bytes that are
 * not a snapshot, CHECKPOINT_VERSION for one of a newer Mneme, CHECKPOINT_CORRUPT (with the path of the bad leaf where
 * it is known) for one that is cut or changed, be it by one bit.
 */
export function decodeSnapshot(bytes: Uint8Array, hasher: Hasher): Snapshot {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const version = readVersion(bytes, view)
  const header = valueAt(bytes, view, headerAt, bin32)
  const checksumAt = headerAt + 5 + header.length
  const blocksAt = checksumAt + checksumBytes
  if (bytes.length < blocksAt) throw corrupt(what, `${blocksAt} bytes or more`, `${bytes.length}`)
  const sum = hasher.checksum(bytes.subarray(0, checksumAt))
  const expected = view.getBigUint64(checksumAt + 2)
  if (view.getUint16(checksumAt) !== (bin8 << 8 | 8) || sum !== expected) {
    throw corrupt(`${what} header`, `checksum ${expected.toString(16)}`, sum.toString(16))
  }
  const blocks: Uint8Array[] = []
  for (let offset = blocksAt; offset < bytes.length;) {
    const start = offset + paddingAt(offset)
    for (; offset < start; offset++) {
      if (bytes[offset] !== nil) throw corrupt(`${what} at byte ${offset}`, 'padding', `${bytes[offset] ?? 'its end'}`)
    }
    const block = valueAt(bytes, view, start, bin32)
    blocks.push(block)
    offset = start + 5 + block.length
  }
  const tree = decodeTree({ header, blocks }, hasher, what)
  return { tree: migrate(tree, version), mark: markAt(view, checksumAt) }
}

/** The tree of an older version as one of the present version. Throws CHECKPOINT_CORRUPT where a step is missing. */
export function migrate(tree: unknown, from: number, steps: typeof migrations = migrations, to: number = formatVersion): unknown {
  let migrated = tree
  for (let version = from; version < to; version++) {
    const step = steps[version]
    if (!step) throw corrupt(what, `a version from 1 to ${to}`, `${version}`)
    migrated = step(migrated)
  }
  return migrated
}

/** The error for bytes of a newer format. */
export function newer(name: string, version: number): MnemeError {
  return new MnemeError('CHECKPOINT_VERSION', `${name}: expected version ${formatVersion} or less, got ${version}; upgrade mneme`)
}

function readVersion(bytes: Uint8Array, view: DataView): number {
  if (magic.some((byte, index) => index < bytes.length && bytes[index] !== byte)) {
    throw new MnemeError('CHECKPOINT_FOREIGN', `${what}: expected MNEME at its start, got another file; check the path`)
  }
  if (bytes.length < headerAt) throw corrupt(what, `${headerAt} bytes or more`, `${bytes.length}`)
  const version = view.getUint32(versionAt + 1)
  if (bytes[versionAt] !== uint32 || version === 0) throw corrupt(what, 'a version of 1 or more', `${version}`)
  if (version > formatVersion) throw newer(what, version)
  return version
}

function valueAt(bytes: Uint8Array, view: DataView, offset: number, type: number): Uint8Array {
  if (offset + 5 > bytes.length) throw corrupt(what, `${offset + 5} bytes or more`, `${bytes.length}`)
  if (bytes[offset] !== type) throw corrupt(`${what} at byte ${offset}`, `token ${type}`, `${bytes[offset]}`)
  const end = offset + 5 + view.getUint32(offset + 1)
  if (end > bytes.length) throw corrupt(what, `${end} bytes or more`, `${bytes.length}`)
  return bytes.subarray(offset + 5, end)
}

function tag(view: DataView, offset: number, type: number, value: number): void {
  view.setUint8(offset, type)
  view.setUint32(offset + 1, value)
}

/** Version 2 brought the graph, signals, rules and topics, and traces that may end or be pinned. */
function withGraph(tree: unknown): unknown {
  const { state, ...rest } = tree as { state: { stm: Columns; ltm: Columns } }
  const ended = ({ ids, ...columns }: Columns): object => {
    const rows = ids.lengths.length
    return { ...columns, ids, validTo: new Float64Array(rows).fill(NaN), priority: new Uint8Array(rows), atomic: new Uint8Array(rows) }
  }
  const user = { id: 0, name: 'user', aliases: [], gender: null, word: null, turns: [] }
  const graph = { entities: [user], facts: [], merges: [], view: { focus: [], group: [] }, nextEntity: 1, nextFact: 1 }
  const none = new Uint32Array(0)
  const shown = { turns: none, counts: none, ids: { labels: { text: '', lengths: none }, index: none } }
  const learned = { signals: [], rules: { rules: [], made: 0 }, topics: [], shown, slept: 0, doubts: { turns: none, by: none, probability: new Float64Array(0) } }
  return { ...rest, state: { ...state, ...learned, stm: ended(state.stm), ltm: ended(state.ltm), graph } }
}

interface Columns {
  ids: { lengths: Uint32Array }
}
