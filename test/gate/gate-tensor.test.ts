// The gate on tensors: equal to the plain one, with gradients that finite differences confirm.
import * as tf from '@tensorflow/tfjs-core'
import * as fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { gateLogits } from '../../src/gate/gate-tensor.ts'
import { activate, featureCount, zeroGate } from '../../src/gate/network.ts'
import type { GateParams } from '../../src/gate/network.ts'
import { createRandom } from '../../src/random.ts'
import { loadBackend } from '../../src/tensor/backend.ts'
import { toTensors } from '../../src/tensor/convert.ts'
import { valueAndGrads } from '../../src/tensor/gradients.ts'
import { leaves, mapParams } from '../../src/tensor/params.ts'
import { finiteDifferences } from '../tensor/finite-differences.ts'

const meaningDim = 6
const count = featureCount(meaningDim)

function randomGate(seed: number): GateParams {
  const random = createRandom(seed)
  return mapParams(zeroGate(meaningDim, 5), ({ shape, data }) => ({ shape, data: data.map(() => 0.3 * random.normal()) }))
}

function randomRows(seed: number, rows: number): Float32Array[] {
  const random = createRandom(seed)
  return Array.from({ length: rows }, () => Float32Array.from({ length: count }, () => random.normal()))
}

/** Mean of squared logits in doubles, by the plain network. */
function plainLoss(params: GateParams, rows: readonly Float32Array[]): number {
  return rows.reduce((sum, row) => sum + activate(row, params).logit ** 2, 0) / rows.length
}

describe('gateLogits', () => {
  beforeAll(async () => {
    await loadBackend({ prefer: 'cpu' })
  })

  it('equals the plain network', () => {
    fc.assert(fc.property(fc.integer(), fc.integer({ min: 1, max: 5 }), (seed, rows) => {
      const params = randomGate(seed)
      const features = randomRows(seed + 1, rows)
      const got = tf.tidy(() => gateLogits(tf.stack(features.map(row => tf.tensor1d(row))), toTensors(params)).dataSync())
      features.forEach((row, at) => {
        const { logit, base, contributions } = activate(row, params)
        expect(Math.abs(got[at]! - logit)).toBeLessThan(1e-5 * Math.max(1, Math.abs(logit)))
        expect(contributions.reduce((sum, value) => sum + value, base)).toBeCloseTo(logit, 5)
      })
    }), { seed: 1, numRuns: 30 })
  })

  it('has the gradients of the plain network', () => {
    const params = randomGate(3)
    const rows = randomRows(4, 3)
    const { value, grads } = valueAndGrads(tensors =>
      tf.mean<tf.Scalar>(tf.square(gateLogits(tf.stack(rows.map(row => tf.tensor1d(row))), tensors))), params)
    expect(value).toBeCloseTo(plainLoss(params, rows), 4)
    for (const [path, leaf] of leaves(grads)) {
      const chosen = [...new Set([0, 1, leaf.data.length >> 1, leaf.data.length - 1])].filter(at => at < leaf.data.length)
      const { data } = leaves(params).find(([name]) => name === path)![1]
      const expected = finiteDifferences(values => {
        const moved = mapParams(params, (old, name) => {
          if (name !== path) return old
          const copy = old.data.slice()
          chosen.forEach((at, index) => { copy[at] = values[index]! })
          return { shape: old.shape, data: copy }
        })
        return plainLoss(moved, rows)
      }, chosen.map(at => data[at]!), 1e-2)
      chosen.forEach((at, index) => { expect(leaf.data[at]!, `${path} ${at}`).toBeCloseTo(expected[index]!, 2) })
    }
  })
})
