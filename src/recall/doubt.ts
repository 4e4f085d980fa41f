// Doubt: of two hits for one question, the older one that the newer may have replaced is marked. Nothing is stored by that.
import type { State } from '../state/state.ts'
import type { Hit } from './hit.ts'

/** Best hits among which a newer answer counts. */
const among = 10

/**
 * The same hits in the same order: of the best ten, those that another of them may have replaced are `doubted`. A turn that
 * was said with middling probability to replace an older one says so only where a question finds both.
 */
export function doubted({ doubts, log }: State, hits: readonly Hit[]): Hit[] {
  if (doubts.size === 0) return [...hits]
  const best = hits.slice(0, among)
  return hits.map((hit, place) => {
    const by = place < among && (hit.status === 'current' || hit.status === 'unstored') ? doubts.get(log.ordinalOf(hit.sourceIds[0] ?? '') ?? -1)?.by : undefined
    const newer = by === undefined ? undefined : best.find(({ sourceIds }) => sourceIds.includes(log.idAt(by)))
    return newer ? { ...hit, status: 'doubted', doubtedBy: newer.id } : hit
  })
}
