// Pruning: traces that have all but faded go, and turns past their retention leave the log.
import { dayMs } from '../clock.ts'
import { strengthOf } from '../trace/trace.ts'
import type { Phase } from './sleep.ts'

/** Drops traces below `pruneBelow`, and the text of turns received over `retentionDays` ago. Traces keep their source ids. */
export const prune: Phase = (state, context) => {
  const { config } = state
  const faded = [...state.ltm.entries(), ...state.stm.list()]
    .map(entry => ({ entry, strength: strengthOf(entry, context.tick, config) }))
    .filter(({ strength }) => strength < config.pruneBelow)
  for (const { entry, strength } of faded) {
    const left = `faded to strength ${strength.toPrecision(2)}, below ${config.pruneBelow}`
    const cause = `${left}; last strengthened at tick ${entry.tick.toFixed(1)}`
    context.change({ type: 'drop', id: entry.id, at: context.now, cause, faded: true })
  }
  let erased = 0
  if (config.retentionDays !== null) {
    const oldest = context.now - config.retentionDays * dayMs
    for (let ordinal = 0; ordinal < state.log.size; ordinal++) {
      const turn = state.log.at(ordinal)
      if (!turn || turn.receivedAt >= oldest) continue
      context.change({ type: 'erase', ordinal })
      erased++
    }
  }
  return { pruned: faded.length, erased }
}
