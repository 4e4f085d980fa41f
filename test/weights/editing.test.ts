// The parts of an edit: the closed form, the states it writes, the place it writes to.
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeForm, locate, optimizeStates, scoreCompletions, solveUpdate, type LocateCase, type TokenFact } from 'mneme/weights'
import * as tf from '@tensorflow/tfjs-core'
import { createRandom } from '../../src/random.ts'
import { lossAndGrads, prepare, release } from '../../src/weights/target-state.ts'
import { editable, known, openBench, promptsOf, site, type Bench } from './lives.ts'

const width = 12
const rows = (count: number, extent: number, seed: number): Float32Array => {
  const random = createRandom(seed)
  return Float32Array.from({ length: count * extent }, () => random.normal())
}
const covarianceOf = (seed: number, rank = 40): { tokens: number, matrix: Float64Array } => {
  const keys = rows(rank, width, seed)
  const matrix = new Float64Array(width * width)
  for (let row = 0; row < rank; row++) {
    for (let i = 0; i < width; i++) for (let j = 0; j < width; j++) matrix[i * width + j]! += keys[row * width + i]! * keys[row * width + j]! / rank
  }
  return { tokens: rank, matrix }
}
const given = (update: Float32Array, key: Float32Array): number[] => Array.from({ length: update.length / width }, (_, output) =>
  key.reduce((sum, value, index) => sum + value * update[output * width + index]!, 0))
const size = (values: ArrayLike<number>): number => Math.hypot(...Array.from(values))

describe('the closed form', () => {
  it('solves to 1e-8, gives what was wanted with little weight and next to nothing with much', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 4 }), fc.nat(1000), async (count, kept, seed) => {
      const problem = { keys: rows(count, width, seed), residuals: rows(count, 3, seed + 1), previous: rows(kept, width, seed + 2), covariance: covarianceOf(seed + 3) }
      const light = await solveUpdate({ ...problem, weight: 1e-6 })
      expect(light.residual).toBeLessThan(1e-8)
      for (let row = 0; row < count; row++) {
        const found = given(light.update, problem.keys.subarray(row * width, (row + 1) * width))
        expect(size(found.map((value, index) => value - problem.residuals[row * 3 + index]!))).toBeLessThan(0.05)
      }
      for (let row = 0; row < kept; row++) expect(size(given(light.update, problem.previous.subarray(row * width, (row + 1) * width)))).toBeLessThan(0.05)
      const heavy = await solveUpdate({ ...problem, weight: 1e6 })
      expect(size(heavy.update)).toBeLessThan(1e-3)
    }), { numRuns: 20 })
  })

  it('in the null space changes nothing for ordinary keys', async () => {
    const covariance = covarianceOf(7, 6)
    const { update, residual } = await solveUpdate({ keys: rows(2, width, 1), residuals: rows(2, 3, 2), previous: new Float32Array(), covariance, weight: 1, droppedEnergy: 1e-4 })
    expect(residual).toBeLessThan(1e-8)
    const ordinary = rows(6, width, 7)
    for (let row = 0; row < 6; row++) expect(size(given(update, ordinary.subarray(row * width, (row + 1) * width)))).toBeLessThan(1e-4)
    expect(size(given(update, rows(2, width, 1).subarray(0, width)))).toBeGreaterThan(0.5)
  })

  it('refuses what does not fit', async () => {
    const covariance = covarianceOf(1)
    await expect(solveUpdate({ keys: rows(1, 5, 1), residuals: rows(1, 3, 2), previous: new Float32Array(), covariance, weight: 1 })).rejects.toMatchObject({ code: 'SHAPE_MISMATCH' })
    await expect(solveUpdate({ keys: rows(1, width, 1), residuals: rows(1, 3, 2), previous: new Float32Array(), covariance, weight: 1, droppedEnergy: 0 }))
      .rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
  })
})

describe('states', () => {
  let bench: Bench
  beforeAll(async () => {
    bench = await openBench()
  })
  afterAll(() => bench.model.dispose())
  const factsOf = (count: number): TokenFact[] => editable.slice(0, count).map(fact => ({
    prompts: promptsOf(bench.tokenizer, fact, false), target: bench.tokenizer.encode(fact.alternatives[0]!, { special: false }),
    neutral: encodeForm(bench.tokenizer, { kind: 'statement', text: known.neutral }, fact.subject),
  }))

  it('have the gradient that differences give', () => {
    const setting = prepare(bench.model, factsOf(2), { layers: [1], position: 'last' })
    const additions = rows(2, bench.model.config.dim, 3).map(value => value * 0.3)
    const { grads } = lossAndGrads(bench.model, setting, additions, {})
    const slope = grads.additions.data
    const length = size(slope)
    // Along the gradient, where float32 leaves most digits.
    const along = (step: number): number => lossAndGrads(bench.model, setting, additions.map((value, index) => value + step * slope[index]! / length), {}).value
    const step = 0.05
    const difference = (8 * (along(step) - along(-step)) - (along(2 * step) - along(-2 * step))) / (12 * step)
    expect(Math.abs(difference / length - 1)).toBeLessThan(1e-3)
    release(setting)
  })

  it('of single tokens are found with the tokens before read once: the same loss, the gradient that differences give', () => {
    const facts = factsOf(6).filter(({ target }) => target.length === 1).slice(0, 2)
    const setting = prepare(bench.model, facts, { layers: [1], position: 'last' })
    expect(setting.batch.length).toBe(1)
    const nothing = new Float32Array(2 * bench.model.config.dim)
    const { losses } = lossAndGrads(bench.model, setting, nothing, {})
    facts.forEach(({ prompts, target }, fact) => {
      const scores = scoreCompletions(bench.model, prompts.map(({ ids }) => ({ prompt: ids, target })))
      expect(losses[fact]! / -(scores.reduce((sum, { logProbability }) => sum + logProbability, 0) / scores.length)).toBeCloseTo(1, 4)
    })
    const additions = rows(2, bench.model.config.dim, 4).map(value => value * 0.3)
    const { grads } = lossAndGrads(bench.model, setting, additions, {})
    const length = size(grads.additions.data)
    const along = (step: number): number => lossAndGrads(bench.model, setting, additions.map((value, index) => value + step * grads.additions.data[index]! / length), {}).value
    expect(Math.abs((8 * (along(0.05) - along(-0.05)) - (along(0.1) - along(-0.1))) / 0.6 / length - 1)).toBeLessThan(1e-3)
    release(setting)
  })

  it('are found for one fact in one form', () => {
    const { prompts: [prompt], target } = factsOf(1)[0]!
    expect(optimizeStates(bench.model, [{ prompts: [prompt!], target: target.slice(0, 1) }], site)).toMatchObject([{ exact: true }])
  })

  it('make the model say other values, each fact as if it were alone, and leave no tensor', () => {
    const before = tf.memory().numTensors
    const together = optimizeStates(bench.model, factsOf(3), site)
    expect(together.map(({ exact }) => exact)).toEqual([true, true, true])
    const [alone] = optimizeStates(bench.model, factsOf(1), site)
    const apart = alone!.states.map((value, index) => value - together[0]!.states[index]!)
    expect(size(apart) / size(alone!.states)).toBeLessThan(1e-3)
    expect(tf.memory().numTensors).toBe(before)
    expect(() => optimizeStates(bench.model, [{ prompts: [], target: [1] }], site)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }) as Error)
  })

  it('are located where putting one back brings the answer back', () => {
    const cases = editable.slice(0, 12).map((fact): LocateCase => ({
      prompts: promptsOf(bench.tokenizer, fact, false).slice(0, 2),
      target: bench.tokenizer.encode(fact.target, { special: false }), alternative: bench.tokenizer.encode(fact.alternatives[0]!, { special: false }),
    }))
    const before = tf.memory().numTensors
    const { site: found, success, effects } = locate(bench.model, cases)
    expect(found).toEqual(site)
    expect(success).toBeGreaterThanOrEqual(0.95)
    expect(effects.last[3]).toBeGreaterThan(0.99)
    expect(effects.subject[3]).toBeLessThan(0.1)
    expect(() => locate(bench.model, cases, { clamp: 0.05, steps: 4 })).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }) as Error)
    expect(tf.memory().numTensors).toBe(before)
  })
})

it('finds the subject among the tokens of every form', async () => {
  const { tokenizer, model } = await openBench()
  model.dispose()
  for (const kind of ['statement', 'question', 'chat'] as const) {
    const { ids, subject } = encodeForm(tokenizer, { kind, text: 'Where does {s} live ?' }, 'Rosa Dunn')
    expect(tokenizer.decode(ids.slice(subject.start, subject.end))).toBe('Rosa Dunn')
  }
  expect(() => encodeForm(tokenizer, { kind: 'chat', text: 'Where ?' }, 'Rosa Dunn')).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }) as Error)
})
