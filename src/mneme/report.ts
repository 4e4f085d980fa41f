// What calls tell of themselves: what they cost, what sleep did, and which ways of working a message called for.
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

/** What a context costs beside what it stands for. */
export interface TurnTokens {
  /** Tokens of the context. */
  context: number
  /** Tokens of the whole stored history as lines "speaker: text". */
  fullHistory: number
  /** Their difference, never below 0. */
  saved: number
}

/** A way of working that a message calls for. */
export interface FiredProcedure {
  id: string
  name: string
  /** What is to be done, in the user's own words. */
  instruction: string
  /** Probability that the message calls for it, times the trust in it, in [0, 1]. */
  confidence: number
}

/** What feedback has taught of which turns to keep. */
export interface LearningStats {
  enabled: boolean
  /** Calls of `feedback` that taught something. */
  rewards: number
  /** Decisions that a reward may still come for. */
  waiting: number
  /** Distance from the policy as it ships, in logits: no turn's importance has moved by more. */
  drift: number
  /** The config's limit of it. */
  trustRegion: number
}
