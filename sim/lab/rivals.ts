// The memories that associative recall compares, each with the settings among which it may choose.
import type * as TensorFlow from '@tensorflow/tfjs-core'
import type * as Research from 'mneme/research'
import type { AssociativeMemory, TensorTree } from 'mneme/research'
import type { RecallTask } from './associative.ts'

/** A memory with one choice of its settings. */
export interface Rival {
  /** What it was given, for the record. */
  settings: Readonly<Record<string, number>>
  /** Answers [queries * dim] to both kinds of queries after all was written. */
  answer(tf: typeof TensorFlow, task: RecallTask): { clean: Float32Array; noisy: Float32Array }
}

/** Pairs between two looks at the weights: at 16, as for the matrix, the network's gradients are stale. */
const networkChunk = 4

/** Every memory by name, with its grid; `keys` and values have `dim` columns, random weights come from `seed`. */
export function rivalsOf(research: typeof Research, dim: number, seed: number): Record<string, Rival[]> {
  const shape = { keyDim: dim, valueDim: dim }
  return {
    slots: grid({ beta: [8, 32] }, ({ beta }) => research.slotMemory({ ...shape, beta, replaceAbove: 0.99 })),
    Hebb: grid({ decay: [0, 0.001, 0.003, 0.01, 0.03] }, ({ decay }) => research.hebbian({ ...shape, decay })),
    'delta rule': grid({ rate: [0.03, 0.1, 0.25, 0.5, 1] }, ({ rate }) => research.deltaRule({ ...shape, rate })),
    'Titans, matrix': grid({ step: [0.015, 0.05, 0.1, 0.25], momentum: [0, 0.3, 0.9], decay: [0, 0.003] }, gates =>
      research.matrixMemory({ ...shape, gates: research.constantGates(gates) })),
    'Titans, network': grid({ step: [0.01, 0.03, 0.1, 0.3], momentum: [0, 0.5], decay: [0, 0.003] }, gates => research.networkMemory({
      ...shape, gates: research.constantGates(gates), start: research.initNetwork(shape, 4 * dim, seed), chunkSize: networkChunk,
    })),
    'least squares': grid({ ridge: [0.1, 1, 10], forgetting: [0, 0.003, 0.01] }, options => research.leastSquares({ ...shape, ...options })),
  }
}

/** Numbers that each memory holds after `writes` writes. */
export function floatsHeld(dim: number, pairs: number): Record<string, number> {
  const matrix = dim * dim
  return {
    slots: 2 * pairs * dim, Hebb: matrix, 'delta rule': matrix, 'Titans, matrix': 2 * matrix, 'Titans, network': 16 * matrix, 'least squares': 2 * matrix,
  }
}

/** One rival for every combination of the listed values. */
function grid<Name extends string, State extends TensorTree>(
  lists: Readonly<Record<Name, readonly number[]>>, make: (settings: Record<Name, number>) => AssociativeMemory<State>,
): Rival[] {
  let combined: Partial<Record<Name, number>>[] = [{}]
  for (const name of Object.keys(lists) as Name[]) combined = combined.flatMap(some => lists[name].map(value => ({ ...some, [name]: value })))
  return (combined as Record<Name, number>[]).map(settings => ({ settings, answer: (tf, task) => answersOf(tf, make(settings), task) }))
}

function answersOf<State extends TensorTree>(
  tf: typeof TensorFlow, memory: AssociativeMemory<State>, { dim, keys, words, clean, noisy, vocabulary }: RecallTask,
): { clean: Float32Array; noisy: Float32Array } {
  return tf.tidy(() => {
    const values = new Float32Array(words.length * dim)
    words.forEach((word, write) => values.set(vocabulary.subarray(word * dim, (word + 1) * dim), write * dim))
    const state = memory.write(memory.init(), tf.tensor2d(keys, [words.length, dim]), tf.tensor2d(values, [words.length, dim]))
    const read = (queries: Float32Array): Float32Array => memory.read(state, tf.tensor2d(queries, [queries.length / dim, dim])).dataSync<'float32'>().slice()
    return { clean: read(clean), noisy: read(noisy) }
  })
}
