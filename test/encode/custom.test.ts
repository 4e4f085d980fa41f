import { describe, expect, it } from 'vitest'
import { customEncoder } from '../../src/encode/custom.ts'
import { encodeChecked } from '../../src/encode/encoder.ts'

const byLength = (texts: readonly string[]): Promise<number[][]> => Promise.resolve(texts.map(text => [text.length, 1]))

describe('customEncoder', () => {
  it('sends batches in order and makes unit vectors', async () => {
    const sizes: number[] = []
    const encoder = customEncoder({
      id: 'length', dim: 2, batchSize: 3,
      embed: texts => {
        sizes.push(texts.length)
        return byLength(texts)
      },
    })
    const vectors = await encoder.encode(['a', 'bb', 'ccc', 'dddd'])
    expect(sizes).toEqual([3, 1])
    expect(vectors.map(([x, y]) => x! / y!)).toEqual([1, 2, 3, 4].map(value => expect.closeTo(value, 5)))
    expect(Math.hypot(...vectors[3]!)).toBeCloseTo(1, 6)
  })

  it('tries again, and tells what embed threw when that does not help', async () => {
    let calls = 0
    const flaky = customEncoder({
      id: 'flaky', dim: 2, retries: 2, retryDelayMs: 1,
      embed: texts => (++calls < 3 ? Promise.reject(new Error('503')) : byLength(texts)),
    })
    expect(await flaky.encode(['a'])).toHaveLength(1)
    expect(calls).toBe(3)
    const dead = customEncoder({ id: 'dead', dim: 2, retries: 1, retryDelayMs: 1, embed: () => Promise.reject(new Error('503')) })
    await expect(dead.encode(['a'])).rejects.toMatchObject({ code: 'ENCODER_FAILED', cause: expect.objectContaining({ message: '503' }) })
  })

  it('ends a call that takes too long, and aborts it', async () => {
    let aborted = false
    const slow = customEncoder({
      id: 'slow', dim: 2, timeoutMs: 5, retries: 0,
      embed: (_texts, signal) => new Promise(() => {
        signal.addEventListener('abort', () => {
          aborted = true
        })
      }),
    })
    await expect(slow.encode(['a'])).rejects.toMatchObject({ code: 'ENCODER_TIMEOUT' })
    expect(aborted).toBe(true)
  })

  it('refuses an id or dim that is none', () => {
    expect(() => customEncoder({ id: '', dim: 2, embed: byLength })).toThrow(/expected an id/)
    expect(() => customEncoder({ id: 'x', dim: 0, embed: byLength })).toThrow(/dim from 1/)
  })

  const fine = { id: 'x', dim: 2, embed: byLength }
  it.each<[string, unknown]>([
    ['null', null],
    ['a text', 'x'],
    ['no embed', { id: 'x', dim: 2 }],
    ['an embed that is none', { ...fine, embed: 'embed' }],
    ...['batchSize', 'timeoutMs', 'retries', 'retryDelayMs'].flatMap(name =>
      [Number.NaN, -1, Infinity, '5'].map((value): [string, unknown] => [`${name} ${value}`, { ...fine, [name]: value }])),
    ['batchSize 0', { ...fine, batchSize: 0 }],
    ['half a retry', { ...fine, retries: 0.5 }],
    ['a time no timer can wait for', { ...fine, timeoutMs: 2 ** 31 }],
  ])('refuses %s with the next step', (_name, options) => {
    expect(() => customEncoder(options as never)).toThrow(expect.objectContaining({
      code: 'INVALID_ARGUMENT', message: expect.stringMatching(/^customEncoder: expected .+, got .+; .+/),
    }))
  })

  it('keeps the options that it was made with', async () => {
    const options = { ...fine, batchSize: 1 }
    const encoder = customEncoder(options)
    options.batchSize = Number.NaN
    expect(await encoder.encode(['a', 'bb'])).toHaveLength(2)
  })
})

describe('encodeChecked', () => {
  it.each([
    ['too few vectors', []],
    ['a vector of another length', [Float32Array.of(1)]],
    ['NaN', [Float32Array.of(Number.NaN, 0)]],
    ['zeros', [new Float32Array(2)]],
    ['something else', ['no']],
  ])('refuses %s', async (_name, vectors) => {
    const encoder = { id: 'odd', dim: 2, encode: () => Promise.resolve(vectors as Float32Array[]) }
    await expect(encodeChecked(encoder, ['a'])).rejects.toMatchObject({ code: 'ENCODER_FAILED', message: expect.stringContaining('encoder "odd": expected') })
  })

  it('normalises what is nearly right', async () => {
    const encoder = { id: 'long', dim: 2, encode: () => Promise.resolve([Float32Array.of(3, 4)]) }
    expect((await encodeChecked(encoder, ['a']))[0]).toEqual(Float32Array.of(0.6, 0.8))
  })
})
