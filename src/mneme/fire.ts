// A signal set off by the host's hand: what each one does to what it is pointed at. Decides, changes nothing.
import { MnemeError } from '../errors.ts'
import { ruleTurns } from '../signals/levels.ts'
import type { SignalName } from '../signals/signal.ts'
import { traceOf, type Change, type State } from '../state/state.ts'
import { topicSessions, topicTurns, type Topic } from '../topics/topic.ts'
import { terms, wordsBehind } from '../encode/terms.ts'
import { strengthened } from '../trace/trace.ts'
import { traceOfTurn } from './replace.ts'
import { notFound, tracesUnder } from './views.ts'

const actsOnTraces: ReadonlySet<SignalName> = new Set(['dopamine', 'gaba'])

/** What a signal is pointed at, checked. */
export interface Firing {
  /** A trace, or a turn; norepinephrine needs none. */
  id: string | undefined
  level: number
  why: string
}

/** The changes that a signal makes at a moment. Throws NOT_FOUND, or INVALID_ARGUMENT where there is no id. */
export function fireChanges(state: State, signal: SignalName, { id, level, why }: Firing, now: number, tick: number): Change[] {
  const event = (turn: number | null, traces: readonly string[]): Change => ({
    type: 'signal', event: { signal, level, cause: why, trigger: 'host', at: now, turn, traces },
  })
  if (signal === 'norepinephrine') return [event(null, [])]
  if (id === undefined) {
    throw new MnemeError('INVALID_ARGUMENT', `id: expected that of a trace or a turn for ${signal}, got none; pass { id }`)
  }
  const turn = state.log.ordinalOf(id) ?? traceOf(state, id)?.sources[0]
  const known = tracesUnder(state, id)
  // A turn that the gate dropped gets a trace to act on.
  const made = known.length === 0 && turn !== undefined && actsOnTraces.has(signal) ? traceOfTurn(state, turn, `m${state.traces + 1}`) : undefined
  const ids = made ? [made.id] : known
  if (ids.length === 0 && turn === undefined) throw notFound(id)
  const acts: Readonly<Record<Exclude<SignalName, 'norepinephrine'>, () => Change[]>> = {
    dopamine: () => ids.map(trace => ({ type: 'update', id: trace, fields: { priority: true, ...strengthened(traceOf(state, trace) ?? made!, tick, level, state.config) } })),
    gaba: () => ids.map(trace => ({ type: 'update', id: trace, fields: { suppressed: true } })),
    serotonin: () => ruleFrom(state, turn, level, now),
    acetylcholine: () => topicFrom(state, turn, now),
  }
  return [...made ? [{ type: 'trace', tier: 'ltm', trace: made } as const] : [], ...acts[signal](), event(turn ?? null, actsOnTraces.has(signal) ? ids : [])]
}

/** A rule in the words of a turn, as sure as one that was shown three times. */
function ruleFrom({ log, rules }: State, turn: number | undefined, level: number, now: number): Change[] {
  const said = turn === undefined ? undefined : log.at(turn)
  if (!said || turn === undefined) return []
  const shown = [{ turn, session: said.session, probability: ruleTurns * level }]
  return [{ type: 'rule', rule: { id: rules.nextId, speaker: said.speaker, style: null, text: said.text, quotes: turn, shown, against: [], enabled: true, since: now } }]
}

/** A topic of the rarest words of a turn. */
function topicFrom(state: State, turn: number | undefined, now: number): Change[] {
  const said = turn === undefined ? undefined : state.log.at(turn)
  if (!said) return []
  const own = [...new Set(terms(said.text))].sort((a, b) => state.lexical.idf(b) - state.lexical.idf(a)).slice(0, topicSessions)
  const documents = own.flatMap(term => state.lexical.latestWith(term, topicTurns ** 3))
  const turns = [...new Set(documents.map(document => state.lexical.turnOf(document)))].sort((a, b) => a - b)
  if (own.length === 0) return []
  const topic: Topic = { id: `t${state.log.size}.${turn}`, name: wordsBehind(own[0]!, [said.text]), terms: own, turns, since: now }
  return [{ type: 'topics', topics: [...state.topics, topic] }]
}
