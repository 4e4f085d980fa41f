// For every test: the tensor-leak guard, and bytes that are compared as bytes.
import { afterEach, beforeEach, expect } from 'vitest'
import * as tf from '@tensorflow/tfjs-core'

let before = 0
beforeEach(() => {
  before = tf.engine().state.numTensors
})
afterEach(() => {
  expect(tf.engine().state.numTensors, 'tensors left behind').toBe(before)
})

/** Equality of bytes in one comparison; vitest's own goes by property and takes half a second for ten kilobytes. */
expect.addEqualityTesters([
  (a: unknown, b: unknown) => (a instanceof Uint8Array && b instanceof Uint8Array && a.constructor === b.constructor ? Buffer.compare(a, b) === 0 : undefined),
])
