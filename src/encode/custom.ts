// An encoder from a function, such as a call to a hosted embedding API: batches, a time limit, retries.
import { MnemeError } from '../errors.ts'
import type { Encoder } from './encoder.ts'

/** What `customEncoder` needs. */
export interface CustomEncoderOptions {
  /** Names the model and its version: a checkpoint refuses another id. */
  id: string
  /** Length of the vectors. */
  dim: number
  /** One vector per text, in order; need not be unit vectors. `signal` aborts when the time limit has passed. */
  embed: (texts: readonly string[], signal: AbortSignal) => Promise<readonly ArrayLike<number>[]>
  /** Texts per call at most. @default 64 */
  batchSize?: number
  /** Milliseconds that one call may take. @default 30000 */
  timeoutMs?: number
  /** Calls after a failed one. @default 2 */
  retries?: number
  /** Milliseconds before the first retry; each further one waits twice as long. @default 200 */
  retryDelayMs?: number
}

/** An encoder that calls `embed`. Its `encode` throws ENCODER_TIMEOUT or ENCODER_FAILED after the last retry. */
export function customEncoder(options: CustomEncoderOptions): Encoder {
  const { id, dim, batchSize = 64 } = options
  if (typeof id !== 'string' || id === '' || !Number.isInteger(dim) || dim < 1 || batchSize < 1) {
    throw new MnemeError('INVALID_ARGUMENT', 'customEncoder: expected an id, a dim from 1 and a batchSize from 1, got others; see CustomEncoderOptions')
  }
  return {
    id, dim,
    encode: async texts => {
      const vectors: Float32Array[] = []
      for (let start = 0; start < texts.length; start += batchSize) {
        const batch = await withRetries(texts.slice(start, start + batchSize), options)
        vectors.push(...batch.map(vector => unit(Float32Array.from(vector))))
      }
      return vectors
    },
  }
}

async function withRetries(texts: readonly string[], options: CustomEncoderOptions): Promise<readonly ArrayLike<number>[]> {
  const { retries = 2, retryDelayMs = 200 } = options
  for (let attempt = 0; ; attempt++) {
    try {
      return await withTimeout(texts, options)
    } catch (error) {
      if (attempt >= retries) throw error
      await new Promise<void>(resolve => {
        setTimeout(resolve, retryDelayMs * 2 ** attempt)
      })
    }
  }
}

async function withTimeout(texts: readonly string[], { id, embed, timeoutMs = 30_000 }: CustomEncoderOptions): Promise<readonly ArrayLike<number>[]> {
  const controller = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      controller.abort()
      reject(new MnemeError('ENCODER_TIMEOUT', `encoder "${id}": expected vectors within ${timeoutMs} ms, got none; raise timeoutMs or lower batchSize`))
    }, timeoutMs)
  })
  try {
    return await Promise.race([embed(texts, controller.signal), late])
  } catch (cause) {
    if (MnemeError.isInstance(cause)) throw cause
    throw new MnemeError('ENCODER_FAILED', `encoder "${id}": expected vectors, embed threw ${String(cause)}; see cause`, { cause })
  } finally {
    clearTimeout(timer)
  }
}

// A zero or broken vector stays as it is: the check behind every encoder names it.
function unit(vector: Float32Array): Float32Array {
  let squared = 0
  for (const value of vector) squared += value * value
  return squared > 0 && Number.isFinite(squared) ? vector.map(value => value / Math.sqrt(squared)) : vector
}
