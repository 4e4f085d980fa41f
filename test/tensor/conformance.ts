// What every backend has to get right; each backend runs this suite in a file, and so a process, of its own.
import * as tf from '@tensorflow/tfjs-core'
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { attention } from '../../src/attention/attention.ts'
import { createRandom } from '../../src/random.ts'
import { backendName, loadBackend, type BackendName, type BackendOptions } from '../../src/tensor/backend.ts'
import { fromTensors, toTensors } from '../../src/tensor/convert.ts'
import { valueAndGrads } from '../../src/tensor/gradients.ts'
import { matmul } from '../../src/tensor/matmul.ts'
import { param, type Param, type ParamTree } from '../../src/tensor/params.ts'
import { finiteDifferences, referenceAttention, referenceProduct } from './finite-differences.ts'
import { input, operations } from './operations.ts'

/** Registers the suite for the backend `name`, loaded with `options`. */
export function conformance(name: BackendName, options: BackendOptions): void {
  describe(`backend ${name}`, () => {
    beforeAll(async () => {
      await loadBackend(options)
    })
    it('is the one that runs', () => {
      expect(backendName()).toBe(name)
      expect(tf.getBackend()).toBe(name)
    })
    describe('matmul', matmulSuite)
    describe('attention', attentionSuite)
    describe('derivatives', derivativeSuite)
    describe('parameter trees', treeSuite)
    describe('valueAndGrads', valueSuite)
  })
}

function matmulSuite(): void {
  const a = [1, 2, 3, 4, 5, 6] // [2, 3]
  const b = [7, 8, 9, 10, 11, 12] // [3, 2]
  const golden = [58, 64, 139, 154]
  const at = [1, 4, 2, 5, 3, 6] // [3, 2]
  const bt = [7, 9, 11, 8, 10, 12] // [2, 3]

  it.each([[false, false], [true, false], [false, true], [true, true]])('transposes (%s, %s)', (turnA, turnB) => {
    const left = turnA ? param([3, 2], at) : param([2, 3], a)
    const right = turnB ? param([2, 3], bt) : param([3, 2], b)
    const weights = [1, -2, 3, 0.5]
    const values = tf.tidy(() => {
      const tensors = toTensors({ left, right })
      return [...matmul(tensors.left, tensors.right, turnA, turnB).dataSync()]
    })
    expect(values).toEqual(golden)
    const { grads } = valueAndGrads(tensors =>
      weighted(matmul(tensors.left, tensors.right, turnA, turnB), weights), { left, right })
    // d sum(w * ab) = w b' and a' w, turned as the operand is.
    const [da, db] = [referenceProduct(weights, bt, 2, 2, 3), referenceProduct(at, weights, 3, 2, 2)]
    close(grads.left.data, turnA ? turn(da, 2, 3) : da)
    close(grads.right.data, turnB ? turn(db, 3, 2) : db)
  })

  it.each([
    [[4, 3], [4, 5], true, false], [[9, 2], [9, 7], true, false], [[2, 40], [3, 40], false, true], [[40, 2], [3, 2], false, true],
  ])('takes the cheaper transpose of %j and %j', (shapeA, shapeB, turnA, turnB) => {
    const [left, right] = [normals(shapeA, 1), normals(shapeB, 2)]
    const [own, theirs] = tf.tidy(() => {
      const tensors = toTensors({ left, right })
      return [matmul(tensors.left, tensors.right, turnA, turnB), tf.matMul(tensors.left, tensors.right, turnA, turnB)]
        .map(product => [...product.dataSync()]) as [number[], number[]]
    })
    close(own, theirs)
  })

  it('multiplies batches', () => {
    const values = tf.tidy(() =>
      [...matmul(tf.tensor3d([...a, ...at], [2, 2, 3]), tf.tensor3d([...bt, ...bt], [2, 2, 3]), false, true).dataSync()])
    close(values, [...golden, ...referenceProduct(at, b, 2, 3, 2)])
  })

  it('has a second derivative', () => {
    // f(x) = sum of (x x')^2: the gradient of |grad f|^2 needs d of d matmul.
    const x = normals([2, 3], 5)
    const { grads } = valueAndGrads(tensors =>
      tf.sum(tf.square(tf.grad(y => tf.sum(tf.square(matmul(y, y, false, true))))(tensors.x))), { x })
    close(grads.x.data, finiteDifferences(gradientEnergy, [...x.data], 1e-3), 2e-2)
  })

  it('refuses shapes that do not fit, and says which', () => {
    expect(() => tf.tidy(() => matmul(tf.zeros([2, 3]), tf.zeros([2, 3])))).toThrow(/matmul: .*\[2, 3\] x \[2, 3\]/)
    expect(() => tf.tidy(() => matmul(tf.zeros([2, 2, 3]), tf.zeros([3, 3, 2])))).toThrow(/matmul: .*\[2, 2, 3\] x \[3, 3, 2\]/)
  })
}

function attentionSuite(): void {
  const keys = [1, 0, 0, 1, -1, 0] // [3, 2]
  const strengths = [1, 0.5, 0.25]
  const weigh = (query: number[], params: { beta: number; gamma: number }, s = strengths, mask = [1, 1, 1]): number[] =>
    tf.tidy(() => [...attention(tf.tensor1d(query), tf.tensor2d(keys, [3, 2]), tf.tensor1d(s),
      { ...params, mask: tf.tensor1d(mask) }).dataSync()])

  it('gives golden weights', () => {
    // cos = .6, .8, -.6; e^1.2 * 1 = 3.320117, e^1.6 * sqrt .5 = 3.502330, e^-1.2 * sqrt .25 = .150597; sum 6.973044
    close(weigh([3, 4], { beta: 2, gamma: 0.5 }), [0.476136, 0.502267, 0.021597], 1e-5)
  })

  it('takes strength 0 and a zero query', () => {
    // A zero query has cosine 0 with everything: weights are S / sum S.
    close(weigh([0, 0], { beta: 5, gamma: 1 }, [0.75, 0.25, 0]), [0.75, 0.25, 1e-6], 1e-5)
  })

  it('gives padding no weight', () => {
    const [first, second, third] = weigh([3, 4], { beta: 2, gamma: 0.5 }, strengths, [1, 0, 1])
    expect(second).toBe(0)
    expect(first! + third!).toBeCloseTo(1, 5)
    expect(first! / third!).toBeCloseTo(3.320117 / 0.150597, 2)
  })

  it('weighs a batch as its rows', () => {
    const batch = tf.tidy(() => [...attention(tf.tensor2d([3, 4, -1, 2], [2, 2]), tf.tensor2d(keys, [3, 2]),
      tf.tensor1d(strengths), { beta: 2, gamma: 0.5 }).dataSync()])
    close(batch, [...weigh([3, 4], { beta: 2, gamma: 0.5 }), ...weigh([-1, 2], { beta: 2, gamma: 0.5 })])
  })

  it('has gradients to query, keys, strengths, beta and gamma', () => {
    const [n, d] = [4, 3]
    const params = {
      query: normals([d], 1), keys: normals([n, d], 2), strengths: param([n], [0.9, 0.4, 0.05, 0.6]),
      beta: param([], [3]), gamma: param([], [0.7]),
    }
    const pick = [1, -2, 0.5, 3]
    const { value, grads } = valueAndGrads(({ query, keys: rows, strengths: s, beta, gamma }) => weighted(attention(
      query as Tensor1D, rows as Tensor2D, s as Tensor1D, { beta: beta as Scalar, gamma: gamma as Scalar }), pick), params)
    const flatten = (tree: typeof params): number[] =>
      [tree.query, tree.keys, tree.strengths, tree.beta, tree.gamma].flatMap(leaf => [...leaf.data])
    const loss = (x: number[]): number =>
      referenceAttention(x.slice(0, d), x.slice(d, d + n * d), x.slice(d + n * d, -2), x.at(-2)!, x.at(-1)!)
        .reduce((sum, weight, row) => sum + weight * pick[row]!, 0)
    expect(value).toBeCloseTo(loss(flatten(params)), 4)
    close(flatten(grads), finiteDifferences(loss, flatten(params)), 1e-3)
  })

  it('has finite gradients at strength 0 and under a mask', () => {
    const { grads } = valueAndGrads(({ s, q }) => weighted(attention(q as Tensor1D, tf.tensor2d(keys, [3, 2]), s as Tensor1D,
      { beta: 2, gamma: 1, mask: tf.tensor1d([1, 1, 0]) }), [1, 2, 3]), { s: param([3], [0, 0.5, 0]), q: param([2], [1, 1]) })
    expect(grads.s.data[0]).toBeCloseTo(0, 12)
    expect(grads.s.data.every(Number.isFinite) && grads.q.data.every(Number.isFinite)).toBe(true)
  })

  it('refuses shapes that do not fit', () => {
    expect(() => tf.tidy(() =>
      attention(tf.tensor1d([1, 2, 3]), tf.tensor2d(keys, [1, 6]), tf.tensor1d([1]), { beta: 1, gamma: 1 }))).toThrow(
      /attention: .*\[3\], \[1, 6\], \[1\]/)
  })
}

function derivativeSuite(): void {
  it.each(Object.entries(operations))('%s', (_name, operation) => {
    const value = (flat: number[]): number => tf.tidy(() => {
      const out = operation(tf.tensor2d(flat, [2, 3]))
      return [...out.dataSync()].reduce((sum, each, place) => sum + each * Math.cos(place + 1), 0)
    })
    const { grads } = valueAndGrads(({ t }) => {
      const out = operation(t)
      return weighted(out, Array.from({ length: out.size }, (_, place) => Math.cos(place + 1)))
    }, { t: param([2, 3], input) })
    close(grads.t.data, finiteDifferences(value, input, 4e-3), 5e-3)
  })

  it.each([
    ['exp', tf.exp], ['sigmoid', tf.sigmoid], ['tanh', tf.tanh], ['log', tf.log], ['square root', tf.sqrt],
    ['softmax', tf.softmax], ['log of a sum of exponentials', x => tf.logSumExp(x, 1, true)],
  ] as [string, (x: Tensor) => Tensor][])('differentiates %s twice', (_name, operation) => {
    // The length of the gradient of a sum of squares, as a function of a factor on the input.
    const energy = (by: Tensor): Scalar => tf.sum(tf.square(tf.grad(x => tf.sum(tf.square(operation(tf.mul(x, by)))))(tf.tensor2d(
      [0.3, 1.2, 0.7, 0.9, 0.2, 1.5], [2, 3]))))
    const { grads } = valueAndGrads(({ by }) => energy(by), { by: param([], [1.3]) })
    const slopes = finiteDifferences(([by]) => tf.tidy(() => energy(tf.scalar(by!)).dataSync()[0]!), [1.3], 5e-3)
    expect(Math.abs(grads.by.data[0]! - slopes[0]!)).toBeLessThan(5e-3 * (1 + Math.abs(slopes[0]!)))
    expect(Math.abs(slopes[0]!)).toBeGreaterThan(1e-3)
  })

  it('differentiates twice through maximum and relu', () => {
    const { grads } = valueAndGrads(({ t }) => tf.sum(tf.square(tf.grad(y =>
      tf.sum(tf.relu(tf.mul(tf.maximum(y, 1), tf.square(y)))))(t))), { t: param([2], [2, 0.5]) })
    // y^3 above 1: (3y^2)^2 -> 36 y^3 = 288; y^2 below: (2y)^2 -> 8y = 4.
    close(grads.t.data, [288, 4], 1e-3)
  })
}

function treeSuite(): void {
  it('goes to tensors and back to the bit, as copies', () => {
    const tree = { w: param([2, 2], [1.5, -2.25, 1e-30, 3e8]), deep: { bias: param([], [0.1]), none: param([0, 3]) } }
    const tensors = toTensors(tree)
    tree.w.data[0] = 99
    const back = fromTensors(tensors)
    tf.dispose([tensors.w, tensors.deep.bias, tensors.deep.none])
    tree.w.data[0] = 1.5
    expect(back).toEqual(tree)
  })
}

function valueSuite(): void {
  const params = { a: param([2], [1, 2]), deep: { b: param([2], [3, 4]), unused: param([3]) } }

  it('gives the value and a tree of gradients, 0 for what the loss does not use', () => {
    const { value, grads } = valueAndGrads(({ a, deep }) => tf.sum(tf.mul(a, deep.b)), params)
    expect(value).toBe(11)
    const expected: ParamTree = { a: param([2], [3, 4]), deep: { b: param([2], [1, 2]), unused: param([3]) } }
    expect(grads).toEqual(expected)
  })

  const failing: Record<string, [(t: { a: Tensor }) => Scalar, RegExp]> = {
    'the loss throws': [({ a }) => {
      tf.exp(tf.mul(a, a))
      throw new Error('planted')
    }, /planted/],
    'the backward pass throws': [({ a }) => tf.sum(tf.customGrad((...inputs) => ({
      value: tf.square(inputs[0] as Tensor),
      gradFunc: () => { throw new Error('planted') },
    }))(tf.exp(a))), /planted/],
    'the loss is no scalar': [({ a }) => tf.exp(a) as Scalar, /scalar loss, got shape \[2\]/],
    'the loss does not depend on a parameter': [() => tf.scalar(3), /depends on its parameters/],
  }
  it.each(Object.entries(failing))('leaves no tensor when %s', (_name, [loss, message]) => {
    const { numTensors, numDataBuffers } = tf.memory()
    expect(() => valueAndGrads(loss, params)).toThrow(message)
    expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers })
    // The engine is fit for use afterwards.
    expect(valueAndGrads(({ a }) => tf.sum(tf.square(a)), params).value).toBe(5)
    expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers })
  })
}

function weighted(out: Tensor, weights: number[]): Scalar {
  return tf.sum(tf.mul(tf.reshape(out, [-1]), tf.tensor1d(weights)))
}

function normals(shape: number[], seed: number): Param {
  const random = createRandom(seed)
  return param(shape, Array.from({ length: shape.reduce((product, extent) => product * extent, 1) }, () => random.normal()))
}

function turn(values: number[], rows: number, columns: number): number[] {
  return Array.from({ length: values.length }, (_, place) => values[(place % rows) * columns + Math.floor(place / rows)]!)
}

// |grad f|^2 of f(x) = sum of (x x')^2, x [2, 3].
function gradientEnergy(x: number[]): number {
  return squares(finiteDifferences(y => squares(referenceProduct(y, turn(y, 2, 3), 2, 3, 2)), x, 1e-4))
}

function squares(values: number[]): number {
  return values.reduce((sum, each) => sum + each * each, 0)
}

function close(got: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-4): void {
  expect(got.length).toBe(expected.length)
  const worst = Array.from(expected, (value, place) => Math.abs(value - got[place]!) / Math.max(1, Math.abs(value)))
  const shown = `got ${Array.from(got).join(', ')}, expected ${Array.from(expected).join(', ')}`
  expect(Math.max(...worst), shown).toBeLessThanOrEqual(tolerance)
}
