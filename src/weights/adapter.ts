// A low-rank addition to the edited layers' weights (LoRA, Hu et al. 2022): facts that are trained in rather than solved for.
// r rank, F keys' width, D values' width.
import * as tf from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import { matmul } from '../tensor/matmul.ts'
import type { Weights } from './forward.ts'
import { frozen, type Product } from './product.ts'

/** For each weight [D, F] by name: up [D, r] times down [r, F] is added to it. */
export interface Adapter {
  rank: number
  /** Ids of the facts that it holds. */
  facts: readonly string[]
  layers: Readonly<Record<string, { down: Float32Array, up: Float32Array }>>
}

/** Weights with what an adapter adds to them; those it has nothing for stay as they are. */
export function withAdapter(weights: Readonly<Record<string, Float32Array>>, { rank, layers }: Adapter): Record<string, Float32Array> {
  return Object.fromEntries(Object.entries(weights).map(([name, values]) => {
    const layer = layers[name]
    return [name, layer ? added(values, layer, rank) : values]
  }))
}

/** The product of a forward pass in which the named weights have an addition [up, down] with gradients; all else is frozen. */
export function adapted(weights: Weights, additions: Readonly<Record<string, { down: Tensor, up: Tensor }>>): Product {
  const byWeight = new Map(Object.entries(additions).map(([name, addition]) => [weights[name], addition]))
  return (x, weight) => {
    const addition = byWeight.get(weight)
    const plain = frozen(x, weight)
    return addition ? tf.add(plain, matmul(matmul(x, addition.down, false, true), addition.up, false, true)) : plain
  }
}

function added(values: Float32Array, { down, up }: { down: Float32Array, up: Float32Array }, rank: number): Float32Array {
  const width = down.length / rank
  return values.map((value, at) => {
    const [row, column] = [Math.floor(at / width), at % width]
    let sum = value
    for (let index = 0; index < rank; index++) sum += up[row * rank + index]! * down[index * width + column]!
    return sum
  })
}
