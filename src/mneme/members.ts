// What was named of a class, as the host sees it.
import type { ClassTable } from '../classes/class-table.ts'
import type { State } from '../state/state.ts'

/** Something that people named of a class. */
export interface Member {
  /** As the table of classes has it: lower case, singular. */
  member: string
  /** Ids of the turns that name it, the oldest first. */
  turnIds: string[]
}

/** Members of the classes that a text names, what was named in most turns first. */
export function viewMembers({ members, log }: State, classes: ClassTable, text: string): Member[] {
  const turns = new Map<string, Set<number>>()
  for (const key of new Set(classes.namesIn(text).flatMap(name => [...classes.within(name)]))) {
    for (const [member, own] of members.of(key)) turns.set(member, new Set([...turns.get(member) ?? [], ...own]))
  }
  return [...turns]
    .map(([member, own]) => ({ member, turnIds: [...own].sort((a, b) => a - b).map(turn => log.idAt(turn)) }))
    .sort((a, b) => b.turnIds.length - a.turnIds.length || a.member.localeCompare(b.member))
}
