// An encoder from a function, such as a call to a hosted embedding API: batches, a time limit, retries.
import { MnemeError } from '../errors.ts'
import type { Encoder } from './encoder.ts'
import { longestWait, withinTime } from './time-limit.ts'

/** What `customEncoder` needs. */
export interface CustomEncoderOptions {
  /** Names the model and its version: a checkpoint refuses another id. */
  id: string
  /** Length of the vectors, from 1 to 2^20. */
  dim: number
  /** One vector per text, in order; need not be unit vectors. `signal` aborts when the time limit has passed. */
  embed: (texts: readonly string[], signal: AbortSignal) => Promise<readonly ArrayLike<number>[]>
  /** Texts per call at most, from 1 to 2^20. @default 64 */
  batchSize?: number
  /** Milliseconds that one call may take, from 1 to 2^31 - 1. @default 30000 */
  timeoutMs?: number
  /** Calls after a failed one, from 0 to 20. @default 2 */
  retries?: number
  /** Milliseconds before the first retry, from 0 to 2^31 - 1; each further one waits twice as long. @default 200 */
  retryDelayMs?: number
}

type Settings = Required<CustomEncoderOptions>

/** An encoder that calls `embed`. Throws INVALID_ARGUMENT; `encode` throws ENCODER_TIMEOUT or ENCODER_FAILED after the last retry. */
export function customEncoder(options: CustomEncoderOptions): Encoder {
  const settings = readSettings(options)
  const { id, dim, batchSize } = settings
  return {
    id,
    dim,
    encode: async texts => {
      const vectors: Float32Array[] = []
      for (let start = 0; start < texts.length; start += batchSize) {
        const batch = await withRetries(texts.slice(start, start + batchSize), settings)
        vectors.push(...batch.map(vector => unit(Float32Array.from(vector))))
      }
      return vectors
    },
  }
}

function readSettings(options: CustomEncoderOptions): Settings {
  if (typeof options !== 'object' || options === null) throw invalid('options', options, 'pass { id, dim, embed }')
  const { id, dim, embed, batchSize = 64, timeoutMs = 30_000, retries = 2, retryDelayMs = 200 } = options
  if (typeof id !== 'string' || id === '') throw invalid('an id that names the model', id, 'pass its name and version')
  if (typeof embed !== 'function') throw invalid('a function embed', embed, 'pass one from texts to a promise of their vectors')
  checkWhole('dim', dim, 1, 2 ** 20)
  checkWhole('batchSize', batchSize, 1, 2 ** 20)
  checkWhole('retries', retries, 0, 20)
  checkWait('timeoutMs', timeoutMs, 1)
  checkWait('retryDelayMs', retryDelayMs, 0)
  return { id, dim, embed, batchSize, timeoutMs, retries, retryDelayMs }
}

function checkWhole(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return
  throw invalid(`${name} from ${least} to ${most}, a whole number`, value, 'pass one')
}

function checkWait(name: string, value: number, least: number): void {
  if (typeof value === 'number' && value >= least && value <= longestWait) return
  throw invalid(`${name} from ${least} to ${longestWait} milliseconds`, value, 'pass one, or leave it out')
}

function invalid(expected: string, got: unknown, next: string): MnemeError {
  const shown = typeof got === 'number' || got === null ? String(got) : got === '' ? 'an empty one' : typeof got
  return new MnemeError('INVALID_ARGUMENT', `customEncoder: expected ${expected}, got ${shown}; ${next}`)
}

async function withRetries(texts: readonly string[], settings: Settings): Promise<readonly ArrayLike<number>[]> {
  const { retries, retryDelayMs } = settings
  for (let attempt = 0; ; attempt++) {
    try {
      return await withTimeout(texts, settings)
    } catch (error) {
      if (attempt >= retries) throw error
      await new Promise<void>(resolve => {
        setTimeout(resolve, Math.min(retryDelayMs * 2 ** attempt, longestWait))
      })
    }
  }
}

async function withTimeout(texts: readonly string[], { id, embed, timeoutMs }: Settings): Promise<readonly ArrayLike<number>[]> {
  try {
    const vectors: unknown = await withinTime(timeoutMs, signal => embed(texts, signal), () => new MnemeError(
      'ENCODER_TIMEOUT',
      `encoder "${id}": expected vectors within ${timeoutMs} ms, got none; raise timeoutMs or lower batchSize`,
    ))
    if (Array.isArray(vectors)) return vectors as ArrayLike<number>[]
    throw new MnemeError(
      'ENCODER_FAILED',
      `encoder "${id}": expected a list with one vector for each text, got ${typeof vectors}; return one`,
    )
  } catch (cause) {
    if (MnemeError.isInstance(cause)) throw cause
    throw new MnemeError('ENCODER_FAILED', `encoder "${id}": expected vectors, embed threw ${String(cause)}; see cause`, {
      cause,
    })
  }
}

// A zero or broken vector stays as it is: the check behind every encoder names it.
function unit(vector: Float32Array): Float32Array {
  let squared = 0
  for (const value of vector) squared += value * value
  return squared > 0 && Number.isFinite(squared) ? vector.map(value => value / Math.sqrt(squared)) : vector
}
