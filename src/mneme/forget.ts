// Forgetting on request: which traces and turns go with an id.
import { traceOf, type Change, type State } from '../state/state.ts'
import { notFound, tracesUnder } from './views.ts'

/** The changes that take out a trace with its turns, or a turn with its traces. Throws NOT_FOUND. */
export function forgetChanges(state: State, id: string, at: number): Change[] {
  const ids = tracesUnder(state, id)
  const own = state.log.ordinalOf(id)
  if (ids.length === 0 && (own === undefined || !state.log.at(own))) throw notFound(id)
  const ordinals = new Set(ids.flatMap(traceId => traceOf(state, traceId)?.sources ?? []))
  if (own !== undefined) ordinals.add(own)
  // Passages of the same turn hold the rest of its text.
  const all = new Set([...ids, ...[...ordinals].flatMap(ordinal => state.sources.of(ordinal))])
  return [
    ...[...all].map((traceId): Change => ({ type: 'drop', id: traceId, at, cause: 'forgotten on request' })),
    ...[...ordinals].map((ordinal): Change => ({ type: 'erase', ordinal })),
    ...[...ordinals].map((ordinal): Change => ({ type: 'graph', step: { type: 'forget', ordinal } })),
    ...[...ordinals].map((turn): Change => ({ type: 'unlearn', turn })),
  ]
}
