// Checks of what is written to a memory and asked of it.
import type { Tensor } from '@tensorflow/tfjs-core'
import { MnemeError } from '../errors.ts'
import type { PairShape } from './memory.ts'

/** Throws SHAPE_MISMATCH unless keys are [T, keyDim] and values [T, valueDim] with T at least 1. */
export function checkPairs(keys: Tensor, values: Tensor, { keyDim, valueDim }: PairShape): void {
  const [count = 0] = keys.shape
  if (count > 0 && keys.shape.join() === `${count},${keyDim}` && values.shape.join() === `${count},${valueDim}`) return
  throw new MnemeError('SHAPE_MISMATCH', `write: expected keys [T, ${keyDim}] and values [T, ${valueDim}] with T > 0, got ` +
    `[${keys.shape.join(', ')}] and [${values.shape.join(', ')}]; project them to the memory's dimensions`)
}

/** Throws SHAPE_MISMATCH unless queries are [Q, keyDim]. */
export function checkQueries(queries: Tensor, { keyDim }: PairShape): void {
  if (queries.rank === 2 && queries.shape[1] === keyDim) return
  throw new MnemeError('SHAPE_MISMATCH',
    `read: expected queries [Q, ${keyDim}], got [${queries.shape.join(', ')}]; project them to the memory's dimension`)
}
