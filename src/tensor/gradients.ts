// The value of a loss and its gradient over a parameter tree, leaving no tensor behind.
import * as tf from '@tensorflow/tfjs-core'
import type { Scalar, Tensor } from '@tensorflow/tfjs-core'
import { MnemeError } from '../errors.ts'
import { tensorLeaves, toParam, toTensors, type Tensors } from './convert.ts'
import { mapParams, param, type ParamTree } from './params.ts'

/** What one evaluation of a loss gives; `grads` has the structure of the parameters. */
export interface ValueAndGrads<P extends ParamTree> {
  value: number
  grads: P
}

/**
 * Evaluates `loss` on the parameters as tensors and differentiates it; a leaf that the loss does not use has gradient 0.
 * `loss` returns a scalar and owns nothing: every tensor made inside is freed, also when it throws.
 * Throws SHAPE_MISMATCH when the loss is no scalar, INVALID_ARGUMENT when it depends on no parameter.
 */
export function valueAndGrads<P extends ParamTree>(loss: (tensors: Tensors<P>) => Scalar, params: P): ValueAndGrads<P> {
  const engine = tf.engine()
  // Not tf.tidy: it looks for tensors in what its callback returns, element by element of every array.
  engine.startScope('valueAndGrads')
  try {
    const tensors = toTensors(params)
    const named = tensorLeaves(tensors)
    const { value, grads } = engine.gradients(() => checkScalar(loss(tensors)), named.map(([, leaf]) => leaf), undefined, true)
    const byPath = new Map<string, Tensor | undefined>(named.map(([path], index) => [path, grads[index]]))
    if (![...byPath.values()].some(Boolean)) {
      throw new MnemeError('INVALID_ARGUMENT',
        'valueAndGrads: expected a loss that depends on its parameters, got one that does not; use the tensors passed in')
    }
    return { value: value.dataSync()[0]!, grads: mapParams(params, (leaf, path) => toParamOrZeros(byPath.get(path), leaf.shape)) }
  } catch (error) {
    freeTape()
    throw error
  } finally {
    engine.endScope()
  }
}

function toParamOrZeros(gradient: Tensor | undefined, shape: number[]): ReturnType<typeof param> {
  return gradient ? toParam(gradient) : param([...shape])
}

function checkScalar(value: Tensor): Tensor {
  if (value.rank === 0) return value
  throw new MnemeError('SHAPE_MISMATCH',
    `valueAndGrads: expected a scalar loss, got shape [${value.shape.join(', ')}]; reduce it with tf.mean or tf.sum`)
}

// tfjs frees the tensors saved for the backward pass only when that pass ends well.
function freeTape(): void {
  const { state } = tf.engine()
  if (state.gradientDepth > 0) return
  for (const node of state.activeTape ?? []) for (const saved of node.saved ?? []) saved.dispose()
  state.activeTape = []
}
