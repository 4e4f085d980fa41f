// Relations that a graph asserts against those that a scenario names.
import type { GraphPerson, GraphRelation } from 'mneme'

/** [subject, relation, object]; an end may give alternatives with bars. */
export type Triple = readonly [subject: string, relation: string, object: string]

const attributes = new Set('works_at lives_in born_in studies_at allergic_to likes dislikes owns has_job speaks'.split(' '))

/** What the same relation is from the other side, whatever the gender. */
const inverses: Readonly<Record<string, readonly string[]>> = (() => {
  const parents = ['mother', 'father', 'parent']
  const children = ['son', 'daughter', 'child']
  const siblings = ['sister', 'brother', 'sibling']
  const couples = ['wife', 'husband', 'partner']
  const table: Record<string, readonly string[]> = { friend: ['friend'], colleague: ['colleague'], cousin: ['cousin'] }
  for (const name of parents) table[name] = children
  for (const name of children) table[name] = parents
  for (const name of siblings) table[name] = siblings
  for (const name of couples) table[name] = couples
  return table
})()

/** Every form of a name. */
export type Forms = (name: string) => readonly string[]

/** Forms of names by what a graph knows; of a name that stands for several, those of all. */
export function formsOf(people: readonly GraphPerson[]): Forms {
  return name => [name, ...people.filter(person => person.name === name).flatMap(({ aliases }) => aliases)]
}

/** True where a relation is the one that a triple names. */
export function matches(relation: GraphRelation, [subject, name, object]: Triple, forms: Forms): boolean {
  if (relation.relation !== name) return false
  const isOne = (wanted: string, got: string): boolean => wanted.toLowerCase().split('|').some(form => forms(got).includes(form.trim()))
  if (!isOne(subject, relation.subject)) return false
  if (!attributes.has(name)) return isOne(object, relation.object)
  return object.toLowerCase().split('|').some(wanted => within(wanted.trim(), relation.object) || within(relation.object, wanted.trim()))
}

/** True where a phrase holds another by whole words: "night nurse" holds "nurse". */
function within(phrase: string, part: string): boolean {
  return ` ${phrase} `.includes(` ${part} `)
}

/** True where a relation, or the same from the other side, is among triples that hold. */
export function isTrue(relation: GraphRelation, gold: readonly Triple[], forms: Forms): boolean {
  if (gold.some(triple => matches(relation, triple, forms))) return true
  return gold.some(([subject, name, object]) =>
    (inverses[name] ?? []).some(inverse => matches(relation, [object, inverse, subject], forms)))
}

/** True for a relation between two who have names: the suites leave out who has none. */
export function isNamed({ subject, object }: GraphRelation): boolean {
  return !/'s \S+$|^somebody$/.test(subject) && !/'s \S+$|^somebody$/.test(object)
}
