// How alive a trace is: exponential decay in closed form, and reinforcement.
import type { Config, Kind } from '../config.ts'
import { dayMs } from '../clock.ts'

/** Half-life of a kind in ticks of memory time. */
export function halfLifeTicks(kind: Kind, config: Pick<Config, 'tickMs' | 'halfLifeDays'>): number {
  return config.halfLifeDays[kind] * dayMs / config.tickMs
}

/**
 * Strength after `elapsed` ticks: S · λ^elapsed with λ = 2^(-1/half-life). Exact at any moment, so that
 * ageing never touches what is stored. Time that runs backwards changes nothing.
 */
export function decayed(strength: number, elapsed: number, halfLife: number): number {
  return elapsed > 0 ? strength * 2 ** (-elapsed / halfLife) : strength
}

/** Strength after one repetition, use or reward: `share` of what is missing to 1 comes back. Negative shares take away. */
export function reinforced(strength: number, share: number): number {
  const next = share >= 0 ? strength + share * (1 - strength) : strength * (1 + share)
  return Math.min(1, Math.max(0, next))
}
