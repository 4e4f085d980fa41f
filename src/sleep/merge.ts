// Merging: traces that say the same become one, which keeps the older text and all sources.
import { isPart, nearTurns } from '../recall/near.ts'
import { traceOf, type Change, type State } from '../state/state.ts'
import { statementOf } from '../trace/same.ts'
import { strengthened, strengthOf, type Trace } from '../trace/trace.ts'
import { example, type Step } from './step.ts'

/** Merges new and restored traces with those of the same speaker and kind that say the same thing, in both stores. */
export const merge: Step = {
  name: 'merge',
  phase: 'archive',
  take: (state, { now, tick }) => {
    const changes: Change[] = []
    const examples: string[] = []
    let merged = 0
    for (const [first, ...same] of groupsOf(state)) {
      if (!first || same.length === 0) continue
      const all = [first, ...same]
      const strength = (trace: Trace): number => strengthOf(trace, tick, state.config)
      const strongest = all.reduce((best, trace) => strength(trace) > strength(best) ? trace : best)
      const cause = `merged into ${first.id}, which says the same`
      for (const { id } of same) changes.push({ type: 'drop', id, at: now, cause })
      changes.push({
        type: 'update', id: first.id, fields: {
          sources: [...new Set(all.flatMap(trace => trace.sources))],
          ...strengthened(strongest, tick, 1, state.config),
          repeats: all.reduce((sum, trace) => sum + trace.repeats, same.length),
          uses: all.reduce((sum, trace) => sum + trace.uses, 0),
        },
      })
      merged += same.length
      examples.push(example(first.text))
    }
    const ids = [...state.sleep.touched]
    return { changes: ids.length > 0 ? [...changes, { type: 'compared', ids }] : [], counts: { merged }, examples }
  },
}

/** Traces that say the same, the oldest first, in groups of which each has a new or restored one. */
function groupsOf(state: State): Trace[][] {
  const groups = new Map<string, Map<string, Trace>>()
  for (const id of state.sleep.touched) {
    const trace = traceOf(state, id)
    if (!trace || !mayMerge(state, trace)) continue
    const says = statementOf(trace.text)
    const group = `${trace.speaker}\n${trace.kind}\n${shownBy(state, trace)}\n${says}`
    const members = groups.get(group) ?? new Map<string, Trace>()
    groups.set(group, members.set(id, trace))
    // Once for a group: the same statement has the same words.
    if (members.size > 1) continue
    for (const near of new Set([...nearTurns(state, trace.text)].flatMap(ordinal => state.sources.of(ordinal)))) {
      const other = traceOf(state, near)
      if (other && other.speaker === trace.speaker && other.kind === trace.kind && mayMerge(state, other) && statementOf(other.text) === says && shownBy(state, other) === shownBy(state, trace)) members.set(near, other)
    }
  }
  return [...groups.values()].map(members => [...members.values()].sort((a, b) => a.at - b.at || Number(a.id.slice(1)) - Number(b.id.slice(1))))
}

/** What a trace's turns show: the same words under another picture say something else. */
function shownBy({ media }: State, { sources }: Trace): string {
  return [...new Set(sources.flatMap(source => media.hashesOf(source)))].sort().join(' ')
}

function mayMerge(state: State, { id, suppressed, supersededBy }: Trace): boolean {
  return !suppressed && supersededBy === null && !isPart(state, id)
}
