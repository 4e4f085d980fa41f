// Merging: traces that say the same become one, which keeps the older text and all sources.
import { statementOf } from '../trace/same.ts'
import { reinforced } from '../trace/strength.ts'
import { strengthOf, type Entry } from '../trace/trace.ts'
import { isPart } from '../recall/near.ts'
import type { Phase } from './sleep.ts'

/**
 * Merges traces of one speaker and kind that say the same thing, in both stores: before promotion, so that one sleep is
 * enough.
 */
export const merge: Phase = (state, context) => {
  const groups = new Map<string, Entry[]>()
  for (const entry of [...state.ltm.entries(), ...state.stm.list()]) {
    if (entry.suppressed || entry.supersededBy !== null || isPart(state, entry.id)) continue
    // The same words under another picture say something else.
    const shown = entry.sources.flatMap(source => state.media.hashesOf(source))
    const group = `${entry.speaker}\n${entry.kind}\n${[...new Set(shown)].sort().join(' ')}\n${statementOf(entry.text)}`
    const members = groups.get(group)
    if (members) members.push(entry)
    else groups.set(group, [entry])
  }
  let merged = 0
  for (const members of groups.values()) {
    if (members.length < 2) continue
    const all = members.sort((a, b) => a.at - b.at || Number(a.id.slice(1)) - Number(b.id.slice(1)))
    const [first, ...same] = all
    const strongest = Math.max(...all.map(entry => strengthOf(entry, context.tick, state.config)))
    const cause = `merged into ${first!.id}, which says the same`
    for (const entry of same) context.change({ type: 'drop', id: entry.id, at: context.now, cause })
    context.change({
      type: 'update', id: first!.id, fields: {
        sources: [...new Set(all.flatMap(entry => entry.sources))],
        strength: reinforced(strongest, state.config.ltm.reinforcement), tick: context.tick,
        repeats: all.reduce((sum, entry) => sum + entry.repeats, same.length),
        uses: all.reduce((sum, entry) => sum + entry.uses, 0),
      },
    })
    merged += same.length
  }
  return { merged }
}
