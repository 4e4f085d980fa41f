// Who is meant: phrases bound to entities of the graph, in the order of reading, with pronouns by gender and recency.
import { isTitled, userId } from '../graph/entity.ts'
import type { Graph, GraphChange } from '../graph/graph.ts'
import { opposite, type Gender } from '../graph/relation.ts'
import { Directory } from './directory.ts'
import { isOfHousehold } from './household.ts'
import { isAnimal, married, type Kin } from './kin.ts'
import type { Name } from './name.ts'
import type { KinPhrase, Phrase } from './phrase.ts'
import { meant, type Scene } from './pronoun.ts'
import { Scribe, type Place } from './scribe.ts'

/** Somebody who was spoken of, and how much in view. */
interface Focus { id: number, weight: number }

/** The state of a conversation that pronouns need. */
export class Discourse {
  readonly graph: Graph
  readonly #bound = new Map<Phrase, number[]>()
  readonly scribe: Scribe
  readonly #directory: Directory
  #focus: Focus[] = []
  /** The last who were named together. */
  #group: number[] = []
  #topic: number | undefined
  /** Subjects of this sentence and of the one before: a pronoun means them rather than whoever else was named. */
  #subjects: readonly [now: number | undefined, before: number | undefined] = [undefined, undefined]
  /** Whose "her" and "his" were last in this sentence: "her mum, her brother, her nan" are one woman's. */
  readonly #owners = new Map<Gender, number>()
  /** The sentence is about the speaker: an animal in it may be his. */
  #aboutSelf = false
  #self = userId
  #addressee: number | undefined

  /** Without `change` nothing is made: who is unknown stays unknown. */
  constructor(graph: Graph, change?: (change: GraphChange) => void) {
    this.graph = graph
    this.scribe = new Scribe(graph, change)
    this.#directory = new Directory(this.scribe, (id, name) => this.name(id, name))
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
    this.#focus = this.#focus.map(({ id, weight }) => ({ id, weight: weight * 0.7 })).filter(({ weight }) => weight > 0.02)
    this.#subjects = [undefined, this.#subjects[0] ?? this.#subjects[1]]
    this.#owners.clear()
  }

  /** Speaks as somebody else: inside a quotation. */
  speakAs(id: number, task: () => void): void {
    const [self, addressee] = [this.#self, this.#addressee]
    // "Your cousin" is the listener's.
    this.#self = id
    this.#addressee = self
    task()
    this.#self = self
    this.#addressee = addressee
  }

  /** The entity of a name, made where it is new. */
  person(name: string): number {
    return this.#directory.named({ text: name, gender: null }, undefined, null)
  }

  /** Entities of a phrase; empty where nobody can be told. A pronoun means none of `except`: "he is his nephew". */
  bind(phrase: Phrase, subject = false, except: readonly number[] = []): number[] {
    const known = this.#bound.get(phrase)
    if (known) return known
    const ids = this.#resolve(phrase, except).filter(id => id >= 0)
    this.#bound.set(phrase, ids)
    for (const id of ids) this.look(id, subject ? 1 : 0.6)
    if (subject && ids[0] !== undefined && ids[0] !== this.#self) this.#subjects = [ids[0], this.#subjects[1]]
    return ids
  }

  /** Binds a phrase to entities that were told by another. */
  adopt(phrase: Phrase, ids: readonly number[]): void {
    this.#bound.set(phrase, [...ids])
  }

  /** Entities of names that stand with a kin word; a new one without a name where `unnamed` allows it. */
  members(owner: number, kin: Kin, names: readonly Name[], unnamed: boolean): number[] {
    if (names.length > 0) {
      const ids = names.map(name => this.#directory.named(name, owner, kin))
      for (const id of ids) this.look(id, 1)
      this.together(ids)
      return ids
    }
    if (!unnamed || kin.plural) return []
    const known = this.#directory.members(owner, kin).filter(id => this.graph.entity(id)?.name === null)
    const id = known.at(-1) ?? this.scribe.create(null, kin.gender)
    this.look(id, 1)
    return [id]
  }

  /** Who speaks. */
  get speaker(): number {
    return this.#self
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

  /** The last person who is well in view. */
  get last(): number | undefined {
    return this.#focus.findLast(({ id, weight }) => weight > 0.4 && this.graph.entity(id)?.name !== null && !this.isAnimal(id))?.id
  }

  /** The last who was named and of whom it is not known who it is, if a kin word may mean that one. */
  stranger({ kin }: KinPhrase): number | undefined {
    const last = this.#focus.findLast(({ weight }) => weight > 0.25)?.id
    if (last === undefined || !this.isNobody(last)) return undefined
    const { gender } = this.graph.entity(last)!
    return kin.gender && gender === opposite(kin.gender) ? undefined : last
  }

  /** Who the last sentence was about, where it is somebody without a name. */
  get topic(): number | undefined {
    return this.#topic !== undefined && this.graph.entity(this.#topic)?.name === null ? this.#topic : undefined
  }

  /** Notes whether the sentence is about the speaker. */
  setAboutSelf(aboutSelf: boolean): void {
    this.#aboutSelf = aboutSelf
  }

  setTopic(phrase: Phrase | undefined): void {
    if (phrase) this.#topic = this.bind(phrase)[0]
  }

  /** Makes somebody an animal: the speaker's, unless it is known whose. */
  isPet(id: number): void {
    if (this.graph.about(id).some(fact => fact.object === id)) return
    this.scribe.assert(this.#self, 'pet', id)
  }

  /** Gives somebody a name; who has it already is the same. */
  name(id: number, name: Name): void {
    const other = this.graph.named(name.text.toLowerCase()).find(known => known !== id && this.#directory.mayUnite(id, known))
    if (other !== undefined && this.graph.entity(id)?.name === null) this.unite(id, other, `named ${name.text.toLowerCase()}`)
    else this.scribe.name(id, name)
    const word = this.graph.entity(id)?.word
    if (word !== undefined && word !== null && isAnimal(word)) this.isPet(id)
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

  #resolve(phrase: Phrase, except: readonly number[]): number[] {
    switch (phrase.type) {
      case 'self':
        return [this.#self]
      case 'relative':
        return this.#focus.length > 0 ? [this.#focus.at(-1)!.id] : []
      case 'addressee':
        return this.#addressee === undefined ? [] : [this.#addressee]
      case 'pronoun':
        return this.#pronoun(phrase, except)
      case 'name':
        if (phrase.place) return this.graph.named(phrase.name.text.toLowerCase()).slice(0, 1)
        return [this.#directory.named(phrase.name, undefined, null)]
      case 'kin':
        return this.#kin(phrase)
      default:
        return []
    }
  }

  #pronoun({ gender, plural, thing }: Extract<Phrase, { type: 'pronoun' }>, except: readonly number[]): number[] {
    if (plural && this.#group.length > 1) return this.#group
    const seen = this.#focus.filter(({ id }) => id !== this.#self && !except.includes(id) && (!thing || this.isAnimal(id))).flatMap(({ id, weight }) => {
      const entity = this.graph.entity(id)
      return entity ? [{ entity, weight: weight - (!thing && this.isAnimal(id) ? 0.4 : 0) }] : []
    })
    const best = meant(seen, gender, this.#scene)
    if (best === undefined) return []
    if (!plural) this.scribe.gender(best, gender)
    // "Ylva's husband is here, and their kids": of the couple.
    return plural ? [best, ...this.#directory.members(best, married).slice(-1)] : [best]
  }

  get #scene(): Scene {
    const [now, before] = this.#subjects
    const pair = this.#group.length === 2 && this.#focus.slice(-2).every(({ id }) => this.#group.includes(id)) ? this.#group[0] : undefined
    return { now, before, first: pair }
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
    let owner = phrase.owner ? this.#owner(phrase.owner) : []
    if (phrase.definite && !phrase.owner) {
      // "The cousin, Winston": of whom was said before; "the wife" of nobody is the speaker's.
      const [known] = this.#anyOf(kin)
      if (known !== undefined) {
        const [name] = phrase.names
        if (name && this.graph.entity(known)?.name === null) this.name(known, name)
        if (!name || this.graph.named(name.text.toLowerCase()).includes(known)) return [known]
      } else if (kin.role === 'pet' && phrase.names.length === 0) return kin.plural ? [] : this.#beast()
      else if (isOfHousehold(phrase, this.#aboutSelf, this.#focus.length === 0)) owner = [this.#self]
      else if (phrase.names.length === 0) return []
    }
    if (phrase.names.length > 0) {
      const ids = phrase.names.map(name => this.#directory.named(name, owner[0], kin, phrase.word))
      for (const id of ids) for (const whose of owner) this.relate(whose, kin, id)
      this.together(ids)
      return ids
    }
    if (owner.length === 0) return kin.role === 'pet' && phrase.indefinite && !kin.plural && this.#aboutSelf ? [this.scribe.create(null, null, phrase.word)] : []
    if (!phrase.indefinite) {
      const known = this.#directory.members(owner[0]!, kin, phrase.word)
      if (known.length > 0) return kin.plural ? known : [known.at(-1)!]
    }
    if (kin.plural) return []
    const id = this.scribe.create(null, kin.gender, phrase.word)
    for (const whose of owner) this.relate(whose, kin, id)
    return [id]
  }

  /** "Her" and "his" mean whoever a pronoun of that gender meant before in the sentence. */
  keepOwner(gender: Gender, phrase: Phrase): void {
    const [id] = this.bind(phrase)
    if (id !== undefined) this.#owners.set(gender, id)
  }

  #owner(phrase: Phrase): number[] {
    const gender = phrase.type === 'pronoun' && !phrase.plural ? phrase.gender : null
    if (!gender || this.#bound.has(phrase)) return this.bind(phrase)
    const same = this.#owners.get(gender)
    if (same !== undefined && this.graph.entity(same)) this.adopt(phrase, [same])
    const ids = this.bind(phrase)
    if (ids[0] !== undefined) this.#owners.set(gender, ids[0])
    return ids
  }

  /** "That dog" after a name of whom nothing is known: it is the one. */
  #beast(): number[] {
    const [one, two] = this.#focus.filter(({ id, weight }) => weight > 0.3 && this.isNobody(id) && id !== this.#subjects[0])
    if (one && !two) this.isPet(one.id)
    return one && !two ? [one.id] : []
  }

  /** True for one with a name, and no title, of whom nothing else is known. */
  isNobody(id: number): boolean {
    const entity = this.graph.entity(id)
    return entity !== undefined && entity.name !== null && !isTitled(entity) && !this.graph.isKin(id)
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

  /** States that somebody is another's kin. */
  relate(owner: number, kin: Kin, member: number): void {
    this.scribe.gender(member, kin.gender)
    this.scribe.assert(owner, kin.role, member, kin.ended)
  }
}
