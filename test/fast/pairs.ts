// Random pairs and gates to write, and states to compare.
import * as tf from '@tensorflow/tfjs-core'
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'
import { createRandom } from '../../src/random.ts'
import { tensorLeaves, type TensorTree } from '../../src/tensor/convert.ts'
import type { Gates } from '../../src/fast/gates.ts'

/** Rows [count, dim] of unit length. */
export function unitRows(count: number, dim: number, seed: number): Tensor2D {
  const random = createRandom(seed)
  const rows = Array.from({ length: count }, () => {
    const row = Array.from({ length: dim }, () => random.normal())
    const length = Math.hypot(...row)
    return row.map(value => value / length)
  })
  return tf.tensor2d(rows, [count, dim])
}

/** Gates drawn anew for each pair, steps up to `mostStep`. */
export function randomGates(count: number, mostStep: number, seed: number): Gates {
  const random = createRandom(seed)
  const draw = (most: number): Tensor1D => tf.tensor1d(Array.from({ length: count }, () => most * random.next()))
  return { step: draw(mostStep), momentum: draw(0.9), decay: draw(0.2) }
}

/** Largest distance of two trees, leaf by leaf. */
export function farthest(a: TensorTree, b: TensorTree): number {
  const others = new Map(tensorLeaves(b))
  return Math.max(...tensorLeaves(a).map(([path, leaf]) => tf.tidy(() => tf.max(tf.abs(tf.sub(leaf, others.get(path)!))).dataSync()[0]!)))
}
