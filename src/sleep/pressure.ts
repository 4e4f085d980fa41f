// Sleep pressure: how much has been said since the last sleep and how new it was, and whether that asks for sleep.
import type { State } from '../state/state.ts'

/** Load, in wholly new turns, at which half of the pressure is reached. */
const halfLoad = 64

/**
 * Sleep pressure in [0, 1): 1 - 2^(-load / 64) with load = Σ (1 + novelty) / 2 over the turns since the last sleep, novelty
 * = 1 - the best cosine to what was stored. It rises towards 1 while one is awake and is discharged by sleep, as the
 * homeostatic process S of the two-process model (Borbély 1982).
 */
export function pressureOf({ sleep }: State): number {
  return 1 - 2 ** (-sleep.load / halfLoad)
}

/** True where the config asks for a sleep at clock reading `now`. */
export function wantsSleep(state: State, now: number): boolean {
  const { everyHours, pressure } = state.config.sleep
  return (everyHours !== null && now - state.sleep.at >= everyHours * 3_600_000) || (pressure !== null && pressureOf(state) >= pressure)
}
