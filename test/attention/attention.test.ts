// The differentiable attention against the kernel that runs in production; its values per backend are in test/tensor.
import * as tf from '@tensorflow/tfjs-core'
import * as fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import { attention } from '../../src/attention/attention.ts'
import { attend } from '../../src/attention/kernel.ts'
import { createRandom } from '../../src/random.ts'
import { loadBackend } from '../../src/tensor/backend.ts'
import { memory, permuted, type Memory } from './memories.ts'

beforeAll(async () => {
  await loadBackend({ prefer: 'wasm' })
})

const any = fc.record({
  count: fc.integer({ min: 1, max: 60 }), dim: fc.integer({ min: 1, max: 40 }), seed: fc.nat(),
  beta: fc.double({ min: 0, max: 20, noNaN: true }), gamma: fc.double({ min: 0, max: 2, noNaN: true }),
})

function weigh({ query, keys, strengths }: Memory, params: { beta: number; gamma: number }): Float32Array {
  return tf.tidy(() => {
    const rows = tf.tensor2d(keys, [strengths.length, query.length])
    return attention(tf.tensor1d(query), rows, tf.tensor1d(strengths), params).dataSync<'float32'>()
  })
}

function farthest(a: Float32Array, b: Float32Array): number {
  return Math.max(...a.map((value, index) => Math.abs(value - b[index]!)))
}

it('equals the kernel', () => {
  fc.assert(fc.property(any, ({ count, dim, seed, beta, gamma }) => {
    const each = memory(count, dim, seed)
    const fast = attend(each.query, each.keys, count, dim, each.strengths, { beta, gamma })
    expect(farthest(weigh(each, { beta, gamma }), fast)).toBeLessThan(1e-5)
  }), { seed: 1 })
})

it('does not depend on the order of the slots, and sums to one', () => {
  fc.assert(fc.property(any, ({ count, dim, seed, beta, gamma }) => {
    const each = memory(count, dim, seed)
    const order = createRandom(seed).shuffle(Array.from({ length: count }, (_, row) => row))
    const weights = weigh(each, { beta, gamma })
    const after = weigh({ query: each.query, ...permuted(each.keys, each.strengths, order, dim) }, { beta, gamma })
    expect(farthest(after, Float32Array.from(order, row => weights[row]!))).toBeLessThan(1e-5)
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 4)
  }), { seed: 2 })
})

it('adds what other heads say, and takes strengths and masks by query', () => {
  const [count, dim] = [5, 3]
  const each = memory(count, dim, 3)
  const rows = (values: number[]): tf.Tensor2D => tf.tensor2d([...values, ...values], [2, count])
  const [weights, plain] = tf.tidy(() => {
    const [queries, keys] = [tf.tensor2d([...each.query, ...each.query], [2, dim]), tf.tensor2d(each.keys, [count, dim])]
    const strengths = tf.tensor2d([...each.strengths, ...each.strengths.map(() => 1)], [2, count])
    const further = rows([0, Math.log(3), 0, 0, 0])
    return [
      attention(queries, keys, strengths, { beta: tf.tensor2d([2, 0], [2, 1]), gamma: 1, further, mask: tf.tensor2d([1, 1, 1, 1, 1, 1, 1, 1, 0, 0], [2, count]) }).dataSync<'float32'>(),
      attend(each.query, each.keys, count, dim, each.strengths, { beta: 2, gamma: 1 }),
    ]
  })
  // Three times the weight of the second key, then all divided by their sum.
  const sum = 1 + 2 * plain[1]!
  expect(farthest(weights.subarray(0, count), plain.map((weight, row) => weight * (row === 1 ? 3 : 1) / sum))).toBeLessThan(1e-5)
  // Without temperature and at full strength: 1, 3 and 1 of the three open keys.
  expect(farthest(weights.subarray(count), Float32Array.of(0.2, 0.6, 0.2, 0, 0))).toBeLessThan(1e-5)
  expect(() => tf.tidy(() => attention(tf.tensor1d([1, 2, 3]), tf.tensor2d(each.keys, [count, dim]), tf.tensor1d(each.strengths), { beta: 1, gamma: 1, further: rows([1, 2, 3, 4, 5]) })))
    .toThrow(/further \[B, N\], got \[3\], \[5, 3\], \[5\], \[2, 5\]/)
})
