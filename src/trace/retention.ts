// Retention: how much a long-term trace is worth its place, from what it was worth when written, time and use.
import type { Config } from '../config.ts'
import { leftAfter, ticksUntil } from './forgetting.ts'
import type { Trace } from './trace.ts'

type Retained = Pick<Trace, 'importance' | 'tick' | 'kind' | 'uses' | 'repeats' | 'spacing'>

/**
 * What use and repetition add: log2(1 + uses + repeats), 0 for a trace that nobody came back to, 1 after the first time.
 * Logarithmic as the base-level activation of ACT-R (Anderson & Schooler 1991): each further time counts less.
 */
export function accessBoost({ uses, repeats }: Pick<Trace, 'uses' | 'repeats'>): number {
  return Math.log2(1 + uses + repeats)
}

/**
 * Retention at memory time `tick`, in [0, 1]: min(1, importance · left after t · (1 + access boost)) with t the ticks
 * since the trace was made or last strengthened. Strength tells what recall makes of a trace, retention whether it keeps its
 * place: a reward raises the one, only what is said or used again the other.
 */
export function retentionOf(trace: Retained, tick: number, config: Config): number {
  return Math.min(1, trace.importance * leftAfter(trace, tick - trace.tick, config) * (1 + accessBoost(trace)))
}

/** Memory time from which retention is below the config's `sleep.pruneBelow`; Infinity where it never is. */
export function fadesAt(trace: Retained, config: Config): number {
  const ratio = trace.importance * (1 + accessBoost(trace)) / config.sleep.pruneBelow
  if (ratio < 1) return -Infinity
  return ratio < Infinity ? trace.tick + ticksUntil(trace, ratio, config) : Infinity
}
