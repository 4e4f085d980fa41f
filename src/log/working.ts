// Working memory: the last turns of the running conversation, as a view of the log.
import type { TurnLog } from './log.ts'

/** How far working memory reaches. */
export interface WorkingSpan {
  /** Turns at most. */
  turns: number
  /** Age in minutes beyond which a turn is no longer in mind. */
  maxAgeMinutes: number
}

/**
 * Ordinals of the last turns of the conversation that runs at `now`, in milliseconds, the oldest first; none before `from`,
 * none older than the span.
 */
export function workingTurns(log: TurnLog, now: number, from: number, { turns, maxAgeMinutes }: WorkingSpan): number[] {
  const found: number[] = []
  for (let ordinal = log.size - 1; ordinal >= from && found.length < turns; ordinal--) {
    const runs = found.length === 0 ? log.at(ordinal) !== undefined : log.areNeighbours(ordinal, ordinal + 1)
    if (!runs || now - log.saidAt(ordinal) > maxAgeMinutes * 60_000) break
    found.unshift(ordinal)
  }
  return found
}
