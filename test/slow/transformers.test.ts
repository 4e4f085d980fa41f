// The transformers.js encoder against a real model; needs `npm install --prefix bench` and a local copy of the model.
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Encoder } from '../../src/encode/encoder.ts'
import { transformersEncoder, type TransformersLibrary } from '../../src/encode/transformers.ts'

const root = new URL('../../', import.meta.url)
const models = fileURLToPath(new URL(process.env['MNEME_MODELS'] ?? '../shared/models/', root))
const installed = existsSync(new URL('bench/node_modules/@huggingface/transformers', root))
const present = installed && existsSync(`${models}all-MiniLM-L6-v2`)

function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, index) => sum + value * b[index]!, 0)
}

describe.skipIf(!present)('transformersEncoder (skipped without bench/node_modules and a model in MNEME_MODELS)', () => {
  let encoder: Encoder
  let library: TransformersLibrary
  beforeAll(async () => {
    const path = createRequire(new URL('bench/package.json', root)).resolve('@huggingface/transformers')
    library = await import(pathToFileURL(path).href) as TransformersLibrary
    encoder = await transformersEncoder({ model: 'all-MiniLM-L6-v2', folder: models, library })
  })

  it('says what it is', () => {
    expect([encoder.id, encoder.dim]).toEqual(['transformers:all-MiniLM-L6-v2:q8:mean', 384])
  })

  it('gives unit vectors in the order of the texts, whatever their lengths', async () => {
    const texts = ['a much longer sentence about a violin and its case', 'tea', 'where is the violin?']
    const together = await encoder.encode(texts)
    for (const [index, text] of texts.entries()) {
      const [alone] = await encoder.encode([text])
      expect(cosine(together[index]!, together[index]!)).toBeCloseTo(1, 4)
      expect(cosine(together[index]!, alone!)).toBeGreaterThan(0.98)
    }
    expect(cosine(together[0]!, together[2]!)).toBeGreaterThan(cosine(together[1]!, together[2]!) + 0.2)
  })

  it('tells what to do when the model is not there', async () => {
    await expect(transformersEncoder({ model: 'no-such-model', folder: models, library })).rejects.toMatchObject({ code: 'ENCODER_FAILED' })
  })
})

describe('transformersEncoder', () => {
  it.skipIf(existsSync(new URL('node_modules/@huggingface/transformers', root)))('names the package that is missing', async () => {
    await expect(transformersEncoder({ model: 'any' })).rejects.toMatchObject({ code: 'PEER_MISSING', message: expect.stringContaining('npm install @huggingface/transformers') })
  })
})
