// How a trace fades, by the config's model: exponential by kind, or FSRS-6 from a first stability by kind.
import { dayMs } from '../clock.ts'
import type { Config } from '../config.ts'
import { daysUntil, firstReviewed, retrievability, reviewed, stabilityOf, type Grade, type Spacing } from './fsrs.ts'
import { decayed, halfLifeTicks } from './strength.ts'
import type { Trace } from './trace.ts'

type Fading = Pick<Trace, 'kind' | 'spacing'>

/**
 * Share of a trace's strength that is left `elapsed` ticks after it was made or last strengthened, in [0, 1]: λ^elapsed, or
 * R(t, S) of FSRS-6. 1 where nothing decays. Exact at any moment, so that ageing never touches what is stored.
 */
export function leftAfter(trace: Fading, elapsed: number, config: Config): number {
  if (!config.decay.enabled) return 1
  if (config.decay.model === 'exponential') return decayed(1, elapsed, halfLifeTicks(trace.kind, config))
  return retrievability(inDays(elapsed, config), spacingOf(trace, config).stability)
}

/** Ticks after which a strength is `times` smaller, from 1 up: the inverse of `leftAfter`. Infinity where nothing decays. */
export function ticksUntil(trace: Fading, times: number, config: Config): number {
  if (!config.decay.enabled) return Infinity
  if (config.decay.model === 'exponential') return halfLifeTicks(trace.kind, config) * Math.log2(times)
  return daysUntil(1 / times, spacingOf(trace, config).stability) * dayMs / config.tickMs
}

/**
 * What FSRS-6 makes of one repetition, use or reward `elapsed` ticks after the last one: a review whose grade is a lapse for
 * a negative share, with effort for a share below a half, else well.
 */
export function spacingAfter(trace: Fading, elapsed: number, share: number, config: Config): Spacing {
  const grade: Grade = share < 0 ? 1 : share < 0.5 ? 2 : 3
  return reviewed(spacingOf(trace, config), Math.max(0, inDays(elapsed, config)), grade)
}

/** Until its first review, a trace has half its strength after the half-life of its kind, and the difficulty of what went well. */
function spacingOf({ kind, spacing }: Fading, config: Config): Spacing {
  return spacing ?? { stability: stabilityOf(config.halfLifeDays[kind]), difficulty: firstReviewed(3).difficulty }
}

function inDays(ticks: number, config: Config): number {
  return ticks * config.tickMs / dayMs
}
