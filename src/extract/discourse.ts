// Who is meant: phrases bound to entities of the graph, in the order of reading, with pronouns by gender and recency.
import { userId } from '../graph/entity.ts'
import type { Graph, GraphChange } from '../graph/graph.ts'
import { inferLinks } from '../graph/infer.ts'
import { roleTable, type Gender, type Role } from '../graph/relation.ts'
import { soundsLike } from './alias.ts'
import type { Kin } from './kin.ts'
import type { Name } from './name.ts'
import type { KinPhrase, Phrase } from './phrase.ts'
import { Scribe, type Place } from './scribe.ts'

/** Somebody who was spoken of, and how much in view. */
interface Focus { id: number, weight: number }

const family: ReadonlySet<Role> = new Set<Role>([
  'parent', 'child', 'sibling', 'pibling', 'nibling', 'cousin', 'grandparent', 'grandchild', 'parentInLaw', 'childInLaw', 'siblingInLaw', 'pet',
])

/** Roles of which "the" alone means the speaker's: the wife, the kids, the boss. */
const idioms: ReadonlySet<Role> = new Set<Role>(['spouse', 'boss', 'parentInLaw', 'siblingInLaw', 'sibling', 'grandparent', 'parent'])

/** The state of a conversation that pronouns need. */
export class Discourse {
  readonly graph: Graph
  readonly #bound = new Map<Phrase, number[]>()
  readonly scribe: Scribe
  #focus: Focus[] = []
  /** The last who were named together. */
  #group: number[] = []
  #self = userId
  #addressee: number | undefined

  /** Without `change` nothing is made: who is unknown stays unknown. */
  constructor(graph: Graph, change?: (change: GraphChange) => void) {
    this.graph = graph
    this.scribe = new Scribe(graph, change)
    this.#focus = graph.view.focus.map(([id, weight]) => ({ id, weight }))
    this.#group = [...graph.view.group]
  }

  /** Keeps who is in view for the next turn. */
  close(): void {
    const focus = this.#focus.filter(({ id }) => this.graph.entity(id)).slice(-12).map(({ id, weight }) => [id, Number(weight.toFixed(3))] as const)
    this.scribe.write({ type: 'view', view: { focus, group: this.#group.filter(id => this.graph.entity(id)) } })
  }

  /** Starts a turn: who speaks, to whom, and where it stands. */
  begin(speaker: number, addressee: number | undefined, place: Place): void {
    this.#self = speaker
    this.#addressee = addressee
    this.scribe.place = place
    this.#bound.clear()
    this.endSentence()
  }

  /** What was in view fades a little. */
  endSentence(): void {
    this.#focus = this.#focus.map(({ id, weight }) => ({ id, weight: weight * 0.7 })).filter(({ weight }) => weight > 0.05)
  }

  /** Speaks as somebody else: inside a quotation. */
  speakAs(id: number | undefined, task: () => void): void {
    const before = this.#self
    this.#self = id ?? -1
    task()
    this.#self = before
  }

  /** The entity of a name, made where it is new. */
  person(name: string): number {
    return this.#named({ text: name, gender: null }, undefined, null)
  }

  /** Entities of a phrase; empty where nobody can be told. */
  bind(phrase: Phrase, subject = false): number[] {
    const known = this.#bound.get(phrase)
    if (known) return known
    const ids = this.#resolve(phrase).filter(id => id >= 0)
    this.#bound.set(phrase, ids)
    for (const id of ids) this.look(id, subject ? 1 : 0.6)
    return ids
  }

  /** Binds a phrase to entities that were told by another. */
  adopt(phrase: Phrase, ids: readonly number[]): void {
    this.#bound.set(phrase, [...ids])
  }

  /** Entities of names that stand with a kin word; a new one without a name where `unnamed` allows it. */
  members(owner: number, kin: Kin, names: readonly Name[], unnamed: boolean): number[] {
    if (names.length > 0) {
      const ids = names.map(name => this.#named(name, owner, kin))
      for (const id of ids) this.look(id, 1)
      this.together(ids)
      return ids
    }
    if (!unnamed || kin.plural) return []
    const known = this.#members(owner, kin).filter(id => this.graph.entity(id)?.name === null)
    const id = known.at(-1) ?? this.scribe.create(null, kin.gender)
    this.look(id, 1)
    return [id]
  }

  /** Puts somebody in view. */
  look(id: number, weight: number): void {
    if (id === this.#self || id === userId) return
    if (this.scribe.place.ordinal >= 0) this.scribe.write({ type: 'mention', id, ordinal: this.scribe.place.ordinal })
    const before = this.#focus.find(focus => focus.id === id)?.weight ?? 0
    const others = this.#focus.filter(focus => focus.id !== id).map(focus => ({ ...focus, weight: focus.weight * 0.88 }))
    this.#focus = [...others, { id, weight: before * 0.5 + weight }]
  }

  together(ids: readonly number[]): void {
    if (ids.length > 1) this.#group = [...ids]
  }

  /** The last who was put in view without a name. */
  get unnamed(): number | undefined {
    return this.#focus.findLast(({ id, weight }) => weight > 0.3 && this.graph.entity(id)?.name === null)?.id
  }

  /** Makes somebody an animal: the speaker's, unless it is known whose. */
  isPet(id: number): void {
    if (this.graph.about(id).some(fact => fact.object === id)) return
    this.scribe.assert(this.#self, 'pet', id)
  }





  /** Gives somebody a name; who has it already is the same. */
  name(id: number, name: Name): void {
    const other = this.graph.named(name.text.toLowerCase()).find(known => known !== id)
    if (other !== undefined && this.graph.entity(id)?.name === null) this.unite(id, other, `named ${name.text.toLowerCase()}`)
    else this.scribe.name(id, name)
  }

  /** Says that two are one. */
  unite(left: number, right: number, why: string): void {
    if (left === right || left < 0 || right < 0) return
    const [a, b] = [this.graph.entity(left), this.graph.entity(right)]
    if (!a || !b) return
    const [gone, into] = right === userId || (a.name === null && left !== userId) ? [a, b] : [b, a]
    if (gone.id === userId) return
    this.scribe.write({ type: 'merge', gone: gone.id, into: into.id, why })
    for (const [phrase, ids] of this.#bound) this.#bound.set(phrase, ids.map(id => (id === gone.id ? into.id : id)))
    this.#focus = this.#focus.map(focus => (focus.id === gone.id ? { ...focus, id: into.id } : focus))
    this.#group = this.#group.map(id => (id === gone.id ? into.id : id))
  }



  #resolve(phrase: Phrase): number[] {
    switch (phrase.type) {
      case 'self':
        return [this.#self]
      case 'relative':
        return this.#focus.length > 0 ? [this.#focus.at(-1)!.id] : []
      case 'addressee':
        return this.#addressee === undefined ? [] : [this.#addressee]
      case 'pronoun':
        return this.#pronoun(phrase)
      case 'name':
        if (phrase.place) return this.graph.named(phrase.name.text.toLowerCase()).slice(0, 1)
        return [this.#named(phrase.name, undefined, null)]
      case 'kin':
        return this.#kin(phrase)
      default:
        return []
    }
  }

  #pronoun({ gender, plural, thing }: Extract<Phrase, { type: 'pronoun' }>): number[] {
    if (plural && this.#group.length > 1) return this.#group
    const fits = this.#focus
      .map(({ id, weight }) => ({ id, weight, entity: this.graph.entity(id) }))
      .filter(({ id, entity }) => entity && id !== this.#self && (gender === null || entity.gender === null || entity.gender === gender))
      .filter(({ id }) => !thing || this.isAnimal(id))
      .map(({ id, weight, entity }) => ({
        id,
        weight: weight + (gender !== null && entity!.gender === gender ? 0.35 : 0) - (!thing && this.isAnimal(id) ? 0.4 : 0),
      }))
      .sort((a, b) => b.weight - a.weight)
    const [best] = fits
    if (!best) return []
    if (!plural) this.scribe.gender(best.id, gender)
    return [best.id]
  }

  /** True for an animal. */
  isAnimal(id: number): boolean {
    return this.graph.about(id).some(fact => fact.object === id && fact.predicate === 'pet')
  }

  #kin(phrase: KinPhrase): number[] {
    const ids = this.#kinIds(phrase)
    if (phrase.trade) for (const id of ids) if (this.graph.entity(id)?.name) this.scribe.assert(id, 'has_job', phrase.trade)
    return ids
  }

  #kinIds(phrase: KinPhrase): number[] {
    const { kin } = phrase
    let owner = phrase.owner ? this.bind(phrase.owner) : []
    if (phrase.definite && !phrase.owner) {
      // "The cousin, Winston": of whom was said before; "the wife" of nobody is the speaker's.
      const [known] = this.#anyOf(kin)
      if (known !== undefined) {
        const [name] = phrase.names
        if (name && this.graph.entity(known)?.name === null) this.name(known, name)
        if (!name || this.graph.named(name.text.toLowerCase()).includes(known)) return [known]
      } else if (idioms.has(kin.role) && !kin.ended) owner = [this.#self]
      else if (phrase.names.length === 0) return []
    }
    if (phrase.names.length > 0) {
      const ids = phrase.names.map(name => this.#named(name, owner[0], kin, phrase.word))
      for (const id of ids) for (const whose of owner) this.relate(whose, kin, id)
      this.together(ids)
      return ids
    }
    if (owner.length === 0) return []
    if (!phrase.indefinite) {
      const known = this.#members(owner[0]!, kin)
      if (known.length > 0) return kin.plural ? known : [known.at(-1)!]
    }
    if (kin.plural) return []
    const id = this.scribe.create(null, kin.gender, phrase.word)
    for (const whose of owner) this.relate(whose, kin, id)
    return [id]
  }

  /** "The dog", "the twins": whoever of that kind is in view. */
  #anyOf(kin: Kin): number[] {
    const fits = this.#focus.toSorted((a, b) => b.weight - a.weight).filter(({ id }) => {
      const entity = this.graph.entity(id)
      const known = this.graph.about(id).some(fact => fact.object === id && fact.predicate === kin.role)
      return known && (!kin.gender || entity?.gender !== opposite(kin.gender))
    })
    return fits.slice(0, 1).map(({ id }) => id)
  }

  /** Who is known as somebody's kin, in the order of telling. */
  #members(owner: number, { role, gender }: Kin): number[] {
    const inverse = roleTable[role].inverse
    const said = this.graph.about(owner)
      .filter(fact => fact.endedAt === null && typeof fact.object === 'number')
      .flatMap(fact => {
        if (fact.subject === owner && fact.predicate === role) return [fact.object as number]
        return fact.object === owner && fact.predicate === inverse ? [fact.subject] : []
      })
      .filter((id, index, all) => all.indexOf(id) === index)
      .filter(id => !gender || this.graph.entity(id)?.gender !== opposite(gender))
    if (said.length > 0 || !this.scribe.reads) return said
    // A question may name kin that nobody told of, only followed.
    return inferLinks(this.graph)
      .filter(link => link.subject === owner && link.role === role && (!gender || this.graph.entity(link.object)?.gender !== opposite(gender)))
      .map(link => link.object)
  }

  /** States that somebody is another's kin. */
  relate(owner: number, kin: Kin, member: number): void {
    this.scribe.gender(member, kin.gender)
    this.scribe.assert(owner, kin.role, member, kin.ended)
  }

  #named(name: Name, owner: number | undefined, kin: Kin | null, word: string | null = null): number {
    const form = name.text.toLowerCase()
    const candidates = this.graph.named(form)
    const fit = candidates.find(id => this.#mayBe(id, owner, kin))
    if (fit !== undefined) {
      this.scribe.gender(fit, kin?.gender ?? name.gender)
      return fit
    }
    if (candidates.length === 0) {
      const alike = this.#alike(form, owner, kin)
      if (alike !== undefined) {
        const entity = this.graph.entity(alike)!
        this.scribe.write({ type: 'entity', entity: { ...entity, aliases: [...new Set([...entity.aliases, form])], gender: entity.gender ?? kin?.gender ?? null } })
        return alike
      }
      // "My boss", later "my boss Farah": the one without a name is she.
      const unnamed = owner === undefined || !kin ? undefined : this.#members(owner, kin).find(id => this.graph.entity(id)?.name === null)
      if (unnamed !== undefined) {
        this.name(unnamed, name)
        return unnamed
      }
    }
    return this.scribe.create(form, kin?.gender ?? name.gender, word)
  }

  /** Whether an entity of that name may be somebody's kin of that role. */
  #mayBe(id: number, owner: number | undefined, kin: Kin | null): boolean {
    if (!kin || owner === undefined) return true
    const entity = this.graph.entity(id)
    if (kin.gender && entity?.gender === opposite(kin.gender)) return false
    const held = this.graph.about(id).filter(fact => fact.subject === owner && fact.object === id && fact.endedAt === null).map(fact => fact.predicate as Role)
    if (held.length === 0 || held.includes(kin.role)) return true
    return !held.some(role => family.has(role) || family.has(kin.role))
  }

  /** Somebody known by another form of the name. */
  #alike(form: string, owner: number | undefined, kin: Kin | null): number | undefined {
    for (const name of this.graph.names()) {
      if (name === form || name === 'user' || !soundsLike(name, form)) continue
      for (const id of this.graph.named(name)) {
        if (owner !== undefined && kin) {
          if (this.#members(owner, kin).includes(id)) return id
        } else if (id !== userId) return id
      }
    }
    return undefined
  }

}

function opposite(gender: Gender): Gender {
  return gender === 'f' ? 'm' : 'f'
}
