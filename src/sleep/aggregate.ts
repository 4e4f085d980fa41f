// Aggregation: what the turns since the last sleep name is noted under its classes, so that all of a class can be told.
import { isMachine } from '../log/speaker.ts'
import type { Phase } from './sleep.ts'

/** Notes the members of classes that people named. */
export const aggregate: Phase = (state, context) => {
  if (!state.config.aggregate.enabled) return { turns: 0, members: 0 }
  let [turns, members] = [0, 0]
  for (let ordinal = state.slept; ordinal < state.log.size; ordinal++) {
    const turn = state.log.at(ordinal)
    const found = turn && !isMachine(turn.speaker) ? context.classes.membersIn(turn.text) : []
    if (found.length === 0) continue
    context.change({ type: 'members', turn: ordinal, found })
    turns++
    members += found.length
  }
  return { turns, members }
}
