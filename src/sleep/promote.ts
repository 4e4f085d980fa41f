// Promotion: short-term traces that proved themselves move to long-term memory; what is too old leaves.
import { dayMs } from '../clock.ts'
import type { Phase } from './sleep.ts'

/** Importance that needs no further proof. */
const confident = 0.5

/** Moves what is important, was repeated or was used; drops what stayed longer than the age limit. */
export const promote: Phase = (state, context) => {
  const oldest = context.now - state.config.stm.maxAgeDays * dayMs
  let room = state.config.ltm.capacity - state.ltm.size
  let promoted = 0
  let dropped = 0
  for (const trace of state.stm.list()) {
    if (trace.importance >= confident || trace.repeats > 0 || trace.uses > 0) {
      if (room-- <= 0) continue
      context.change({ type: 'trace', tier: 'ltm', trace })
      promoted++
    } else if (trace.at < oldest) {
      const cause = `left short-term memory after ${state.config.stm.maxAgeDays} days, neither repeated nor used`
      context.change({ type: 'drop', id: trace.id, at: context.now, cause })
      dropped++
    }
  }
  return { promoted, dropped }
}
