// Media as the host passes them: checked and copied at the call, known by their hash and encoded when their turn comes.
import { encodeChecked, type Encoder } from '../encode/encoder.ts'
import { encodeMediaChecked, type MediaEncoder } from '../encode/media-encoder.ts'
import { MnemeError } from '../errors.ts'
import { hashOf, type MediaVector, type ShownMedium } from '../media/medium.ts'
import type { MediaStore } from '../media/store.ts'
import { captionPassages } from '../state/state.ts'
import { checkCount, checkList, checkName, checkNames, checkText } from './check.ts'
import type { MediaInput } from './options.ts'

/** A medium as it was when the host passed it. */
export interface GivenMedium extends Omit<ShownMedium, 'hash'> {
  /** Undefined until its bytes are hashed. */
  hash: string | undefined
  bytes: Uint8Array<ArrayBuffer> | undefined
}

/** A medium ready for the memory. */
export interface EncodedMedium {
  shown: ShownMedium
  /** Text vectors [D] of the passages of its words. */
  words: readonly Float32Array[]
  /** Null where it is known, has no bytes, or no encoder reads it. */
  vector: MediaVector | null
}

const names: Readonly<Record<keyof MediaInput, true>> = { bytes: true, hash: true, type: true, caption: true, name: true, size: true }
const mimeType = /^[a-z0-9][\w!#$&^.+-]{0,63}\/[a-z0-9][\w!#$&^.+-]{0,63}$/

/** Checked copies of a turn's media; none where `media` is left out. Throws INVALID_ARGUMENT for a bad field. */
export function readMedia(media: unknown, maxTextLength: number): GivenMedium[] {
  if (media === undefined || media === null) return []
  return checkList('media', media).map(input => readMedium(input as MediaInput, maxTextLength))
}

function readMedium(input: MediaInput, maxTextLength: number): GivenMedium {
  const { bytes, hash, type, caption, name, size } = checkNames('media', input, names, 'pass { bytes, type }, or { hash, type }')
  if (bytes === undefined && hash === undefined) throw invalid('media', 'bytes, or a hash of them', 'neither', 'pass what the turn shows')
  return {
    bytes: bytes === undefined ? undefined : copyOf(bytes),
    hash: hash === undefined ? undefined : readHash(hash),
    type: readType(type),
    size: bytes?.length ?? (size === undefined || size === null ? null : checkCount('media.size', size)),
    caption: caption === undefined || caption === null ? null : checkText('media.caption', caption, maxTextLength),
    name: name === undefined || name === null ? null : checkName('media.name', name),
  }
}

function copyOf(bytes: unknown): Uint8Array<ArrayBuffer> {
  if (!(bytes instanceof Uint8Array)) throw invalid('media.bytes', 'a Uint8Array', typeof bytes, 'pass new Uint8Array(buffer)')
  if (bytes.length === 0) throw invalid('media.bytes', 'at least one byte', 'none', 'leave out what is empty')
  return new Uint8Array(bytes)
}

function readHash(hash: unknown): string {
  const text = checkName('media.hash', hash).toLowerCase()
  if (/^[0-9a-f]{64}$/.test(text)) return text
  throw invalid('media.hash', 'a SHA-256 in 64 hexadecimal digits', `"${text.slice(0, 80)}"`, 'pass that of the bytes, or the bytes')
}

function readType(type: unknown): string {
  const text = checkName('media.type', type).trim().toLowerCase()
  if (mimeType.test(text)) return text
  throw invalid('media.type', 'a MIME type without parameters', `"${text.slice(0, 80)}"`, 'pass one like image/png')
}

function invalid(what: string, expected: string, got: string, next: string): MnemeError {
  return new MnemeError('INVALID_ARGUMENT', `${what}: expected ${expected}, got ${got}; ${next}`)
}

/** A medium with its hash. Throws INVALID_ARGUMENT where the hash is not that of its bytes. */
export async function identified(given: GivenMedium): Promise<GivenMedium & { hash: string }> {
  const { bytes, hash } = given
  if (!bytes) return { ...given, hash: hash! }
  const found = await hashOf(bytes)
  if (hash === undefined || hash === found) return { ...given, hash: found }
  throw invalid('media.hash', `the SHA-256 of the bytes, "${found}"`, `"${hash}"`, 'leave it out, or pass the bytes that it belongs to')
}

/**
 * The media of some turns with their vectors. A medium that the store has a vector of, or that came before in the same
 * call, is not encoded again.
 */
export async function encodeMedia(
  turns: readonly (readonly (GivenMedium & { hash: string })[])[], store: MediaStore, encoder: Encoder, mediaEncoder: MediaEncoder | undefined,
): Promise<EncodedMedium[][]> {
  const all = turns.flat()
  const words = all.map(captionPassages)
  const texts = await encodeChecked(encoder, words.flat())
  const vectors = mediaEncoder ? await vectorsOf(all, store, mediaEncoder) : new Map<string, MediaVector>()
  let start = 0
  let next = 0
  return turns.map(media => media.map(given => {
    const { bytes: _, ...shown } = given
    const vector = vectors.get(shown.hash) ?? null
    vectors.delete(shown.hash)
    return { shown, words: texts.slice(start, start += words[next++]!.length), vector }
  }))
}

async function vectorsOf(all: readonly (GivenMedium & { hash: string })[], store: MediaStore, encoder: MediaEncoder): Promise<Map<string, MediaVector>> {
  const fresh = new Map(all.flatMap(({ hash, type, bytes }): [string, { bytes: Uint8Array; type: string }][] =>
    bytes && !store.get(hash)?.vector && (encoder.accepts?.(type) ?? true) ? [[hash, { bytes, type }]] : []))
  const each = [...fresh.values()]
  const values = await encodeMediaChecked(encoder, each.map(({ bytes }) => bytes), each.map(({ type }) => type))
  return new Map([...fresh.keys()].map((hash, at) => [hash, { encoder: encoder.id, values: values[at]! }]))
}
