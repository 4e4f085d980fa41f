// Replay: short-term traces are held against one another; what recurs is a pattern and gets stronger.
import { dot } from '../vector.ts'
import { reinforced } from '../trace/strength.ts'
import { strengthOf } from '../trace/trace.ts'
import type { Phase } from './sleep.ts'

/** Cosine from which two short-term traces of different sessions are about the same thing. */
const alike = 0.7

/** Strengthens each short-term trace that traces of other sessions resemble, once a sleep and only for sessions that are new. */
export const replay: Phase = (state, context) => {
  const traces = state.stm.list()
  let patterns = 0
  for (const trace of traces) {
    const others = traces.filter(other => other.session !== trace.session && dot(other.key, trace.key) >= alike)
    const sessions = new Set(others.map(other => other.session))
    if (sessions.size <= trace.repeats) continue
    patterns++
    const strength = reinforced(strengthOf(trace, context.tick, state.config), state.config.ltm.reinforcement)
    // `repeats` remembers how many sessions were counted, so that another sleep counts none twice.
    context.change({ type: 'update', id: trace.id, fields: { strength, tick: context.tick, repeats: sessions.size } })
  }
  return { replayed: traces.length, patterns }
}
