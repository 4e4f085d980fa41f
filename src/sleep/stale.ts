// GABA's slow half: raw turns that happened long ago, and that nobody came back to since, are suppressed. Nothing is deleted.
import { dayMs } from '../clock.ts'
import { tierOf } from '../trace/trace.ts'
import type { State } from '../state/state.ts'
import type { Phase } from './sleep.ts'

/**
 * Suppresses raw traces of what happened that were neither used nor said again for `staleAfterDays` days of memory time and
 * `staleAfterSessions` sessions. Facts, preferences and what is pinned do not go stale; `restore(id)` brings a trace back.
 */
export const stale: Phase = (state, context) => {
  const { gaba, staleAfterDays, staleAfterSessions } = state.config.signals
  if (!gaba) return { stale: 0 }
  const ticks = staleAfterDays * dayMs / state.config.tickMs
  const first = firstRecent(state, staleAfterSessions)
  const ids = [...state.ltm.entries(), ...state.stm.list()]
    .filter(trace => tierOf(trace) === 'short' && trace.kind === 'episodic' && !trace.suppressed && trace.supersededBy === null)
    .filter(trace => trace.uses === 0 && trace.repeats === 0 && context.tick - trace.tick >= ticks && trace.sources.every(source => source < first))
    .map(({ id }) => id)
  for (const id of ids) context.change({ type: 'update', id, fields: { suppressed: true } })
  if (ids.length > 0) {
    const cause = `stale: nobody came back to it in ${staleAfterDays} days and ${staleAfterSessions} sessions`
    context.change({ type: 'signal', event: { signal: 'gaba', level: 1, cause, trigger: 'sleep', at: context.now, turn: null, traces: ids } })
  }
  return { stale: ids.length }
}

/** Ordinal of the first turn of the last `count` sessions; 0 where there are not more than that. */
function firstRecent({ log }: State, count: number): number {
  const seen = new Set<string>()
  for (let ordinal = log.size - 1; ordinal >= 0; ordinal--) {
    seen.add(log.sessionAt(ordinal))
    if (seen.size > count) return ordinal + 1
  }
  return 0
}
