// Keys and values of the tokens that a model has read. B sequences, K heads of keys, S tokens, h extent of a head.
import * as tf from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import { MnemeError } from '../errors.ts'

/** What a forward pass asks of the tokens before. */
export interface SeenTokens {
  /** The mask [B, S] with `mask` [B, T] added. */
  see(mask: Uint8Array, rows: number, length: number): { mask: Uint8Array, length: number }
  /** A layer's keys and values [B, K, T, h] behind those before: [B, K, S, h]. */
  extend(layer: number, own: Pair): Pair
}

interface Pair {
  keys: Tensor
  values: Tensor
}

/** Filled by `forward`, one text or batch from its start; the maker disposes of it. */
export class KeyValueCache implements SeenTokens {
  readonly #layers: Pair[] = []
  #mask: Uint8Array = new Uint8Array()
  #length = 0
  #rows = 0

  /** Places seen so far, padding included. */
  get length(): number {
    return this.#length
  }

  /** The mask [B, S] with `mask` [B, T] added. Throws SHAPE_MISMATCH for another number of sequences. */
  see(mask: Uint8Array, rows: number, length: number): { mask: Uint8Array, length: number } {
    const seen = this.#joined(mask, rows, length)
    this.#mask = seen.mask
    this.#length = seen.length
    this.#rows = rows
    return seen
  }

  /** The tokens seen so far before whatever is read, as often as one likes; gradients pass. The cache must outlive it. */
  fixed(): SeenTokens {
    return {
      see: (mask, rows, length) => this.#joined(mask, rows, length),
      extend: (layer, { keys, values }) => {
        const before = this.#layers[layer]
        return before ? { keys: tf.concat([before.keys, keys], 2), values: tf.concat([before.values, values], 2) } : { keys, values }
      },
    }
  }

  #joined(mask: Uint8Array, rows: number, length: number): { mask: Uint8Array, length: number } {
    if (this.#length > 0 && rows !== this.#rows) {
      throw new MnemeError('SHAPE_MISMATCH', `cache: expected ${this.#rows} sequences, got ${rows}; use a new cache for another batch`)
    }
    const total = this.#length + length
    const joined = new Uint8Array(rows * total)
    for (let row = 0; row < rows; row++) {
      joined.set(this.#mask.subarray(row * this.#length, (row + 1) * this.#length), row * total)
      joined.set(mask.subarray(row * length, (row + 1) * length), row * total + this.#length)
    }
    return { mask: joined, length: total }
  }

  /** Adds a layer's keys and values [B, K, T, h]; gives all, [B, K, S, h], which stay the cache's. */
  extend(layer: number, { keys, values }: Pair): Pair {
    const before = this.#layers[layer]
    const joined = before
      ? { keys: tf.concat([before.keys, keys], 2), values: tf.concat([before.values, values], 2) }
      : { keys: tf.clone(keys), values: tf.clone(values) }
    tf.dispose([before?.keys, before?.values].filter(each => each !== undefined))
    this.#layers[layer] = { keys: tf.keep(joined.keys), values: tf.keep(joined.values) }
    return joined
  }

  /** Frees everything; the cache is then as new. */
  dispose(): void {
    tf.dispose(this.#layers.flatMap(({ keys, values }) => [keys, values]))
    this.#layers.length = 0
    this.#mask = new Uint8Array()
    this.#length = 0
  }
}
