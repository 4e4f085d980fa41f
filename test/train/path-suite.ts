// What the path has to get right on every backend; each backend runs this suite in a file, and so a process, of its own.
import * as tf from '@tensorflow/tfjs-core'
import type { Scalar, Tensor1D } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { createRandom } from '../../src/random.ts'
import { backendName, loadBackend, type BackendName, type BackendOptions } from '../../src/tensor/backend.ts'
import { toTensors, type Tensors } from '../../src/tensor/convert.ts'
import { valueAndGrads } from '../../src/tensor/gradients.ts'
import { leaves, param } from '../../src/tensor/params.ts'
import { padHistory } from '../../src/train/history.ts'
import { importances, keysOf, questionLogits, type PathParams } from '../../src/train/path-params.ts'
import { budgetLoss, innerStep, pathLoss, retrievalLoss, strengthLogits } from '../../src/train/path.ts'
import { finiteDifferences } from '../tensor/finite-differences.ts'
import { randomHistory, randomParams, referenceBudget, referenceGate, referenceRetrieval, time, type Leaf } from './histories.ts'

const budget = { share: 0.25, price: 4 }
const history = randomHistory(9, 1)
const padded = padHistory(history, time)
const params = randomParams(2)

/** Registers the suite for the backend `name`, loaded with `options`. */
export function pathSuite(name: BackendName, options: BackendOptions): void {
  describe(`the path on ${name}`, () => {
    beforeAll(async () => {
      await loadBackend(options)
    })
    it('is computed there', () => {
      expect(backendName()).toBe(name)
    })
    it('has the loss and the gradient of the formula in every parameter', firstOrder)
    it('has the gradient through an inner step in every parameter', secondOrder)
    it('has a budget that costs on both sides of the share', budgetCost)
    it('is the path on plain arrays to 1e-5', plainArrays)
    it('does not see padding', padding)
    it('needs neither implicit signals nor further heads', bare)
  })
}

function referenceLoss(leaf: Leaf): number {
  const logits = referenceGate(history, leaf)
  return referenceRetrieval(history, leaf, logits) + referenceBudget(logits, budget.share, budget.price)
}

function firstOrder(): void {
  agrees(tensors => pathLoss(tensors, padded, budget), referenceLoss, 1e-5)
}

// What the first question asks for strengthens turns by one step of descent; the loss is that of the others.
function secondOrder(): void {
  const taught = { turns: history.turns, questions: history.questions.slice(0, 1) }
  const asked = { turns: history.turns, questions: history.questions.slice(1) }
  const [first, second] = [padHistory(taught, time), padHistory(asked, time)]
  const rate = 3
  const loss = (leaf: Leaf): number => {
    const logits = referenceGate(history, leaf)
    const slope = finiteDifferences(moved => referenceRetrieval(taught, leaf, moved), logits, 1e-5)
    return referenceRetrieval(asked, leaf, logits.map((logit, at) => logit - rate * slope[at]!))
  }
  agrees(tensors => retrievalLoss(tensors, second, innerStep(tensors, first, rate)), loss, 1e-3)
  // The step matters: without it the gate would have another gradient.
  const gate = (rated: number): Float32Array =>
    valueAndGrads<PathParams>(tensors => retrievalLoss(tensors, second, innerStep(tensors, first, rated)), params).grads.gate.direct.data
  const [still, stepped] = [gate(0), gate(rate)]
  expect(Math.max(...still.map((value, at) => Math.abs(value - stepped[at]!)))).toBeGreaterThan(0.01)
}

/** Checks value and gradient of a loss against a reference in doubles: six places of every leaf. */
function agrees(loss: (tensors: Tensors<PathParams>) => Scalar, reference: (leaf: Leaf) => number, h: number): void {
  const values = new Map(leaves(params).map(([path, { data }]) => [path, data]))
  const { value, grads } = valueAndGrads<PathParams>(loss, params)
  const random = createRandom(3)
  expect(value).toBeCloseTo(reference(path => values.get(path)!), 4)
  for (const [path, { data }] of leaves(grads)) {
    const places = random.shuffle([...data.keys()]).slice(0, 6)
    const own = places.map(place => values.get(path)![place]!)
    const slopes = finiteDifferences(moved => {
      const changed = Float64Array.from(values.get(path)!)
      places.forEach((place, at) => { changed[place] = moved[at]! })
      return reference(wanted => wanted === path ? changed : values.get(wanted)!)
    }, own, h)
    places.forEach((place, at) => expect(Math.abs(data[place]! - slopes[at]!), `${path}[${place}]: ${data[place]} against ${slopes[at]}`)
      .toBeLessThan(2e-4 * (1 + Math.abs(slopes[at]!))))
    expect(slopes.some(slope => Math.abs(slope) > 1e-4), `${path} has a slope`).toBe(true)
  }
}

function cost(logit: number): number {
  return tf.tidy(() => budgetLoss(tf.add(tf.zeros([padded.shape.turns]), logit), padded, budget).dataSync()[0]!)
}

function budgetCost(): void {
  // sigmoid(-ln 3) = 1/4 is the share; sigmoid(0) = 1/2: 4 · (1/4)²; sigmoid(-30): 4 · (1/4)².
  expect(cost(-Math.log(3))).toBeCloseTo(0, 6)
  expect(cost(0)).toBeCloseTo(0.25, 5)
  expect(cost(-30)).toBeCloseTo(0.25, 5)
}

function plainArrays(): void {
  const strengths = importances(history, params)
  const [ofGraph, loss] = tf.tidy(() => {
    const tensors = toTensors(params)
    return [tf.sigmoid(strengthLogits(tensors, padded)).dataSync<'float32'>(), retrievalLoss(tensors, padded).dataSync()[0]!] as const
  })
  strengths.forEach((strength, turn) => expect(Math.abs(strength - ofGraph[turn]!)).toBeLessThan(1e-5))
  const keys = keysOf(history, params)
  const losses = history.questions.slice(0, 3).map(question => {
    const scores = questionLogits(history, question, params, strengths, keys, time)
    const powers = scores.map(Math.exp)
    const mass = question.evidence.reduce((sum, turn) => sum + powers[turn]!, 0)
    return -Math.log(mass / powers.reduce((sum, power) => sum + power, 0))
  })
  expect(Math.abs(losses.reduce((sum, each) => sum + each, 0) / 3 - loss)).toBeLessThan(1e-5)
}

function padding(): void {
  // The same turns and questions under three more turns that no question sees, which take the history to the next shape.
  const more = randomHistory(17, 5).turns.slice(9).map(turn => ({ ...turn, tick: 100 }))
  const wider = {
    turns: [...history.turns, ...more],
    questions: history.questions.map(question => {
      const heads = new Float32Array(17 * 2)
      heads.set(question.heads)
      return { ...question, heads }
    }),
  }
  const shape = padHistory(wider, time)
  expect([padded.shape.turns, shape.shape.turns]).toEqual([16, 24])
  const [narrow, wide] = [padded, shape].map(each => tf.tidy(() => retrievalLoss(toTensors(params), each).dataSync()[0]!))
  expect(Math.abs(narrow! - wide!)).toBeLessThan(1e-6)
  const { grads } = valueAndGrads<{ logits: { shape: number[]; data: Float32Array } }>(({ logits }) =>
    retrievalLoss(toTensors(params), shape, logits as Tensor1D), { logits: { shape: [24], data: new Float32Array(24) } })
  expect(grads.logits.data.slice(9).every(slope => slope === 0)).toBe(true)
  expect(grads.logits.data.slice(0, 9).every(slope => slope !== 0)).toBe(true)
}

function bare(): void {
  const plain = {
    turns: history.turns.map(turn => ({ ...turn, implicit: null })),
    questions: history.questions.map(question => ({ ...question, moment: null, heads: new Float32Array(0) })),
  }
  const alone = { ...params, heads: { weight: param([0]) } }
  const { value, grads } = valueAndGrads<PathParams>(tensors => retrievalLoss(tensors, padHistory(plain, time)), alone)
  const values = new Map(leaves(alone).map(([path, { data }]) => [path, data]))
  const leaf: Leaf = path => values.get(path)!
  expect(value).toBeCloseTo(referenceRetrieval(plain, leaf, referenceGate(plain, leaf)), 4)
  expect(grads.fusion.weight.data.every(slope => slope === 0)).toBe(true)
}
