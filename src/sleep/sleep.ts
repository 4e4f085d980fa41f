// Sleep: phases in order, each a function from the state and a context to a report. Later phases see what earlier ones did.
import { tickOf, type Change, type State } from '../state/state.ts'
import type { ClassTable } from '../classes/class-table.ts'
import { aggregate } from './aggregate.ts'
import { merge } from './merge.ts'
import { promote } from './promote.ts'
import { prune } from './prune.ts'
import { replay } from './replay.ts'
import { stale } from './stale.ts'
import { topics } from './topics.ts'

/** What a phase may use beside the state. */
interface SleepContext {
  /** Clock reading in milliseconds. */
  now: number
  /** Memory time in ticks. */
  tick: number
  classes: ClassTable
  /** Asks for a change; it is made when the phase returns. */
  change(change: Change): void
}

/** Figures of one phase by name. */
export type PhaseReport = Record<string, number>

/** One step of consolidation. */
export type Phase = (state: State, context: SleepContext) => PhaseReport

type PhaseName = 'replay' | 'merge' | 'stale' | 'prune' | 'promote' | 'topics' | 'aggregate'

/** Phases in the order in which they run. */
const phases: Readonly<Record<PhaseName, Phase>> = { replay, merge, stale, prune, promote, topics, aggregate }

/** What sleep did, phase by phase. */
export type SleepReport = Record<PhaseName, PhaseReport>

/**
 * Runs every phase; `change` makes a change.
 * Sleeping twice is sleeping once: every phase depends on memory time and on what is stored, not on how often it runs.
 */
export function sleep(state: State, now: number, classes: ClassTable, change: (change: Change) => void): SleepReport {
  const report: Record<string, PhaseReport> = {}
  for (const [name, phase] of Object.entries(phases)) {
    const changes: Change[] = []
    report[name] = phase(state, { now, tick: tickOf(state, now), classes, change: wanted => changes.push(wanted) })
    changes.forEach(change)
  }
  return report as SleepReport
}
