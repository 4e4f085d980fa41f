// Archiving: short-term traces that scored, or proved themselves, move to long-term memory.
import { retentionOf } from '../trace/retention.ts'
import type { Change } from '../state/state.ts'
import { fadedOf } from './fade.ts'
import { example, type Step } from './step.ts'

/**
 * Moves what scored, was repeated or was used, as far as there is room when tonight's pruning is done. What pruning would
 * take at once stays where it is.
 */
export const archive: Step = {
  name: 'archive',
  phase: 'archive',
  take: (state, night) => {
    const { ltm, config } = state
    const scored = new Set(night.archive)
    let room = config.ltm.capacity - ltm.size + fadedOf(state, night.tick).length
    const moved = state.stm.list()
      .filter(trace => scored.has(trace.id) || trace.repeats > 0 || trace.uses > 0)
      .filter(trace => retentionOf(trace, night.tick, config) >= config.sleep.pruneBelow)
      .filter(() => room-- > 0)
    return {
      changes: moved.map((trace): Change => ({ type: 'trace', tier: 'ltm', trace })),
      counts: { archived: moved.length }, examples: moved.map(({ text }) => example(text)),
    }
  },
}
