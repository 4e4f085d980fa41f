// The five signals: what they are called, how strong one is and why, and what the log of them holds.

/**
 * dopamine: this matters. GABA: let it fade. Serotonin: a stable pattern. Acetylcholine: a topic that lasts.
 * Norepinephrine: something changed.
 */
export const signalNames = ['dopamine', 'gaba', 'serotonin', 'acetylcholine', 'norepinephrine'] as const
export type SignalName = (typeof signalNames)[number]

/** How strong a signal is, and why. */
export interface SignalLevel {
  /** In [0, 1]. */
  level: number
  /** What caused most of it; empty where nothing did. */
  cause: string
}

export type Signals = Record<SignalName, SignalLevel>

/** Level from which a signal acts, and is logged. */
export const firesFrom = 0.5

/** A signal that acted. Holds no words of the conversation: those leave with their turn. */
export interface SignalEvent extends SignalLevel {
  signal: SignalName
  trigger: 'turn' | 'host' | 'sleep'
  /** In milliseconds. */
  at: number
  /** Ordinal of the turn that set it off, or null. */
  turn: number | null
  /** Ids of the traces that it acted on. */
  traces: readonly string[]
}

const none: Readonly<SignalLevel> = { level: 0, cause: '' }

/** All signals at rest. */
export function atRest(): Signals {
  return { dopamine: none, gaba: none, serotonin: none, acetylcholine: none, norepinephrine: none }
}

/** Several independent causes as one level: 1 - Π (1 - p), with the strongest as its cause. */
export function anyOf(causes: Readonly<Record<string, number>>): SignalLevel {
  const entries = Object.entries(causes)
  const level = 1 - entries.reduce((rest, [, probability]) => rest * (1 - probability), 1)
  const [cause, most] = entries.reduce((best, entry) => (entry[1] > best[1] ? entry : best), ['', 0])
  return { level, cause: most > 0 ? `${cause} ${most.toFixed(2)}` : '' }
}
