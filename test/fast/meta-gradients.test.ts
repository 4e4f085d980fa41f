// Gradients through inner writes: how a later read depends on gates and slow projections, against central differences.
import * as tf from '@tensorflow/tfjs-core'
import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { initGates, sigmoidGates, type GateParams } from '../../src/fast/gates.ts'
import { matrixMemory } from '../../src/fast/matrix.ts'
import { initNetwork, networkMemory, type NetworkParams } from '../../src/fast/network.ts'
import type { AssociativeMemory } from '../../src/fast/memory.ts'
import { createRandom } from '../../src/random.ts'
import { loadBackend } from '../../src/tensor/backend.ts'
import { toTensors, type Tensors, type TensorTree } from '../../src/tensor/convert.ts'
import { valueAndGrads } from '../../src/tensor/gradients.ts'
import { leaves, mapParams, param, type Param, type ParamTree } from '../../src/tensor/params.ts'
import { unitRows } from './pairs.ts'

const [inputDim, keyDim, valueDim, hidden, pairs] = [5, 4, 3, 6, 7]
const shape = { keyDim, valueDim }

type Slow = { gates: GateParams; toKeys: Param; toValues: Param }

function slowParams(seed: number): Slow {
  const random = createRandom(seed)
  const noise = (leaf: Param): Param => param(leaf.shape, leaf.data.map(value => value + 0.4 * random.normal()))
  return mapParams({
    gates: initGates(keyDim, { step: 0.4, momentum: 0.6, decay: 0.1 }), toKeys: param([inputDim, keyDim]), toValues: param([inputDim, valueDim]),
  }, noise)
}

/** What is lost on a question after the pairs of one stream were written, as a function of all slow weights. */
function outerLoss<State extends TensorTree>(memory: AssociativeMemory<State>, slow: Tensors<Slow>): Scalar {
  const [inputs, asked, wanted] = [unitRows(pairs, inputDim, 1), unitRows(3, keyDim, 2), unitRows(3, valueDim, 3)]
  const [keys, values] = [tf.matMul(inputs, slow.toKeys), tf.matMul(inputs, slow.toValues)]
  return tf.sum(tf.squaredDifference(memory.read(memory.write(memory.init(), keys as Tensor2D, values as Tensor2D), asked), wanted))
}

/** Relative distance of every leaf's gradient to central differences. */
function checkGradients<P extends ParamTree>(loss: (tensors: Tensors<P>) => Scalar, params: P): void {
  const { grads } = valueAndGrads(loss, params)
  const analytic = new Map(leaves(grads))
  for (const [path, leaf] of leaves(params)) {
    const numeric = [...leaf.data].map((_, place) => {
      const moved = (by: number): number => tf.tidy(() => loss(toTensors(mapParams(params, (each, name) =>
        name === path ? param(each.shape, each.data.map((value, index) => index === place ? value + by : value)) : each))).dataSync()[0]!)
      return (moved(4e-3) - moved(-4e-3)) / 8e-3
    })
    const size = Math.max(0.02, ...numeric.map(Math.abs))
    for (const [place, value] of numeric.entries()) {
      expect(Math.abs(value - analytic.get(path)!.data[place]!) / size, `${path}[${place}]`).toBeLessThan(0.02)
    }
    expect(Math.max(...numeric.map(Math.abs)), `${path} matters`).toBeGreaterThan(1e-3)
  }
}

describe.each(['cpu', 'wasm'] as const)('on %s', backend => {
  it.each([1, 3, 7])('a matrix memory written in chunks of %d', async chunkSize => {
    await loadBackend({ prefer: backend })
    checkGradients(slow => outerLoss(matrixMemory({ ...shape, gates: sigmoidGates(slow.gates, 0.5), chunkSize }), slow), slowParams(4))
  })

  it.each([1, 4])('a network memory written in chunks of %d', async chunkSize => {
    await loadBackend({ prefer: backend })
    const start = initNetwork(shape, hidden, 6)
    const random = createRandom(7)
    start.outer.data.forEach((_, place) => (start.outer.data[place] = 0.3 * random.normal()))
    checkGradients(slow => outerLoss(networkMemory({ ...shape, start, gates: sigmoidGates(slow.gates, 0.3), chunkSize }), slow), slowParams(8))
  })

  it('the weights with which a network memory begins', async () => {
    await loadBackend({ prefer: backend })
    const params: NetworkParams = initNetwork(shape, hidden, 9)
    const random = createRandom(10)
    params.outer.data.forEach((_, place) => (params.outer.data[place] = 0.3 * random.normal()))
    const { gates } = slowParams(11)
    checkGradients<NetworkParams>(layers => {
      const memory = networkMemory({ ...shape, start: params, gates: keys => sigmoidGates({
        step: asTensors(gates.step), momentum: asTensors(gates.momentum), decay: asTensors(gates.decay),
      }, 0.3)(keys) })
      const begun = { ...memory.init(), weights: layers as { inner: Tensor2D; outer: Tensor2D } }
      return tf.sum(tf.square(memory.read(memory.write(begun, unitRows(pairs, keyDim, 1), unitRows(pairs, valueDim, 2)), unitRows(3, keyDim, 3))))
    }, params)
  })
})

function asTensors({ weights, bias }: GateParams['step']): Tensors<GateParams['step']> {
  return { weights: tf.tensor(weights.data.slice(), weights.shape), bias: tf.tensor(bias.data.slice(), bias.shape) }
}
