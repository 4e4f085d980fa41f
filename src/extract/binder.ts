// Whom the phrases of a sentence mean, from left to right, before what is said of them: a pronoun needs what stands before it.
import { userId } from '../graph/entity.ts'
import type { Graph } from '../graph/graph.ts'
import { opposite } from '../graph/relation.ts'
import type { Discourse } from './discourse.ts'
import { isAnimal } from './kin.ts'
import type { Parsed } from './parse.ts'
import type { Phrase } from './phrase.ts'
import { endingAt } from './placed.ts'
import { leadsVerb } from './subject.ts'
import { normAt } from './token.ts'
import { actorOn, appose, apposeOwner, bindWhose, isAside, notMeant, shareChild, shareWithLeft } from './whose.ts'

/** True for a phrase about the speaker, or kin of the speaker's. */
function isOwn(phrase: Phrase): boolean {
  return phrase.type === 'self' || (phrase.type === 'kin' && phrase.owner !== null && isOwn(phrase.owner))
}

/** True for a name, or kin of somebody's that is one. */
function isOne(phrase: Phrase): boolean {
  return phrase.type === 'name' || (phrase.type === 'kin' && phrase.owner !== null && !phrase.kin.plural)
}

/** "Letícia (she is also my cousin)": the one in front of the bracket is meant in it. */
function bracketed(tokens: Parsed['tokens'], phrases: Parsed['phrases'], at: number): Phrase | undefined {
  for (let open = at - 1; open >= 0 && tokens[open]!.norm !== ')'; open--) {
    if (tokens[open]!.norm !== '(') continue
    return endingAt(phrases, open, /^(name|kin)$/)
  }
  return undefined
}

/** "She is called", "he's named": a pronoun for whom a name is told. */
function isCalled(tokens: Parsed['tokens'], { type, end }: Phrase): boolean {
  return type === 'pronoun' && /^(is|'s|was)$/.test(normAt(tokens, end)) && /^(called|named)$/.test(normAt(tokens, end + 1))
}

/** Binds the phrases of a sentence. */
export class Binder {
  readonly #graph: Graph
  readonly #discourse: Discourse

  constructor(graph: Graph, discourse: Discourse) {
    this.#graph = graph
    this.#discourse = discourse
  }

  /** Phrases are bound from left to right, before what is said of them: a pronoun needs what stands before it. */
  bindAll({ phrases, same, groups, tokens }: Parsed, fiction: number, predicates: ReadonlySet<Phrase>, fictional: boolean): void {
    for (const phrase of phrases.values()) {
      // Whoever is met in a book is nobody here; "my sister" after "is" is who was named before.
      const known = phrase.type === 'name' && this.#graph.named(phrase.name.text.toLowerCase()).length > 0
      if (phrase.start >= fiction || predicates.has(phrase) || (fictional && !known && !isOwn(phrase))) {
        if (phrase.start < fiction && !fictional) bindWhose(this.#discourse, phrase, phrases, same)
        this.#discourse.adopt(phrase, [])
        continue
      }
      const newcomer = isCalled(tokens, phrase) ? this.unnamed(phrase) : undefined
      if (newcomer !== undefined) {
        this.#discourse.adopt(phrase, [newcomer])
        this.#discourse.look(newcomer, 1)
        if (phrase.type === 'pronoun') this.#discourse.scribe.gender(newcomer, phrase.gender)
        continue
      }
      const named = phrase.type === 'pronoun' ? bracketed(tokens, phrases, phrase.start) : undefined
      if (named) {
        this.#discourse.adopt(phrase, this.#discourse.bind(named))
        continue
      }
      this.#bindOwner(phrase, tokens, phrases)
      // "Ana is Tom's sister, Bo is his son": whose son somebody is, is somebody else.
      const predicate = /^(is|'s|was)$/.test(normAt(tokens, phrase.end)) ? phrases.get(phrase.end + 1) : undefined
      if (phrase.type === 'name' && predicate?.type === 'kin' && predicates.has(predicate) && predicate.owner?.type === 'pronoun' && !predicate.owner.plural) this.#discourse.bind(predicate.owner)
      const twin = same.find(([left]) => left === phrase)?.[1]
      // "Dana, my sister": who she is tells which Dana.
      if (twin?.type === 'kin' && phrase.type === 'name') {
        const ids = this.#discourse.bind({ ...twin, names: [phrase.name] })
        this.#discourse.adopt(phrase, ids)
        this.#discourse.adopt(twin, ids)
        continue
      }
      // "Ask Siv, she drives": who stands right before the pronoun is as much in view as a subject.
      const leads = tokens[phrase.end]?.norm === ',' && /^(he|she)$/.test(normAt(tokens, phrase.end + 1))
      const reflexive = normAt(tokens, phrase.end)
      // "Elof himself has one" tells a gender.
      if (phrase.type === 'name' && /^(himself|herself)$/.test(reflexive)) for (const id of this.#discourse.bind(phrase, true)) this.#discourse.scribe.gender(id, reflexive === 'himself' ? 'm' : 'f')
      const subject = (phrase.start === 0 || leads || leadsVerb(tokens, phrase)) && !isAside(phrase)
      this.#discourse.bind(phrase, subject, notMeant(this.#discourse, phrase, { tokens, phrases }))
      // "Siv's boss Robin needs her, so her son cooks": still hers.
      if (phrase.type === 'pronoun' && phrase.gender && actorOn(phrase, { tokens, phrases })) this.#discourse.keepOwner(phrase.gender, phrase)
      shareChild(this.#discourse, phrase)
      shareWithLeft(this.#discourse, phrase, { tokens, phrases })
      const partner = isOne(phrase) && /^(and|nor)$/.test(normAt(tokens, phrase.start - 1)) ? [...phrases.values()].find(before => before.end === phrase.start - 1 && isOne(before)) : undefined
      if (partner) this.#discourse.together([...this.#discourse.bind(partner), ...this.#discourse.bind(phrase)])
      this.#tellGender(phrase, tokens, phrases)
      if (twin?.type === 'kin') appose(this.#discourse, phrase, twin)
      else if (phrase.type === 'kin' && phrase.owner) apposeOwner(this.#discourse, phrase.owner, same)
    }
    for (const { members, kin } of groups) {
      const owner = kin.owner && this.#discourse.bind(kin.owner)[0]
      const ids = members.flatMap(member => this.#discourse.bind(member))
      if (owner !== null && owner !== undefined) for (const id of ids) this.#discourse.relate(owner, kin.kin, id)
      this.#discourse.together(ids)
    }
  }

  /** "My colleague Ana and her partner": the owner stands right before. */
  #bindOwner(phrase: Phrase, tokens: Parsed['tokens'], phrases: Parsed['phrases']): void {
    const link = normAt(tokens, phrase.start - 1)
    if (phrase.type !== 'kin' || phrase.owner?.type !== 'pronoun' || phrase.owner.plural || !/^(and|is|'s|was)$/.test(link)) return
    const left = endingAt(phrases, phrase.start - 1)
    // "Ana's landlord is her uncle": Ana's.
    // "Her mother Siv and her father": hers.
    const shared = link === 'and' && left?.type === 'kin' && left.owner?.type === 'pronoun' && !left.owner.plural ? left.owner : undefined
    if (shared?.gender === phrase.owner.gender) return this.#discourse.adopt(phrase.owner, this.#discourse.bind(shared))
    // "The son of my cousin Siv and her husband": Siv's.
    const whole = left?.type === 'kin' && left.names.length === 0 && left.owner && left.owner.end === left.end ? left.owner : left
    const before = link === 'and' ? whole : left?.type === 'kin' ? (left.owner ?? undefined) : undefined
    if (before?.type !== 'name' && (before?.type !== 'kin' || before.kin.plural)) return
    const ids = this.#discourse.bind(before)
    const gender = this.#graph.entity(ids[0] ?? -1)?.gender ?? null
    if (ids.length !== 1 || (gender !== null && gender !== phrase.owner.gender)) return
    this.#discourse.scribe.gender(ids[0]!, phrase.owner.gender)
    this.#discourse.adopt(phrase.owner, ids)
  }

  /** "Ana has lost her keys", "Bo is late with his rent": a possessive tells the subject's gender. */
  #tellGender(phrase: Phrase, tokens: Parsed['tokens'], phrases: Parsed['phrases']): void {
    if ((phrase.type !== 'name' && phrase.type !== 'kin') || !leadsVerb(tokens, phrase)) return
    const at = tokens.findIndex(({ norm }, place) => place >= phrase.end && (phrases.has(place) || /^(his|her)$/.test(norm)))
    if (at < 0 || phrases.has(at)) return
    const [id] = this.#discourse.bind(phrase)
    if (id !== undefined && id !== userId) this.#discourse.scribe.gender(id, tokens[at]!.norm === 'his' ? 'm' : 'f')
  }

  /** "Ana has a dog. He is called Rex", "we got a cat and named her Fig": who has no name yet is meant by the pronoun. */
  unnamed(phrase: Phrase | undefined, beast = false): number | undefined {
    if (phrase?.type !== 'pronoun' || phrase.plural) return undefined
    const entity = this.#graph.entity(this.#discourse.unnamed ?? -1)
    if (!entity || (phrase.gender && entity.gender === opposite(phrase.gender))) return undefined
    return beast && !this.#discourse.isAnimal(entity.id) && !isAnimal(entity.word ?? '') ? undefined : entity.id
  }
}
