// The models of forgetting of the simulations: a fit finds what made the data, and the worlds are what they say.
import * as research from 'mneme/research'
import { createRandom } from 'mneme'
import { describe, expect, it } from 'vitest'
import { accuracyOf, drawRecallTask } from '../../sim/lab/associative.ts'
import { calibrationError, fitModel, forgettingModels, logLoss } from '../../sim/lab/forgetting-models.ts'
import { acrossSeeds } from '../../sim/lab/metrics.ts'
import { drawRehearsals, generators, type Rehearsal } from '../../sim/lab/rehearsals.ts'

const models = new Map(forgettingModels(research).map(model => [model.name, model]))

describe('fitModel', () => {
  it('finds the half-life that made the histories', () => {
    const random = createRandom(1)
    const items = Array.from({ length: 400 }, (): Rehearsal => ({
      kind: 'episodic',
      attempts: Array.from({ length: 8 }, () => {
        const days = 30 * random.next()
        const chance = 2 ** (-days / 12)
        return { days, chance, recalled: random.next() < chance }
      }),
    }))
    const [logHalfLife] = fitModel(models.get('constant λ')!, items, random, { steps: 150, batch: 64, rate: 0.1 })
    expect(Math.exp(logHalfLife!)).toBeGreaterThan(10.5)
    expect(Math.exp(logHalfLife!)).toBeLessThan(13.5)
  })

  it.each(Object.keys(generators))('brings FSRS-6 below its published weights on items not seen: %s', world => {
    const random = createRandom(2)
    const items = drawRehearsals(world, 300, random)
    const [seen, unseen] = [items.slice(0, 200), items.slice(200)]
    const model = models.get('FSRS-6, fitted')!
    const params = fitModel(model, seen, random, { steps: 30, batch: 32, rate: 0.1 })
    const fitted = logLoss(unseen, item => model.predict(item, params))
    expect(fitted).toBeLessThan(logLoss(unseen, item => models.get('FSRS-6, published')!.predict(item, new Float64Array())))
    expect(fitted).toBeGreaterThan(logLoss(unseen, ({ attempts }) => attempts.map(({ chance }) => chance)))
  })
})

it.each(Object.keys(generators))('the chances of a world are those of its outcomes: %s', world => {
  const items = drawRehearsals(world, 2000, createRandom(3))
  expect(calibrationError(items, ({ attempts }) => attempts.map(({ chance }) => chance))).toBeLessThan(0.02)
  expect(drawRehearsals(world, 20, createRandom(4))).toEqual(drawRehearsals(world, 20, createRandom(4)))
})

it('asks for the last value of each key', () => {
  const task = drawRecallTask({ pairs: 20, dim: 16, rewrites: 30, noise: 0.5, words: 40 }, createRandom(5))
  const last = new Map(task.words.map((word, write) => [task.keys.subarray(write * 16, (write + 1) * 16).join(), word]))
  expect(task.expected).toEqual(Array.from({ length: 20 }, (_, key) => last.get(task.clean.subarray(key * 16, (key + 1) * 16).join())))
  const told = Float32Array.from(task.expected.flatMap(word => [...task.vocabulary.subarray(word * 16, (word + 1) * 16)]))
  expect(accuracyOf(told, task)).toBe(1)
  expect(accuracyOf(new Float32Array(20 * 16), task)).toBeLessThan(0.3)
})

it('gives the interval of Student over seeds', () => {
  const { mean, low, high } = acrossSeeds([1, 2, 3, 4, 5])
  expect(mean).toBe(3)
  // 2.776 · sqrt(2.5 / 5)
  expect(high - mean).toBeCloseTo(1.963, 3)
  expect(mean - low).toBeCloseTo(1.963, 3)
  expect(acrossSeeds([7])).toEqual({ mean: 7, low: 7, high: 7 })
})
