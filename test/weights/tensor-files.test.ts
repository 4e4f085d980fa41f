// safetensors: what is written comes back, what other programs wrote is read, and what lies about itself is refused.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diskFiles } from '../../src/checkpoint/disk-files.ts'
import { memoryFiles, type Files } from '../../src/checkpoint/files.ts'
import { decode, encode, type WeightFormat } from '../../src/weights/number-format.ts'
import { openTensors, writeTensors, type TensorSource } from '../../src/weights/tensor-files.ts'
import { goldenFolder } from './golden.ts'

const formats = ['F32', 'F16', 'BF16'] as const

function valuesOf(shape: number[], seed: number, dtype: WeightFormat): Float32Array {
  const plain = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, place) => Math.sin(seed * (place + 1)) * 3)
  const rounded = new Float32Array(plain.length)
  decode(dtype, encode(dtype, plain), rounded)
  return rounded
}

describe('written and read', () => {
  const tensor = fc.record({
    name: fc.string({ minLength: 1, maxLength: 12 }).filter(name => name !== '__metadata__'),
    dtype: fc.constantFrom(...formats), shape: fc.array(fc.nat(5), { maxLength: 4 }), seed: fc.integer({ min: 1, max: 999 }),
  })

  it('is the same, in one file or in shards', async () => {
    await fc.assert(fc.asyncProperty(fc.uniqueArray(tensor, { selector: each => each.name, maxLength: 6 }), fc.constantFrom(Infinity, 40), async (plans, shardBytes) => {
      const files = memoryFiles()
      await writeTensors(files, plans.map(plan => ({ ...plan, values: () => valuesOf(plan.shape, plan.seed, plan.dtype) })), { shardBytes })
      const { tensors, read } = await openTensors(files)
      expect(new Set(tensors.keys())).toEqual(new Set(plans.map(({ name }) => name)))
      for (const { name, shape, seed, dtype } of plans) {
        expect(tensors.get(name)).toMatchObject({ shape, dtype })
        expect(await read(name)).toEqual(valuesOf(shape, seed, dtype))
      }
    }), { seed: 3 })
  })

  it('is one after the other: never more than a tensor and its piece are held', async () => {
    let [open, most] = [0, 0]
    const sources = ['a', 'b', 'c'].map(name => ({ name, dtype: 'F32' as const, shape: [10], values: () => {
      most = Math.max(most, ++open)
      queueMicrotask(() => open--)
      return new Float32Array(10)
    } }))
    await writeTensors(memoryFiles(), sources)
    expect(most).toBe(1)
  })

  it('leaves the disk as it was where writing fails', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mneme-weights-'))
    const files = diskFiles(folder)
    await writeTensors(files, [pair(Float32Array.of(1, 2))])
    await expect(writeTensors(files, [pair(new Float32Array(3))])).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    expect(readdirSync(folder)).toEqual(['model.safetensors'])
    expect(await (await openTensors(files)).read('a')).toEqual(Float32Array.of(1, 2))
    await expect(files.read('../secret', 0, 1)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    await expect(files.read('model.safetensors', 0, 1e9)).rejects.toMatchObject({ code: 'STORAGE_FAILED' })
    rmSync(folder, { recursive: true })
  })

  it('puts no shards beside a file that readers would take for them', async () => {
    const files = memoryFiles({ 'model.safetensors': new Uint8Array() })
    const two = ['a', 'b'].map(name => ({ ...pair(Float32Array.of(1, 2)), name }))
    await expect(writeTensors(files, two, { shardBytes: 8 })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    expect(files.names()).toEqual(['model.safetensors'])
  })

  it('refuses two tensors of one name', async () => {
    const twice = [1, 2].map(() => ({ name: 'a', dtype: 'F32' as const, shape: [1], values: () => new Float32Array(1) }))
    await expect(writeTensors(memoryFiles(), twice)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
  })
})

function pair(values: Float32Array): TensorSource {
  return { name: 'a', dtype: 'F32', shape: [2], values: () => values }
}

function opened(bytes: Uint8Array): Promise<unknown> {
  return openTensors(memoryFiles({ 'model.safetensors': bytes })).then(() => 'opened', (error: unknown) => (error as { code?: string }).code)
}

/** A file of a header and `data` bytes. */
function file(header: unknown, data: number, claimed?: bigint): Files {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header))
  const bytes = new Uint8Array(8 + json.length + data)
  new DataView(bytes.buffer).setBigUint64(0, claimed ?? BigInt(json.length), true)
  bytes.set(json, 8)
  return memoryFiles({ 'model.safetensors': bytes })
}

const entry = (dtype: unknown, shape: unknown, ...data_offsets: unknown[]): object => ({ dtype, shape, data_offsets })

describe('refused', () => {
  it.each<[string, Files, string]>([
    ['an empty file', memoryFiles({ 'model.safetensors': new Uint8Array() }), '8 bytes'],
    ['a length beyond the file', file({}, 0, 2n ** 40n), 'header of 2 to'],
    ['a length of all ones', file({}, 0, 2n ** 64n - 1n), 'header of 2 to'],
    ['a header that is no JSON', file('{"a":', 0), 'JSON'],
    ['a header that is a list', file([], 0), 'JSON object'],
    ['bytes that are no UTF-8', memoryFiles({ 'model.safetensors': Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xfe) }), 'JSON'],
    ['an unknown type', file({ a: entry('F4', [2], 0, 1) }, 1), 'known dtype'],
    ['a type from the prototype', file({ a: entry('constructor', [1], 0, 4) }, 4), 'known dtype'],
    ['a negative extent', file({ a: entry('F32', [-1], 0, 4) }, 4), 'shape'],
    ['an extent that is no integer', file({ a: entry('F32', [1.5], 0, 6) }, 6), 'shape'],
    ['too many extents', file({ a: entry('F32', Array.from({ length: 9 }, () => 1), 0, 4) }, 4), 'shape'],
    ['a product that overflows', file({ a: entry('F32', [2 ** 40, 2 ** 40], 0, 4) }, 4), 'bytes'],
    ['offsets that do not fit the shape', file({ a: entry('F32', [2], 0, 4) }, 4), '8 bytes'],
    ['offsets beyond the file', file({ a: entry('F32', [1000], 0, 4000) }, 8), 'as its header says'],
    ['offsets backwards', file({ a: entry('F32', [0], 4, 4), b: entry('F32', [1], 4, 0) }, 4), 'bytes'],
    ['offsets that are text', file({ a: entry('F32', [1], '0', '4') }, 4), 'two offsets'],
    ['an overlap', file({ a: entry('F32', [2], 0, 8), b: entry('F32', [1], 4, 8) }, 8), 'from 8'],
    ['a hole', file({ a: entry('F32', [1], 0, 4), b: entry('F32', [1], 8, 12) }, 12), 'from 4'],
    ['bytes left over', file({ a: entry('F32', [1], 0, 4) }, 5), 'as its header says'],
    ['no entry at all', file({ a: null }, 0), 'known dtype'],
    ['metadata that is no text', file({ __metadata__: { a: 1 } }, 0), '__metadata__'],
    ['an index without a map', memoryFiles({ 'model.safetensors.index.json': new TextEncoder().encode('{}') }), 'weight_map'],
    ['an index of numbers', index({ a: 1 }), 'names of safetensors'],
  ])('%s', async (_, files, expected) => {
    await expect(openTensors(files)).rejects.toMatchObject({ code: 'CHECKPOINT_CORRUPT', message: expect.stringContaining(expected) as string })
  })

  it.each<[string, Files, string]>([
    ['a folder without weights', memoryFiles(), 'NOT_FOUND'],
    ['a shard that is not there', index({ a: 'x.safetensors' }), 'NOT_FOUND'],
    ['a shard outside of the folder', index({ a: '../x.safetensors' }), 'INVALID_ARGUMENT'],
    ['a shard by its whole path', index({ a: '/x.safetensors' }), 'INVALID_ARGUMENT'],
  ])('%s', async (_, files, code) => {
    await expect(openTensors(files)).rejects.toMatchObject({ code })
  })

  it('an index that lies about its shards', async () => {
    const one = file({ a: entry('F32', [1], 0, 4) }, 4)
    const shard = await one.read('model.safetensors', 0, (await one.size('model.safetensors'))!)
    const lying = (map: object): Files => memoryFiles({
      'x.safetensors': shard, 'model.safetensors.index.json': new TextEncoder().encode(JSON.stringify({ weight_map: map })),
    })
    expect((await openTensors(lying({ a: 'x.safetensors' }))).tensors.size).toBe(1)
    for (const map of [{ b: 'x.safetensors' }, { a: 'x.safetensors', b: 'x.safetensors' }]) {
      await expect(openTensors(lying(map))).rejects.toMatchObject({ code: 'CHECKPOINT_CORRUPT' })
    }
  })

  it('a tensor that is no weight, only once it is asked for', async () => {
    const { tensors, read } = await openTensors(file({ a: entry('I64', [1], 0, 8) }, 8))
    expect(tensors.get('a')?.dtype).toBe('I64')
    await expect(read('a')).rejects.toMatchObject({ code: 'CHECKPOINT_FOREIGN' })
    await expect(read('b')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('every truncation of a real file, and every header with one byte changed that it does not survive', async () => {
    const whole = new Uint8Array(readFileSync(join(goldenFolder('qwen2'), 'model.safetensors')))
    for (let length = 0; length < whole.length; length += 97) expect(await opened(whole.subarray(0, length))).toBe('CHECKPOINT_CORRUPT')
    for (let place = 0; place < 2000; place += 7) {
      const changed = whole.slice()
      changed[place]! ^= 1 << place % 8
      expect(await opened(changed)).toMatch(/^(opened|CHECKPOINT_CORRUPT)$/)
    }
  })
})

function index(map: object): Files {
  return memoryFiles({ 'model.safetensors.index.json': new TextEncoder().encode(JSON.stringify({ weight_map: map })) })
}
