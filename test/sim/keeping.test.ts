// Budgets of turns on a history worked out by hand.
import * as fc from 'fast-check'
import { createRandom, type Encoder } from 'mneme'
import { importanceOf } from 'mneme/research'
import { describe, expect, it } from 'vitest'
import type { History } from '../../sim/lab/histories.ts'
import { evidenceKept, keptTurns, scoreTurns } from '../../sim/lab/keeping.ts'
import { mean } from '../../sim/lab/metrics.ts'

const history: History = {
  id: 'h', speakers: ['Ada'],
  questions: [
    { category: 'single', question: 'What did she bake?', evidence: ['1'] },
    { category: 'multi', question: 'What was sour and flat?', evidence: ['2', '3'] },
  ],
  sessions: [{
    at: 0, turns: [
      { id: '1', speaker: 'Ada', text: 'A cake with cherries.' },
      { id: '2', speaker: 'Ada', text: 'The cherries were sour.' },
      { id: '3', speaker: 'Ada', text: 'My bike has a flat tyre today, sadly.' },
      { id: '4', speaker: 'Ada', text: 'It rains.' },
    ],
  }],
}
const encoder: Encoder = {
  id: 'two', dim: 2,
  encode: texts => Promise.resolve(texts.map(text => (/cherries/.test(text) ? Float32Array.of(1, 0) : Float32Array.of(0, 1)))),
}
const scores = await scoreTurns(history, {
  encoder, published: importanceOf, decisions: ['1', '2', '3', '4'].map((turnId, at) => ({ turnId, importance: at / 4 }) as never), random: createRandom(1),
})

describe('scores', () => {
  it('are what their names say', () => {
    expect(scores['last N']).toEqual([0, 1, 2, 3])
    expect(scores['novelty']).toEqual([1, 0, 1, 0])
    expect(scores['length']).toEqual([21, 23, 37, 9])
    expect(scores['the gate']).toEqual([0, 0.25, 0.5, 0.75])
    expect(scores['oracle']).toEqual([1, 0.5, 0.5, 0])
    // cherries in two of four turns, cake and sour in one.
    expect(scores['sum of idf']!.slice(0, 2)).toEqual([expect.closeTo(Math.log(2) + Math.log(4), 12), expect.closeTo(Math.log(2) + Math.log(4), 12)])
  })
})

/** Which two turns stay where all are alike. */
function draw(seed: number): string {
  return [...keptTurns(history, [0, 0, 0, 0], 0.5, createRandom(seed))].sort().join('')
}

describe('budgets', () => {
  it('keep the highest, and of each question the share of its evidence among them', () => {
    const kept = keptTurns(history, scores['oracle']!, 0.5, createRandom(1))
    expect(kept.has('1') && kept.size === 2).toBe(true)
    expect(evidenceKept(history, kept)).toEqual([1, 0.5])
    expect(evidenceKept(history, keptTurns(history, scores['last N']!, 0.25, createRandom(1)))).toEqual([0, 0])
    expect(evidenceKept(history, keptTurns(history, scores['length']!, 1, createRandom(1)))).toEqual([1, 1])
  })

  it('break ties by chance, which repeats with its seed', () => {
    expect(draw(1)).toBe(draw(1))
    expect(new Set(Array.from({ length: 20 }, (_, seed) => draw(seed))).size).toBeGreaterThan(2)
  })

  it('keep no more evidence by any score than by the oracle', () => {
    const numbers = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 })
    fc.assert(fc.property(numbers, fc.constantFrom(0, 0.25, 0.5, 0.75, 1), (given, share) => {
      const best = mean(evidenceKept(history, keptTurns(history, scores['oracle']!, share, createRandom(1))))
      expect(mean(evidenceKept(history, keptTurns(history, given, share, createRandom(1))))).toBeLessThanOrEqual(best + 1e-12)
    }), { seed: 5 })
  })

  it('need a score for every turn', () => {
    expect(() => keptTurns(history, [1, 2], 0.5, createRandom(1))).toThrow(/expected 4 scores, got 2/)
  })
})
