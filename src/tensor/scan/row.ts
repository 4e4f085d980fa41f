// A row of a scan store, what a store is made for, and what both refuse. D dim.
import { MnemeError } from '../../errors.ts'
import { kindCount } from './layout.ts'

/** What a row holds beside its key. */
export interface RowFields {
  /** How alive it is, [0, 1], at `tick`. @default 1 */
  strength?: number
  /** The tick of memory time when it had that strength. @default 0 */
  tick?: number
  /** An integer in [0, 15]: decay goes by it, and searches want some kinds. @default 0 */
  kind?: number
  /** An integer in [0, 2^32). @default 0 */
  tenant?: number
  /** Milliseconds of the clock, for searches within a time. @default 0 */
  at?: number
}

/** A row: its key [D] has length 1, or is shorter. */
export interface ScanRow extends RowFields {
  key: Float32Array
}

/** Many rows, column by column, as `ScanRow` has them. N rows. */
export interface ScanColumns {
  /** [N, D]. */
  keys: Float32Array
  strength: Float64Array
  tick: Float64Array
  kind: Uint8Array
  tenant: Uint8Array
  at: Float64Array
}

/** What a store is made for. */
export interface ScanOptions {
  /** D, an integer in [1, 4096]. */
  dim: number
  /** Half-lives of the kinds in ticks of memory time, positive, Infinity for none. @default Infinity for every kind */
  halfLives?: readonly number[]
  /** Strengths below count as this much: that of attention, or the scores differ. In (0, 1]. @default 1e-6 */
  floor?: number
  /** The compiled kernel, or 'plain' for JavaScript. @default compiled here where WebAssembly SIMD runs, else 'plain' */
  kernel?: WebAssembly.Module | 'plain'
  /** The kernel compiled for shared memory: other threads can read the rows. */
  shared?: WebAssembly.Module
}

/** Throws INVALID_ARGUMENT where a field is out of its range. */
export function checkFields({ strength = 1, tick = 0, kind = 0, tenant = 0, at = 0 }: RowFields): void {
  check(strength >= 0 && strength <= 1, 'strength', 'a number in [0, 1]', strength)
  check(Number.isFinite(tick), 'tick', 'a finite number', tick)
  check(Number.isInteger(kind) && kind >= 0 && kind < kindCount, 'kind', 'an integer in [0, 15]', kind)
  check(Number.isInteger(tenant) && tenant >= 0 && tenant < 2 ** 32, 'tenant', 'an integer in [0, 2^32)', tenant)
  check(Number.isFinite(at), 'at', 'a finite number', at)
}

/** Throws INVALID_ARGUMENT where something does not hold. */
export function check(holds: boolean, subject: string, expected: string, got: unknown): void {
  if (!holds) throw new MnemeError('INVALID_ARGUMENT', `scan: expected ${subject} to be ${expected}, got ${String(got)}; correct it`)
}
