// The trainer on the path and on a bowl: it learns, it can be interrupted, it leaks nothing and leaves the host's variables alone.
import * as tf from '@tensorflow/tfjs-core'
import type { Scalar } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadBackend } from '../../src/tensor/backend.ts'
import { leaves, param, type Param } from '../../src/tensor/params.ts'
import { padHistory, type PaddedHistory } from '../../src/train/history.ts'
import type { PathParams } from '../../src/train/path-params.ts'
import { pathLoss } from '../../src/train/path.ts'
import { decodeTrainState, encodeTrainState, type TrainState } from '../../src/train/train-state.ts'
import { meanLoss, train, type Progress, type TrainerOptions, type Training } from '../../src/train/trainer.ts'
import { randomHistory, randomParams, time } from './histories.ts'

beforeAll(async () => {
  await loadBackend({ prefer: 'wasm' })
})

const histories = Array.from({ length: 5 }, (_, seed) => padHistory(randomHistory(9 + 4 * seed, seed), time))
const path: Training<PathParams, PaddedHistory> = {
  start: randomParams(2), samples: histories, held: [], loss: (tensors, sample) => pathLoss(tensors, sample, { share: 0.25, price: 4 }),
}
type Bowl = { w: Param; still: Param }
/** The mean of samples is where (w - sample)² is least. */
const bowl = (samples: number[], held: number[]): Training<Bowl, number> => ({
  start: { w: param([1], [0]), still: param([1], [5]) }, samples, held,
  loss: ({ w, still }, sample) => tf.sum(tf.add(tf.squaredDifference(w, sample), tf.mul(still, 0.1))) as Scalar,
})

/** Every update, and the last state. */
function run<P extends Bowl | PathParams, Sample>(training: Training<P, Sample>, options: TrainerOptions, resume?: TrainState<P>): { steps: Progress<P>[]; end: TrainState<P> } {
  const steps = [...train(training, options, resume)]
  return { steps, end: steps.at(-1)!.state }
}

/** The samples of one pass in order, read from their losses at w = 0. */
function orderOf(seed: number): number[] {
  return run(bowl([1, 2, 3, 4, 5, 6, 7], []), { steps: 7, batch: 1, rate: 1e-9, seed }).steps.map(({ loss }) => Math.round(Math.sqrt(loss - 0.5)))
}

describe('train', () => {
  it('lowers the loss of the path, with every parameter', () => {
    const before = meanLoss(path, path.start, histories)
    const { end } = run(path, { steps: 60, batch: 3, rate: 0.03 })
    expect(meanLoss(path, end.params, histories)).toBeLessThan(0.6 * before)
    const start = new Map(leaves(path.start))
    for (const [name, { data }] of leaves(end.params)) expect(data, name).not.toEqual(start.get(name)!.data)
  })

  it('leaves no tensor between updates, and the variables of the host as they are', () => {
    const mine = tf.tidy(() => tf.variable(tf.tensor1d([1, 2]), true))
    const { numTensors, numDataBuffers } = tf.memory()
    let updates = 0
    for (const { step } of train({ ...path, held: histories.slice(0, 1) }, { steps: 6, batch: 2, every: 2 })) {
      updates = step
      expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers })
    }
    expect(updates).toBe(6)
    expect([...mine.dataSync()]).toEqual([1, 2])
    mine.dispose()
  })

  it('goes on from its bytes as if it had never been interrupted', () => {
    const options = { steps: 9, batch: 2, every: 3 }
    const training = { ...path, samples: histories.slice(1), held: histories.slice(0, 1) }
    const whole = run(training, options).end
    const part = run(training, options).steps[3]!.state
    const resumed = run(training, options, decodeTrainState(encodeTrainState(part), path.start)).end
    expect(part.step).toBe(4)
    expect(encodeTrainState(resumed)).toEqual(encodeTrainState(whole))
  })

  it('orders samples by its seed', () => {
    expect(orderOf(1)).toEqual(orderOf(1))
    expect(orderOf(1)).not.toEqual(orderOf(2))
    // One pass has every sample once.
    expect(orderOf(3).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7])
  })

  it('stops when what is held out gets no better, and keeps the best', () => {
    const { steps, end } = run(bowl([2], [1]), { steps: 400, batch: 1, rate: 0.05, warmup: 1, weightDecay: 0, every: 5, patience: 3 })
    expect(steps.length).toBeLessThan(60)
    expect(end.best.params.w.data[0]).toBeCloseTo(1, 0)
    expect(end.best.loss).toBeLessThan(0.6)
    expect(end.step - end.best.step).toBe(15)
  })

  it('pulls weights back to where they began, not to zero', () => {
    const { end } = run(bowl([0], []), { steps: 50, batch: 1, rate: 0.1, weightDecay: 0.5, frozen: name => name === 'still' })
    expect(end.params.still.data[0]).toBe(5)
    // Its slope never changes, so Adam steps by the rate: at 1 / weightDecay from the start the decay takes back as much.
    const pulled = run(bowl([0], []), { steps: 100, batch: 1, rate: 0.1, weightDecay: 2 }).end.params.still.data[0]!
    expect(pulled).toBeCloseTo(4.5, 2)
  })

  it('refuses options out of range and names the leaf of a gradient that is not finite', () => {
    expect(() => run(bowl([], []), {})).toThrow(/expected samples to be a whole number above 0, got 0/)
    expect(() => run(bowl([1], []), { batch: 0.5 })).toThrow(/expected batch/)
    expect(() => run(bowl([NaN], []), { steps: 1 })).toThrow(/finite gradients, got others at 'w'/)
  })
})

describe('a training state', () => {
  it('is refused when damaged, foreign or of other parameters', () => {
    const state = run(bowl([1, 2], []), { steps: 2, batch: 1 }).end
    const bytes = encodeTrainState(state)
    expect(decodeTrainState(bytes, bowl([], []).start)).toEqual(state)
    expect(() => decodeTrainState(bytes.subarray(1), bowl([], []).start)).toThrow(expect.objectContaining({ code: 'CHECKPOINT_CORRUPT' }))
    expect(() => decodeTrainState(Uint8Array.of(0xc0), bowl([], []).start)).toThrow(expect.objectContaining({ code: 'CHECKPOINT_FOREIGN' }))
    expect(() => decodeTrainState(bytes, { w: param([1]), still: param([2]) })).toThrow(/'params\.still': expected shape \[2\], got \[1\]/)
    expect(() => decodeTrainState(bytes, { other: param([1]) })).toThrow(/'params\.other': expected shape \[1\], got none/)
  })
})
