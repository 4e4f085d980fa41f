// Spreading activation: whom a query means, and who is next to them, light up the turns that speak of them.
import { entitiesIn } from '../extract/ask.ts'
import { neighboursOf } from '../graph/world.ts'
import type { State } from '../state/state.ts'

/** What reaches a neighbour of one whom the query means. */
const neighbourShare = 0.4

/**
 * Activation of each turn, in [0, 1]: 1 where it speaks of one whom the query means and whom few turns speak of (Anderson
 * 1983, Science of Memory: activation divides among what it spreads to).
 */
export function spreadFrom(state: State, text: string): ReadonlyMap<number, number> {
  const { graph } = state
  // Who speaks is told by the speaker of a turn, not by being named in it.
  const speakers = new Set([...state.log.speakers.keys()].map(name => name.toLowerCase()))
  const meant = entitiesIn(graph, text).filter(id => !speakers.has(graph.entity(id)?.name?.toLowerCase() ?? ''))
  const activation = new Map<number, number>()
  for (const id of meant) {
    activation.set(id, 1)
    for (const other of neighboursOf(graph, id)) if (other !== 0 && !activation.has(other)) activation.set(other, neighbourShare)
  }
  const turns = new Map<number, number>()
  for (const [id, share] of activation) {
    const spoken = graph.entity(id)?.turns ?? []
    const rarity = 1 / (1 + Math.log2(1 + spoken.length) / 8)
    for (const turn of spoken) turns.set(turn, Math.max(turns.get(turn) ?? 0, share * rarity))
  }
  return turns
}
