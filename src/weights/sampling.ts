// The choice of the next token. V vocabulary.
import { MnemeError } from '../errors.ts'
import type { Random } from '../random.ts'

export interface SamplingOptions {
  /** 0 takes the likeliest; below 1 sharpens, above 1 flattens. Default 0. */
  temperature?: number
  /** Only the likeliest tokens that together reach this probability, (0, 1]; Holtzman et al. 2020. Default 1. */
  topP?: number
}

/** The index of the largest of the values; of equal ones the first. */
export function argmax(values: ArrayLike<number>): number {
  let best = 0
  for (let index = 1; index < values.length; index++) if (values[index]! > values[best]!) best = index
  return best
}

/** A token by logits [V]. `random` is asked once, and not at temperature 0. Throws INVALID_ARGUMENT for options out of range. */
export function sample(logits: Float32Array, { temperature = 0, topP = 1 }: SamplingOptions, random: Random): number {
  if (!(temperature >= 0 && Number.isFinite(temperature) && topP > 0 && topP <= 1)) {
    throw new MnemeError('INVALID_ARGUMENT',
      `sample: expected temperature from 0 and topP in (0, 1], got ${temperature} and ${topP}; 0 and 1 take the likeliest`)
  }
  const best = argmax(logits)
  if (temperature === 0) return best
  const weights = Float64Array.from(logits, logit => Math.exp((logit - logits[best]!) / temperature))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const order = Array.from(weights.keys()).sort((a, b) => weights[b]! - weights[a]! || a - b)
  let count = 0
  let kept = 0
  while (count < order.length && (count === 0 || kept < topP * total)) kept += weights[order[count++]!]!
  let left = random.next() * kept
  for (const token of order.slice(0, count)) {
    left -= weights[token]!
    if (left < 0) return token
  }
  return order[count - 1]!
}
