// Words of ASCII texts, which have a pattern of their own, are those of the pattern for all texts.
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { writtenWordsOf } from '../../src/encode/prose.ts'

const piece = fc.constantFrom('a', 'Z', '7', "'", '-', '.', '_', ' ', '\n', '!', '@', '/')

it('finds the same words beside a letter that is not ASCII as without it', () => {
  fc.assert(fc.property(fc.oneof(fc.string({ unit: 'grapheme-ascii' }), fc.string({ unit: piece, maxLength: 20 })), text => {
    expect([...writtenWordsOf(text), 'é']).toEqual(writtenWordsOf(`${text} é`))
  }), { seed: 1, numRuns: 1000 })
  expect(writtenWordsOf("don't re-read v1.2_b, ok?")).toEqual(["don't", 're-read', 'v1.2_b', 'ok'])
})
