// Baselines on a history of four turns.
import { createRandom, type Encoder } from 'mneme'
import { describe, expect, it } from 'vitest'
import { bm25, cosines, lastTurns, namesAsI, randomTurns, stems } from '../../sim/lab/baselines.ts'
import type { History } from '../../sim/lab/histories.ts'

const history: History = {
  id: 'h', speakers: ['Ada'], questions: [], sessions: [{
    at: 0, turns: [
      { id: '1', speaker: 'Ada', text: 'I baked a cake with cherries.' },
      { id: '2', speaker: 'Ada', text: 'The cherries were sour.' },
      { id: '3', speaker: 'Ada', text: 'My bike has a flat tyre.' },
      { id: '4', speaker: 'Ada', text: 'It is raining.' },
    ],
  }],
}

describe('bm25', () => {
  it('stems and leaves out stop words', () => {
    expect(stems('The cherries WERE baking, isn\'t it?')).toEqual(['cherri', 'bake', 'isn'])
  })

  it('ranks by rare words and leaves out what shares none', async () => {
    const rank = bm25(history)
    expect(await rank('Which cherry did you bake with?', 10)).toEqual(['1', '2'])
    expect(await rank('Which cherry did you bake with?', 1)).toEqual(['1'])
    expect(await rank('What about the zebra?', 10)).toEqual([])
  })

  it('gives the textbook score: the shorter of two turns with one word comes first', async () => {
    expect(await bm25(history, { k1: 1.2, b: 0.75 })('cherries', 10)).toEqual(['2', '1'])
  })
})

describe('cosines', () => {
  const encoder: Encoder = {
    id: 'two', dim: 2,
    encode: texts => Promise.resolve(texts.map(text => (/bike|Ada/.test(text) ? Float32Array.of(1, 0) : Float32Array.of(0, 1)))),
  }

  it('ranks by the encoder\'s vectors', async () => {
    const { plain } = await cosines(history, encoder)
    expect((await plain('my bike', 2))[0]).toBe('3')
  })

  it('puts I for the names of speakers, but not for a role', async () => {
    const asked = namesAsI({ ...history, speakers: ['Ada', 'user'] }, 'Does the user know what Ada\'s Adam likes?')
    expect(asked).toBe('Does the user know what I\'s Adam likes?')
    const { asI } = await cosines(history, encoder)
    expect((await asI('Ada', 4))[0]).toBe('1')
  })
})

describe('without a question', () => {
  it('lastTurns gives the latest, latest first', async () => {
    expect(await lastTurns(history)('anything', 3)).toEqual(['4', '3', '2'])
  })

  it('randomTurns gives each at most once and repeats with its seed', async () => {
    const first = await randomTurns(history, createRandom(1))('anything', 4)
    expect(first.toSorted()).toEqual(['1', '2', '3', '4'])
    expect(await randomTurns(history, createRandom(1))('anything', 4)).toEqual(first)
  })
})
