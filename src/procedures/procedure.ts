// A procedure: a way of working that a user taught, or showed again and again.

/** Taught outright, learned from what was asked for again and again, or added by the host. */
export type ProcedureOrigin = 'taught' | 'learned' | 'host'

/** What calls for it, what is to be done then, and how well that went. */
export interface Procedure {
  id: string
  /** Whose it is. */
  speaker: string
  /** A few of its words. */
  name: string
  origin: ProcedureOrigin
  /** What is to be done, in the user's own words. */
  instruction: string
  /** Ordinal of the turn whose words the instruction is; null where the host wrote it. */
  quotes: number | null
  /** When it applies, in the host's words; null where turns tell. */
  when: string | null
  /** Ordinals of the turns that state it, ascending. */
  turns: readonly number[]
  /** Ordinals of the requests that these were about, ascending; none where it was taught. */
  requests: readonly number[]
  /** When it was taught or learned, in milliseconds. */
  since: number
  /** Turns that it was told for. */
  uses: number
  /** When it was last rewarded, in milliseconds, or null. */
  lastSuccess: number | null
  /** Sums of its rewards and of its punishments. */
  worked: number
  failed: number
  /** Why it is told no more, or null. */
  retired: 'failed' | 'removed' | null
  /** Id of the procedure that took its place, or null. */
  replacedBy: string | null
}

/** A new procedure without a history. */
export const unused = { uses: 0, lastSuccess: null, worked: 0, failed: 0, retired: null, replacedBy: null } as const

/** What is believed of one before it was used, as so many rewards and punishments: who says it outright is surer. */
const prior: Readonly<Record<ProcedureOrigin, { worked: number; failed: number }>> = {
  taught: { worked: 3, failed: 0.5 }, host: { worked: 3, failed: 0.5 }, learned: { worked: 2, failed: 0.7 },
}

/** How far a procedure can be trusted, in (0, 1): the mean of a beta distribution over its rewards and punishments. */
export function trustIn({ origin, worked, failed }: Pick<Procedure, 'origin' | 'worked' | 'failed'>): number {
  const before = prior[origin]
  return (before.worked + worked) / (before.worked + before.failed + worked + failed)
}

/** Trust below which a procedure is retired. */
const retiredBelow = 0.4

/** A procedure after a reward in [-1, 1]; one that keeps failing retires. */
export function rewarded(procedure: Procedure, reward: number, at: number): Procedure {
  const next = {
    ...procedure, worked: procedure.worked + Math.max(0, reward), failed: procedure.failed + Math.max(0, -reward),
    lastSuccess: reward > 0 ? at : procedure.lastSuccess,
  }
  return { ...next, retired: next.retired ?? (trustIn(next) < retiredBelow ? 'failed' : null) }
}

/** True for one that may be told. */
export function isActive({ retired, replacedBy }: Procedure): boolean {
  return retired === null && replacedBy === null
}
