// Score: which short-term traces are for long-term memory by their importance.
import { example, type Step } from './step.ts'

/** Marks what reaches `sleep.archiveFrom`, a threshold on importance as the gate gave it. */
export const score: Step = {
  name: 'score',
  phase: 'score',
  take: ({ stm, config }) => {
    const traces = stm.list()
    const scored = traces.filter(({ importance }) => importance >= config.sleep.archiveFrom)
    return {
      changes: [], counts: { scored: traces.length, archivable: scored.length },
      examples: scored.map(({ text }) => example(text)), night: { archive: scored.map(({ id }) => id) },
    }
  },
}
