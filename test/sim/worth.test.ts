// The fit of the worth: it finds what decides in histories made for it, repeats with its seed, and refuses what teaches nothing.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createRandom, embedded, loadPolicy } from 'mneme'
import * as research from 'mneme/research'
import { describe, expect, it } from 'vitest'
import type { History } from '../../sim/lab/histories.ts'
import { lastUses, remainder } from '../../sim/lab/keeping.ts'
import { namesAndDigits, thumbPoints } from '../../sim/lab/thumb.ts'
import { root } from '../../sim/lab/repository.ts'
import { fitHead, lessonOf, readWorth, untrained, weighted, type Lesson } from '../../sim/lab/worth.ts'

const encoder = await embedded()
const policy = loadPolicy(readFileSync(join(root, 'checkpoints', 'policy-en.msgpack')))

/** Some turns with a number, which alone are asked for, among turns of the same length without. */
function historyOf(seed: number): History {
  const random = createRandom(seed)
  const things = ['kettle', 'ladder', 'basket', 'candle', 'hammer', 'mirror', 'pillow', 'saddle']
  const turns = Array.from({ length: 40 }, (_, at) => ({
    id: `${at}`, speaker: 'Ada', text: `There ${at % 4 === 0 ? `were ${10 + random.integer(80)}` : 'was one'} in the ${random.pick(things)} shop`,
  }))
  return {
    id: `made-${seed}`, speakers: ['Ada'], sessions: [{ at: 0, turns }],
    questions: turns.filter((_, at) => at % 4 === 0).map(({ id }) => ({ category: 'single', question: 'How many?', evidence: [id] })),
  }
}

const read = [1, 2, 3, 4].map(seed => readWorth(historyOf(seed), encoder, policy, research))
const lessons = read.map(({ chosen, worth }): Lesson => lessonOf(chosen, worth, research))

describe('the fit', () => {
  it('puts first what was asked for, in a history that it has not seen', () => {
    const head = fitHead(weighted(lessons.slice(1), []), research)
    const { chosen, written, worth } = read[0]!
    for (const scores of [research.worthScores(chosen, head), written.map(row => research.worthOf(row, head))]) {
      const best = scores.map((score, at) => ({ score, at })).sort((a, b) => b.score - a.score).slice(0, 10).map(({ at }) => at)
      expect(best.every(at => worth[at] === 1)).toBe(true)
    }
  })

  it('is the same for the same seed, and another for another', () => {
    const of = (seed?: number): Float32Array => fitHead(weighted(lessons, [], seed), research).weight.data
    expect(of(5)).toEqual(of(5))
    expect(of(5)).not.toEqual(of(6))
    expect(weighted(lessons, lessons).map(({ weight }) => weight)).toEqual([1, 1, 1, 1, 0.75, 0.75, 0.75, 0.75])
  })

  it('learns nothing from shuffled evidence that an untrained head would not know', () => {
    const random = createRandom(9)
    const shuffled = read.map(({ chosen, worth }) => lessonOf(chosen, random.shuffle(worth), research))
    const trained = fitHead(weighted(lessons, []), research)
    const at = research.worthFeatures.indexOf('numbers')
    expect(Math.abs(fitHead(weighted(shuffled, []), research).weight.data[at]!)).toBeLessThan(trained.weight.data[at]! / 3)
    expect(untrained(trained, createRandom(1), research).weight.data).not.toEqual(untrained(trained, createRandom(2), research).weight.data)
  })

  it('refuses a history without evidence, and no histories', () => {
    expect(() => lessonOf(read[0]!.chosen, read[0]!.worth.map(() => 0), research)).toThrow(/evidence, got none/)
    expect(() => fitHead([], research)).toThrow(/histories to learn from, got none/)
  })
})

describe('simple keepers', () => {
  it('count rules, names and numbers', () => {
    expect(thumbPoints('My sister moved to Porto on Monday')).toBeGreaterThan(thumbPoints('It may well be so after all, who knows'))
    expect(thumbPoints('ok')).toBeLessThan(0)
    expect(namesAndDigits('So we met Rui at 8 in Porto')).toBe(3)
  })

  it('know when a turn was last the nearest to a later one', () => {
    expect(lastUses([Float32Array.of(1, 0), Float32Array.of(0, 1), Float32Array.of(0.8, 0.6), Float32Array.of(1, 0)])).toEqual([3, 1, 2, 3])
  })

  it('leave a history without what is dropped, its questions and empty sessions aside', () => {
    const history = historyOf(1)
    const left = remainder({ ...history, sessions: [...history.sessions, { at: 1, turns: [{ id: 'x', speaker: 'Ada', text: 'Bye' }] }] }, new Set(['3', '7']))
    expect(left.sessions.map(({ turns }) => turns.map(({ id }) => id))).toEqual([['3', '7']])
    expect(left.questions).toBe(history.questions)
  })
})
