// Words alike: a soft match in [0, 1], 1 for the same words, and more for a kindred word than for a strange one.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { embedded } from '../../src/encode/embedded.ts'
import { wordVectorsOf } from '../../src/encode/word-vectors.ts'
import { LexicalIndex } from '../../src/lexical/lexical.ts'
import { alikeness } from '../../src/recall/alike.ts'

const words = wordVectorsOf(await embedded())

describe('alikeness', () => {
  it('is 1 where a text has every word, and prefers kindred words to strange ones', () => {
    const { shares: [same, kindred, strange], matches } = alikeness(['violin', 'lessons'], ['violin lessons', 'cello classes', 'wet concrete'], new LexicalIndex(), words)
    expect(matches.subarray(0, 2)).toEqual(Float32Array.of(1, 1))
    expect(matches).toHaveLength(6)
    expect(same).toBe(1)
    expect(kindred).toBeGreaterThan(0.4)
    expect(strange).toBeLessThan(0.2)
  })

  it('lies in [0, 1], and a text with more words is never less alike', () => {
    const vocabulary = ['river', 'boat', 'bread', 'tax', 'violin', 'snow']
    const some = fc.uniqueArray(fc.constantFrom(...vocabulary), { minLength: 1 })
    fc.assert(fc.property(some, some, some, (query, text, more) => {
      const { shares: [less, all] } = alikeness(query, [text.join(' '), [...text, ...more].join(' ')], new LexicalIndex(), words)
      expect(less).toBeGreaterThanOrEqual(0)
      expect(all).toBeLessThanOrEqual(1 + 1e-6)
      expect(all).toBeGreaterThanOrEqual(less!)
    }))
  })

  it('gives nothing for a query without words', () => {
    expect([...alikeness([], ['a river'], new LexicalIndex(), words).shares]).toEqual([0])
  })
})
