// A step of sleep: what it does to a state, as changes, and what it tells of it.
import type { Night } from '../state/night.ts'
import type { Change, State } from '../state/state.ts'

/** The phases of sleep, in the order in which they run. */
export const phaseNames = ['scan', 'score', 'extract', 'archive', 'patterns', 'prune'] as const
export type PhaseName = (typeof phaseNames)[number]

/** What a step does. */
export interface Taken {
  changes: Change[]
  /** Figures by name. */
  counts: Readonly<Record<string, number>>
  /** Short texts, or ids: the first three are reported. */
  examples: readonly string[]
  /** What the next steps need to know. */
  night?: Partial<Night>
  /** There is more of the same to do. */
  again?: boolean
}

/**
 * One step: reads a state and a night, changes nothing. It depends on these alone, so that a step that is done again after
 * an interruption does the same.
 */
export interface Step {
  /** Kept in the file while a night is interrupted. */
  name: string
  phase: PhaseName
  take(state: State, night: Night): Taken | Promise<Taken>
}

/** A text as an example. */
export function example(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length <= 60 ? line : `${line.slice(0, 59).trimEnd()}…`
}
