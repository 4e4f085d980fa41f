// What a gate kept against what the authors of the lives found worth keeping, with and without the help of length.
import type { TurnDecision } from 'mneme'
import type { Run } from './evaluation.ts'
import type { History } from './histories.ts'
import { averagePrecision, type Scored } from './metrics.ts'

/** A turn with its label and what was done with it. */
export interface Judged {
  history: string
  /** 0 chatter, 1 useful within the session, 2 worth keeping for months, 3 must never be lost. */
  keep: number
  length: number
  importance: number
  action: TurnDecision['action']
}

/** Every labelled turn of the histories with its decision. */
export function judge(histories: readonly History[], runs: readonly Run[]): Judged[] {
  return histories.flatMap((history, index) => {
    const decisions = new Map(runs[index]?.decisions.map(decision => [decision.turnId, decision]))
    return history.sessions
      .flatMap(session => session.turns)
      .flatMap(({ id, keep, text }) => {
        const decision = decisions.get(id)
        return keep === undefined || !decision
          ? []
          : [{ history: history.id, keep, length: text.length, importance: decision.importance, action: decision.action }]
      })
  })
}

/** Label from which on a turn should be kept. */
export const keeper = 2

/**
 * Pairs of a keeper and an unkept turn of the same history, nearest in length and at most 10 % apart. The closest pair is
 * made first and a turn is used once, so that length tells nothing within the pairs.
 */
export function lengthMatched(turns: readonly Judged[]): [kept: Judged, unkept: Judged][] {
  const pairs: [Judged, Judged][] = []
  const candidates = turns
    .filter(turn => turn.keep >= keeper)
    .flatMap(kept =>
      turns
        .filter(other => other.keep < keeper && other.history === kept.history)
        .map(unkept => ({ kept, unkept, apart: Math.abs(kept.length - unkept.length) / Math.max(kept.length, unkept.length) }))
        .filter(({ apart }) => apart <= 0.1)
    )
  const used = new Set<Judged>()
  for (const { kept, unkept } of candidates.sort((a, b) => a.apart - b.apart)) {
    if (used.has(kept) || used.has(unkept)) continue
    used.add(kept).add(unkept)
    pairs.push([kept, unkept])
  }
  return pairs
}

/** Average precision of a score for keeping. */
export function precisionOf(turns: readonly Judged[], score: (turn: Judged) => number): number {
  return averagePrecision(turns.map((turn): Scored => ({ score: score(turn), positive: turn.keep >= keeper })))
}

/** 1 for each pair whose keeper scores higher, one half for a tie: the mean is the share of pairs told apart. */
export function pairsWon(pairs: readonly (readonly [Judged, Judged])[], score: (turn: Judged) => number): number[] {
  return pairs.map(([kept, unkept]) => (score(kept) > score(unkept) ? 1 : score(kept) === score(unkept) ? 0.5 : 0))
}
