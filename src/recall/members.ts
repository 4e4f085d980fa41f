// The head of classes: turns that name a member of what a question asks for.
import type { ClassTable } from '../classes/class-table.ts'
import type { State } from '../state/state.ts'

/** A class that is rarer than one turn in e^5 counts whole. */
const rare = 5
/** Nothing is rarer than this share of all turns. */
const floor = 0.01

/**
 * Turns that name a member of a class that the question names, by ordinal, each with min(1, -ln(p) / 5) for the share p of turns
 * that do: what is said in every other turn tells little. A member that the question itself names is none that it asks for.
 */
export function membersAsked({ members, log }: State, question: string, classes: ClassTable): Map<number, number> {
  const said = new Set(classes.membersIn(question).map(({ member }) => member))
  const found = new Map<number, number>()
  for (const name of members.size === 0 ? [] : classes.namesIn(question)) {
    const turns = new Set<number>()
    for (const key of classes.within(name)) {
      for (const [member, own] of members.of(key)) if (!said.has(member)) for (const turn of own) turns.add(turn)
    }
    const weight = Math.min(1, -Math.log(turns.size / Math.max(1, log.live) + floor) / rare)
    for (const turn of turns) found.set(turn, Math.max(found.get(turn) ?? 0, weight))
  }
  return found
}
