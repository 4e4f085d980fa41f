// The gate's decision by words: what it reads, how it adds up, what the shipped weights keep and lose.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { verdictOf } from '../../src/controller/verdict.ts'
import { reasons } from '../../src/gate/gate.ts'
import { markerNames } from '../../src/gate/markers.ts'
import { messageFeatures } from '../../src/signals/classifier.ts'
import { isMinilm, keepFeatures, keepParts, noOpinion, seconded, zeroKeep } from '../../src/signals/keep.ts'
import { encoder, inputOf, policy } from '../gate/samples.ts'

function featuresOf(text: string): ReturnType<typeof keepFeatures> {
  const input = inputOf(text)
  return keepFeatures(text, messageFeatures(text, encoder, input), input.implicit)
}

function importanceOf(text: string, speaker = 'user'): number {
  const input = inputOf(text, { speaker })
  return verdictOf({ text, input, message: messageFeatures(text, encoder, input), minilm: null }, policy).importance
}

const vital = [
  'oh and penicillin nearly killed me once', 'my name is spelt with a y, Maryna', 'she carries an epipen for wasps', 'im type 1 since i was nine',
  'the alarm code is 4471 in case you get there first', 'Mum has a pacemaker, so no MRI for her',
]
const chatter = ['haha same', 'thanks a lot!', 'What is the capital of Peru?', 'brb, 5 min', 'what a goal, unbelievable', 'ok sounds good to me']

describe('the words of a message', () => {
  it.each(vital)('are kept where they matter: "%s"', text => {
    expect(importanceOf(text)).toBeGreaterThan(0.5)
  })

  it.each(chatter)('are not kept where they do not: "%s"', text => {
    expect(importanceOf(text)).toBeLessThan(0.5)
  })

  it('are worth less from an assistant', () => {
    expect(importanceOf('I am allergic to nuts', 'assistant')).toBeLessThan(importanceOf('I am allergic to nuts') - 0.1)
  })

  it('share most of their letters where they are misspelt', () => {
    const [right, wrong, other] = ['allergic to penicillin', 'alergic to penicilin', 'walking to the station'].map(text => featuresOf(text).rows)
    const shared = (rows: ReadonlyMap<number, number>): number => [...rows.keys()].filter(row => right!.has(row)).length
    expect(shared(wrong!)).toBeGreaterThan(3 * shared(other!))
  })
})

describe('keepFeatures', () => {
  it('bounds the length of the rows, however long the text is', () => {
    const word = fc.string({ minLength: 1, maxLength: 9 })
    fc.assert(fc.property(fc.array(word, { maxLength: 300 }), words => {
      const { rows } = featuresOf(words.join(' '))
      const squares = [...rows.values()].reduce((sum, value) => sum + value * value, 0)
      // Rows that two hashes share add their values: a little above the bound of those that do not.
      expect(squares).toBeLessThan(60)
    }), { seed: 1, numRuns: 60 })
  })

  it('reads no implicit signals where there are none', () => {
    const text = 'we moved to Turku'
    const { dense } = keepFeatures(text, messageFeatures(text, encoder), null)
    expect(Array.from(dense.subarray(-16))).toEqual(Array.from({ length: 16 }, () => 0))
  })
})

const unmarked = new Float32Array(markerNames.length)

describe('keepParts', () => {
  it('is the sum of what each feature weighs', () => {
    const features = featuresOf('my sister keeps bees')
    const params = zeroKeep(encoder.dim)
    params.bias.data[0] = -0.5
    params.dense.data[3] = 2
    const [row, value] = [...features.rows][0]!
    params.rows.data[row] = 4
    const { logit, parts } = keepParts(features, params, unmarked)
    expect(logit).toBeCloseTo(-0.5 + 2 * features.dense[3]! + 4 * value, 6)
    expect(parts).toMatchObject({ base: -0.5, wording: expect.closeTo(4 * value, 6), meaning: expect.closeTo(2 * features.dense[3]!, 6) })
  })

  it('sums to the logit from what is usual, whatever that is', () => {
    const features = featuresOf('my sister keeps bees, and she is allergic to them')
    const usual = policy.gate.center.data.subarray(-markerNames.length)
    const [from, bare] = [usual, unmarked].map(rest => keepParts(features, policy.keep, rest))
    expect(from!.logit).toBeCloseTo(bare!.logit, 6)
    expect(Object.values(from!.parts).reduce((sum, part) => sum + part, 0)).toBeCloseTo(from!.logit, 9)
    expect(reasons(from!.parts, 1, 4)).toContain('markers.health')
  })

  it('refuses features of another encoder', () => {
    expect(() => keepParts({ dense: new Float32Array(7), rows: new Map() }, zeroKeep(encoder.dim), unmarked)).toThrow(/expected weights for 7 features/)
  })
})

describe('the second opinion', () => {
  it('is heard for MiniLM alone', () => {
    expect(['transformers:Xenova/all-MiniLM-L6-v2:q8:mean', 'transformers:all-MiniLM-L6-v2:fp32:mean'].map(id => isMinilm({ id, dim: 384 }))).toEqual([true, true])
    expect([encoder.id, 'transformers:all-MiniLM-L6-v2:q8:cls', 'transformers:all-MiniLM-L12-v2:q8:mean'].map(id => isMinilm({ id, dim: 384 }))).toEqual([false, false, false])
    expect(isMinilm({ id: 'transformers:all-MiniLM-L6-v2:q8:mean', dim: 256 })).toBe(false)
  })

  it('leaves a logit as it is where nothing was learned, and moves it along its vector where something was', () => {
    const vector = Float32Array.from({ length: 384 }, (_, at) => (at === 5 ? 1 : 0))
    expect(seconded(1.25, vector, noOpinion())).toBe(1.25)
    const taught = noOpinion()
    taught.weight.data[5] = 3
    taught.scale.data[0] = 2
    expect(seconded(1.25, vector, taught)).toBe(5.5)
  })
})
