// What a forward pass has to get right on every backend; each backend runs this suite in a file of its own.
import * as tf from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { diskFiles } from '../../src/checkpoint/disk-files.ts'
import { createRandom } from '../../src/random.ts'
import { backendName, type BackendName, type BackendOptions } from '../../src/tensor/backend.ts'
import { valueAndGrads } from '../../src/tensor/gradients.ts'
import { param, type Param } from '../../src/tensor/params.ts'
import { batchOf, lastTokens } from '../../src/weights/batch.ts'
import { KeyValueCache } from '../../src/weights/cache.ts'
import { forward, logitsOf, type ForwardOptions } from '../../src/weights/forward.ts'
import { generate } from '../../src/weights/generate.ts'
import { crossEntropy } from '../../src/weights/loss.ts'
import { LanguageModel } from '../../src/weights/model.ts'
import { trained } from '../../src/weights/product.ts'
import { addAt, replaceAt, rowsAt } from '../../src/weights/rows.ts'
import { argmax } from '../../src/weights/sampling.ts'
import { farthest, families, goldenCases, goldenFolder } from './golden.ts'

/** Registers the suite for the backend `name`, loaded with `options`. */
export function conformance(name: BackendName, options: BackendOptions): void {
  describe.each(families)(`${name}: %s`, family => {
    let model: LanguageModel
    beforeAll(async () => {
      model = await LanguageModel.open(diskFiles(goldenFolder(family)), options)
      expect(backendName()).toBe(name)
    })
    afterAll(() => model.dispose())
    goldenSuite(() => model, family)
    // Bias and tied weights in one, grouped queries and an output layer in the other; once is enough where all is slow.
    if (family === 'qwen2' || family === 'llama-gqa' && name === 'wasm') hookSuite(() => model, family)
  })
}

function logitsFor(model: LanguageModel, sequences: readonly number[][], options: ForwardOptions = {}, side: 'left' | 'right' = 'right'): Float32Array {
  // Read outside of tidy, which would look for tensors among the numbers one by one.
  const logits = tf.tidy(() =>
    logitsOf(model.config, model.weights, forward(model.config, model.weights, batchOf(sequences, { side }), options)))
  const values = Float32Array.from(logits.dataSync())
  logits.dispose()
  return values
}

function goldenSuite(model: () => LanguageModel, family: string): void {
  const cases = goldenCases(family)
  const tolerance = 1e-4

  it('gives the logits of transformers', () => {
    for (const { ids, logits } of cases) expect(farthest(logitsFor(model(), [ids]), logits.flat())).toBeLessThan(tolerance)
  })

  it('gives them token by token, and in pieces, from the cache', () => {
    for (const { ids, logits } of cases) {
      for (const piece of [1, 4]) {
        const cache = new KeyValueCache()
        const rows: number[] = []
        for (let at = 0; at < ids.length; at += piece) rows.push(...logitsFor(model(), [ids.slice(at, at + piece)], { cache }))
        expect(cache.length).toBe(ids.length)
        cache.dispose()
        expect(farthest(rows, logits.flat())).toBeLessThan(tolerance)
      }
    }
  })

  it.each(['left', 'right'] as const)('gives them in a batch that is padded to the %s', side => {
    const width = Math.max(...cases.map(({ ids }) => ids.length))
    const all = logitsFor(model(), cases.map(({ ids }) => ids), {}, side)
    cases.forEach(({ ids, logits }, row) => {
      const start = (row * width + (side === 'left' ? width - ids.length : 0)) * logits[0]!.length
      expect(farthest(all.subarray(start, start + logits.flat().length), logits.flat())).toBeLessThan(tolerance)
    })
  })

  it('continues a batch that is padded to the left from the cache', () => {
    const cache = new KeyValueCache()
    const parts = cases.filter(({ ids }) => ids.length > 1)
    logitsFor(model(), parts.map(({ ids }) => ids.slice(0, -1)), { cache }, 'left')
    const last = logitsFor(model(), parts.map(({ ids }) => ids.slice(-1)), { cache })
    cache.dispose()
    expect(farthest(last, parts.flatMap(({ logits }) => logits.at(-1)!))).toBeLessThan(tolerance)
  })

  it('generates what the logits say is likeliest, and keeps no tensor', async () => {
    const [, { ids }] = cases as [unknown, { ids: number[] }]
    const before = tf.memory().numTensors
    const made: number[] = []
    for await (const id of generate(model(), ids, { maxTokens: 6, endIds: [] })) made.push(id)
    const wanted = [...ids]
    while (wanted.length < ids.length + 6) wanted.push(argmax(logitsFor(model(), [wanted]).slice(-model().config.vocabulary)))
    expect(made).toEqual(wanted.slice(ids.length))
    for await (const _ of generate(model(), ids, { endIds: [] })) break
    expect(tf.memory().numTensors).toBe(before)
  })
}

function hookSuite(model: () => LanguageModel, family: string): void {
  const { ids, logits } = goldenCases(family)[2]!
  const random = createRandom(3)
  const normals = (count: number, scale: number): Float32Array => Float32Array.from({ length: count }, () => scale * random.normal())

  it('shows activations: the residual stream and the keys of down projections', () => {
    const seen = new Map<string, number[]>()
    const note = (kind: string) => (layer: number, x: Tensor): Tensor => {
      seen.set(`${kind} ${layer}`, x.shape)
      return x
    }
    logitsFor(model(), [ids], { hooks: { state: note('state'), keys: note('keys') } })
    const { dim, innerDim } = model().config
    expect([...seen]).toEqual([
      ['state -1', [1, 9, dim]], ['keys 0', [1, 9, innerDim]], ['state 0', [1, 9, dim]], ['keys 1', [1, 9, innerDim]], ['state 1', [1, 9, dim]],
    ])
  })

  it('goes on from a state in the middle', () => {
    let middle: Tensor | undefined
    logitsFor(model(), [ids], { hooks: { state: (layer, x) => layer === 0 ? middle = tf.keep(tf.clone(x)) : x } })
    const again = logitsFor(model(), [ids], { from: { layer: 0, state: middle! } })
    middle!.dispose()
    expect(farthest(again, logits.flat())).toBeLessThan(1e-4)
  })

  it('takes a state from another run: patched everywhere, its logits', () => {
    const other = ids.map(id => (id + 7) % 40)
    const places = ids.map((_, place) => ({ place, vector: place }))
    let clean: Tensor | undefined
    const keep = (layer: number, x: Tensor): Tensor => {
      if (layer === 0) clean = tf.keep(rowsAt(x, places.map(({ place }) => place)))
      return x
    }
    logitsFor(model(), [ids], { hooks: { state: keep } })
    const patch = (count: number): Float32Array => logitsFor(model(), [other], {
      hooks: { state: (layer, x) => layer === 0 ? replaceAt(x, clean!, places.slice(0, count)) : x },
    })
    const [all, none] = [patch(9), patch(0)]
    clean!.dispose()
    expect(farthest(all, logits.flat())).toBeLessThan(1e-4)
    expect(none).toEqual(logitsFor(model(), [other]))
    expect(farthest(none, logits.flat())).toBeGreaterThan(0.1)
  })

  it('has the gradient of what is added to the residual stream', () => {
    const { dim } = model().config
    const batch = batchOf([ids, ids.slice(0, 5)])
    const places = lastTokens(batch)
    const loss = (delta: Tensor) => {
      const state = forward(model().config, model().weights, batch, {
        hooks: { state: (layer, x) => layer === 0 ? addAt(x, delta, places.map(place => ({ place, vector: 0 }))) : x },
      })
      return tf.mean(crossEntropy(logitsOf(model().config, model().weights, state, places), [11, 23]))
    }
    const delta = normals(dim, 0.5)
    const before = tf.memory().numTensors
    const { grads } = valueAndGrads(({ vector }) => tf.reshape(loss(vector), []), { vector: param([1, dim], delta) })
    expect(tf.memory().numTensors).toBe(before)
    const at = (index: number, step: number): number => tf.tidy(() => loss(tf.tensor2d(delta.map((x, place) => place === index ? x + step : x), [1, dim])).dataSync()[0]!)
    const central = Float32Array.from(delta, (_, index) => (at(index, 5e-3) - at(index, -5e-3)) / 1e-2)
    expect(farthest(grads.vector.data, central) / Math.hypot(...central)).toBeLessThan(2e-3)
  })

  it('has the gradients of its weights', () => {
    const params: Record<string, Param> = Object.fromEntries(Object.entries(model().weights)
      .map(([name, weight]) => [name, { shape: weight.shape, data: model().values(name) }]))
    const loss = (weights: Record<string, Tensor>) => {
      const state = forward(model().config, weights, batchOf([ids.slice(0, -1)]), { product: trained })
      return tf.mean(crossEntropy(logitsOf(model().config, weights, state, undefined, trained), ids.slice(1)))
    }
    const { grads } = valueAndGrads(weights => tf.reshape(loss(weights), []), params)
    for (const [name, { shape, data }] of Object.entries(params)) {
      const way = normals(data.length, 1)
      const along = grads[name]!.data.reduce((sum, slope, index) => sum + slope * way[index]!, 0)
      const scale = 2e-3 / Math.hypot(...way) * Math.max(1, Math.hypot(...data))
      const moved = (sign: number): number => tf.tidy(() =>
        loss({ ...model().weights, [name]: tf.tensor(data.map((x, index) => x + sign * scale * way[index]!), shape) }).dataSync()[0]!)
      const size = Math.hypot(...grads[name]!.data)
      expect(Math.abs((moved(1) - moved(-1)) / (2 * scale) - along), name).toBeLessThan(0.02 * Math.max(size, 0.1) + 0.01 * Math.abs(along))
    }
  })
}
