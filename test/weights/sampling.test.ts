import { describe, expect, it } from 'vitest'
import { createRandom } from '../../src/random.ts'
import { argmax, sample } from '../../src/weights/sampling.ts'

const logits = Float32Array.of(0, 2, 1, -1)
const draws = (options: { temperature?: number, topP?: number }, count = 4000): number[] => {
  const random = createRandom(5)
  const shares = [0, 0, 0, 0]
  for (let draw = 0; draw < count; draw++) shares[sample(logits, options, random)]! += 1 / count
  return shares
}
const softmax = (temperature: number): number[] => {
  const weights = [...logits].map(logit => Math.exp(logit / temperature))
  return weights.map(weight => weight / weights.reduce((a, b) => a + b))
}

describe('the next token', () => {
  it('is the likeliest at temperature 0, the first of equals, and asks for no random number', () => {
    const random = createRandom(1)
    expect(sample(logits, {}, random)).toBe(1)
    expect(argmax([3, 3, 1])).toBe(0)
    expect(random.state()).toBe(createRandom(1).state())
  })

  it.each([0.5, 1, 2])('has the shares of softmax at temperature %d', temperature => {
    draws({ temperature }).forEach((share, token) => expect(Math.abs(share - softmax(temperature)[token]!)).toBeLessThan(0.025))
  })

  it('comes from the fewest tokens that reach topP', () => {
    // Shares at temperature 1: .087, .644, .237, .032.
    expect(draws({ temperature: 1, topP: 0.6 })).toEqual([0, expect.closeTo(1, 6), 0, 0])
    const two = draws({ temperature: 1, topP: 0.8 })
    expect(two[0]! + two[3]!).toBe(0)
    expect(two[1]).toBeCloseTo(0.644 / 0.881, 1)
    expect(draws({ temperature: 1, topP: 1e-9 })[1]).toBeCloseTo(1, 6)
  })

  it('depends on the seed alone', () => {
    expect(draws({ temperature: 1 })).toEqual(draws({ temperature: 1 }))
  })

  it.each([{ temperature: -1 }, { temperature: NaN }, { temperature: Infinity }, { topP: 0 }, { topP: 1.1 }])('refuses %j', options => {
    expect(() => sample(logits, options, createRandom(1))).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }) as Error)
  })
})
