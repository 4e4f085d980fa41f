// GABA's slow half: raw turns that happened long ago, and that nobody came back to since, are suppressed. Nothing is deleted.
import { dayMs } from '../clock.ts'
import { mayGoStale } from '../state/agenda.ts'
import { traceOf, type Change, type State } from '../state/state.ts'
import type { Trace } from '../trace/trace.ts'
import { example, type Step } from './step.ts'

/**
 * Suppresses raw traces of what happened that were neither used nor said again for `staleAfterDays` days of memory time and
 * `staleAfterSessions` sessions. Facts, preferences and what is pinned do not go stale; `restore(id)` brings a trace back.
 */
export const stale: Step = {
  name: 'stale',
  phase: 'prune',
  take: (state, { now, tick }) => {
    const { gaba, staleAfterDays, staleAfterSessions } = state.config.signals
    const traces = gaba ? staleOf(state, tick) : []
    const changes = traces.map(({ id }): Change => ({ type: 'update', id, fields: { suppressed: true } }))
    if (traces.length > 0) {
      const cause = `stale: nobody came back to it in ${staleAfterDays} days and ${staleAfterSessions} sessions`
      const traceIds = traces.map(({ id }) => id)
      changes.push({ type: 'signal', event: { signal: 'gaba', level: 1, cause, trigger: 'sleep', at: now, turn: null, traces: traceIds } })
    }
    return { changes, counts: { stale: traces.length }, examples: traces.map(({ text }) => example(text)) }
  },
}

function staleOf(state: State, tick: number): Trace[] {
  const { staleAfterDays, staleAfterSessions } = state.config.signals
  const ticks = staleAfterDays * dayMs / state.config.tickMs
  const first = state.log.startOfLast(staleAfterSessions)
  const due = state.agenda.staling(state, tick).flatMap(id => traceOf(state, id) ?? [])
    .sort((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)))
  return [...due, ...state.stm.list()]
    .filter(trace => mayGoStale(trace) && tick - trace.tick >= ticks && trace.sources.every(source => source < first))
}
