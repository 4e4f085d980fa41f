import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { adam, clipByGlobalNorm, globalNorm, warmupCosine } from '../../src/tensor/optimizer.ts'
import { param } from '../../src/tensor/params.ts'

const one = (value: number): { w: ReturnType<typeof param> } => ({ w: param([1], [value]) })

describe('adam', () => {
  it('makes the first two steps as derived by hand', () => {
    const optimizer = adam({ learningRate: 0.1 })
    // Step 1, g = .5: mean .05 / .1 = .5, variance .00025 / .001 = .25; 1 - .1 * .5 / .5 = .9
    const first = optimizer.update(one(1), one(0.5), optimizer.init(one(1)))
    expect(first.params.w.data[0]).toBeCloseTo(0.9, 6)
    // Step 2, g = -.25: mean (.045 - .025) / .19 = .1052632, variance (.00024975 + .0000625) / .001999 = .1562031,
    // root .3952254; .9 - .1 * .1052632 / .3952254 = .8733662
    const second = optimizer.update(first.params, one(-0.25), first.state)
    expect(second.params.w.data[0]).toBeCloseTo(0.8733662, 6)
    expect(second.state.step).toBe(2)
  })

  it('decays weights apart from the gradient', () => {
    const optimizer = adam({ learningRate: 0.1, weightDecay: 0.01 })
    const { params } = optimizer.update(one(1), one(0), optimizer.init(one(1)))
    expect(params.w.data[0]).toBeCloseTo(1 - 0.1 * 0.01, 7)
    const moved = optimizer.update(one(1), one(0.5), optimizer.init(one(1)))
    expect(moved.params.w.data[0]).toBeCloseTo(0.9 - 0.1 * 0.01, 6)
  })

  it('asks a schedule for the rate of each step', () => {
    const asked: number[] = []
    const optimizer = adam({ learningRate: step => { asked.push(step); return 0 } })
    const first = optimizer.update(one(1), one(1), optimizer.init(one(1)))
    const second = optimizer.update(first.params, one(1), first.state)
    expect(asked).toEqual([0, 1])
    expect(second.params).toEqual(one(1))
  })

  it('changes nothing that it is given', () => {
    const optimizer = adam()
    const [params, grads] = [one(1), one(2)]
    const state = optimizer.init(params)
    optimizer.update(params, grads, state)
    expect([params, grads, state]).toEqual([one(1), one(2), { step: 0, mean: one(0), variance: one(0) }])
  })

  it('finds the minimum of a bowl', () => {
    const optimizer = adam({ learningRate: 0.05 })
    let [params, state] = [one(3), optimizer.init(one(3))]
    for (let step = 0; step < 500; step++) ({ params, state } = optimizer.update(params, one(2 * (params.w.data[0]! + 1)), state))
    expect(params.w.data[0]).toBeCloseTo(-1, 3)
  })

  it('names the leaf that has no gradient', () => {
    const optimizer = adam()
    const params = { deep: { w: param([2]) } }
    expect(() => optimizer.update(params, { deep: { w: param([3]) } }, optimizer.init(params))).toThrow(/'deep\.w'.*\[3\]/)
    expect(() => optimizer.update(params, {}, optimizer.init(params))).toThrow(/'deep\.w', got none/)
  })
})

describe('clipByGlobalNorm', () => {
  it('bounds the norm and keeps the direction', () => {
    fc.assert(fc.property(fc.array(fc.float({ min: -100, max: 100, noNaN: true }), { minLength: 1, maxLength: 8 }),
      fc.double({ min: 0.01, max: 50, noNaN: true }), (values, most) => {
        const grads = { a: param([values.length], values), b: one(1) }
        const clipped = clipByGlobalNorm(grads, most)
        const norm = globalNorm(grads)
        expect(globalNorm(clipped)).toBeLessThanOrEqual(most * 1.00001)
        const scale = Math.min(1, most / norm)
        values.forEach((value, index) => expect(clipped.a.data[index]).toBeCloseTo(value * scale, 3))
      }), { seed: 1 })
  })

  it('returns short gradients untouched', () => {
    const grads = { a: param([2], [3, 4]) }
    expect(globalNorm(grads)).toBe(5)
    expect(clipByGlobalNorm(grads, 5)).toBe(grads)
  })

  it('names the leaf that is not finite', () => {
    expect(() => clipByGlobalNorm({ fine: one(1), deep: { bad: param([2], [0, NaN]) } }, 1)).toThrow(/'deep\.bad'/)
  })
})

describe('warmupCosine', () => {
  it('rises in equal steps, then falls along half a cosine to its floor', () => {
    const rate = warmupCosine({ peak: 2, warmup: 4, total: 9, floor: 0.1 })
    // After the warm-up shares of 0, 1/4, 1/2, 3/4, 1: 2 (.1 + .9 (1 + cos πs) / 2).
    const expected = [0.5, 1, 1.5, 2, 2, 1.7364, 1.1, 0.4636, 0.2, 0.2]
    expected.forEach((value, step) => expect(rate(step)).toBeCloseTo(value, 4))
    expect(warmupCosine({ peak: 3, warmup: 0, total: 1 })(0)).toBe(3)
  })
})
