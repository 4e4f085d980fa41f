// Fusion of text and implicit signals into one key: D text dims, I implicit dims, P projected dims.
import { MnemeError } from '../errors.ts'
import { param } from '../tensor/params.ts'
import type { Param, ParamTree } from '../tensor/params.ts'
import { implicitDim, implicitNames } from './implicit.ts'
import type { ImplicitName } from './implicit.ts'

/** The learned part of a key. */
export interface FusionParams extends ParamTree {
  /** [P, I], row-major. */
  weight: Param
}

// A key's implicit part is at most 0.21 long beside a text part of 1: full agreement in time and tone moves a cosine
// by at most 0.04, about the distance between the first and the third candidate; text stays in charge.
const initialRows: readonly (readonly [name: ImplicitName, weight: number])[] = [
  ['time.daySin', 0.16], ['time.dayCos', 0.16], ['time.weekSin', 0.1], ['time.weekCos', 0.1],
  ['tone.valence', 0.08], ['tone.arousal', 0.05],
]

/** Weights before any training: time and tone pass through, style and engagement do not enter. */
export function initialFusion(): FusionParams {
  const weight = param([initialRows.length, implicitDim])
  initialRows.forEach(([name, value], row) => {
    weight.data[row * implicitDim + implicitNames.indexOf(name)] = value
  })
  return { weight }
}

/** Length of a key made from a text vector of `textDim` values. */
export function keyDim(textDim: number, params: FusionParams): number {
  return textDim + (params.weight.shape[0] ?? 0)
}

/**
 * The key of a turn or query, [D + P], a unit vector: normalise([text ; weight · implicit]). `text` is a unit vector, [D];
 * `implicit` is [I], or null when nothing is known, which leaves its part zero. Throws SHAPE_MISMATCH for another I.
 */
export function fuse(text: Float32Array, implicit: Float32Array | null, params: FusionParams): Float32Array {
  const [rows = 0, columns = 0] = params.weight.shape
  if (implicit && implicit.length !== columns) {
    throw new MnemeError('SHAPE_MISMATCH',
      `fuse: expected ${columns} implicit values, got ${implicit.length}; pass what implicitSignals or statedTime returns`)
  }
  const key = new Float32Array(text.length + rows)
  key.set(text)
  if (implicit) {
    for (let row = 0; row < rows; row++) {
      let sum = 0
      for (let column = 0; column < columns; column++) sum += params.weight.data[row * columns + column]! * implicit[column]!
      key[text.length + row] = sum
    }
  }
  return normalised(key)
}

function normalised(vector: Float32Array): Float32Array {
  let square = 0
  for (const value of vector) square += value * value
  if (square === 0) return vector
  const scale = 1 / Math.sqrt(square)
  return vector.map(value => value * scale)
}
