// Rotary position embedding (Su et al. 2021) and its scalings, as transformers computes them. h extent of a head.
import type { ModelConfig } from './config.ts'

/** Angle per position of each pair of a head, h / 2 values: base^(-2i/h), scaled linearly or as Llama 3.1 does. */
export function frequencies({ headDim, ropeBase, ropeScaling: scaling }: ModelConfig): Float64Array {
  return Float64Array.from({ length: headDim / 2 }, (_, pair) => {
    const plain = ropeBase ** (-2 * pair / headDim)
    if (scaling.type === 'default') return plain
    if (scaling.type === 'linear') return plain / scaling.factor
    // Turns within the length that the model was first trained on: many stay as they are, few are slowed down.
    const turns = scaling.trainedPositions * plain / (2 * Math.PI)
    if (turns > scaling.highFrequency) return plain
    if (turns < scaling.lowFrequency) return plain / scaling.factor
    const share = (turns - scaling.lowFrequency) / (scaling.highFrequency - scaling.lowFrequency)
    return (1 - share) * plain / scaling.factor + share * plain
  })
}

/** Cosines and sines for positions, row-major [positions, h]: the angles stand twice, as `rotate_half` wants them. */
export function rotations(rates: Float64Array, positions: ArrayLike<number>): { cos: Float32Array, sin: Float32Array } {
  const half = rates.length
  const [cos, sin] = [new Float32Array(positions.length * 2 * half), new Float32Array(positions.length * 2 * half)]
  for (let row = 0; row < positions.length; row++) {
    for (let column = 0; column < 2 * half; column++) {
      const angle = positions[row]! * rates[column % half]!
      cos[row * 2 * half + column] = Math.cos(angle)
      sin[row * 2 * half + column] = Math.sin(angle)
    }
  }
  return { cos, sin }
}
