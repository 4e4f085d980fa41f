// Merging: traces that say the same become one, which keeps the older text and all sources.
import { terms } from '../lexical/terms.ts'
import { sameStatement } from '../trace/same.ts'
import { reinforced } from '../trace/strength.ts'
import { strengthOf, type Entry } from '../trace/trace.ts'
import type { Phase } from './sleep.ts'

/** Merges traces of one speaker and kind that say the same thing, in both stores: before promotion, so that one sleep is enough. */
export const merge: Phase = (state, context) => {
  const groups = new Map<string, Entry[]>()
  for (const entry of [...state.ltm.entries(), ...state.stm.list()]) {
    if (entry.suppressed || entry.supersededBy !== null) continue
    // Equal statements have equal index terms: no pair has to be compared across groups.
    const group = `${entry.speaker}\n${entry.kind}\n${[...new Set(terms(entry.text))].sort().join(' ')}`
    const members = groups.get(group)
    if (members) members.push(entry)
    else groups.set(group, [entry])
  }
  let merged = 0
  for (const members of groups.values()) {
    if (members.length < 2) continue
    const sorted = [...members].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
    const [first, ...rest] = sorted
    const same = rest.filter(entry => sameStatement(first!.text, entry.text))
    if (same.length === 0) continue
    const all = [first!, ...same]
    const strongest = Math.max(...all.map(entry => strengthOf(entry, context.tick, state.config)))
    for (const entry of same) context.change({ type: 'drop', id: entry.id, at: context.now, cause: `merged into ${first!.id}, which says the same` })
    context.change({
      type: 'update', id: first!.id, fields: {
        sources: [...new Set(all.flatMap(entry => entry.sources))],
        strength: reinforced(strongest, state.config.ltm.reinforcement), tick: context.tick,
        repeats: all.reduce((sum, entry) => sum + entry.repeats, same.length), uses: all.reduce((sum, entry) => sum + entry.uses, 0),
      },
    })
    merged += same.length
  }
  return { merged }
}
