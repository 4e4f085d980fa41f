// What an encoder is, and the check that nothing but finite unit vectors of the right length comes out of one.
import { MnemeError } from '../errors.ts'

/** Turns texts into vectors. Equal ids mean equal vectors: a checkpoint keeps the id and refuses another. */
export interface Encoder {
  readonly id: string
  /** Length D of every vector. */
  readonly dim: number
  /**
   * One unit vector of length D per text, in order. Must settle: calls on a memory wait for one another, and a signal can end
   * a recall alone, never a write. Put a time limit on what goes over a network; `customEncoder` has one.
   */
  encode(texts: readonly string[]): Promise<Float32Array[]>
}

/**
 * Vectors of an encoder, checked and normalised.
 * Throws ENCODER_FAILED when the count, a length or a number is wrong, or when the encoder throws.
 */
export async function encodeChecked(encoder: Encoder, texts: readonly string[]): Promise<Float32Array[]> {
  if (texts.length === 0) return []
  let vectors: unknown
  try {
    vectors = await encoder.encode(texts)
  } catch (cause) {
    if (MnemeError.isInstance(cause)) throw cause
    throw new MnemeError('ENCODER_FAILED', `encoder "${encoder.id}": expected vectors, it threw; see cause`, { cause })
  }
  return checkVectors(encoder, vectors, texts.length, 'text')
}

/**
 * `count` vectors [D] of an encoder, one for each `noun`, normalised.
 * Throws ENCODER_FAILED when the count, a length or a number is wrong.
 */
export function checkVectors(encoder: Pick<Encoder, 'id' | 'dim'>, vectors: unknown, count: number, noun: 'text' | 'medium'): Float32Array[] {
  if (!Array.isArray(vectors) || vectors.length !== count) {
    throw new MnemeError(
      'ENCODER_FAILED',
      `encoder "${encoder.id}": expected ${count} vectors, got ` +
        `${Array.isArray(vectors) ? vectors.length : typeof vectors}; return one per ${noun}`,
    )
  }
  return vectors.map((vector: unknown, index) => unit(encoder, vector, `${noun} ${index}`))
}

function unit(encoder: Pick<Encoder, 'id' | 'dim'>, vector: unknown, of: string): Float32Array {
  if (!(vector instanceof Float32Array) || vector.length !== encoder.dim) {
    const got = vector instanceof Float32Array ? `length ${vector.length}` : typeof vector
    throw new MnemeError(
      'ENCODER_FAILED',
      `encoder "${encoder.id}": expected a Float32Array of length ${encoder.dim} for ${of}, got ${got}; ` +
        'check its model and dim',
    )
  }
  let squared = 0
  for (const value of vector) squared += value * value
  if (!Number.isFinite(squared) || squared === 0) {
    throw new MnemeError(
      'ENCODER_FAILED',
      `encoder "${encoder.id}": expected finite numbers, not all zero, for ${of}, got norm² ${squared}; check its model`,
    )
  }
  if (Math.abs(squared - 1) < 1e-6) return vector
  const scale = 1 / Math.sqrt(squared)
  return vector.map(value => value * scale)
}
