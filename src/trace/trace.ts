// A trace: one memory, an index entry over one or more turns of the log.
import type { Config, Kind } from '../config.ts'
import { decayed, halfLifeTicks } from './strength.ts'

/** One memory as it is stored. Everything but the counters and the strength is fixed when it is written. */
export interface Trace {
  id: string
  kind: Kind
  /** An exact passage of the first source, or a statement that was remembered on its own. */
  text: string
  speaker: string
  session: string
  /** Clock reading of the turn in milliseconds. */
  at: number
  /** Ordinals of its turns in the log, the first one being where the text stands. */
  sources: readonly number[]
  /** The gate's output when it was written, in [0, 1]. */
  importance: number
  /** Strength at tick `tick`; `strengthOf` tells what is left of it. */
  strength: number
  tick: number
  /** How often it was recalled into a context that the host used. */
  uses: number
  /** How often it was said again. */
  repeats: number
  suppressed: boolean
  /** Id of the trace that replaced it, or null. */
  supersededBy: string | null
  /** When it stopped to be true, in milliseconds: the moment when what replaced it was said; null while it holds. */
  validTo: number | null
  /** Pinned: it enters every context that has room for it. */
  priority: boolean
  /** One statement, taken out of a turn that says more: the turn's own trace may fade. */
  atomic: boolean
  /** Unit key [K] of text and implicit signals. */
  key: Float32Array
}

/** What nothing has happened to yet: every trace begins so. */
export const untouched: Readonly<Pick<Trace, 'uses' | 'repeats' | 'suppressed' | 'supersededBy' | 'validTo' | 'priority' | 'atomic'>> = {
  uses: 0, repeats: 0, suppressed: false, supersededBy: null, validTo: null, priority: false, atomic: false,
}

/** A trace without its key. */
export type Entry = Readonly<Omit<Trace, 'key'>>

/** The fields that change while a trace lives. */
export type TraceUpdate = Partial<Pick<Trace,
  'kind' | 'sources' | 'strength' | 'tick' | 'uses' | 'repeats' | 'suppressed' | 'supersededBy' | 'validTo' | 'priority' | 'atomic'>>

/**
 * How a trace is held: `priority` is pinned, `mid` one statement taken out of a turn that says more, `short` a turn's own
 * words, which may fade. Views of the same traces, not three stores.
 */
export const memoryTiers = ['short', 'mid', 'priority'] as const
export type MemoryTier = (typeof memoryTiers)[number]

export function tierOf({ priority, atomic }: Pick<Trace, 'priority' | 'atomic'>): MemoryTier {
  if (priority) return 'priority'
  return atomic ? 'mid' : 'short'
}

/** Strength of a trace at memory time `tick`, in [0, 1]. */
export function strengthOf(trace: Pick<Trace, 'strength' | 'tick' | 'kind'>, tick: number, config: Config): number {
  return config.decay.enabled ? decayed(trace.strength, tick - trace.tick, halfLifeTicks(trace.kind, config)) : trace.strength
}
