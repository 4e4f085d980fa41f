// Where sleep stands: what it has still to look at, the unfinished night if there is one, and how both are saved.
import type { PackedLabels } from '../checkpoint/columns.ts'
import { IdSet } from '../checkpoint/id-set.ts'

/** A sleep that has begun. It holds ids and figures, no texts: what is forgotten meanwhile leaves nothing here. */
export interface Night {
  /** When it began: clock reading in milliseconds, and memory time in ticks. The whole night goes by these. */
  now: number
  tick: number
  /** Turns before this ordinal are consolidated; later ones are for the next night. */
  until: number
  /** Name of the step that comes next. */
  step: string
  /** Ordinal up to which statements have been taken out. */
  turn: number
  /** Ids of the short-term traces that scored. */
  archive: readonly string[]
  /** Calls of the host's language model. */
  calls: number
  /** Load of the turns that it consolidates. */
  load: number
}

/** What a state knows of its sleep. */
export interface SleepState {
  /** When the last night began that came to its end, in milliseconds. */
  at: number
  /** What was said since, in turns: (1 + novelty) / 2 for each, so that what is new counts twice what is known. */
  load: number
  /** Ids of traces that sleep has not held against the others: new ones, and those that were restored. */
  touched: IdSet
  /** The night that was interrupted, or null. */
  night: Night | null
}

/** After a night that began at `at`. Journals of older versions know no nights: their sleep looked at everything. */
export function afterNight({ night, load, touched }: SleepState, at: number): SleepState {
  return { at, load: night ? load - night.load : 0, touched: night ? touched : new IdSet(), night: null }
}

/** How a checkpoint holds it. */
export interface PackedSleep {
  at: number
  load: number
  touched: PackedLabels
  night: Night | null
}

export function packSleep({ at, load, touched, night }: SleepState): PackedSleep {
  return { at, load, touched: touched.pack(), night }
}

export function unpackSleep({ at, load, touched, night }: PackedSleep): SleepState {
  return { at, load, touched: new IdSet(touched), night }
}
