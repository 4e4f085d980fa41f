// Replay: new short-term traces are held against the others; what recurs over sessions gets stronger.
import { strengthened } from '../trace/trace.ts'
import type { Change } from '../state/state.ts'
import { dot } from '../vector.ts'
import { example, type Step } from './step.ts'

/** Cosine from which two short-term traces of different sessions are about the same thing. */
const alike = 0.7

/**
 * Strengthens each short-term trace that traces of other sessions resemble, once a sleep and only for sessions that are new.
 * Only a new trace can bring one.
 */
export const replay: Step = {
  name: 'replay',
  phase: 'archive',
  take: (state, { tick }) => {
    const traces = state.stm.list()
    const fresh = traces.filter(({ id }) => state.sleep.touched.has(id))
    const changes: Change[] = []
    const examples: string[] = []
    for (const trace of traces) {
      const resembles = (other: typeof trace): boolean => other.session !== trace.session && dot(other.key, trace.key) >= alike
      if (!state.sleep.touched.has(trace.id) && !fresh.some(resembles)) continue
      const sessions = new Set(traces.filter(resembles).map(other => other.session))
      if (sessions.size <= trace.repeats) continue
      // `repeats` remembers how many sessions were counted, so that another sleep counts none twice.
      changes.push({ type: 'update', id: trace.id, fields: { ...strengthened(trace, tick, 1, state.config), repeats: sessions.size } })
      examples.push(example(trace.text))
    }
    return { changes, counts: { replayed: fresh.length, recurring: changes.length }, examples }
  },
}
