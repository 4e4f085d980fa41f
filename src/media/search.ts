// The media head: how far each medium stands out for a query, in the space of the media encoder.
import { dot } from '../vector.ts'
import type { MediaStore } from './store.ts'

/** Vectors that the scale is taken from, as for the keys of traces. */
const sampleSize = 512
/** Of CLIP's cosines between texts and unrelated images, roughly; it stands in while there are few media. */
const prior = { mean: 0.2, variance: 0.0015, weight: 8 }

/**
 * By hash, the cosine of a unit vector [D] with each medium that has one, as deviation from their mean in standard
 * deviations. Empty where no vector has that length.
 */
export function mediaDeviations(store: MediaStore, query: Float32Array): ReadonlyMap<string, number> {
  if (store.encoder?.dim !== query.length) return new Map()
  const cosines = store.list().flatMap(({ hash, vector }): [string, number][] => (vector ? [[hash, dot(query, vector)]] : []))
  const stride = Math.max(1, Math.floor(cosines.length / sampleSize))
  const sample = cosines.filter((_, row) => row % stride === 0).map(([, cosine]) => cosine)
  const count = sample.length + prior.weight
  const mean = (sample.reduce((sum, cosine) => sum + cosine, 0) + prior.weight * prior.mean) / count
  const spread = sample.reduce((sum, cosine) => sum + (cosine - mean) ** 2, 0) + prior.weight * prior.variance
  const deviation = Math.sqrt(spread / count)
  return new Map(cosines.map(([hash, cosine]) => [hash, (cosine - mean) / deviation]))
}
