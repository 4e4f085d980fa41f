// A turn that has been stored, read into the graph; and what it says is over, ended among the traces too.
import { Extractor } from '../extract/extract.ts'
import type { Fact } from '../graph/fact.ts'
import type { Turn } from '../log/log.ts'
import { isMachine } from '../log/speaker.ts'
import { traceOf, type Change, type State } from '../state/state.ts'
import { endStatement, partWith, traceOfTurn, without } from './replace.ts'

/** Reads the last turn of the log into the graph. */
export function readGraph(state: State, turn: Turn, change: (change: Change) => void): void {
  if (!state.config.graph.enabled) return
  const others = [...state.log.speakers.keys()].filter(speaker => speaker !== turn.speaker && !isMachine(speaker))
  // "You" is told only where two people talk.
  const addressee = others.length === 1 && turn.speaker !== 'user' ? others[0] : undefined
  const over: Fact[] = []
  new Extractor(state.graph, step => {
    if (step.type === 'fact' && step.fact.endedAt !== null && state.graph.fact(step.fact.id)?.endedAt === null) over.push(step.fact)
    change({ type: 'graph', step })
  }).read({
    text: turn.text, speaker: turn.speaker, ordinal: state.log.size - 1, at: turn.at, ...(addressee !== undefined && { addressee }),
  })
  if (state.config.signals.gaba) for (const fact of over) endSources(state, fact, turn, change)
}

/** Ends what was said of a fact that another has taken the place of, or that is denied: where one lives, works, studies. */
function endSources(state: State, { object, subject, predicate, sources }: Fact, turn: Turn, change: (change: Change) => void): void {
  const ordinal = state.log.size - 1
  const replaced = state.graph.about(subject).some(other =>
    other.subject === subject && other.predicate === predicate && other.endedAt === null && other.sources.includes(ordinal))
  // Another value has taken its place, or this one is denied by name: "I don't live in Leeds".
  if (typeof object !== 'string' || !(replaced || turn.text.toLowerCase().includes(object))) return
  for (const source of sources) {
    const said = state.log.at(source)
    const ids = state.sources.of(source)
    const trace = ids.map(id => traceOf(state, id)).find(found => found?.text.toLowerCase().includes(object))
    const text = trace?.text ?? (ids.length === 0 ? said?.text : undefined)
    if (!said || text === undefined || source === ordinal || trace?.suppressed || (trace && trace.supersededBy !== null)) continue
    const by = currentTrace(state, ordinal, change)
    const part = partWith(text, object)
    if (by === undefined || part === undefined) continue
    const rest = part === text ? '' : without(text, part)
    for (const step of endStatement(state, { ordinal: source, trace, text, probability: 1, surely: true }, { id: by, at: turn.at, next: state.traces + 1 }, rest)) change(step)
  }
}

/** Id of the trace over a turn, made where the gate kept none. */
function currentTrace(state: State, ordinal: number, change: (change: Change) => void): string | undefined {
  const [known] = state.sources.of(ordinal)
  if (known !== undefined) return known
  const trace = traceOfTurn(state, ordinal, `m${state.traces + 1}`)
  if (trace) change({ type: 'trace', tier: 'ltm', trace })
  return trace?.id
}
