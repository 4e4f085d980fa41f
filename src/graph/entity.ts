// Somebody whom the memory knows of.
import type { Gender } from './relation.ts'

/** The owner of the memory. */
export const userId = 0

/** Somebody, or an animal. */
export interface Entity {
  id: number
  /** As it was first given; null for one who is known by a role alone. */
  name: string | null
  /** Further forms of the name, lower case. */
  aliases: readonly string[]
  gender: Gender | null
  /** The word for its role as it was first said ("neighbour", "beagle"); null where it came by name. */
  word: string | null
  /** Ordinals of the turns that speak of it, in order. */
  turns: readonly number[]
}

/** Every form of an entity's name in lower case. */
export function formsOf({ name, aliases }: Pick<Entity, 'name' | 'aliases'>): string[] {
  return name === null ? [...aliases] : [...new Set([name.toLowerCase(), ...aliases])]
}

/** "Dr Reed", "Mrs Reed". */
export function isTitled({ name, aliases }: Entity): boolean {
  return aliases.some(alias => alias.endsWith(` ${name}`))
}
