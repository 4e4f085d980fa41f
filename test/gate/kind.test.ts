// Kinds of turns with the shipped weights.
import { describe, expect, it } from 'vitest'
import { kinds, type Kind } from '../../src/config.ts'
import { kindOf, zeroKind } from '../../src/gate/kind.ts'
import { inputOf, policy } from './samples.ts'

describe('kindOf', () => {
  it.each([
    ['I am allergic to peanuts', 'semantic'], ['my dog is called Rex', 'semantic'], ['I live in Lisbon', 'semantic'],
    ['I prefer short answers', 'preference'], ['I like visuals more than text', 'preference'],
    ['I love jazz in the evening', 'preference'],
    ['to deploy, run the tests first, then push', 'procedural'], ['when I say go, start the timer', 'procedural'],
    ['I\'m so tired today', 'mood'], ['ugh, feeling sad', 'mood'],
    ['we went to the zoo on Sunday', 'episodic'], ['I moved to Berlin last week', 'episodic'],
  ] as const)('"%s" is %s', (text, kind) => {
    expect(kindOf(inputOf(text), policy.kind).kind).toBe(kind)
  })

  it('gives probabilities that sum to one, also for odd text', () => {
    for (const text of ['', '😀', '我', 'x'.repeat(100_000)]) {
      const { probabilities } = kindOf(inputOf(text), policy.kind)
      expect(Object.values(probabilities).reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9)
    }
  })

  it.each([
    [0.8, 'preference'], [0.84, 'preference'], [0.86, 'mood'],
  ] as const)('takes for a mood what surely is one: at %f it is %s', (share, kind) => {
    const params = zeroKind(256)
    // Beside mood stand three kinds of weight 1, and preference with 2.
    const biases: Partial<Record<Kind, number>> = { preference: Math.log(2), mood: Math.log(5 * share / (1 - share)) }
    params.bias.data.set(kinds.map(name => biases[name] ?? 0))
    const found = kindOf(inputOf('anything'), params)
    expect(found.probabilities.mood).toBeCloseTo(share, 5)
    expect(found.kind).toBe(kind)
  })

  it('finds every kind as likely with zero weights', () => {
    expect(Object.values(kindOf(inputOf('anything'), zeroKind(256)).probabilities)).toEqual([0.2, 0.2, 0.2, 0.2, 0.2])
  })
})
