// A model in memory: opened, changed, saved, refused; batches.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { diskFiles } from '../../src/checkpoint/disk-files.ts'
import { memoryFiles } from '../../src/checkpoint/files.ts'
import { batchOf, downProjection, forward, generate, KeyValueCache, lastTokens, LanguageModel, openTensors, perplexity, scoreCompletions } from 'mneme/weights'
import { addAt, replaceAt } from '../../src/weights/rows.ts'
import { testBackend as backend } from '../backend.ts'
import { farthest, goldenCases, goldenFolder } from './golden.ts'

const stored = (name: string): Record<string, Uint8Array> => Object.fromEntries(readdirSync(goldenFolder(name))
  .map(file => [file, new Uint8Array(readFileSync(join(goldenFolder(name), file)))]))
const open = (name: string): Promise<LanguageModel> => LanguageModel.open(diskFiles(goldenFolder(name)), backend)
const parsed = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes))
const logSoftmax = (row: number[], id: number): number => row[id]! - Math.log(row.reduce((sum, logit) => sum + Math.exp(logit), 0))
const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value))

describe('a model', () => {
  it.each(['qwen2', 'llama3', 'llama-linear'])('%s: saved as it was read has the same values in the same formats', async name => {
    const model = await open(name)
    const files = memoryFiles()
    await model.save(files, { companions: memoryFiles({ 'tokenizer.json': json({}) }) })
    model.dispose()
    const [before, after] = [await openTensors(diskFiles(goldenFolder(name))), await openTensors(files)]
    expect([...after.tensors.keys()].sort()).toEqual([...before.tensors.keys()].sort())
    for (const [weight, { dtype, shape }] of before.tensors) {
      expect(after.tensors.get(weight)).toMatchObject({ dtype, shape })
      expect(await after.read(weight)).toEqual(await before.read(weight))
    }
    expect(parsed(await files.read('config.json', 0, (await files.size('config.json'))!))).toEqual(parsed(stored(name)['config.json']!))
    expect(files.names()).toContain('tokenizer.json')
  })

  it('keeps what is replaced exactly, and says so to other programs', async () => {
    const model = await open('qwen2')
    const name = downProjection(1)
    const values = model.values(name).map(value => value + 1e-5)
    model.replace(name, values)
    const files = memoryFiles()
    await model.save(files, { shardBytes: 4000 })
    model.dispose()
    const again = await LanguageModel.open(files, backend)
    expect(again.values(name)).toEqual(values)
    expect(again.source['dtype']).toBe('float32')
    again.dispose()
  })

  it('takes no values that do not fit, and stays as it was', async () => {
    const model = await open('smollm2')
    const name = downProjection(0)
    const before = model.values(name)
    expect(() => model.replace(name, new Float32Array(3))).toThrow(expect.objectContaining({ code: 'SHAPE_MISMATCH' }) as Error)
    expect(() => model.replace(name, before.map(() => NaN))).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }) as Error)
    expect(() => model.replace('lm_head.weight', before)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }) as Error)
    expect(model.values(name)).toEqual(before)
    model.dispose()
    expect(() => model.values(name)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }) as Error)
  })

  it('is refused, and nothing stays behind, where files contradict each other', async () => {
    const files = stored('qwen2')
    const config = JSON.parse(new TextDecoder().decode(files['config.json'])) as object
    const opened = (extra: object, more: Record<string, Uint8Array> = {}): Promise<unknown> =>
      LanguageModel.open(memoryFiles({ ...files, 'config.json': json({ ...config, ...extra }), ...more }), backend)
    const before = tf.memory().numTensors
    await expect(opened({ intermediate_size: 25 })).rejects.toMatchObject({ code: 'CHECKPOINT_CORRUPT' })
    await expect(opened({ num_hidden_layers: 3 })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(opened({ tie_word_embeddings: false })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(opened({}, { 'config.json': new Uint8Array(2 ** 20 + 1) })).rejects.toMatchObject({ code: 'CHECKPOINT_CORRUPT' })
    await expect(LanguageModel.open(memoryFiles(), backend)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(tf.memory().numTensors).toBe(before)
  })
})

describe('a batch', () => {
  it('is padded where it was asked to be', () => {
    expect(batchOf([[5, 6, 7], [8]])).toEqual({ ids: Int32Array.of(5, 6, 7, 8, 0, 0), mask: Uint8Array.of(1, 1, 1, 1, 0, 0), rows: 2, length: 3 })
    expect(lastTokens(batchOf([[5, 6, 7], [8]]))).toEqual([2, 3])
    expect(lastTokens(batchOf([[5, 6, 7], [8]], { side: 'left', length: 4 }))).toEqual([3, 7])
  })

  it.each([[[]], [[[]]], [[[1], []]]])('%j is none', sequences => {
    expect(() => batchOf(sequences)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }) as Error)
    expect(() => batchOf([[1, 2, 3]], { length: 2 })).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }) as Error)
  })

  it('of unknown tokens, or of another size than the cache, is refused and changes no cache', async () => {
    const model = await open('smollm2')
    const cache = new KeyValueCache()
    const pass = (sequences: number[][]): void => tf.tidy(() => void forward(model.config, model.weights, batchOf(sequences), { cache }))
    pass([[1, 2]])
    for (const wrong of [[[40]], [[-1]], [[0.5]]]) expect(() => pass(wrong)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }) as Error)
    expect(() => pass([[1], [2]])).toThrow(expect.objectContaining({ code: 'SHAPE_MISMATCH' }) as Error)
    expect(cache.length).toBe(2)
    cache.dispose()
    model.dispose()
  })
})

it('places in a residual stream take vectors, or give way to them', async () => {
  const model = await open('smollm2')
  const [added, replaced] = tf.tidy(() => {
    const x = tf.ones([2, 2, 3])
    const vectors = tf.tensor2d([[1, 2, 3], [10, 20, 30]])
    const placements = [{ place: 0, vector: 1 }, { place: 3, vector: 0 }, { place: 2, vector: 0 }]
    return [addAt(x, vectors, placements), replaceAt(x, vectors, placements)].map(each => [...each.dataSync()])
  })
  model.dispose()
  expect(added).toEqual([11, 21, 31, 1, 1, 1, 2, 3, 4, 2, 3, 4])
  expect(replaced).toEqual([10, 20, 30, 1, 1, 1, 1, 2, 3, 1, 2, 3])
})

it('scores what the golden logits say, in any order of lengths', async () => {
  const model = await open('llama-gqa')
  const before = tf.memory().numTensors
  const cases = goldenCases('llama-gqa').filter(({ ids }) => ids.length > 4).reverse()
  const scores = scoreCompletions(model, cases.map(({ ids }) => ({ prompt: ids.slice(0, 2), target: ids.slice(2, 5) })))
  const wanted = cases.map(({ ids, logits }) => [2, 3, 4].reduce((sum, place) => sum + logSoftmax(logits[place - 1]!, ids[place]!), 0))
  expect(farthest(scores.map(({ logProbability }) => logProbability), wanted)).toBeLessThan(1e-4)
  const { ids, logits } = cases[0]!
  const best = logits[1]!.indexOf(Math.max(...logits[1]!))
  expect(scoreCompletions(model, [best, (best + 1) % 40].map(id => ({ prompt: ids.slice(0, 2), target: [id] }))).map(({ exact }) => exact)).toEqual([true, false])
  const all = ids.slice(1).reduce((sum, id, place) => sum + logSoftmax(logits[place]!, id), 0)
  expect(perplexity(model, [ids])).toBeCloseTo(Math.exp(-all / (ids.length - 1)), 2)
  expect(tf.memory().numTensors).toBe(before)
  model.dispose()
})

it('generates by seed, up to the end, and stops when told', async () => {
  const model = await open('llama3')
  const made = async (options: object): Promise<number[]> => {
    const ids: number[] = []
    for await (const id of generate(model, [3, 4, 5], { maxTokens: 8, endIds: [], ...options })) ids.push(id)
    return ids
  }
  const hot = { temperature: 1.5, topP: 0.95 }
  expect(await made({ ...hot, seed: 1 })).toEqual(await made({ ...hot, seed: 1 }))
  expect(await made({ ...hot, seed: 1 })).not.toEqual(await made({ ...hot, seed: 2 }))
  const plain = await made({})
  expect(await made({ endIds: [plain[2]!] })).toEqual(plain.slice(0, plain.indexOf(plain[2]!)))
  expect((await made({ maxTokens: 1000 })).length).toBe(64 - 3)
  await expect(made({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' })
  model.dispose()
})
