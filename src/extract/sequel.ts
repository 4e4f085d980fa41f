// What a sentence adds to the one before it: a name for somebody who had none, who somebody is, a profession.
import type { Graph } from '../graph/graph.ts'
import type { Discourse } from './discourse.ts'
import { firmFrom, isDescribed, loneAnimal, loneJob, loneKin, openingKin, pointingKin } from './fragment.ts'
import type { NameReader } from './name.ts'
import { readerOf } from './name-reader.ts'
import { numberOf } from './number.ts'
import { listFrom, parse, type Parsed } from './parse.ts'
import type { KinPhrase, Phrase } from './phrase.ts'
import { countedIn, exactly, oneByOne, type Counted } from './several.ts'
import { normAt, type Sentence, type Token } from './token.ts'

const openers = /^(honestly|well|so|anyway|and|but|oh|poor|then|,|now|apparently|yesterday|today|luckily|sadly|little|young|old|baby)$/

/** The phrase that a sentence is about, where it is somebody of the speaker's without a name. */
function topicOf({ tokens, phrases }: Parsed): Phrase | undefined {
  const [first, ...rest] = phrases.values()
  const verb = first && tokens[first.end]
  const opens = first !== undefined && first.start <= 2 && verb?.kind === 'word' && verb.norm !== 'and' && first.type === 'kin' && !first.kin.plural
  // Mum goes by no other name: whoever the next sentence names is somebody else.
  const mine = first?.type === 'kin' && first.owner?.type === 'self' && first.owner.end > first.owner.start
  return opens && mine && first.names.length === 0 && !rest.some(phrase => phrase.type === 'name' && !phrase.place) ? first : undefined
}

/** "The kids", "my two sisters": several of whom no names are told. */
function isNamelessGroup({ kin, names, owner, definite }: KinPhrase): boolean {
  return kin.plural && names.length === 0 && kin.role !== 'stranger' && (owner !== null || (definite && kin.role === 'child'))
}


/** "Is six", "four". */
function agedAt(tokens: readonly Token[], at: number): boolean {
  const age = /^(is|'s|turns|was)$/.test(normAt(tokens, at)) ? at + 1 : at
  return (numberOf(normAt(tokens, age)) ?? 100) < 100
}

/** "Honestly Ana never asks": a word on somebody's ways, so on somebody who was spoken of. */
function isComment(tokens: readonly Token[], { start, end }: Phrase): boolean {
  const opened = /^(honestly|anyway|seriously|poor|typical|tbh|luckily|sadly|ugh|well)$/.test(tokens[0]!.norm) && start > 0
  return /^(never|always|hardly|rarely|usually|keeps)$/.test(normAt(tokens, end)) || (opened && /^(is|has|thinks|wants|hates|loves|does|can|could|just|would)$/.test(normAt(tokens, end)))
}

export class Sequel {
  readonly #graph: Graph
  readonly #discourse: Discourse
  /** Several who were spoken of without names: "the kids". */
  #group: (Phrase & KinPhrase) | undefined
  /** Several of whom the last sentence told how many they are. */
  #counted: Counted | undefined
  /** The last one was nobody's: "he is bringing a girlfriend". */
  #loose = false

  /** Who left a job or got one, as the last sentence says. */
  #hired: number | undefined
  /** The last sentence asked about animals in general: "does a rabbit need a friend?" */
  #asksOfAnimals = false

  constructor(graph: Graph, discourse: Discourse) {
    this.#graph = graph
    this.#discourse = discourse
  }

  /** True where a sentence only completes the last one, and there is nothing else to read in it. */
  completes(parsed: Parsed, first: boolean, next: Sentence | undefined): boolean {
    return this.#namesFirm(parsed) || this.#namesTheLast(parsed) || this.#isAnimal(parsed) || this.#saysWho(parsed, next) || this.#saysTrade(parsed, first)
  }

  /** Before a sentence is read: who of the last one is meant by its first phrase. */
  link(parsed: Parsed, first: boolean): void {
    this.#bridge(parsed)
    this.#countOut(parsed)
    this.#nameAll(parsed)
    this.#pointOut(parsed)
    const kin = first ? openingKin(parsed) : undefined
    const last = kin && this.#discourse.stranger(kin)
    if (kin && last !== undefined) this.#introduce(kin, last)
    const told = pointingKin(parsed)
    const shown = told && (this.#discourse.stranger(told) ?? this.#pointedAt(parsed, told))
    if (told && shown !== undefined) this.#introduce(told, shown)
  }

  /** "Her mum is proud. That's my sister Siv": she who had no name. */
  #pointOut({ tokens, phrases }: Parsed): void {
    const last = this.#discourse.unnamed
    const kin = /^(that|this)$/.test(normAt(tokens, 0)) && /^(is|'s)$/.test(normAt(tokens, 1)) ? phrases.get(2) : undefined
    if (last === undefined || kin?.type !== 'kin' || kin.kin.plural || kin.kin.role === 'pet' || kin.names.length !== 1 || !/^(,|and|who|)$/.test(normAt(tokens, kin.end))) return
    const { gender } = this.#graph.entity(last)!
    // "My mum is proud. That's my sister Siv" is no answer: whoever is the speaker's already is somebody else.
    const known = this.#discourse.isAnimal(last) || this.#graph.about(last).some(({ subject, object }) => [subject, object].includes(this.#discourse.speaker))
    if (known || (gender && kin.kin.gender && gender !== kin.kin.gender)) return
    const [id] = this.#discourse.bind(kin)
    if (id !== undefined) this.#discourse.unite(last, id, 'pointed out')
  }

  /** "Does a rabbit need a friend? Asking because Hazel thumps": the one who made somebody ask. */
  #instance({ tokens, phrases }: Parsed): void {
    const name = [...phrases.values()].find(phrase => phrase.type === 'name' && !phrase.place && tokens[phrase.end]?.kind === 'word' && !/^(and|or|with|for|in|at|to|from)$/.test(tokens[phrase.end]!.norm))
    const [id] = name ? this.#discourse.bind(name) : []
    if (id !== undefined && this.#discourse.isNobody(id)) this.#discourse.isPet(id)
  }

  /** After a sentence was read: who the next one may be about. */
  close(parsed: Parsed, names: NameReader, asks: boolean): void {
    if (!asks) this.#enumerate(parsed, names)
    if (!asks && /\bi (?:have )?(?:got (?:it|the job|in|hired)|passed the interview)\b/.test(parsed.tokens.map(({ norm }) => norm).join(' '))) this.#hired = this.#discourse.speaker
    if (this.#asksOfAnimals && !asks) this.#instance(parsed)
    this.#asksOfAnimals = asks && [...parsed.phrases.values()].some(phrase => phrase.type === 'kin' && phrase.kin.role === 'pet' && phrase.owner === null && phrase.indefinite)
    this.#group = [...parsed.phrases.values()].find((phrase): phrase is Phrase & KinPhrase => phrase.type === 'kin' && isNamelessGroup(phrase))
    const last = [...parsed.phrases.values()].findLast(phrase => phrase.type === 'kin')
    this.#loose = last?.type === 'kin' && last.indefinite && last.owner === null && this.#discourse.bind(last).length === 0 && this.#discourse.unnamed === undefined
    this.#discourse.setTopic(topicOf(parsed))
  }

  /** A sentence that is a name alone names who was spoken of without one: "My sister is here. Dana." */
  #namesTheLast({ tokens, phrases }: Parsed): boolean {
    const [phrase] = phrases.values()
    if (phrase?.type !== 'name' || phrase.start > 0 || this.#loose) return false
    const rest = tokens.slice(phrase.end).map(token => token.norm).join(' ')
    if (!/^(|i think|,? (his|her|the|their) name|is (his|her|their|the) name( .*)?|she's called|he's called)$/.test(rest)) return false
    const last = this.#discourse.unnamed
    if (last === undefined) return false
    this.#discourse.name(last, phrase.name)
    return true
  }

  /** "Ylva sings in a choir. My wife." */
  #saysWho(parsed: Parsed, next: Sentence | undefined): boolean {
    const kin = loneKin(parsed)
    if (!kin) return false
    // "My sister. Ruta is a baker": the name comes after.
    const [ahead] = next ? parse(next.tokens, readerOf(this.#graph, next)).phrases.values() : []
    const named = ahead?.type === 'name' && ahead.start === 0 && this.#graph.named(ahead.name.text.toLowerCase()).length === 0
    const last = named ? undefined : (this.#discourse.stranger(kin) ?? this.#pointedAt(parsed, kin))
    // "She's Ana's twin": a pronoun means somebody.
    if (last === undefined && /^(he|she)$/.test(normAt(parsed.tokens, 0))) return false
    if (last === undefined) this.#discourse.setTopic(kin)
    else this.#introduce(kin, last)
    return true
  }

  /** "Uncle Per drives a bus, she writes. That's my brother!": whoever was named last, kin of another's though he is. */
  #pointedAt({ tokens }: Parsed, kin: KinPhrase): number | undefined {
    const points = /^(that|this)$/.test(normAt(tokens, 0)) && /^(is|'s)$/.test(normAt(tokens, 1))
    const last = points && kin.owner?.type === 'self' ? this.#discourse.last : undefined
    if (last === undefined || this.#graph.about(last).some(({ subject, object }) => [subject, object].includes(this.#discourse.speaker))) return undefined
    const gender = this.#graph.entity(last)?.gender
    return gender && kin.kin.gender && gender !== kin.kin.gender ? undefined : last
  }

  /** "What do you have? A beagle, Rex." */
  #isAnimal(parsed: Parsed): boolean {
    const animal = loneAnimal(parsed)
    for (const id of animal ? this.#discourse.bind(animal) : []) this.#discourse.isPet(id)
    return animal !== undefined
  }

  #introduce(kin: Phrase & KinPhrase, id: number): void {
    const owner = kin.owner && this.#discourse.bind(kin.owner)[0]
    if (owner !== null && owner !== undefined && owner !== id) this.#discourse.relate(owner, kin.kin, id)
    this.#discourse.adopt(kin, [id])
    this.#discourse.look(id, 1)
  }

  /** Notes that somebody left a job or got one: the next sentence may tell of the new one. */
  changesJob(id: number): void {
    this.#hired = id
  }

  /** "I resigned. Norbit, from 1 October." */
  #namesFirm(parsed: Parsed): boolean {
    const firm = this.#hired === undefined ? undefined : firmFrom(parsed)
    if (firm !== undefined) this.#discourse.scribe.assert(this.#hired!, 'works_at', firm)
    return firm !== undefined
  }

  /** "My aunt Bea is here. Retired baker." */
  #saysTrade(parsed: Parsed, first: boolean): boolean {
    const told = loneJob(parsed)
    const who = told.length === 0 || (first && told.length === 1) ? undefined : (this.#hired ?? this.#discourse.last)
    if (who === undefined) return false
    for (const { attribute, values: [value] } of told) this.#discourse.scribe.assert(who, attribute, value!)
    return true
  }

  /** "The kids are asleep. Mia is six and Leo four": those whose ages are told are they. */
  #countOut({ tokens, phrases }: Parsed): void {
    const group = this.#group
    const [first] = phrases.values()
    if (!group || first?.type !== 'name' || first.start > 1 || !/^(child|sibling|pet)$/.test(group.kin.role)) return
    const aged = [...phrases.values()].filter(phrase => phrase.type === 'name' && !phrase.place && agedAt(tokens, phrase.end))
    if (aged[0] === first) this.#join(group, aged)
  }

  /** "My parents are coming. Their names are Siv and Per." */
  #nameAll(parsed: Parsed): void {
    const [of, names, are] = parsed.tokens.map(({ norm }) => norm)
    const from = of === 'they' && /^(are|'re|is)$/.test(names!) && /^(called|named)$/.test(are ?? '') ? 3 : /^(their|the)$/.test(of ?? '') && names === 'names' && are === 'are' ? 3 : -1
    if (this.#group && from > 0 && parsed.phrases.get(from)?.type === 'name') this.#join(this.#group, listFrom(parsed, from).list)
  }

  /** "I have two brothers. One is called Per, the other Bo." */
  #enumerate(parsed: Parsed, names: NameReader): void {
    const own = countedIn(parsed, names)
    const counted = own ?? this.#counted
    const listed = counted ? oneByOne(parsed, own ? own.group.end : 0) : []
    if (counted) this.#join(counted.group, listed.length > 0 || own ? listed : exactly(counted.count, parsed, id => this.#discourse.isNobody(id), phrase => this.#discourse.bind(phrase)))
    this.#counted = own ?? (listed.length > 0 ? counted : undefined)
  }

  /** Those who are named are the ones of whom no names were told. */
  #join(group: Phrase & KinPhrase, named: readonly Phrase[]): void {
    const owner = group.owner && group.owner.type !== 'self' ? this.#discourse.bind(group.owner)[0] : this.#discourse.speaker
    if (owner === undefined) return
    const members = named.flatMap(phrase => (phrase.type === 'name' ? this.#discourse.members(owner, group.kin, [phrase.name], false) : phrase.type === 'kin' ? this.#discourse.bind(phrase) : []))
    for (const id of members) this.#discourse.relate(owner, group.kin, id)
  }

  /** "My boss wants the numbers. Vikram could have said so": who had no name and is spoken of next has one now. */
  #bridge({ tokens, phrases }: Parsed): void {
    const [phrase] = phrases.values()
    if (phrase?.type !== 'name' || phrase.place || phrase.start > 2 || tokens.slice(0, phrase.start).some(({ norm }) => !openers.test(norm))) return
    const next = tokens[phrase.end]
    // "My sister is ill. Olle drove her": another.
    if (tokens.some(({ norm }, at) => /^(him|her|them)$/.test(norm) && tokens[at + 1]?.kind !== 'word')) return
    const goesOn = (next?.kind === 'word' && !/^(and|next|from|at)$/.test(next.norm)) || isDescribed(tokens, phrase.end)
    if (!goesOn || this.#graph.named(phrase.name.text.toLowerCase()).length > 0) return
    const last = this.#discourse.topic ?? (isDescribed(tokens, phrase.end) || isComment(tokens, phrase) ? this.#discourse.unnamed : undefined)
    // Another relation in the same breath says who it is.
    if (last === undefined || [...phrases.values()].some(other => other.type === 'kin' && other.owner?.type === 'self')) return
    this.#discourse.name(last, phrase.name)
  }
}
