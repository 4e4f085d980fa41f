// The derivatives of TensorFlow.js operations: tfjs-core registers none in Node (only the whole of @tensorflow/tfjs would).
import type { GradConfig, Tensor } from '@tensorflow/tfjs-core'
import type { Tf } from './backend.ts'

type Unary = (dy: Tensor, x: Tensor) => Tensor
type Binary = (dy: Tensor, a: Tensor, b: Tensor) => Tensor

/**
 * Teaches tfjs-core the derivatives of what a small network is made of, in operations that every backend has.
 * An operation that is missing fails with "gradient function not found for ..."; its rule belongs here.
 * Rules that the host has registered, as @tensorflow/tfjs does, stay, but for those that cannot be differentiated again.
 */
export function registerDerivatives(tf: Tf): void {
  for (const rule of [...elementwise(tf), ...pairwise(tf), ...reductions(tf), ...shapes(tf), ...joins(tf), ...steps(tf)]) {
    const isKnown = tf.getGradient(rule.kernelName) !== undefined
    if (isKnown && !onceOnly.has(rule.kernelName)) continue
    if (isKnown) tf.unregisterGradient(rule.kernelName)
    tf.registerGradient(rule)
  }
}

/** @tensorflow/tfjs takes these from their saved outputs, through which a second derivative does not pass. */
const onceOnly = new Set(['Exp', 'Sigmoid', 'Tanh', 'Softmax'])

function elementwise(tf: Tf): GradConfig[] {
  return [
    unary('Neg', dy => tf.neg(dy)),
    unary('Abs', (dy, x) => tf.mul(dy, tf.sign(x))),
    unary('Log', (dy, x) => tf.div(dy, x)),
    unary('Log1p', (dy, x) => tf.div(dy, tf.add(x, 1))),
    unary('Square', (dy, x) => tf.mul(dy, tf.mul(x, 2))),
    unary('Sqrt', (dy, x) => tf.div(dy, tf.mul(tf.sqrt(x), 2))),
    unary('Rsqrt', (dy, x) => tf.div(dy, tf.mul(tf.mul(x, tf.sqrt(x)), -2))),
    unary('Relu', (dy, x) => tf.mul(dy, tf.step(x))),
    unary('Sin', (dy, x) => tf.mul(dy, tf.cos(x))),
    unary('Cos', (dy, x) => tf.mul(dy, tf.neg(tf.sin(x)))),
    // Computed again from the input: what tfjs saves of an output comes before it on the tape, so a second derivative would miss it.
    unary('Exp', (dy, x) => tf.mul(dy, tf.exp(x))),
    unary('Sigmoid', (dy, x) => {
      const y = tf.sigmoid(x)
      return tf.mul(dy, tf.mul(y, tf.sub(1, y)))
    }),
    unary('Tanh', (dy, x) => tf.mul(dy, tf.sub(1, tf.square(tf.tanh(x))))),
    unary('Identity', dy => tf.clone(dy)),
    unary('Cast', dy => tf.cast(dy, 'float32')),
    {
      kernelName: 'ClipByValue',
      inputsToSave: ['x'],
      gradFunc(dy, [x], attrs) {
        const { clipValueMin: least, clipValueMax: most } = attrs
        const inside = tf.logicalAnd(tf.greaterEqual(x!, Number(least)), tf.lessEqual(x!, Number(most)))
        return { x: () => tf.mul(dy as Tensor, tf.cast(inside, 'float32')) }
      },
    },
  ]
}

function pairwise(tf: Tf): GradConfig[] {
  const pair = (kernelName: string, byA: Binary, byB: Binary): GradConfig => ({
    kernelName,
    inputsToSave: ['a', 'b'],
    gradFunc: (dy, [a, b]) => ({
      a: () => sumTo(tf, byA(dy as Tensor, a!, b!), a!.shape),
      b: () => sumTo(tf, byB(dy as Tensor, a!, b!), b!.shape),
    }),
  })
  const where = (dy: Tensor, condition: Tensor): Tensor => tf.mul(dy, tf.cast(condition, 'float32'))
  const twiceDifference: Binary = (dy, a, b) => tf.mul(dy, tf.mul(tf.sub(a, b), 2))
  return [
    pair('Add', dy => dy, dy => dy),
    pair('Sub', dy => dy, dy => tf.neg(dy)),
    pair('Multiply', (dy, _, b) => tf.mul(dy, b), (dy, a) => tf.mul(dy, a)),
    pair('RealDiv', (dy, _, b) => tf.div(dy, b), (dy, a, b) => tf.neg(tf.div(tf.mul(dy, a), tf.square(b)))),
    pair('Maximum', (dy, a, b) => where(dy, tf.greaterEqual(a, b)), (dy, a, b) => where(dy, tf.less(a, b))),
    pair('Minimum', (dy, a, b) => where(dy, tf.lessEqual(a, b)), (dy, a, b) => where(dy, tf.greater(a, b))),
    pair('SquaredDifference', twiceDifference, (dy, a, b) => twiceDifference(dy, b, a)),
    // The base has to be positive where the exponent wants a gradient.
    pair('Pow', (dy, a, b) => tf.mul(dy, tf.mul(b, tf.pow(a, tf.sub(b, 1)))),
      (dy, a, b) => tf.mul(dy, tf.mul(tf.pow(a, b), tf.log(tf.maximum(a, 1e-30))))),
    {
      kernelName: 'BatchMatMul',
      inputsToSave: ['a', 'b'],
      gradFunc(given, [a, b], attrs) {
        const dy = given as Tensor
        const [turnA, turnB] = [Boolean(attrs['transposeA']), Boolean(attrs['transposeB'])]
        return {
          a: () => turnA ? tf.matMul(b!, dy, turnB, true) : tf.matMul(dy, b!, false, !turnB),
          b: () => turnB ? tf.matMul(dy, a!, true, turnA) : tf.matMul(a!, dy, !turnA, false),
        }
      },
    },
  ]
}

function reductions(tf: Tf): GradConfig[] {
  // The axes that were reduced come back with extent 1.
  const spread = (dy: Tensor, x: Tensor, axis: unknown): Tensor => {
    const axes = new Set(tf.util.parseAxisParam(axis as number[], x.shape))
    return tf.reshape(dy, x.shape.map((extent, index) => axes.has(index) ? 1 : extent))
  }
  return [
    {
      kernelName: 'Sum',
      inputsToSave: ['x'],
      gradFunc: (dy, [x], attrs) => ({ x: () => tf.mul(spread(dy as Tensor, x!, attrs['axis']), tf.ones(x!.shape)) }),
    },
    {
      kernelName: 'Mean',
      inputsToSave: ['x'],
      gradFunc: (dy, [x], attrs) => ({
        x: () => tf.mul(spread(dy as Tensor, x!, attrs['axis']), tf.fill(x!.shape, (dy as Tensor).size / x!.size)),
      }),
    },
    {
      kernelName: 'Max',
      inputsToSave: ['x'],
      outputsToSave: [true],
      gradFunc(dy, [x, y], attrs) {
        const axes = attrs['reductionIndices']
        return { x: () => tf.mul(spread(dy as Tensor, x!, axes), tf.cast(tf.equal(x!, spread(y!, x!, axes)), 'float32')) }
      },
    },
    {
      kernelName: 'Softmax',
      inputsToSave: ['logits'],
      gradFunc: (dy, [logits], attrs) => ({
        logits() {
          const dim = Number(attrs['dim'])
          const y = tf.softmax(logits!, dim)
          const weighted = tf.mul(dy as Tensor, y)
          return tf.sub(weighted, tf.mul(tf.sum(weighted, [dim], true), y))
        },
      }),
    },
  ]
}

function shapes(tf: Tf): GradConfig[] {
  return [
    unary('Reshape', (dy, x) => tf.reshape(dy, x.shape)),
    {
      kernelName: 'ExpandDims',
      inputsToSave: ['input'],
      gradFunc: (dy, [x]) => ({ input: () => tf.reshape(dy as Tensor, x!.shape) }),
    },
    {
      kernelName: 'Tile',
      inputsToSave: ['x'],
      gradFunc(dy, [x], attrs) {
        const apart = (attrs['reps'] as number[]).flatMap((times, axis) => [times, x!.shape[axis]!])
        return { x: () => tf.sum(tf.reshape(dy as Tensor, apart), x!.shape.map((_, axis) => 2 * axis)) }
      },
    },
    {
      kernelName: 'Transpose',
      gradFunc(dy, _saved, attrs) {
        const axes = attrs['perm'] as number[]
        return { x: () => tf.transpose(dy as Tensor, axes.map((_, axis) => axes.indexOf(axis))) }
      },
    },
    {
      kernelName: 'Slice',
      inputsToSave: ['x'],
      gradFunc(given, [x], attrs) {
        const dy = given as Tensor
        // A vector may be sliced by a number.
        const begin = [attrs['begin'] as number | number[]].flat()
        const pads = x!.shape.map((extent, axis): [number, number] => [begin[axis]!, extent - begin[axis]! - dy.shape[axis]!])
        return { x: () => tf.pad(dy, pads) }
      },
    },
    {
      kernelName: 'PadV2',
      inputsToSave: ['x'],
      gradFunc(dy, [x], attrs) {
        const begin = (attrs['paddings'] as [number, number][]).map(([before]) => before)
        return { x: () => tf.slice(dy as Tensor, begin, x!.shape) }
      },
    },
  ]
}

function joins(tf: Tf): GradConfig[] {
  return [
    {
      kernelName: 'Concat',
      saveAllInputs: true,
      gradFunc(dy, saved, attrs) {
        const axis = tf.util.parseAxisParam(Number(attrs['axis']), saved[0]!.shape)[0]!
        return byPlace(tf.split(dy as Tensor, saved.map(part => part.shape[axis]!), axis))
      },
    },
    {
      kernelName: 'Pack',
      saveAllInputs: true,
      gradFunc: (dy, _, attrs) => byPlace(tf.unstack(dy as Tensor, Number(attrs['axis']))),
    },
    { kernelName: 'Unpack', gradFunc: (dy, _, attrs) => ({ value: () => tf.stack(dy as Tensor[], Number(attrs['axis'])) }) },
    { kernelName: 'SplitV', gradFunc: (dy, _, attrs) => ({ x: () => tf.concat(dy as Tensor[], Number(attrs['axis'])) }) },
    {
      kernelName: 'Select',
      inputsToSave: ['condition'],
      gradFunc: (dy, [condition]) => ({
        condition: () => tf.zeros(condition!.shape),
        t: () => tf.mul(dy as Tensor, tf.cast(condition!, 'float32')),
        e: () => tf.mul(dy as Tensor, tf.cast(tf.logicalNot(condition!), 'float32')),
      }),
    },
    {
      kernelName: 'GatherV2',
      inputsToSave: ['x', 'indices'],
      gradFunc(dy, [x, indices], attrs) {
        if (Number(attrs['axis']) !== 0) throw new Error('the gradient of gather exists for axis 0 only; transpose first')
        // A product with one-hot rows: wasm has no segment sum, and its oneHot writes integers under the name of float32.
        const count = x!.shape.at(0)!
        // oneHot refuses a single class.
        const places = count === 1 ? tf.ones([indices!.size, 1]) : tf.cast(tf.oneHot(tf.reshape(indices!, [-1]), count), 'float32')
        const rows = (): Tensor => tf.reshape(dy as Tensor, [indices!.size, -1])
        return { x: () => tf.reshape(tf.matMul(tf.transpose(places), rows()), x!.shape), indices: () => tf.zeros(indices!.shape) }
      },
    },
  ]
}

// Flat nearly everywhere: second derivatives pass through them.
function steps(tf: Tf): GradConfig[] {
  return [
    ...['Sign', 'Step', 'Floor', 'Round', 'ZerosLike', 'OnesLike', 'LogicalNot'].map(name => unary(name, dy => tf.zerosLike(dy))),
    ...['Greater', 'GreaterEqual', 'Less', 'LessEqual', 'Equal', 'NotEqual', 'LogicalAnd'].map((kernelName): GradConfig => ({
      kernelName,
      inputsToSave: ['a', 'b'],
      gradFunc: (_, [a, b]) => ({ a: () => tf.zeros(a!.shape), b: () => tf.zeros(b!.shape) }),
    })),
  ]
}

function byPlace(parts: Tensor[]): Record<string, () => Tensor> {
  return Object.fromEntries(parts.map((part, place) => [place, () => part]))
}

function unary(kernelName: string, derivative: Unary): GradConfig {
  return { kernelName, inputsToSave: ['x'], gradFunc: (dy, [x]) => ({ x: () => derivative(dy as Tensor, x!) }) }
}

// The gradient of a broadcast is the sum over what it repeated.
function sumTo(tf: Tf, dy: Tensor, shape: number[]): Tensor {
  const axes = tf.broadcast_util.getReductionAxes(shape, dy.shape)
  return tf.reshape(axes.length > 0 ? tf.sum(dy, axes) : dy, shape)
}
