// The head of exact words: BM25 over the log, as a share of what a text with all of a query's words would get.
import type { State } from '../state/state.ts'
import { largest } from '../vector.ts'

/** Passages that are found for each turn that is wanted: nearly always enough of them may be seen. */
const lookedAt = 2

/** Share of a query's words in each turn, in (0, 1], for the best `limit` turns that are `visible`; of those `within`, where some are given. */
export function lexicalHead(state: State, terms: readonly string[], limit: number, visible: (ordinal: number) => boolean, within?: ReadonlySet<number>): Map<number, number> {
  const { lexical, config: { lexical: { neighbours } } } = state
  const highest = lexical.highestScore(terms)
  const best = new Map<number, number>()
  const take = (documents: Iterable<number>, scores: Float32Array): boolean => {
    for (const document of documents) {
      const turn = lexical.turnOf(document)
      if (!visible(turn)) continue
      best.set(turn, Math.max(best.get(turn) ?? 0, scores[document]! / highest))
      if (best.size === limit) return true
    }
    return false
  }
  if (highest === 0) return best
  if (within) {
    const { scores } = lexical.search(terms, neighbours)
    take(falling([...within].flatMap(turn => lexical.documentsOf(turn)).filter(document => scores[document]! > 0), scores), scores)
    return best
  }
  const found = lexical.search(terms, neighbours, lookedAt * limit)
  const { scores, touched, count, pruned } = found
  if (take(falling(largest(found.values(), lookedAt * limit).map(place => touched[place]!), scores), scores) || !pruned && count <= lookedAt * limit) return best
  const all = lexical.search(terms, neighbours)
  take(falling([...all.touched.subarray(0, all.count)], all.scores), all.scores)
  return best
}

/** Documents by score, the best first, of equal ones the first. */
function falling(documents: number[], scores: Float32Array): number[] {
  return documents.sort((a, b) => scores[b]! - scores[a]! || a - b)
}
