// Confidence of hits and of questions: probabilities, and what they are made of.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answerability, confidencesOf, evidenceNames, evidenceRows, zeroConfidence, type Evidence } from '../../src/signals/confidence.ts'
import { param } from '../../src/tensor/params.ts'

const nothing: Evidence = {
  cosine: 0, covered: 0, rarest: 0, named: 1, other: 0, person: 0, member: 0, time: 0, content: 0, length: 0, strength: 0, words: 0,
}
const share = fc.double({ min: 0, max: 1, noNaN: true })

describe('confidencesOf', () => {
  it('is one half for weights of zero, and 0 for a hit that nobody looked at word by word', () => {
    expect(confidencesOf([{ score: 3, evidence: nothing }, { score: 2 }], zeroConfidence())).toEqual([0.5, 0])
  })

  it('grows with a feature that counts for it and falls with one that counts against it', () => {
    const weights = evidenceNames.map(name => ({ cosine: 4, other: -2 })[name as string] ?? 0)
    const params = { weight: param([weights.length], weights), bias: param([1], [-1]) }
    const [plain, near, foreign] = [nothing, { ...nothing, cosine: 0.5 }, { ...nothing, other: 1 }]
      .map(evidence => confidencesOf([{ score: 1, evidence }], params)[0]!)
    expect(plain).toBeCloseTo(1 / (1 + Math.E), 6)
    expect(near).toBeCloseTo(1 / (1 + Math.exp(-1)), 6)
    expect(foreign).toBeCloseTo(1 / (1 + Math.exp(3)), 6)
  })
})

describe('evidenceRows', () => {
  it('adds the score above the mean of the best ten and the place', () => {
    const rows = evidenceRows([{ score: 5, evidence: nothing }, { score: 3, evidence: nothing }, { score: 1 }])
    const of = (row: number, name: (typeof evidenceNames)[number]): number => rows[row]![evidenceNames.indexOf(name)]!
    expect([of(0, 'lead'), of(1, 'lead'), of(0, 'place')]).toEqual([2, 0, 0])
    expect(of(1, 'place')).toBeCloseTo(Math.LN2, 9)
    expect(rows[2]).toBeNull()
    expect(evidenceRows([])).toEqual([])
  })
})

describe('answerability', () => {
  const hits = fc.array(share.map(confidence => ({ confidence })), { maxLength: 10 })

  it('lies between the surest hit and 1, and a further hit takes nothing from it', () => {
    fc.assert(fc.property(hits, share, (some, more) => {
      const sure = answerability(some)
      expect(sure).toBeGreaterThanOrEqual(Math.max(0, ...some.map(({ confidence }) => confidence)) - 1e-12)
      expect(sure).toBeLessThanOrEqual(1)
      expect(answerability([{ confidence: more }, ...some].slice(0, 10))).toBeGreaterThanOrEqual(answerability(some.slice(0, 9)) - 1e-12)
    }))
  })

  it('is 0 without hits, and looks at the best ten alone', () => {
    expect(answerability([])).toBe(0)
    expect(answerability([{ confidence: 0.5 }, { confidence: 0.5 }])).toBe(0.75)
    expect(answerability([...Array.from({ length: 10 }, () => ({ confidence: 0 })), { confidence: 1 }])).toBe(0)
  })
})
