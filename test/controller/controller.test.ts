// The controller with the shipped weights, from text to action.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { actions, decide, initialController } from '../../src/controller/controller.ts'
import type { Action, ControllerInput, Decision } from '../../src/controller/controller.ts'
import { importance } from '../../src/gate/gate.ts'
import { inputOf, policy } from '../gate/samples.ts'

const duplicateAbove = 0.95

function decideOn(text: string, similarity = 0.3, rest: Partial<ControllerInput> = {}): Decision {
  const input = inputOf(text, { novelty: 1 - similarity })
  const { logit, parts } = importance(input, policy.gate)
  const seen = { logit, parts, novelty: input.novelty, repetition: 0, similarity, duplicateAbove, stmFill: 0.2, ltmFill: 0.1 }
  return decide({ ...seen, ...rest }, policy.controller)
}

function chance(rest: Partial<ControllerInput>): number {
  return decideOn('I had some pasta', 0.3, rest).probabilities.ltm
}

describe('decide', () => {
  it.each<[string, Action]>([
    ['I am allergic to peanuts', 'ltm'], ['my sister Ana lives in Porto', 'ltm'], ['always answer in French', 'ltm'],
    ['haha ok', 'ignore'], ['thanks!', 'ignore'], ['What is the capital of France?', 'ignore'],
    ['Wow, that is so funny, I really cannot believe that this happened, you tell the best stories, haha, I love it', 'ignore'],
  ])('"%s" -> %s', (text, action) => {
    expect(decideOn(text).action).toBe(action)
  })

  it('reinforces what is stored instead of storing it again', () => {
    expect(decideOn('I am allergic to peanuts', 0.99).action).toBe('reinforce')
    expect(decideOn('I am allergic to peanuts', duplicateAbove).action).toBe('reinforce')
    expect(decideOn('I am allergic to peanuts', duplicateAbove - 0.001).action).toBe('ltm')
    expect(decideOn('I went home and had pasta', 1).action).toBe('reinforce')
  })

  it('climbs from ignore over stm to ltm as importance grows', () => {
    const seen = Array.from({ length: 81 }, (_, step) => decide({
      logit: -4.05 + step / 10, novelty: 0.5, repetition: 0, similarity: 0.3, duplicateAbove, stmFill: 0, ltmFill: 0,
    }, initialController({ ltmFrom: 0, ignoreBelow: -1 })).action)
    expect(seen.filter((action, at) => action !== seen[at - 1])).toEqual(['ignore', 'stm', 'ltm'])
    expect(seen.indexOf('stm')).toBe(31)
  })

  it('stores sooner what was said before and later what finds a full memory', () => {
    expect(chance({ repetition: 0.75 })).toBeGreaterThan(chance({ repetition: 0 }))
    expect(chance({ ltmFill: 1 })).toBeLessThan(chance({ ltmFill: 0 }))
  })

  it('says why in one sentence', () => {
    expect(decideOn('I am allergic to peanuts').why).toMatch(/^worth keeping \(importance [01]\.\d\d, mostly for .*health words/)
    expect(decideOn('thanks!').why).toMatch(/^not worth keeping .*small talk/)
    expect(decideOn('I am allergic to peanuts', 0.99).why).toBe('says again what is stored (similarity 0.99): strengthens it')
  })

  it('gives probabilities that sum to one and takes the likeliest', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    const logit = fc.double({ noNaN: true })
    const fills = fc.record({ logit, novelty: share, repetition: share, stmFill: share, ltmFill: share })
    fc.assert(fc.property(fills, share, (seen, similarity) => {
      const { action, probabilities } = decide({ ...seen, similarity, duplicateAbove }, policy.controller)
      expect(actions.reduce((sum, name) => sum + probabilities[name], 0)).toBeCloseTo(1, 9)
      expect(probabilities[action]).toBe(Math.max(...Object.values(probabilities)))
    }), { seed: 1 })
  })

  it('refuses weights of another shape', () => {
    expect(() => decide({ logit: 0, novelty: 0, repetition: 0, similarity: 0, duplicateAbove, stmFill: 0, ltmFill: 0 },
      { weight: { shape: [2, 2], data: new Float32Array(4) } })).toThrow(/expected weights of shape \[8, 4\], got \[2, 2\]/)
  })
})
