// Token sequences as one padded batch. B sequences, T tokens of the longest.
import { MnemeError } from '../errors.ts'

/** B sequences of T places each. */
export interface Batch {
  /** Token ids, row-major [B, T]; what stands at padding is of no consequence. */
  ids: Int32Array
  /** 1 for a token, 0 for padding, [B, T]; a row's tokens are contiguous. */
  mask: Uint8Array
  rows: number
  length: number
}

/**
 * Sequences padded to the longest or to `length`: to the right for losses, to the left where the last place is to be continued.
 * Throws INVALID_ARGUMENT for no sequence, an empty one, one longer than `length`, or ids that are no integers.
 */
export function batchOf(sequences: readonly (readonly number[])[], { side = 'right', length }: { side?: 'left' | 'right', length?: number } = {}): Batch {
  const longest = Math.max(0, ...sequences.map(ids => ids.length))
  const width = length ?? longest
  if (sequences.length === 0 || longest > width || sequences.some(ids => ids.length === 0 || !ids.every(Number.isInteger))) {
    throw new MnemeError('INVALID_ARGUMENT', `batch: expected sequences of 1 to ${width} whole ids, got ${sequences.length} of up to ${longest}; leave out empty ones`)
  }
  const batch: Batch = {
    ids: new Int32Array(sequences.length * width), mask: new Uint8Array(sequences.length * width), rows: sequences.length, length: width,
  }
  sequences.forEach((ids, row) => {
    const start = row * width + (side === 'left' ? width - ids.length : 0)
    batch.ids.set(ids, start)
    batch.mask.fill(1, start, start + ids.length)
  })
  return batch
}

/** The flat index in [B, T] of each row's last token. */
export function lastTokens({ mask, rows, length }: Batch): number[] {
  return Array.from({ length: rows }, (_, row) => row * length + mask.subarray(row * length, (row + 1) * length).lastIndexOf(1))
}
