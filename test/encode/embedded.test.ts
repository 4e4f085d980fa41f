import * as fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { embedded, EmbeddedEncoder } from '../../src/encode/embedded.ts'

let encoder: EmbeddedEncoder
beforeAll(async () => {
  encoder = await embedded()
})

function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, index) => sum + value * b[index]!, 0)
}

function similarity(a: string, b: string): number {
  return cosine(encoder.vector(a), encoder.vector(b))
}

describe('EmbeddedEncoder', () => {
  it('gives finite unit vectors for whatever text there is', () => {
    const anything = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.string({ unit: 'binary', maxLength: 40 }))
    fc.assert(fc.property(anything, text => {
      for (const vector of [encoder.vector(text), encoder.meaning(text)]) {
        expect(vector.length).toBe(256)
        expect(cosine(vector, vector)).toBeCloseTo(1, 4)
      }
    }), { seed: 1, numRuns: 300 })
  })

  it('puts paraphrases nearer than other topics', () => {
    const near = similarity('My sister cannot eat nuts', 'Which food must my sibling avoid?')
    const far = similarity('My sister cannot eat nuts', 'The train to Berlin leaves at noon')
    expect(near).toBeGreaterThan(far + 0.15)
  })

  it('ignores case and accents, and silences words that carry no topic', () => {
    expect(similarity('CAFÉ in Málaga', 'cafe in malaga')).toBeGreaterThan(0.999)
    expect(similarity('guitar', 'I have the guitar')).toBeGreaterThan(similarity('guitar', 'violin'))
  })

  it('reads those words where a classifier needs them', () => {
    const [said, asked] = ['I like my tea', 'Do you like tea?']
    expect(cosine(encoder.meaning(said), encoder.meaning(asked))).toBeLessThan(similarity(said, asked) - 0.1)
  })

  it('finds words that it cannot spell again, by their letters', () => {
    expect(similarity('скрипка', 'скрипки')).toBeGreaterThan(similarity('скрипка', 'холодильник') + 0.2)
    expect(similarity('order XK-9042-QZT', 'XK-9042-QZT')).toBeGreaterThan(similarity('order XK-9042-QZT', 'VB-1177-RWP'))
  })

  it('is the same text, the same vector', () => {
    expect(encoder.vector('a violin lesson')).toEqual(encoder.vector('a violin lesson'))
  })

  it('refuses other bytes with the way out', () => {
    expect(() => new EmbeddedEncoder(Uint8Array.of(1, 2, 3))).toThrow(expect.objectContaining({ name: 'MnemeError' }))
    expect(() => new EmbeddedEncoder(Uint8Array.of(0x80))).toThrow(/expected format mneme-encoder 1.*checkpoints\/encoder-en\.msgpack/)
  })
})
