// Under which key each relation is told as a fact of somebody: a table, and kin words as they are.
import type { Attribute, Relation } from './relation.ts'

/** Keys of attributes. */
const attributeKeys: Readonly<Record<Attribute, string>> = {
  lives_in: 'Home', works_at: 'Employer', has_job: 'Job', born_in: 'Birthplace', studies_at: 'School', speaks: 'Language',
  allergic_to: 'Allergy', likes: 'Likes', dislikes: 'Dislikes', owns: 'Owns',
}

/** The key of a relation; kin by its word: "Sister", "Mother-in-law". */
export function factKey(relation: Relation): string {
  if (Object.hasOwn(attributeKeys, relation)) return attributeKeys[relation as Attribute]
  return `${relation.charAt(0).toUpperCase()}${relation.slice(1).replaceAll('_', '-')}`
}
