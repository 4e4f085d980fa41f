// What was named of each class, and in which turns: sleep writes it, questions for all of a class read it.
import type { Membership } from './class-table.ts'

/** By class, by member: ordinals of turns, ascending. */
export type PackedMembers = readonly (readonly [key: string, members: readonly (readonly [member: string, turns: readonly number[]])[]])[]

export class MemberBook {
  readonly #classes = new Map<string, Map<string, readonly number[]>>()

  get size(): number {
    return this.#classes.size
  }

  /** Members of a class with the turns that name them. */
  of(key: string): ReadonlyMap<string, readonly number[]> {
    return this.#classes.get(key) ?? new Map<string, readonly number[]>()
  }

  /** Notes what a turn names; noted again it changes nothing. */
  put(turn: number, found: readonly Membership[]): void {
    for (const { class: key, member } of found) {
      const members = this.#classes.get(key) ?? new Map<string, readonly number[]>()
      const turns = members.get(member) ?? []
      if (!turns.includes(turn)) members.set(member, [...turns, turn])
      this.#classes.set(key, members)
    }
  }

  /** Takes a turn out, with the members that no other turn names. */
  forget(turn: number): void {
    for (const [key, members] of this.#classes) {
      for (const [member, turns] of members) {
        if (!turns.includes(turn)) continue
        if (turns.length === 1) members.delete(member)
        else members.set(member, turns.filter(other => other !== turn))
      }
      if (members.size === 0) this.#classes.delete(key)
    }
  }

  pack(): PackedMembers {
    return [...this.#classes].map(([key, members]) => [key, [...members]] as const)
  }

  static unpack(packed: PackedMembers): MemberBook {
    const book = new MemberBook()
    for (const [key, members] of packed) book.#classes.set(key, new Map(members))
    return book
  }
}
