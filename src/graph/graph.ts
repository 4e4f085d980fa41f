// The graph: who is who. Entities and facts about them, with where each was said and until when it held.
import { formsOf, userId, type Entity } from './entity.ts'
import type { Fact } from './fact.ts'

/** Who was spoken of last and how much in view, for the pronouns of the next turn. */
export interface View {
  /** Ids with weights from 0 to about 1, the last one last. */
  focus: readonly (readonly [id: number, weight: number])[]
  /** The last who were named together. */
  group: readonly number[]
}

/** Two entities that turned out to be one. */
export interface Merge {
  /** The entity that is no more, as it was. */
  gone: Entity
  into: number
  /** Facts that were moved, as they were. */
  facts: readonly Fact[]
  why: string
}

/** One step from a graph to the next. */
export type GraphChange =
  | { type: 'entity'; entity: Entity }
  | { type: 'fact'; fact: Fact }
  | { type: 'merge'; gone: number; into: number; why: string }
  | { type: 'unmerge'; gone: number }
  | { type: 'mention'; id: number; ordinal: number }
  | { type: 'view'; view: View }
  /** Takes out a turn: facts that stand on it alone, and whoever is known from it alone. */
  | { type: 'forget'; ordinal: number }

/** What a graph consists of. */
export interface PackedGraph {
  entities: readonly Entity[]
  facts: readonly Fact[]
  merges: readonly Merge[]
  view: View
  nextEntity: number
  nextFact: number
}

export class Graph {
  readonly #entities = new Map<number, Entity>()
  readonly #facts = new Map<number, Fact>()
  /** Facts by the entities in them. */
  readonly #about = new Map<number, Set<number>>()
  readonly #names = new Map<string, Set<number>>()
  readonly #byTurn = new Map<number, Set<number>>()
  #merges: Merge[] = []
  #view: View = { focus: [], group: [] }
  #version = 0
  #revision = 0
  #nextEntity = 1
  #nextFact = 1

  constructor() {
    this.#putEntity({ id: userId, name: 'user', aliases: [], gender: null, word: null, turns: [] })
  }

  /** Grows with every change but mentions and views: what was read out of a graph holds as long as this is the same. */
  get version(): number {
    return this.#version
  }

  /** Grows with every change. */
  get revision(): number {
    return this.#revision
  }

  get nextEntity(): number {
    return this.#nextEntity
  }

  get nextFact(): number {
    return this.#nextFact
  }

  get merges(): readonly Merge[] {
    return this.#merges
  }

  get view(): View {
    return this.#view
  }

  /** Ids of the entities that a turn speaks of. */
  inTurn(ordinal: number): number[] {
    return [...(this.#byTurn.get(ordinal) ?? [])]
  }

  entities(): IterableIterator<Entity> {
    return this.#entities.values()
  }

  facts(): IterableIterator<Fact> {
    return this.#facts.values()
  }

  entity(id: number): Entity | undefined {
    return this.#entities.get(id)
  }

  fact(id: number): Fact | undefined {
    return this.#facts.get(id)
  }

  /** True for one who is kin, friend or colleague of somebody, or has some. */
  isKin(id: number): boolean {
    return this.about(id).some(fact => typeof fact.object === 'number')
  }

  /** Facts that an entity is the subject or object of, in the order in which they were first said. */
  about(id: number): Fact[] {
    return [...(this.#about.get(id) ?? [])].map(fact => this.#facts.get(fact)!)
  }

  /** Entities with a name or alias, in lower case. */
  named(name: string): number[] {
    return [...(this.#names.get(name) ?? [])]
  }

  /** All names and aliases in lower case. */
  names(): IterableIterator<string> {
    return this.#names.keys()
  }

  apply(change: GraphChange): void {
    this.#revision++
    if (change.type !== 'mention' && change.type !== 'view') this.#version++
    switch (change.type) {
      case 'entity':
        return this.#putEntity(change.entity)
      case 'fact':
        return this.#putFact(change.fact)
      case 'merge':
        return this.#merge(change.gone, change.into, change.why)
      case 'unmerge':
        return this.#unmerge(change.gone)
      case 'mention':
        return this.#mention(change.id, change.ordinal)
      case 'view':
        this.#view = change.view
        return
      case 'forget':
        return this.#forget(change.ordinal)
    }
  }

  pack(): PackedGraph {
    return {
      entities: [...this.#entities.values()],
      facts: [...this.#facts.values()],
      merges: this.#merges,
      view: this.#view,
      nextEntity: this.#nextEntity,
      nextFact: this.#nextFact,
    }
  }

  static unpack(packed: PackedGraph): Graph {
    const graph = new Graph()
    for (const entity of packed.entities) graph.#putEntity(entity)
    for (const fact of packed.facts) graph.#putFact(fact)
    graph.#merges = [...packed.merges]
    graph.#view = packed.view
    graph.#nextEntity = packed.nextEntity
    graph.#nextFact = packed.nextFact
    return graph
  }

  #putEntity(entity: Entity): void {
    const before = this.#entities.get(entity.id)
    if (before) this.#unname(before, before.id)
    this.#entities.set(entity.id, entity)
    for (const form of formsOf(entity)) {
      const ids = this.#names.get(form)
      if (ids) ids.add(entity.id)
      else this.#names.set(form, new Set([entity.id]))
    }
    for (const ordinal of entity.turns) this.#enter(ordinal, entity.id)
    this.#nextEntity = Math.max(this.#nextEntity, entity.id + 1)
  }

  #unname(entity: Pick<Entity, 'name' | 'aliases'>, id: number): void {
    for (const form of formsOf(entity)) {
      const ids = this.#names.get(form)
      ids?.delete(id)
      if (ids?.size === 0) this.#names.delete(form)
    }
  }

  #enter(ordinal: number, id: number): void {
    const ids = this.#byTurn.get(ordinal)
    if (ids) ids.add(id)
    else this.#byTurn.set(ordinal, new Set([id]))
  }

  #mention(id: number, ordinal: number): void {
    const entity = this.#entities.get(id)
    if (!entity || this.#byTurn.get(ordinal)?.has(id)) return
    // A list that grows in place: a copy for each mention would cost the square of the mentions.
    ;(entity.turns as number[]).push(ordinal)
    this.#enter(ordinal, id)
  }

  #forget(ordinal: number): void {
    for (const fact of this.#facts.values()) {
      if (!fact.sources.includes(ordinal)) continue
      const sources = fact.sources.filter(source => source !== ordinal)
      if (sources.length > 0) this.#putFact({ ...fact, sources })
      else this.#dropFact(fact.id)
    }
    for (const id of this.inTurn(ordinal)) {
      const entity = this.#entities.get(id)
      if (!entity) continue
      const turns = entity.turns.filter(turn => turn !== ordinal)
      if (turns.length > 0 || id === userId) this.#putEntity({ ...entity, turns })
      else this.#dropEntity(entity)
    }
    this.#byTurn.delete(ordinal)
    this.#merges = this.#merges
      .map(merge => ({ ...merge, gone: { ...merge.gone, turns: merge.gone.turns.filter(turn => turn !== ordinal) } }))
      .filter(({ gone, into }) => gone.turns.length > 0 && this.#entities.has(into))
  }

  #dropEntity({ id, ...entity }: Entity): void {
    for (const fact of this.about(id)) this.#dropFact(fact.id)
    this.#unname(entity, id)
    this.#entities.delete(id)
    this.#about.delete(id)
    this.#view = { focus: this.#view.focus.filter(([other]) => other !== id), group: this.#view.group.filter(other => other !== id) }
  }

  #putFact(fact: Fact): void {
    const before = this.#facts.get(fact.id)
    if (before) this.#unlink(before)
    this.#facts.set(fact.id, fact)
    for (const id of endsOf(fact)) {
      const facts = this.#about.get(id)
      if (facts) facts.add(fact.id)
      else this.#about.set(id, new Set([fact.id]))
    }
    this.#nextFact = Math.max(this.#nextFact, fact.id + 1)
  }

  #dropFact(id: number): void {
    const fact = this.#facts.get(id)
    if (!fact) return
    this.#unlink(fact)
    this.#facts.delete(id)
  }

  #unlink(fact: Fact): void {
    for (const id of endsOf(fact)) this.#about.get(id)?.delete(fact.id)
  }

  #merge(goneId: number, into: number, why: string): void {
    const gone = this.#entities.get(goneId)
    const kept = this.#entities.get(into)
    if (!gone || !kept || goneId === into) return
    const facts = this.about(goneId)
    this.#merges.push({ gone, into, facts, why })
    for (const fact of facts) {
      const subject = fact.subject === goneId ? into : fact.subject
      const object = fact.object === goneId ? into : fact.object
      const twin = this.about(subject).find(other => other.id !== fact.id && other.predicate === fact.predicate && other.object === object)
      if (subject === object) this.#dropFact(fact.id)
      else if (twin) {
        this.#putFact({ ...twin, sources: [...new Set([...twin.sources, ...fact.sources])] })
        this.#dropFact(fact.id)
      } else this.#putFact({ ...fact, subject, object })
    }
    this.#unname(gone, goneId)
    this.#entities.delete(goneId)
    const aliases = [...new Set([...kept.aliases, ...formsOf(gone)])]
    for (const ordinal of gone.turns) this.#byTurn.get(ordinal)?.delete(goneId)
    const turns = [...new Set([...kept.turns, ...gone.turns])].sort((a, b) => a - b)
    this.#putEntity({ ...kept, name: kept.name ?? gone.name, aliases, gender: kept.gender ?? gone.gender, word: kept.word ?? gone.word, turns })
  }

  #unmerge(goneId: number): void {
    const merge = this.#merges.findLast(({ gone }) => gone.id === goneId)
    const into = merge && this.#entities.get(merge.into)
    if (!merge || !into) return
    this.#merges = this.#merges.filter(other => other !== merge)
    const forms = new Set(formsOf(merge.gone))
    const shared = into.name !== null && forms.has(into.name.toLowerCase())
    const own = new Set(merge.gone.turns)
    for (const ordinal of own) this.#byTurn.get(ordinal)?.delete(into.id)
    const turns = into.turns.filter(turn => !own.has(turn))
    this.#putEntity({ ...into, name: shared ? null : into.name, aliases: into.aliases.filter(alias => !forms.has(alias)), turns })
    this.#putEntity(merge.gone)
    for (const fact of merge.facts) this.#putFact(fact)
  }
}

function endsOf({ subject, object }: Fact): number[] {
  return typeof object === 'number' && object !== subject ? [subject, object] : [subject]
}
