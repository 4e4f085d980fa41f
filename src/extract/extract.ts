// Extraction: a turn of the conversation read into the graph, without a language model.
import { userId } from '../graph/entity.ts'
import type { Graph, GraphChange } from '../graph/graph.ts'
import { opposite, roleTable, type Attribute } from '../graph/relation.ts'
import { isMachine } from '../log/speaker.ts'
import { elderAddressed } from './address.ts'
import { allergiesIn } from './allergy.ts'
import { restoreApostrophes } from './apostrophe.ts'
import { barker, speaksOfAnimals } from './animal.ts'
import { mineIn } from './belonging.ts'
import { Binder } from './binder.ts'
import { Celebration } from './celebration.ts'
import { readClauses } from './clause.ts'
import { Discourse } from './discourse.ts'
import { placeNamed } from './home.ts'
import { mates } from './kin.ts'
import { isFiction } from './mood.ts'
import type { Name } from './name.ts'
import { readerOf } from './name-reader.ts'
import { namesakesIn, rivalsIn } from './namesake.ts'
import { parse } from './parse.ts'
import { bareKinAt, type Phrase } from './phrase.ts'
import { quotesIn } from './quote.ts'
import { Kennel } from './kennel.ts'
import { withoutRetakes } from './retake.ts'
import type { Saying } from './saying.ts'
import { sentencesIn } from './sentence.ts'
import { Sequel } from './sequel.ts'
import { severalIn, severalNamed, type Several } from './several.ts'
import { Tale } from './tale.ts'
import { lastThings } from './thing.ts'
import type { Token } from './token.ts'
import type { Told } from './told.ts'
import { lastLanguage } from './tongue.ts'
import { firmNamed } from './workday.ts'
import { pairUp } from './whose.ts'

/** A turn to be read. */
export interface ReadableTurn {
  text: string
  speaker: string
  ordinal: number
  /** When it was said, in milliseconds. */
  at: number
  /** The one other person who takes part, where there is just one and it is no assistant. */
  addressee?: string
}

/** True for a sentence about the speaker who gets, has or keeps something. */
function isAboutSelf(tokens: readonly Token[]): boolean {
  const norms = tokens.map(({ norm }) => norm)
  return norms.some(norm => /^(i|me|we|us|my|our)$/.test(norm)) && !norms.some(norm => /^(saw|met|see|seen|spotted|neighbour|neighbor|stray|park|heard|petted|if|wish|want|film|movie)$/.test(norm))
}

export class Extractor {
  readonly #graph: Graph
  readonly #discourse: Discourse
  readonly #binder: Binder
  readonly #sequel: Sequel
  readonly #celebration: Celebration
  /** Where somebody of this turn lives, works, studies: "there". */
  readonly #places = new Map<string, string>()
  /** The last place that was named. */
  #named: string | undefined
  /** The last firm that somebody works at, or that was gone to. */
  #firm: string | undefined

  constructor(graph: Graph, change: (change: GraphChange) => void) {
    this.#graph = graph
    this.#discourse = new Discourse(graph, change)
    this.#binder = new Binder(graph, this.#discourse)
    this.#sequel = new Sequel(graph, this.#discourse)
    this.#celebration = new Celebration(this.#discourse)
  }

  read({ text, speaker, ordinal, at, addressee }: ReadableTurn): void {
    // What an assistant says is no news of the user.
    if (isMachine(speaker)) return
    const self = speaker === 'user' ? userId : this.#discourse.person(speaker)
    const other = addressee === undefined ? undefined : addressee === 'user' ? userId : this.#discourse.person(addressee)
    this.#discourse.begin(self, other, { ordinal, at })
    const { outside, quoted } = quotesIn(text)
    this.#readText(outside)
    for (const { text: inner, speaker: who, signed, heard } of quoted) {
      if (who === undefined) continue
      const id = this.#speakerOf(who) ?? (signed === undefined ? undefined : this.#speakerOf(signed))
      // "From my brother: it's Olle": who had no name signs with it.
      if (id !== undefined && id !== self && signed !== undefined && this.#graph.entity(id)?.name === null) this.#discourse.name(id, { text: signed, gender: null })
      if (id !== undefined && heard) this.#addressed(id, inner)
      if (id !== undefined) this.#discourse.speakAs(id, () => this.#readText(inner))
    }
    this.#animals(text)
    this.#discourse.close()
  }

  /** "My grandson told me: 'Grandpa, look'": what a child of the family says to the speaker tells whether she is a woman. */
  #addressed(id: number, text: string): void {
    const self = this.#discourse.speaker
    const elder = elderAddressed(sentencesIn(text)[0]?.tokens ?? [])
    const known = elder && this.#graph.about(id).some(({ subject, predicate, object }) =>
      (subject === self && object === id && predicate === roleTable[elder.role].inverse) || (subject === id && object === self && predicate === elder.role))
    if (known) this.#discourse.relate(id, elder, self)
  }

  #readText(text: string): void {
    const sentences = restoreApostrophes(withoutRetakes(sentencesIn(text)), name => name !== 'user' && this.#graph.named(name).length > 0)
    const kennel = new Kennel(sentences, text)
    const namesakes = namesakesIn(sentences)
    const tale = new Tale()
    let several: Several | undefined
    let earlier: Told | undefined
    this.#discourse.scribe.keepApart(rivalsIn(sentences))
    for (const [index, sentence] of sentences.entries()) {
      const names = readerOf(this.#graph, sentence, namesakes)
      const parsed = parse(sentence.tokens, names)
      const { said, predicates, last } = readClauses(sentence, parsed, names, earlier)
      earlier = last
      if (!sentence.asks && (this.#celebration.completes(parsed, names) || this.#sequel.completes(parsed, index === 0, sentences[index + 1]))) continue
      this.#sequel.link(parsed, index === 0)
      this.#celebration.link(parsed, names)
      this.#discourse.setAboutSelf(isAboutSelf(sentence.tokens))
      this.#binder.bindAll(parsed, tale.from(sentence.tokens), predicates, isFiction(text))
      const before = sentences[index - 1]?.tokens ?? []
      const things = (at: number, attribute: Attribute): string | undefined => (attribute === 'speaks' ? lastLanguage(sentence.tokens, at) ?? lastLanguage(before) : lastThings(sentence.tokens, at) ?? lastThings(before))
      const beside = [...kennel.read(sentence, parsed), ...allergiesIn(sentence, parsed, sentences[index - 1]), ...mineIn(sentence.tokens, before), ...severalNamed(sentence, parsed, names, several)]
      for (const saying of [...said, ...beside]) this.#take(saying, things)
      several = severalIn(parsed)
      this.#named = placeNamed(sentence.tokens, names.cased) ?? this.#named
      this.#firm = firmNamed(sentence.tokens, names.cased) ?? this.#firm
      this.#sequel.close(parsed, names, sentence.asks)
      this.#celebration.close(parsed)
      this.#discourse.endSentence()
    }
  }

  /** Whoever is spoken of as only animals are, and of whom nothing else is known, is the speaker's pet. */
  #animals(text: string): void {
    if (!speaksOfAnimals(text)) return
    const gender = barker(text)
    const nobodies = this.#graph.inTurn(this.#discourse.scribe.place.ordinal).filter(id => {
      const entity = this.#graph.entity(id)!
      return this.#discourse.isNobody(id) && entity.word === null && !(gender && entity.gender === opposite(gender))
    })
    if (nobodies.length < 4) for (const id of nobodies) this.#discourse.isPet(id)
  }

  #speakerOf(text: string): number | undefined {
    const [sentence] = sentencesIn(text)
    if (!sentence) return undefined
    const phrase = [...parse(sentence.tokens, readerOf(this.#graph, sentence)).phrases.values()].at(-1)
    // "Landlord texted": one's own.
    if (!phrase && sentence.tokens.length < 4 && bareKinAt(sentence.tokens, 0)?.plural === false) return this.#speakerOf(`my ${text}`)
    return phrase && this.#discourse.bind(phrase)[0]
  }

  #take(saying: Saying, things: (at: number, attribute: Attribute) => string | undefined): void {
    const discourse = this.#discourse
    const all = (list: readonly Phrase[], except: readonly number[] = []): number[] => [...new Set(list.flatMap(phrase => discourse.bind(phrase, true, except)))]
    const ended = saying.mood === 'denied' || saying.mood === 'ended'
    switch (saying.type) {
      case 'kin': {
        const told = all(saying.members)
        const owners = all(saying.owners, told)
        const nameless = told.length === 0 && saying.members.every(phrase => phrase.type === 'kin' && phrase.indefinite)
        const members = [...told, ...(owners[0] === undefined ? [] : discourse.members(owners[0], saying.kin, saying.names, nameless && !ended))]
        for (const owner of owners) for (const member of members) {
          if (ended) discourse.scribe.end(owner, saying.kin.role, member)
          else discourse.relate(owner, saying.kin, member)
        }
        return
      }
      case 'mutual': {
        // "We have been together for years": with whoever came up last, unless that is an aunt.
        const guessed = saying.kin.role === 'partner' && saying.among.some(({ type }) => type === 'relative')
        const among = all(saying.among).filter(who => !guessed || who === discourse.speaker || !this.#graph.isKin(who))
        // "We are married": whoever is known as somebody's kin is not meant without a word for her.
        if (saying.among.some(phrase => phrase.type === 'pronoun' && phrase.start === phrase.end && !discourse.bind(phrase).every(id => discourse.isNobody(id)))) return
        if (saying.second && among.length === 2) return pairUp(discourse, among, [saying.kin, saying.second], ended)
        for (const [index, one] of among.entries()) for (const two of among.slice(index + 1)) {
          if (ended) {
            discourse.scribe.end(one, saying.kin.role, two)
            discourse.scribe.end(two, roleTable[saying.kin.role].inverse, one)
          } else {
            discourse.relate(one, saying.kin, two)
            if (saying.kin.gender) discourse.scribe.gender(one, saying.kin.gender)
          }
        }
        return
      }
      case 'same': {
        const [left] = discourse.bind(saying.left)
        const [right] = discourse.bind(saying.right)
        if (left !== undefined && right !== undefined && !ended && this.#mayUnite(left, right)) discourse.unite(left, right, 'said to be one')
        return
      }
      case 'gender':
        if (!ended) for (const who of all(saying.who)) discourse.scribe.gender(who, saying.gender)
        return
      case 'animal':
        if (!ended) for (const who of all(saying.who)) if (who !== userId) discourse.isPet(who)
        return
      case 'named': {
        const animal = this.#binder.unnamed(saying.who[0], true)
        const [who] = animal === undefined ? all(saying.who) : [animal]
        if (who !== undefined && !ended) discourse.name(who, saying.name)
        else if (!ended) this.#newcomer(saying.who[0], saying.name)
        return
      }
      case 'surname':
        for (const who of all(saying.who)) {
          const first = this.#graph.entity(who)?.name
          if (first) discourse.scribe.name(who, { ...saying.name, text: `${first} ${saying.name.text}` })
        }
        return
      case 'left':
        for (const who of all(saying.who)) {
          discourse.scribe.leave(who, saying.gone)
          this.#sequel.changesJob(who)
        }
        return
      case 'attribute':
        for (const who of [...all(saying.who), ...this.#household(saying)]) {
          for (const said of saying.told.values) {
            const value = said === 'there' ? this.#there(saying.told.attribute) : /^(them|it)$/.test(said) ? things(saying.at, saying.told.attribute) : said
            if (value === undefined) continue
            // "I work with Norbert", whose wife was just spoken of: a colleague, no firm.
            const mate = saying.told.attribute === 'works_at' ? this.#graph.named(value).find(id => this.#graph.isKin(id)) : undefined
            if (mate !== undefined && mate !== who) {
              if (saying.mood === 'holds') discourse.relate(who, mates, mate)
              continue
            }
            this.#places.set(saying.told.attribute, value)
            if (saying.mood === 'denied') discourse.scribe.end(who, saying.told.attribute, value)
            else discourse.scribe.assert(who, saying.told.attribute, value, saying.mood === 'ended')
          }
        }
    }
  }

  /** "My wife Ana is from Graz but we live in Ghent": so does she, who was just spoken of. */
  #household({ who, told, mood }: Saying & { type: 'attribute' }): number[] {
    const we = told.attribute === 'lives_in' && mood === 'holds' && who.some(phrase => phrase.type === 'self' && phrase.plural)
    if (!we) return []
    const here = this.#graph.inTurn(this.#discourse.scribe.place.ordinal)
    return this.#graph.about(this.#discourse.speaker).flatMap(({ subject, predicate, object, endedAt }) =>
      /^(spouse|partner)$/.test(predicate) && endedAt === null && subject === this.#discourse.speaker && typeof object === 'number' && here.includes(object) ? object : [])
  }

  /** The place that "there" means: where somebody lives or works, or the last that was named. */
  #there(attribute: Attribute): string | undefined {
    const said = this.#places.get(attribute)
    if (attribute === 'works_at') return said ?? this.#firm
    if (attribute === 'born_in') return this.#named ?? said
    return said ?? (attribute === 'lives_in' ? this.#named : undefined)
  }

  /** "Dad met someone. Her name is Siv": whom nobody has spoken of yet. */
  #newcomer(phrase: Phrase | undefined, { text }: Name): void {
    if (phrase?.type !== 'pronoun' || phrase.plural || phrase.thing) return
    const id = this.#discourse.person(text)
    this.#discourse.scribe.gender(id, phrase.gender)
    this.#discourse.adopt(phrase, [id])
    this.#discourse.look(id, 1)
  }

  /** Two who both have names of their own are two, unless one is known and the other a full name: "Deano is Dean Lind". */
  #mayUnite(left: number, right: number): boolean {
    const [a, b] = [this.#graph.entity(left), this.#graph.entity(right)]
    if (left === userId || right === userId || !a || !b) return false
    const { ordinal } = this.#discourse.scribe.place
    const spelled = a.name !== null && !a.name.includes(' ') && b.name?.includes(' ') === true && b.turns[0] === ordinal
    return a.name === null || b.name === null || (spelled && (a.turns[0] !== ordinal || this.#graph.isKin(left)))
  }
}

