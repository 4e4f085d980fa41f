// Evidence stands together: what is likely to be some raises what was said beside it.
import type { State } from '../state/state.ts'
import { softmax } from '../vector.ts'
import type { Hit } from './hit.ts'

/** Share of a probability that reaches the turn beside, and the one after that: of the turns of a talk every other is the other's. */
const reach = [0.5, 1]

/**
 * How likely it is that the turns near each hit are the evidence, in [0, 1]: Σ_d reach(d) · p(turn at d), where p is the softmax of the
 * hits' scores and d goes two turns back and two on, within the conversation. Zeros where the best hit is found by
 * what it shows: that is told by no turn beside it.
 */
export function aroundHits({ log }: State, hits: readonly Hit[]): Float64Array {
  const best = hits.reduce<Hit | undefined>((first, hit) => (first && first.score >= hit.score ? first : hit), undefined)
  if (!best || best.parts.media > 0) return new Float64Array(hits.length)
  const probabilities = softmax(Float64Array.from(hits, ({ score }) => score))
  const ordinals = hits.map(({ sourceIds: [first = ''] }) => log.ordinalOf(first) ?? -1)
  const shares = new Map<number, number>()
  ordinals.forEach((ordinal, row) => shares.set(ordinal, (shares.get(ordinal) ?? 0) + probabilities[row]!))
  return Float64Array.from(ordinals, ordinal => reach.reduce((around, share, step) => {
    const beside = [ordinal - step - 1, ordinal + step + 1].filter(other => shares.has(other) && log.areNeighbours(ordinal, other))
    return around + share * beside.reduce((found, other) => found + shares.get(other)!, 0)
  }, 0))
}
