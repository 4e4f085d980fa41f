// The head of exact words: BM25 over the log, as a share of what a text with all of a query's words would get.
import type { State } from '../state/state.ts'
import { largest } from '../vector.ts'

/** Share of a query's words in each turn, in (0, 1], for the best `limit` turns that are `visible`; of those `within`, where some are given. */
export function lexicalHead(state: State, terms: readonly string[], limit: number, visible: (ordinal: number) => boolean, within?: ReadonlySet<number>): Map<number, number> {
  const most = state.lexical.highestScore(terms)
  if (most === 0) return new Map()
  const { scores, touched: all } = state.lexical.search(terms, state.config.lexical.neighbours)
  const touched = within ? Uint32Array.from([...within].flatMap(turn => state.lexical.documentsOf(turn)).filter(document => scores[document]! > 0)) : all
  const best = new Map<number, number>()
  const take = (documents: Iterable<number>): boolean => {
    for (const document of documents) {
      const turn = state.lexical.turnOf(document)
      if (!visible(turn)) continue
      best.set(turn, Math.max(best.get(turn) ?? 0, scores[document]! / most))
      if (best.size === limit) return true
    }
    return false
  }
  if (touched.length <= limit) take(touched)
  else {
    // A few times as many hold enough that are wanted, nearly always: to sort them all takes longer than to find them.
    const falling = (documents: Uint32Array): Uint32Array => documents.sort((a, b) => scores[b]! - scores[a]!)
    const values = new Float32Array(touched.length)
    for (let place = 0; place < values.length; place++) values[place] = scores[touched[place]!]!
    const few = largest(values, 4 * limit).sort((a, b) => a - b)
    if (!take(falling(Uint32Array.from(few, place => touched[place]!)))) take(falling(touched))
  }
  return best
}
