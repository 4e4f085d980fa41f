// The tensor-leak guard: no test may leave tensors behind.
import { afterEach, beforeEach, expect } from 'vitest'
import * as tf from '@tensorflow/tfjs-core'

let before = 0
beforeEach(() => {
  before = tf.engine().state.numTensors
})
afterEach(() => {
  expect(tf.engine().state.numTensors, 'tensors left behind').toBe(before)
})
