// Fast weights as a network with one hidden layer, written by the rule of Titans. T pairs, D key dim, H hidden, V value dim.
import * as tf from '@tensorflow/tfjs-core'
import type { Tensor2D } from '@tensorflow/tfjs-core'
import { createRandom } from '../random.ts'
import { matmul } from '../tensor/matmul.ts'
import { param, type Param } from '../tensor/params.ts'
import { toTensors, type Tensors } from '../tensor/convert.ts'
import { chunksOf, column, unroll, type Chunk } from './chunk.ts'
import type { GateFunction } from './gates.ts'
import type { AssociativeMemory, PairShape } from './memory.ts'
import { checkPairs, checkQueries } from './shapes.ts'

/** The weights of a network v = silu(k · inner) · outer. */
export type NetworkParams = {
  /** [D, H] */
  inner: Param
  /** [H, V] */
  outer: Param
}

type Layers = Tensors<NetworkParams> & { inner: Tensor2D; outer: Tensor2D }

/** The network's weights, which are the memory, and the past surprise of each. */
export type NetworkState = { weights: Layers; momentum: Layers }

export interface NetworkOptions extends PairShape {
  gates: GateFunction
  /** The weights in which nothing is written: `initNetwork`, or learned ones. */
  start: NetworkParams
  /** Pairs whose gradients are taken at the same weights, those at the chunk's beginning. @default 16 */
  chunkSize?: number
  /** False writes the pairs of a chunk one after the other, for comparison: the same result. @default true */
  parallel?: boolean
}

/** Random inner weights of variance 1 / D, outer weights 0: a memory that reads as 0 until it is written. */
export function initNetwork({ keyDim, valueDim }: PairShape, hidden: number, seed: number): NetworkParams {
  const random = createRandom(seed)
  const scale = 1 / Math.sqrt(keyDim)
  return {
    inner: param([keyDim, hidden], Array.from({ length: keyDim * hidden }, () => scale * random.normal())),
    outer: param([hidden, valueDim]),
  }
}

/**
 * Titans (Behrouz et al. 2025) with a deep memory: the recurrence of eq. 13 and 14 on both layers, the gradient of
 * |M(k) - v|^2 by hand. As there (eq. 16), the gradients of a chunk are all taken at the weights M_t' with which it began,
 * so the chunk size is part of the rule, and a chunk of 1 the plain recurrence. Differentiable in gates, keys and values.
 */
export function networkMemory(options: NetworkOptions): AssociativeMemory<NetworkState> {
  const { keyDim, valueDim, gates, start, chunkSize = 16, parallel = true } = options
  const shape = { keyDim, valueDim }
  const advance = parallel ? writeChunk : writeInTurn
  return {
    init: () => tf.tidy(() => {
      const weights = toTensors(start) as Layers
      return { weights, momentum: each(weights, layer => tf.zerosLike(layer)) }
    }),
    write(state, keys, values) {
      checkPairs(keys, values, shape)
      return tf.tidy(() => {
        let next: NetworkState = { weights: each(state.weights, layer => tf.clone(layer)), momentum: each(state.momentum, layer => tf.clone(layer)) }
        for (const chunk of chunksOf(keys, values, gates(keys), chunkSize)) next = advance(next, chunk)
        return next
      })
    },
    read({ weights }, queries) {
      checkQueries(queries, shape)
      return tf.tidy(() => {
        const reach = matmul(queries, weights.inner)
        return matmul(tf.mul(reach, tf.sigmoid(reach)), weights.outer) as Tensor2D
      })
    },
  }
}

function each(layers: Layers, change: (layer: Tensor2D, name: 'inner' | 'outer') => Tensor2D): Layers {
  return { inner: change(layers.inner, 'inner'), outer: change(layers.outer, 'outer') }
}

/** What comes into a layer for each pair, and what the loss asks of its output: their products are the gradients. */
interface Surprises {
  into: Layers
  asked: Layers
}

/** Gradients of |silu(k · inner) · outer - v|^2 for each pair, each of rank one: into [T, D or H], asked [T, H or V]. */
function surprises({ inner, outer }: Layers, keys: Tensor2D, values: Tensor2D): Surprises {
  const reach = matmul(keys, inner) // [T, H]
  const open = tf.sigmoid(reach)
  const active = tf.mul(reach, open) as Tensor2D
  const error = tf.mul(tf.sub(matmul(active, outer), values), 2) as Tensor2D // [T, V]
  const slope = tf.mul(open, tf.add(1, tf.mul(reach, tf.sub(1, open))))
  return { into: { inner: keys, outer: active }, asked: { inner: tf.mul(matmul(error, outer, false, true), slope), outer: error } }
}

function writeChunk({ weights, momentum }: NetworkState, { keys, values, gates }: Chunk): NetworkState {
  const { kept, carried, mixed, momentumKept, momentumMixed } = unroll(gates)
  const { into, asked } = surprises(weights, keys, values)
  const last = kept.size - 1
  const end = (series: tf.Tensor1D): tf.Tensor => tf.slice(series, last, 1)
  const lastRow = tf.reshape(tf.slice(mixed, [last, 0], [1, last + 1]), [-1])
  const moved = (name: 'inner' | 'outer', shares: tf.Tensor): tf.Tensor =>
    matmul(into[name], tf.mul(asked[name], column(tf.mul(shares, gates.step))), true)
  return {
    weights: each(weights, (layer, name) =>
      tf.sub(tf.add(tf.mul(layer, end(kept)), tf.mul(momentum[name], end(carried))), moved(name, lastRow))),
    momentum: each(momentum, (layer, name) => tf.sub(tf.mul(layer, momentumKept), moved(name, momentumMixed))),
  }
}

function writeInTurn(state: NetworkState, { keys, values, gates }: Chunk): NetworkState {
  const { into, asked } = surprises(state.weights, keys, values)
  let next = state
  for (let pair = 0; pair < keys.shape[0]; pair++) {
    const [step, going, decay] = [gates.step, gates.momentum, gates.decay].map(gate => tf.slice(gate, pair, 1)) as [tf.Tensor, tf.Tensor, tf.Tensor]
    const momentum = each(next.momentum, (layer, name) =>
      tf.sub(tf.mul(layer, going), tf.mul(matmul(rowOf(into[name], pair), rowOf(asked[name], pair), true), step)))
    next = { weights: each(next.weights, (layer, name) => tf.add(tf.mul(layer, tf.sub(1, decay)), momentum[name])), momentum }
  }
  return next
}

function rowOf(tensor: Tensor2D, row: number): Tensor2D {
  return tf.slice(tensor, [row, 0], [1, -1])
}
