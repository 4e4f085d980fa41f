// What replaces what: probabilities, laws, and the cut of a text.
import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { embedded, loadPolicy, type EmbeddedEncoder } from 'mneme'
import { readPackageFile } from '../../src/checkpoint/file.ts'
import { without } from '../../src/mneme/replace.ts'
import { choiceFeatures, pairFeatureNames, readStatement } from '../../src/signals/pair.ts'
import { candidatesOf, chooseReplaced, StatementReader, zeroPair, type PairParams } from '../../src/signals/replace.ts'

let encoder: EmbeddedEncoder
let params: PairParams
beforeAll(async () => {
  encoder = await embedded()
  params = loadPolicy(await readPackageFile('policy-en.msgpack')).pair
})

test('features have names, and are finite for any text', () => {
  fc.assert(fc.property(fc.string(), fc.string(), (earlier, later) => {
    const [features] = choiceFeatures([{ statement: readStatement(earlier, encoder), ago: 1 }], { statement: readStatement(later, encoder), announces: 1 })
    expect(features).toHaveLength(pairFeatureNames.length)
    expect(features!.every(Number.isFinite)).toBe(true)
  }), { numRuns: 50 })
})

test('probabilities and what is left over sum to one', () => {
  const reader = new StatementReader(encoder)
  const earlier = ['I drive to work.', 'My brother drives a lorry.', 'I like tea.'].map(text => ({ statement: reader.read(text), ago: Infinity }))
  const { replaced, repeated } = chooseReplaced(earlier, { statement: reader.read('I no longer drive to work, I take the tram.'), announces: 2 }, params)
  const sum = [...replaced, ...repeated].reduce((total, share) => total + share, 0)
  expect(sum).toBeGreaterThan(0)
  expect(sum).toBeLessThan(1)
  expect(replaced.indexOf(Math.max(...replaced))).toBe(0)
})

test('the ten nearest are held against a new one, and the last two whatever they mean', () => {
  const earlier = Array.from({ length: 20 }, (_, at) => ({ ago: at + 1, cosine: at / 20 }))
  const chosen = candidatesOf(earlier)
  expect(chosen.map(({ ago }) => ago)).toEqual([20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 2, 1])
  expect(candidatesOf(earlier.map(({ cosine }) => ({ cosine, ago: Infinity })))).toHaveLength(10)
})

test('untrained weights replace nothing, and weights of another size are refused', () => {
  const reader = new StatementReader(encoder)
  const [earlier, later] = ['I drive to work.', 'I take the bus now.'].map(text => reader.read(text))
  expect(chooseReplaced([{ statement: earlier!, ago: 1 }], { statement: later!, announces: 0 }, zeroPair(encoder.dim)).replaced[0]).toBeCloseTo(Math.exp(-4) / (1 + 2 * Math.exp(-4)), 10)
  const broken = { ...zeroPair(encoder.dim), weight: { shape: [1, 2], data: new Float32Array(2) } }
  expect(() => chooseReplaced([{ statement: earlier!, ago: 1 }], { statement: later!, announces: 0 }, broken)).toThrow('expected weights for')
})

describe('without', () => {
  test.each([
    ['I work at Halden and I am allergic to nuts.', 'I work at Halden', 'I am allergic to nuts.'],
    ['I am allergic to nuts. I work at Halden.', 'I work at Halden.', 'I am allergic to nuts.'],
    ['I like tea, and I work at Halden, but my sister sings.', 'I work at Halden,', 'I like tea. my sister sings.'],
    ['I work at Halden.', 'I work at Halden.', ''],
  ])('%s', (text, part, rest) => {
    expect(without(text, part)).toBe(rest)
  })
})
