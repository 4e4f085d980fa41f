// What calls tell of themselves: what they cost, and what sleep did.
import type { PhaseName } from '../sleep/step.ts'

/** What a call cost. */
export interface Cost {
  /** Calls of the host's language model. */
  llmCalls: number
  /** Tokens of those calls and of the context. */
  tokens: number
  /** By the memory's clock. */
  ms: number
}

/** What one phase of sleep did. */
export interface PhaseReport {
  /** Figures by name. */
  counts: Readonly<Record<string, number>>
  /** Short texts, or ids, of what it was about: three at most. */
  examples: readonly string[]
  /** By the memory's clock. */
  ms: number
}

/**
 * What a sleep did, phase by phase: `scan` what was said since the last one, `score` which of it is for long-term memory,
 * `extract` statements, facts and links, `archive` what moved there and what was merged, `patterns` topics, `prune` what went.
 */
export type SessionReport = Record<PhaseName, PhaseReport> & { cost: Cost }

/** Options of `sleep` and `endSession`. */
export interface SleepOptions {
  /** Stops between two steps: the call rejects with ABORTED, what is done is kept, the next sleep goes on from there. */
  signal?: AbortSignal
}
