// The keys of ordinary text: C0 = E[k k'], what an edit must leave as it is (Meng et al. 2022). F keys of a layer.
import * as tf from '@tensorflow/tfjs-core'
import { loadHasher } from '../checkpoint/bytes.ts'
import { readSmall } from './tensor-files.ts'
import type { Files } from '../checkpoint/files.ts'
import { concat, decodeSnapshot, encodeSnapshot } from '../checkpoint/snapshot.ts'
import { MnemeError } from '../errors.ts'
import { matmul } from '../tensor/matmul.ts'
import { batchOf } from './batch.ts'
import { forward } from './forward.ts'
import type { LanguageModel } from './model.ts'
import { shapesOf } from './shapes.ts'

/** The uncentred covariance of a layer's keys. */
export interface Covariance {
  /** Tokens that it was measured on; about 10 F are enough. */
  tokens: number
  /** Symmetric, row-major [F, F]. */
  matrix: Float64Array
}

/** By layer. */
export type Covariances = ReadonlyMap<number, Covariance>

const batchRows = 64
const maxFileBytes = 2 ** 31

/** Measures the keys of layers over texts as token ids, sums kept in float64. Throws INVALID_ARGUMENT without texts. */
export function measureCovariances(model: LanguageModel, texts: readonly (readonly number[])[], layers: readonly number[]): Covariances {
  const { config, weights } = model
  const width = config.innerDim
  const sums = new Map(layers.map(layer => [layer, new Float64Array(width * width)]))
  const sorted = [...texts].sort((a, b) => a.length - b.length)
  let tokens = 0
  for (let start = 0; start < sorted.length; start += batchRows) {
    const batch = batchOf(sorted.slice(start, start + batchRows))
    tf.tidy(() => void forward(config, weights, batch, { until: Math.max(...layers), hooks: { keys: (layer, keys) => {
      const sum = sums.get(layer)
      if (sum) {
        const seen = tf.mul(tf.reshape(keys, [-1, width]), tf.tensor2d(Float32Array.from(batch.mask), [batch.mask.length, 1]))
        matmul(seen, seen, true).dataSync().forEach((value, index) => {
          sum[index]! += value
        })
      }
      return keys
    } } }))
    for (const each of batch.mask) tokens += each
  }
  if (tokens === 0) throw new MnemeError('INVALID_ARGUMENT', 'covariance: expected ordinary text, got none; pass some thousand tokens')
  return new Map([...sums].map(([layer, sum]) => [layer, { tokens, matrix: sum.map(value => value / tokens) }]))
}

/** The covariances kept in `name`, where they are this model's and of these layers; otherwise measured anew and written there. */
export async function openCovariances(
  files: Files, name: string, model: LanguageModel, texts: readonly (readonly number[])[], layers: readonly number[],
): Promise<Covariances> {
  const mark = await modelMark(model)
  const hasher = await loadHasher()
  const bytes = await readSmall(files, name, maxFileBytes)
  const kept = bytes ? decodeSnapshot(bytes, hasher).tree as { mark?: unknown, layers?: Record<string, Covariance> } : {}
  const size = model.config.innerDim ** 2
  if (kept.mark === mark && layers.every(layer => kept.layers?.[layer]?.matrix.length === size)) {
    return new Map(layers.map(layer => [layer, kept.layers![layer]!]))
  }
  const measured = measureCovariances(model, texts, layers)
  await files.write(name, [concat(encodeSnapshot({ mark, layers: Object.fromEntries(measured) }, hasher))])
  return measured
}

/** A checksum over all weights, in hexadecimal: tells one model from another. `instead` stands for weights that were edited since. */
export async function modelMark(model: LanguageModel, instead: ReadonlyMap<string, Float32Array> = new Map()): Promise<string> {
  const hasher = await loadHasher()
  const sums = [...shapesOf(model.config).keys()].map(name => {
    const values = instead.get(name) ?? model.values(name)
    return hasher.checksum(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
  })
  return hasher.checksum(new Uint8Array(BigUint64Array.from(sums).buffer)).toString(16)
}
