// What holds between two, or of one.
import { attributes, type Attribute, type Role } from './relation.ts'

/** What holds between two entities, or of one. */
export interface Fact {
  id: number
  subject: number
  predicate: Role | Attribute
  /** Id of an entity where the predicate is a role, else a text in lower case. */
  object: number | string
  /** Ordinals of the turns that say so. */
  sources: readonly number[]
  /** When it was first said, in milliseconds. */
  at: number
  /** When it was said to be over, or replaced; null while it holds. */
  endedAt: number | null
}

const attributeNames = new Set<string>(attributes)

/** True for a predicate that takes a text. */
export function isAttribute(predicate: Role | Attribute): predicate is Attribute {
  return attributeNames.has(predicate)
}
