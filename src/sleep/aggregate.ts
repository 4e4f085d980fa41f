// Aggregation: what new turns name is noted under its classes, so that all of a class can be told.
import type { ClassTable } from '../classes/class-table.ts'
import { isMachine } from '../log/speaker.ts'
import type { Change } from '../state/state.ts'
import { turnsOf } from './scan.ts'
import type { Step } from './step.ts'

/** Notes the members of classes that people named in the new turns. */
export function aggregateBy(classes: ClassTable): Step {
  return {
    name: 'aggregate',
    phase: 'extract',
    take: (state, night) => {
      const turns = state.config.aggregate.enabled ? turnsOf(state, night) : []
      const changes = turns.flatMap((ordinal): Extract<Change, { type: 'members' }>[] => {
        const turn = state.log.at(ordinal)
        const found = turn && !isMachine(turn.speaker) ? classes.membersIn(turn.text) : []
        return found.length > 0 ? [{ type: 'members', turn: ordinal, found }] : []
      })
      const members = changes.flatMap(({ found }) => found.map(({ member }) => member))
      return { changes, counts: { members: members.length }, examples: [] }
    },
  }
}
