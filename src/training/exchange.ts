// Exchanges: what a person said, with what the model had before it, and what it answered; those that survived.
import { isMachine } from '../log/speaker.ts'
import type { LoggedTurn } from '../log/log.ts'
import { traceOf, type State } from '../state/state.ts'
import type { Entry } from '../trace/trace.ts'

/** A message and its answer. */
export interface Exchange {
  message: string
  reply: string
  /** Ids of the memories that were in its context. */
  shown: readonly string[]
  /** It was pinned: dopamine marked it as what matters. */
  matters: boolean
}

/**
 * Exchanges of a memory in order of time. Left out are those of which either side was suppressed, replaced or removed: what
 * a person took back is not taught.
 */
export function exchangesIn(state: State): Exchange[] {
  const found: Exchange[] = []
  for (let answered = 1; answered < state.log.size; answered++) {
    const [message, reply] = [state.log.at(answered - 1), state.log.at(answered)]
    if (!message || !reply || !isExchange(message, reply) || isGone(state, answered - 1) || isGone(state, answered)) continue
    found.push({
      message: message.text, reply: reply.text, shown: state.shown.get(answered - 1) ?? [],
      matters: tracesOf(state, answered - 1).some(({ priority }) => priority),
    })
  }
  return found
}

function isExchange(message: LoggedTurn, reply: LoggedTurn): boolean {
  return message.session === reply.session && !isMachine(message.speaker) && reply.speaker === 'assistant'
}

function tracesOf(state: State, turn: number): Entry[] {
  return state.sources.of(turn).flatMap(id => traceOf(state, id) ?? [])
}

/** True where something that a turn says has been suppressed or replaced. */
function isGone(state: State, turn: number): boolean {
  return tracesOf(state, turn).some(({ suppressed, supersededBy }) => suppressed || supersededBy !== null)
}
