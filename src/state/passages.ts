// The small keys of a turn's passages: how near the turn is to another key, whether it has a trace or not.
import type { State } from './state.ts'

/** Cosine of a unit key [K] with the nearest passage of a turn; -1 for a turn that has none any more. */
export function turnCosine({ lexical, keys }: Pick<State, 'lexical' | 'keys'>, ordinal: number, key: Float32Array): number {
  let best = -1
  for (const document of lexical.documentsOf(ordinal)) best = Math.max(best, keys.cosine(key, document))
  return best
}
