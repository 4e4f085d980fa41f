// Writes what a turn says into the graph: facts, names, genders, merges. Every change goes through one function.
import { formsOf, type Entity } from '../graph/entity.ts'
import type { Fact } from '../graph/fact.ts'
import type { Graph, GraphChange } from '../graph/graph.ts'
import { passesFor, roleTable, singleAttributes, type Attribute, type Gender, type Role } from '../graph/relation.ts'
import type { Name } from './name.ts'
import { epithets } from './namesake.ts'

/** Where a turn stands. */
export interface Place {
  ordinal: number
  at: number
}

export class Scribe {
  readonly graph: Graph
  /** Nothing is written: who is unknown stays unknown. */
  readonly reads: boolean
  place: Place = { ordinal: -1, at: 0 }
  readonly #change: (change: GraphChange) => void
  readonly #rivals = new Set<string>()

  constructor(graph: Graph, change?: (change: GraphChange) => void) {
    this.graph = graph
    this.reads = change === undefined
    this.#change = change ?? ((): void => undefined)
  }

  /** Notes pairs of names, with a space between, that are two persons' however alike they sound. */
  keepApart(pairs: readonly string[]): void {
    for (const pair of pairs) this.#rivals.add(pair)
  }

  areRivals(left: string, right: string): boolean {
    return this.#rivals.has(`${left} ${right}`)
  }

  write(change: GraphChange): void {
    this.#change(change)
  }

  /** Makes a fact, or adds this turn to its sources. */
  assert(subject: number, predicate: Role | Attribute, object: number | string, over = false): void {
    if (this.reads || subject < 0 || (typeof object === 'number' && (object < 0 || object === subject))) return
    const { ordinal, at } = this.place
    const facts = this.graph.about(subject)
    const same = facts.find(fact => fact.subject === subject && fact.object === object && (fact.predicate === predicate || (typeof object === 'number' && passesFor(fact.predicate as Role, predicate as Role))))
    if (same) {
      const sources = same.sources.includes(ordinal) ? same.sources : [...same.sources, ordinal]
      const endedAt = over ? (same.endedAt ?? at) : null
      // What was over and is said again holds anew.
      this.#change({ type: 'fact', fact: { ...same, sources, endedAt, at: same.endedAt !== null && !over ? at : same.at } })
      return
    }
    if (!over) this.#replace(facts, subject, predicate, object)
    // "No longer drives" ends being a tram driver.
    else if (facts.some(fact => fact.subject === subject && fact.predicate === predicate && fact.endedAt === null && this.#overlaps(fact.object, object))) return this.end(subject, predicate, object)
    this.#change({
      type: 'fact',
      fact: { id: this.graph.nextFact, subject, predicate, object, sources: [ordinal], at, endedAt: over ? at : null },
    })
  }

  /** Ends the facts that a denial or an end speaks of; without an object all of the predicate. */
  end(subject: number, predicate: Role | Attribute, object?: number | string): void {
    for (const fact of this.graph.about(subject)) {
      if (fact.subject !== subject || fact.predicate !== predicate || fact.endedAt !== null) continue
      if (object !== undefined && fact.object !== object && !this.#overlaps(fact.object, object)) continue
      this.#change({ type: 'fact', fact: { ...fact, endedAt: this.place.at } })
    }
  }

  /** Ends what goes with a job: the firm and the boss, and, for who is gone, being one. */
  leave(subject: number, gone: boolean): void {
    this.end(subject, 'works_at')
    this.end(subject, 'boss')
    if (gone) for (const fact of this.graph.about(subject)) if (fact.object === subject && fact.predicate === 'boss') this.end(fact.subject, 'boss', subject)
  }

  /** What one has one of ends when another is named. */
  #replace(facts: readonly Fact[], subject: number, predicate: Role | Attribute, object: number | string): void {
    const single = typeof object === 'string' ? singleAttributes.has(predicate as Attribute) : roleTable[predicate as Role].single
    if (!single) return
    for (const fact of facts) {
      if (fact.subject !== subject || fact.predicate !== predicate || fact.endedAt !== null) continue
      // Said in one breath, both hold: two jobs. A place within a place is not another.
      if (fact.sources.includes(this.place.ordinal) || this.#overlaps(fact.object, object)) continue
      this.#change({ type: 'fact', fact: { ...fact, endedAt: this.place.at } })
      // A new firm has another boss.
      if (predicate === 'works_at') this.end(subject, 'boss')
    }
  }

  #overlaps(left: number | string, right: number | string): boolean {
    if (typeof left === 'number' || typeof right === 'number') return left === right
    return left === right || ` ${left} `.includes(` ${right} `) || ` ${right} `.includes(` ${left} `)
  }

  /** Gives somebody a name: an unnamed entity takes it, another form becomes an alias. */
  name(id: number, name: Name): void {
    const entity = this.graph.entity(id)
    const form = name.text.toLowerCase()
    if (!entity || formsOf(entity).includes(form)) return
    const changed = entity.name === null
      ? { ...entity, name: form, aliases: [...new Set([...entity.aliases, ...shortForms(name)])] }
      : { ...entity, aliases: [...new Set([...entity.aliases, form, ...shortForms(name)])] }
    this.#change({ type: 'entity', entity: { ...changed, gender: changed.gender ?? name.gender } })
  }

  /** Gender, where it was not known. */
  gender(id: number, gender: Gender | null): void {
    const entity = this.graph.entity(id)
    if (gender && entity && entity.gender === null) this.#change({ type: 'entity', entity: { ...entity, gender } })
  }

  /** A new entity; -1 where nothing is written. */
  create(name: Name | null, gender: Gender | null, word: string | null = null): number {
    if (this.reads) return -1
    const entity: Entity = {
      id: this.graph.nextEntity, name: name?.text.toLowerCase() ?? null, aliases: name === null ? [] : shortForms(name), gender, word,
      turns: [this.place.ordinal],
    }
    this.#change({ type: 'entity', entity })
    return entity.id
  }
}

/** "dana" for "dana reed", "dr reed" for a doctor. */
function shortForms({ text, title }: Name): string[] {
  const form = text.toLowerCase()
  const first = form.split(' ')[0]!
  return [...(first === form || epithets.has(first) ? [] : [first]), ...(title === undefined ? [] : [`${title} ${form}`])]
}
