// What an encoder of media is: it puts bytes and words into one space, so that a question finds a picture. Checked as others are.
import { MnemeError } from '../errors.ts'
import { checkVectors } from './encoder.ts'
import { longestWait, withinTime } from './time-limit.ts'

/** Turns media and texts into vectors of one space. Equal ids mean equal vectors: a file with vectors of one refuses another. */
export interface MediaEncoder {
  readonly id: string
  /** Length D of every vector. */
  readonly dim: number
  /** Milliseconds that one call may take, from 1 to 2^31 - 1. @default 60000 */
  readonly timeoutMs?: number
  /** False for a MIME type that it cannot read: such a medium is known by its caption alone. @default all are read */
  accepts?(type: string): boolean
  /** One vector of length D per medium, in order; `types` are their MIME types. Need not be unit vectors. */
  encode(media: readonly Uint8Array[], types: readonly string[]): Promise<Float32Array[]>
  /** One vector of length D per text, in order, in the same space. */
  encodeText(texts: readonly string[]): Promise<Float32Array[]>
}

const defaultTimeoutMs = 60_000

/** The encoder that a host passes. Throws INVALID_ARGUMENT for one that is none. */
export function checkMediaEncoder(encoder: MediaEncoder): MediaEncoder {
  if (encoder instanceof Promise) {
    throw new MnemeError('INVALID_ARGUMENT', 'mediaEncoder: expected an encoder, got a promise of one; await it')
  }
  const whole = typeof encoder === 'object' && encoder !== null && typeof encoder.id === 'string' && encoder.id !== '' &&
    Number.isInteger(encoder.dim) && encoder.dim >= 1 && encoder.dim <= 2 ** 20 && typeof encoder.encode === 'function' &&
    typeof encoder.encodeText === 'function' && (encoder.accepts === undefined || typeof encoder.accepts === 'function')
  if (!whole) {
    throw new MnemeError(
      'INVALID_ARGUMENT',
      'mediaEncoder: expected an id, a dim from 1 and functions encode and encodeText, got something else; see the MediaEncoder type',
    )
  }
  const { timeoutMs = defaultTimeoutMs } = encoder
  if (typeof timeoutMs === 'number' && timeoutMs >= 1 && timeoutMs <= longestWait) return encoder
  throw new MnemeError(
    'INVALID_ARGUMENT',
    `mediaEncoder.timeoutMs: expected 1 to ${longestWait} milliseconds, got ${String(timeoutMs)}; pass that, or leave it out`,
  )
}

/** Unit vectors [D] of media. Throws ENCODER_FAILED or ENCODER_TIMEOUT. */
export async function encodeMediaChecked(encoder: MediaEncoder, media: readonly Uint8Array[], types: readonly string[]): Promise<Float32Array[]> {
  if (media.length === 0) return []
  return checkVectors(encoder, await ask(encoder, () => encoder.encode(media, types)), media.length, 'medium')
}

/** Unit vector [D] of a text in the space of media. Throws ENCODER_FAILED or ENCODER_TIMEOUT. */
export async function encodeMediaText(encoder: MediaEncoder, text: string): Promise<Float32Array> {
  return checkVectors(encoder, await ask(encoder, () => encoder.encodeText([text])), 1, 'text')[0]!
}

async function ask(encoder: MediaEncoder, task: () => Promise<Float32Array[]>): Promise<unknown> {
  const { id, timeoutMs = defaultTimeoutMs } = encoder
  try {
    return await withinTime(timeoutMs, task, () => new MnemeError(
      'ENCODER_TIMEOUT', `encoder "${id}": expected vectors within ${timeoutMs} ms, got none; raise its timeoutMs, or show fewer media at once`,
    ))
  } catch (cause) {
    if (MnemeError.isInstance(cause)) throw cause
    throw new MnemeError('ENCODER_FAILED', `encoder "${id}": expected vectors, got ${String(cause)}; see cause`, { cause })
  }
}
