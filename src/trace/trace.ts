// A trace: one memory, an index entry over one or more turns of the log.
import type { Config, Kind } from '../config.ts'
import { leftAfter, spacingAfter, ticksUntil } from './forgetting.ts'
import type { Spacing } from './fsrs.ts'
import { reinforced } from './strength.ts'

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
  /** How often it will be asked for, relative to an average turn, as told when it was written; above 0. */
  worth: number
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
  /** What reviews at their distances made of it, under FSRS-6; absent until the first. */
  spacing?: Spacing
  /** Unit key [K] of text and implicit signals. */
  key: Float32Array
}

/** What nothing has happened to yet, and of which nothing is known: every trace begins so. */
export const untouched: Readonly<Pick<Trace, 'worth' | 'uses' | 'repeats' | 'suppressed' | 'supersededBy' | 'validTo' | 'priority' | 'atomic'>> = {
  worth: 1, uses: 0, repeats: 0, suppressed: false, supersededBy: null, validTo: null, priority: false, atomic: false,
}

/** A trace without its key. */
export type Entry = Readonly<Omit<Trace, 'key'>>

/** The fields that change while a trace lives. */
export type TraceUpdate = Partial<Pick<Trace,
  'kind' | 'sources' | 'strength' | 'tick' | 'uses' | 'repeats' | 'suppressed' | 'supersededBy' | 'validTo' | 'priority' | 'atomic' | 'spacing'>>

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

type Living = Pick<Trace, 'strength' | 'tick' | 'kind' | 'spacing'>

/** Strength of a trace at memory time `tick`, in [0, 1]. */
export function strengthOf(trace: Living, tick: number, config: Config): number {
  return trace.strength * leftAfter(trace, tick - trace.tick, config)
}

/** Ticks from `tick` until a trace's strength has fallen to `level`; 0 where it has, Infinity where nothing decays. */
export function ticksToFall(trace: Living, level: number, tick: number, config: Config): number {
  const now = strengthOf(trace, tick, config)
  if (now <= level) return 0
  // Where it is at does not tell an exponential from its start: no need to look back.
  if (config.decay.model === 'exponential') return ticksUntil(trace, now / level, config)
  return Math.max(0, trace.tick + ticksUntil(trace, trace.strength / level, config) - tick)
}

/**
 * What one repetition, use or reward at `tick` changes: `share` of config.ltm.reinforcement of what is missing to 1 comes back,
 * a negative share takes away. Under FSRS-6 a share above 0 first brings back what had faded, as a recall does, and the
 * trace lasts longer the more had faded; a negative one is a lapse, and a share of 0 nothing at all.
 */
export function strengthened(trace: Living, tick: number, share: number, config: Config): Pick<TraceUpdate, 'strength' | 'tick' | 'spacing'> {
  const now = strengthOf(trace, tick, config)
  const at = Math.max(tick, trace.tick)
  const change = share * config.ltm.reinforcement
  if (config.decay.model === 'exponential') return { strength: reinforced(now, change), tick: at }
  if (share === 0) return {}
  return { strength: reinforced(share > 0 ? trace.strength : now, change), tick: at, spacing: spacingAfter(trace, tick - trace.tick, share, config) }
}
