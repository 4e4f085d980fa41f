// What every associative memory does: it is written with pairs and read by key. T pairs, Q queries, D key dim, V value dim.
import type { Tensor2D } from '@tensorflow/tfjs-core'
import type { TensorTree } from '../tensor/convert.ts'

/**
 * A memory without content of its own: the state is handed in and returned, so gradients flow through any number of writes.
 * No call frees or changes a state; the caller owns what it gets (`tf.dispose(state)`).
 */
export interface AssociativeMemory<State extends TensorTree> {
  /** The state in which nothing is written. */
  init(): State
  /** The state after writing keys [T, D] and values [T, V], in order, T at least 1. Throws SHAPE_MISMATCH. */
  write(state: State, keys: Tensor2D, values: Tensor2D): State
  /** What the memory holds under queries [Q, D]: [Q, V]. Reading changes nothing. Throws SHAPE_MISMATCH. */
  read(state: State, queries: Tensor2D): Tensor2D
}

/** Extents of keys and values. */
export interface PairShape {
  /** Of keys and queries. */
  keyDim: number
  /** Of values. */
  valueDim: number
}
