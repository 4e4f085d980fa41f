// The score of a candidate: what moves it, which way, and how far.
import { describe, expect, test } from 'vitest'
import { readQuery } from '../../src/recall/query.ts'
import { scoreParts, total, type Candidate } from '../../src/recall/rank.ts'

const plain: Candidate = {
  text: 'We moved to Porto', speaker: 'Ana', at: Date.UTC(2026, 2, 4, 20), strength: 1, attention: 0, before: 0, after: 0,
  lexical: 0, terms: 0, graph: 0, members: 0, media: 0,
}
const score = (question: string, change: Partial<Candidate> = {}): number =>
  total(scoreParts({ ...plain, ...change }, readQuery(question, ['Ana', 'Ben', 'assistant']), 'UTC'))
const gain = (question: string, change: Partial<Candidate>): number => score(question, change) - score(question)

describe('scoreParts', () => {
  test('multiplies by S^γ: half the strength costs γ ln 2', () => {
    expect(gain('Where?', { strength: 0.5 })).toBeCloseTo(0.6 * Math.log(0.5), 12)
    expect(Number.isFinite(score('Where?', { strength: 0 }))).toBe(true)
  })

  test('counts only neighbours above the mean, the one before more', () => {
    expect(gain('Where?', { before: -2, after: -2 })).toBe(0)
    expect(gain('Where?', { before: 1 })).toBeGreaterThan(gain('Where?', { after: 1 }))
    expect(gain('Where?', { after: 1 })).toBeGreaterThan(0)
  })

  test('a text that says more ranks higher, up to ten terms', () => {
    expect(gain('Where?', { terms: 5 })).toBeCloseTo(gain('Where?', { terms: 10 }) / 2, 12)
    expect(gain('Where?', { terms: 60 })).toBe(gain('Where?', { terms: 10 }))
  })

  test('a name in the question speaks for its owner, two names for nobody', () => {
    expect(score('Where did Ana move?')).toBeGreaterThan(score('Where did Ana move?', { speaker: 'Ben' }))
    const both = 'Where did Ana and Ben move?'
    for (const speaker of ['Ana', 'Ben']) expect(score(both, { speaker })).toBe(score('Where did they move?'))
  })

  test("an assistant's words count when they are asked for", () => {
    expect(gain('Where did I move?', { speaker: 'assistant' })).toBeLessThan(0)
    expect(gain('What did you suggest?', { speaker: 'assistant' })).toBe(0)
  })

  test('a month in the question speaks for what was said then, a question for a number for a text with one', () => {
    expect(score('What happened in March?')).toBeGreaterThan(score('What happened in July?'))
    expect(gain('How many boxes?', { text: 'There were 14 boxes' })).toBeGreaterThan(0)
    expect(gain('Which boxes?', { text: 'There were 14 boxes' })).toBe(0)
  })

  test('the words of a whole question outweigh a cosine ten deviations away', () => {
    expect(gain('Where?', { lexical: 1 })).toBeGreaterThan(gain('Where?', { attention: 10 }))
  })
})

test('adds up every part', () => {
  const parts = scoreParts(plain, readQuery('Where did we move?', ['Ana']), 'UTC')
  const numbered = Object.fromEntries(Object.keys(parts).map((name, at) => [name, 2 ** at])) as unknown as typeof parts
  expect(total(numbered)).toBe(2 ** Object.keys(parts).length - 1)
})
