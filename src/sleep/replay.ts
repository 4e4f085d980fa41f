// Replay: short-term traces are held against one another; what recurs is a pattern and gets stronger.
import { reinforced } from '../trace/strength.ts'
import { strengthOf, type Trace } from '../trace/trace.ts'
import type { Phase } from './sleep.ts'

/** Cosine from which two short-term traces of different sessions are about the same thing. */
const alike = 0.7

/** Strengthens each short-term trace that others of earlier sessions resemble, once for every session. */
export const replay: Phase = (state, context) => {
  const traces = state.stm.list()
  let patterns = 0
  for (const trace of traces) {
    const sessions = new Set(traces.filter(other => other.session !== trace.session && cosine(other, trace) >= alike).map(other => other.session))
    if (sessions.size <= trace.repeats) continue
    patterns++
    const strength = reinforced(strengthOf(trace, context.tick, state.config), state.config.ltm.reinforcement)
    // `repeats` remembers how many sessions were counted, so that another sleep counts none twice.
    context.change({ type: 'update', id: trace.id, fields: { strength, tick: context.tick, repeats: sessions.size } })
  }
  return { replayed: traces.length, patterns }
}

function cosine(a: Trace, b: Trace): number {
  let sum = 0
  for (let d = 0; d < a.key.length; d++) sum += a.key[d]! * b.key[d]!
  return sum
}
