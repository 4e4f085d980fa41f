// Fast weights: chunks equal the plain recurrence, rates of 0 change nothing, pairs come back, other writers' rules hold.
import * as tf from '@tensorflow/tfjs-core'
import type { Tensor2D } from '@tensorflow/tfjs-core'
import * as fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { constantGates, initGates, sigmoidGates } from '../../src/fast/gates.ts'
import { deltaRule, matrixMemory } from '../../src/fast/matrix.ts'
import { initNetwork, networkMemory } from '../../src/fast/network.ts'
import { hebbian, leastSquares, slotMemory } from '../../src/fast/baselines.ts'
import type { AssociativeMemory } from '../../src/fast/memory.ts'
import { loadBackend } from '../../src/tensor/backend.ts'
import { toTensors, type TensorTree } from '../../src/tensor/convert.ts'
import { farthest, randomGates, unitRows } from './pairs.ts'

beforeAll(async () => {
  await loadBackend({ prefer: 'wasm' })
})

const shape = { keyDim: 8, valueDim: 6 }

/** Writes in one call, or cut in two. */
function written<State extends TensorTree>(memory: AssociativeMemory<State>, keys: Tensor2D, values: Tensor2D, cut = 0): State {
  return tf.tidy(() => {
    const first = cut === 0 ? memory.init() : memory.write(memory.init(), tf.slice(keys, [0, 0], [cut, -1]), tf.slice(values, [0, 0], [cut, -1]))
    return memory.write(first, tf.slice(keys, [cut, 0], [-1, -1]), tf.slice(values, [cut, 0], [-1, -1]))
  })
}

function cosine(a: tf.Tensor, b: tf.Tensor): number {
  return tf.div(tf.sum(tf.mul(a, b)), tf.mul(tf.norm(a), tf.norm(b))).dataSync()[0]!
}

const stream = fc.record({ count: fc.integer({ min: 1, max: 40 }), chunkSize: fc.integer({ min: 2, max: 32 }), seed: fc.nat() })

describe('a matrix memory', () => {
  it('writes a chunk as it writes pair by pair', () => {
    fc.assert(fc.property(stream, ({ count, chunkSize, seed }) => {
      tf.tidy(() => {
        const [keys, values] = [unitRows(count, 8, seed), unitRows(count, 6, seed + 1)]
        const gates = (): ReturnType<typeof randomGates> => randomGates(count, 0.5, seed)
        const chunked = written(matrixMemory({ ...shape, gates, chunkSize }), keys, values)
        expect(farthest(chunked, written(matrixMemory({ ...shape, gates, chunkSize: 1 }), keys, values))).toBeLessThan(1e-5)
      })
    }), { seed: 1, numRuns: 60 })
  })

  it('takes a momentum that stops and a decay that clears', () => {
    tf.tidy(() => {
      const [keys, values] = [unitRows(12, 8, 3), unitRows(12, 6, 4)]
      const drawn = randomGates(12, 0.5, 5)
      const momentum = tf.tensor1d([0.9, 0, 1, 1, 0, 0.5, 0.5, 1, 0, 0.2, 0.3, 0.4])
      const decay = tf.tensor1d([0, 0, 1, 0, 0.1, 0, 1, 0, 0, 0.3, 0, 0])
      const gates = (): ReturnType<typeof randomGates> => ({ ...drawn, momentum, decay })
      const chunked = written(matrixMemory({ ...shape, gates, chunkSize: 12 }), keys, values)
      expect(farthest(chunked, written(matrixMemory({ ...shape, gates, chunkSize: 1 }), keys, values))).toBeLessThan(1e-5)
    })
  })

  it('goes on from a state that was handed in', () => {
    tf.tidy(() => {
      const [keys, values] = [unitRows(24, 8, 5), unitRows(24, 6, 6)]
      const memory = matrixMemory({ ...shape, gates: constantGates({ step: 0.3, momentum: 0.6, decay: 0.02 }), chunkSize: 8 })
      expect(farthest(written(memory, keys, values, 11), written(memory, keys, values))).toBeLessThan(1e-5)
    })
  })

  it('gives a pair back exactly after one step of 1/2, and nothing of what was written before a decay of 1', () => {
    tf.tidy(() => {
      const [key, value] = [unitRows(1, 8, 7), unitRows(1, 6, 8)]
      const memory = matrixMemory({ ...shape, gates: constantGates({ step: 0.5 }) })
      const state = memory.write(memory.init(), key, value)
      expect(farthest({ read: memory.read(state, key) }, { read: value })).toBeLessThan(1e-6)
      const clearing = matrixMemory({ ...shape, gates: constantGates({ step: 0, decay: 1 }) })
      expect(farthest(clearing.write(state, key, value), clearing.init())).toBeLessThan(1e-11)
    })
  })

  it('changes nothing with every rate 0, and is the delta rule without momentum and decay', () => {
    tf.tidy(() => {
      const [keys, values] = [unitRows(9, 8, 9), unitRows(9, 6, 10)]
      const still = matrixMemory({ ...shape, gates: constantGates({ step: 0 }) })
      expect(farthest(still.write(still.init(), keys, values), still.init())).toBe(0)
      // By hand, in doubles.
      const [k, v] = [keys.arraySync(), values.arraySync()]
      const weights = Array.from({ length: 8 }, () => [0, 0, 0, 0, 0, 0])
      for (const [pair, key] of k.entries()) {
        const error = v[pair]!.map((value, column) => value - key.reduce((sum, x, row) => sum + x * weights[row]![column]!, 0))
        for (const [row, x] of key.entries()) for (const [column, off] of error.entries()) weights[row]![column]! += 0.7 * x * off
      }
      const { weights: own } = written(deltaRule({ ...shape, rate: 0.7 }), keys, values)
      expect(farthest({ own }, { own: tf.tensor2d(weights) })).toBeLessThan(1e-5)
    })
  })

  it('leaves the new state and nothing else', () => {
    const [keys, values] = [unitRows(20, 8, 11), unitRows(20, 6, 12)]
    const memory = matrixMemory({ ...shape, gates: constantGates({ step: 0.5 }) })
    const state = memory.init()
    const before = tf.memory().numTensors
    const next = memory.write(state, keys, values)
    expect(tf.memory().numTensors).toBe(before + 2)
    tf.dispose([keys, values, state, next])
  })

  it('refuses pairs of other extents', () => {
    const memory = matrixMemory({ ...shape, gates: constantGates({ step: 0.5 }) })
    tf.tidy(() => {
      expect(() => memory.write(memory.init(), tf.zeros([2, 7]), tf.zeros([2, 6]))).toThrow(/keys \[T, 8\].*\[2, 7\]/)
      expect(() => memory.write(memory.init(), tf.zeros([0, 8]), tf.zeros([0, 6]))).toThrow(/T > 0/)
      expect(() => memory.read(memory.init(), tf.zeros([2, 6]))).toThrow(/queries \[Q, 8\]/)
    })
  })
})

describe('a network memory', () => {
  it('writes a chunk as it writes its pairs in turn', () => {
    fc.assert(fc.property(stream, ({ count, chunkSize, seed }) => {
      tf.tidy(() => {
        const [keys, values] = [unitRows(count, 8, seed), unitRows(count, 6, seed + 1)]
        const options = { ...shape, start: initNetwork(shape, 12, seed), gates: () => randomGates(count, 0.1, seed), chunkSize }
        const inTurn = written(networkMemory({ ...options, parallel: false }), keys, values)
        expect(farthest(written(networkMemory(options), keys, values), inTurn)).toBeLessThan(1e-5)
      })
    }), { seed: 2, numRuns: 40 })
  })

  it('moves along the gradient of its loss', () => {
    tf.tidy(() => {
      const [key, value] = [unitRows(1, 8, 1), unitRows(1, 6, 2)]
      const start = initNetwork(shape, 5, 3)
      start.outer.data.set(initNetwork({ keyDim: 5, valueDim: 6 }, 6, 4).inner.data)
      const memory = networkMemory({ ...shape, start, gates: constantGates({ step: 0.25 }) })
      const before = memory.init()
      const { weights } = memory.write(before, key, value)
      const loss = (inner: tf.Tensor, outer: tf.Tensor): tf.Tensor => {
        const reach = tf.matMul(key, inner)
        return tf.sum(tf.squaredDifference(tf.matMul(tf.mul(reach, tf.sigmoid(reach)), outer as Tensor2D), value))
      }
      const [inner, outer] = tf.grads(loss)([before.weights.inner, before.weights.outer])
      const expected = { inner: tf.sub(before.weights.inner, tf.mul(inner!, 0.25)), outer: tf.sub(before.weights.outer, tf.mul(outer!, 0.25)) }
      expect(farthest(weights, expected)).toBeLessThan(1e-6)
      expect(tf.max(tf.abs(inner!)).dataSync()[0]).toBeGreaterThan(0.01)
    })
  })

  it('reads nothing before it is written, and the values after some rounds', () => {
    tf.tidy(() => {
      const [keys, values] = [unitRows(6, 8, 21), unitRows(6, 6, 22)]
      const memory = networkMemory({ ...shape, start: initNetwork(shape, 64, 23), gates: constantGates({ step: 0.05 }), chunkSize: 1 })
      let state = memory.init()
      expect(farthest({ read: memory.read(state, keys) }, { read: tf.zeros([6, 6]) })).toBe(0)
      for (let round = 0; round < 60; round++) state = memory.write(state, keys, values)
      expect(farthest({ read: memory.read(state, keys) }, { read: values })).toBeLessThan(0.05)
    })
  })
})

describe('the baselines', () => {
  it('solve ridge regression, whatever the order of the pairs', () => {
    tf.tidy(() => {
      const [keys, values] = [unitRows(30, 8, 31), unitRows(30, 6, 32)]
      const memory = leastSquares({ ...shape, ridge: 0.1 })
      const { weights } = written(memory, keys, values, 13)
      // The normal equations: (K'K + 0.1 I) W = K'V.
      const left = tf.matMul(tf.add(tf.matMul(keys, keys, true), tf.mul(tf.eye(8), 0.1)), weights)
      expect(farthest({ left }, { left: tf.matMul(keys, values, true) })).toBeLessThan(1e-4)
      const turned = written(memory, tf.reverse(keys, 0), tf.reverse(values, 0))
      expect(farthest({ weights }, { weights: turned.weights })).toBeLessThan(1e-4)
    })
  })

  it('forget by Hebb and by least squares what lies back', () => {
    tf.tidy(() => {
      const [key, old, fresh] = [unitRows(1, 8, 41), unitRows(1, 6, 42), unitRows(1, 6, 43)]
      const between = cosine(old, fresh)
      for (const memory of [hebbian({ ...shape, decay: 0.9 }), leastSquares({ ...shape, ridge: 0.1, forgetting: 0.9 })] as AssociativeMemory<TensorTree>[]) {
        const state = memory.write(memory.write(memory.init(), key, old), key, fresh)
        expect(cosine(memory.read(state, key), fresh)).toBeGreaterThan(0.97)
        expect(between).toBeLessThan(0.9)
      }
    })
  })

  it('keep every pair in its slot, and the last value where keys are the same', () => {
    tf.tidy(() => {
      const [keys, values, later] = [unitRows(40, 8, 51), unitRows(40, 6, 52), unitRows(40, 6, 53)]
      const memory = slotMemory({ ...shape, beta: 200, replaceAbove: 0.999 })
      const state = memory.write(memory.init(), keys, values)
      expect(farthest({ read: memory.read(state, keys) }, { read: values })).toBeLessThan(0.05)
      const over = memory.write(state, tf.slice(keys, [0, 0], [5, -1]), tf.slice(later, [0, 0], [5, -1]))
      const expected = tf.concat([tf.slice(later, [0, 0], [5, -1]), tf.slice(values, [5, 0], [35, -1])], 0)
      expect(farthest({ read: memory.read(over, keys) }, { read: expected })).toBeLessThan(0.05)
      const twice = memory.write(memory.init(), tf.concat([keys, keys], 0), tf.concat([values, later], 0))
      expect(farthest({ read: memory.read(twice, keys) }, { read: later })).toBeLessThan(0.05)
    })
  })
})

it('gates begin where they are told to, the same for every key', () => {
  tf.tidy(() => {
    const gates = sigmoidGates(toTensors(initGates(8, { step: 0.25, momentum: 0.9, decay: 0.01 })), 0.5)(unitRows(5, 8, 1))
    expect(farthest({ ...gates }, { ...constantGates({ step: 0.125, momentum: 0.9, decay: 0.01 })(unitRows(5, 8, 2)) })).toBeLessThan(1e-6)
  })
})
