// The CLIP adapter against a stand-in for transformers.js: what it loads, what it hands over, what comes back.
import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { clipEncoder, type ClipLibrary } from '../../src/encode/clip.ts'
import { encodeMediaChecked, encodeMediaText } from '../../src/encode/media-encoder.ts'

interface Calls {
  loaded: [part: string, model: string, options: object][]
  batches: number[]
  tokenized: object[]
  types: string[]
}

/** A library whose image and text embeddings are (length, 1): of a picture its bytes, of a text its characters. */
function fakeLibrary(): { library: ClipLibrary; calls: Calls } {
  const calls: Calls = { loaded: [], batches: [], tokenized: [], types: [] }
  const part = <T>(name: string, run: T): { from_pretrained(model: string, options: object): Promise<T> } => ({
    from_pretrained: (model, options) => {
      if (model === 'none') return Promise.reject(new Error('404'))
      calls.loaded.push([name, model, options])
      return Promise.resolve(run)
    },
  })
  const tensor = (lengths: readonly number[]): { data: Float32Array; dims: number[] } => {
    calls.batches.push(lengths.length)
    return { data: Float32Array.from(lengths.flatMap(length => [length, 1])), dims: [lengths.length, 2] }
  }
  const library: ClipLibrary = {
    env: { allowRemoteModels: true, localModelPath: '' },
    AutoTokenizer: part('tokenizer', (texts, options) => {
      calls.tokenized.push(options)
      return { lengths: texts.map(text => text.length) }
    }),
    AutoProcessor: part('processor', images => Promise.resolve({ lengths: images.map(image => (image as { length: number }).length) })),
    CLIPTextModelWithProjection: part('text', inputs => Promise.resolve({ text_embeds: tensor((inputs as { lengths: number[] }).lengths) })),
    CLIPVisionModelWithProjection: part('vision', inputs => Promise.resolve({ image_embeds: tensor((inputs as { lengths: number[] }).lengths) })),
    RawImage: {
      fromBlob: async blob => {
        calls.types.push(blob.type)
        return { length: (await blob.arrayBuffer()).byteLength }
      },
    },
  }
  return { library, calls }
}

describe('clipEncoder', () => {
  it('loads both halves of a model, and says what it is', async () => {
    const { library, calls } = fakeLibrary()
    const encoder = await clipEncoder({ model: 'clip', library, folder: '/models', timeoutMs: 7 })
    expect(encoder).toMatchObject({ id: 'clip:clip:q8', dim: 2, timeoutMs: 7 })
    expect(library.env).toEqual({ allowRemoteModels: false, localModelPath: '/models' })
    expect(calls.loaded).toEqual([
      ['tokenizer', 'clip', {}], ['text', 'clip', { dtype: 'q8' }], ['processor', 'clip', {}], ['vision', 'clip', { dtype: 'q8' }],
    ])
  })

  it('encodes images and texts in batches, in order, as unit vectors once checked', async () => {
    const { library, calls } = fakeLibrary()
    const encoder = await clipEncoder({ model: 'clip', library, batchSize: 2 })
    const media = [1, 2, 3].map(length => new Uint8Array(length))
    const types = ['image/png', 'image/jpeg', 'image/webp']
    expect(await encoder.encode(media, types)).toEqual([Float32Array.of(1, 1), Float32Array.of(2, 1), Float32Array.of(3, 1)])
    expect(calls.types).toEqual(types)
    expect(calls.batches).toEqual([1, 2, 1])
    expect(calls.tokenized).toEqual([{ padding: true, truncation: true }])
    const [, , third] = await encodeMediaChecked(encoder, media, types)
    expect(third).toEqual(Float32Array.of(3, 1).map(value => value / Math.sqrt(10)))
    expect((await encodeMediaText(encoder, 'four'))[0]).toBeCloseTo(4 / Math.sqrt(17), 6)
  })

  it('reads images of pixels alone', async () => {
    const encoder = await clipEncoder({ model: 'clip', library: fakeLibrary().library })
    expect(['image/png', 'image/svg+xml', 'audio/wav', 'application/pdf'].map(type => encoder.accepts!(type))).toEqual([true, false, false, false])
  })

  it('tells what to do when the model is not there, or an option is none', async () => {
    const { library } = fakeLibrary()
    await expect(clipEncoder({ model: 'none', library })).rejects.toMatchObject({ code: 'ENCODER_FAILED', message: expect.stringContaining('check the name') })
    await expect(clipEncoder({ model: 'clip', library, batchSize: 0 })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
  })

  it('passes on what an image that cannot be read makes of it', async () => {
    const { library } = fakeLibrary()
    library.RawImage.fromBlob = () => Promise.reject(new Error('unsupported image format'))
    const encoder = await clipEncoder({ model: 'clip', library })
    await expect(encodeMediaChecked(encoder, [new Uint8Array(1)], ['image/png']))
      .rejects.toMatchObject({ code: 'ENCODER_FAILED', message: expect.stringContaining('unsupported image format') })
  })

  it.skipIf(existsSync(new URL('../../node_modules/@huggingface/transformers', import.meta.url)))('names the package that is missing', async () => {
    await expect(clipEncoder({ model: 'any' })).rejects.toMatchObject({ code: 'PEER_MISSING', message: expect.stringContaining('npm install @huggingface/transformers') })
  })
})
