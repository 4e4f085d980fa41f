// Further names of somebody: "Bear is what I call my brother", "Ana, known as Nan", "Dean Lind, that's his proper name".
import { nameAt, type NameReader } from './name.ts'
import { bearsLike, formsIn } from './namesake.ts'
import { isOrdinary } from './ordinary.ts'
import type { Parsed } from './parse.ts'
import type { Phrase } from './phrase.ts'
import { sortsOfName } from './pairing.ts'
import { endingAt, ownerOf } from './placed.ts'
import type { Saying } from './saying.ts'
import { normAt, type Token } from './token.ts'

const callers = /^(i|we|they|everyone|everybody|people|you|he|she|kids|friends|all|mum|mom|dad)$/
const audience = /^(us|me|everyone|everybody|friends|family|most|all|strangers)$/
const audiences = /^(family|families|friends|mates|kids|grandkids|grandchildren|children|fans|colleagues|students|pupils|neighbours|neighbors|cousins|nephews|nieces|rest|others|village|office|clients)$/
const formally = /^(officially|passport|ticket|tickets|form|forms|paper|legally|record|records|file|booking|certificate|id|licence|license|invoice|contract|envelope)$/

/** "An Ivan as well", "another Ivan": a name that somebody else has. */
export function isNamesake(tokens: readonly Token[], at: number, reader: NameReader): boolean {
  const name = /^(a|an|another)$/.test(normAt(tokens, at)) ? tokens[at + 1] : undefined
  if (name === undefined || (reader.cased && !name.capital) || isOrdinary(name.norm)) return false
  const heard = reader.knows(name.norm) || tokens.slice(0, at).some(({ norm }) => norm === name.norm)
  return heard && /^(|,|\)|-|too|also|as|but|only|and)$/.test(normAt(tokens, at + 2))
}

/** What a sentence says of further names, and the phrases that are such names and so stand for nobody else. */
export function otherNamesIn(tokens: readonly Token[], parsed: Parsed, names: NameReader): { sayings: Saying[]; names: Phrase[] } {
  const reader = new AkaReader(tokens, parsed, names)
  tokens.forEach(({ norm }, at) => reader.read(norm, at))
  return { sayings: reader.sayings, names: reader.names }
}

class AkaReader {
  readonly sayings: Saying[] = []
  readonly names: Phrase[] = []
  readonly #tokens: readonly Token[]
  readonly #parsed: Parsed
  readonly #reader: NameReader

  constructor(tokens: readonly Token[], parsed: Parsed, reader: NameReader) {
    this.#tokens = tokens
    this.#parsed = parsed
    this.#reader = reader
  }

  read(norm: string, at: number): void {
    if (norm === 'known' && this.#norm(at + 1) === 'as') this.#name(this.#endingAt(this.#beforeKnown(at)), at + 2)
    else if (norm === 'what' && /^(is|'s)$/.test(this.#norm(at - 1))) this.#calling(at)
    else if (/^(nickname|name|petname)$/.test(norm) && this.#norm(at + 1) === 'for') this.#nicknaming(at)
    else if (norm === 'name' && sortsOfName.test(this.#norm(at - 1)) && /^(his|her)$/.test(this.#norm(at - 2))) this.#identified(at - 2)
    else if (/^(to|for)$/.test(norm)) this.#among(at)
    else if (/^(say|says)$/.test(norm)) this.#spoken(at)
    else if (/^(named|called|christened|baptised|baptized)$/.test(norm) && this.#norm(at - 1) === 'got') this.#name(this.#endingAt(at - 1), at + 1)
    else if (/^(a|an|another)$/.test(norm)) this.#shared(at)
    else if (/^(answers|listens|responds|answered|listened)$/.test(norm) && this.#norm(at + 1) === 'to') this.#answering(at)
  }

  #norm(at: number): string {
    return normAt(this.#tokens, at)
  }

  /** "Better known as", "also known as", "who is known as": the place after whom it is said of. */
  #beforeKnown(at: number): number {
    let before = at
    while (/^(better|also|otherwise|who|is|'s|usually|mostly|,|-|\()$/.test(this.#norm(before - 1))) before--
    return before
  }

  #endingAt(end: number): Phrase | undefined {
    return endingAt(this.#parsed.phrases, end, /^(name|kin|pronoun)$/)
  }

  /** Says that somebody has the name at a place. */
  #name(who: Phrase | undefined, at: number): void {
    const found = who && nameAt(this.#tokens, at, this.#reader, true)
    if (!found) return
    const phrase = this.#parsed.phrases.get(at)
    if (phrase?.type === 'name') this.names.push(phrase)
    this.sayings.push({ type: 'named', who: [who], name: found.name, at, mood: 'holds' })
  }

  /** "Bear is what we call my brother": `at` is the place of "what". */
  #calling(at: number): void {
    const call = [at + 2, at + 3].find(place => /^(call|calls|called)$/.test(this.#norm(place)))
    const who = call === undefined || !callers.test(this.#norm(call - 1)) ? undefined : this.#parsed.phrases.get(call + 1)
    if (who?.type !== 'kin' && who?.type !== 'pronoun') return
    this.#name(who, this.#startOfName(at - 1))
    // "But on the ticket it is Ruta Lind".
    const formal = this.#tokens.findIndex(({ norm }, place) => place >= who.end && formally.test(norm))
    const is = formal < 0 ? -1 : this.#tokens.findIndex(({ norm }, place) => place > who.end && /^(is|'s)$/.test(norm) && /^(it|he|she|name)$/.test(this.#norm(place - 1)))
    if (is > 0) this.#name(who, is + 1)
  }

  /** "Mouse is my nickname for my daughter". */
  #nicknaming(at: number): void {
    const is = this.#tokens.findLastIndex(({ norm }, place) => place < at && /^(is|'s)$/.test(norm))
    const who = this.#parsed.phrases.get(at + 2)
    if (is > 0 && at - is < 5 && who?.type === 'kin') this.#name(who, this.#startOfName(is))
  }

  /** The place where a name of one or two words that ends at a place starts. */
  #startOfName(end: number): number {
    const phrase = [...this.#parsed.phrases.values()].find(({ type, end: last }) => type === 'name' && last === end)
    return phrase?.start ?? end - 1
  }

  /** "Dean Lind, that's his proper name", "Dean Lind is her real name": `at` is the place of "his". */
  #identified(at: number): void {
    let end = at
    while (/^(is|'s|was|that|which|it|,|-|\()$/.test(this.#norm(end - 1))) end--
    const name = [...this.#parsed.phrases.values()].find(phrase => phrase.type === 'name' && phrase.end === end)
    if (name && end < at) this.#name(ownerOf(this.#norm(at), at), name.start)
  }

  /** "He is Alik to us", "my aunt Helena, Lena for the family": `at` is the place of "to". */
  #among(at: number): void {
    const next = this.#norm(at + 1)
    const group = audience.test(next) || (/^(the|my|our|his|her|their)$/.test(next) && audiences.test(this.#norm(at + 2)))
    const name = group ? [...this.#parsed.phrases.values()].find(({ type, end }) => type === 'name' && end === at) : undefined
    if (!name) return
    const link = this.#norm(name.start - 1)
    const who = this.#endingAt(name.start - 1)
    const closed = /^(,|\)|-|)$/.test(this.#norm(audience.test(next) ? at + 2 : at + 3))
    const beside = /^[,(-]$/.test(link) && closed && (who?.type === 'name' || (who?.type === 'kin' && who.names.length > 0))
    if (beside || (/^(is|'s|was)$/.test(link) && who && !this.#isThing(who))) this.#name(who, name.start)
  }

  #isThing(phrase: Phrase): boolean {
    return phrase.type === 'pronoun' && (phrase.thing || phrase.plural)
  }

  /** "She got named Ruth after her, we say Ruthie": who the sentence began with, where it told a name. */
  #spoken(at: number): void {
    const caller = /^(all|just|always|only|usually|simply|still)$/.test(this.#norm(at - 1)) ? at - 2 : at - 1
    if (!/^(i|we|they|everyone|everybody)$/.test(this.#norm(caller)) || !/^(|,|\)|-|so|because|but|instead|for)$/.test(this.#norm(at + 2))) return
    const [first] = this.#parsed.phrases.values()
    const told = this.#tokens.slice(0, caller).some(({ norm }) => /^(named|called|name|christened|is|'s)$/.test(norm)) && !this.#tokens.slice(0, caller).some(({ norm }) => /^(who|which|asked|wonder|guess|or)$/.test(norm))
    if (told && (first?.type === 'kin' || first?.type === 'name') && !formsIn(first).includes(this.#norm(at + 1))) this.#name(first, at + 1)
  }

  /** "My cousin is an Ivan as well": the name of another, too. */
  #shared(at: number): void {
    const is = this.#norm(at - 1) === 'also' ? at - 2 : at - 1
    const subject = /^(is|'s)$/.test(this.#norm(is)) ? this.#endingAt(is) : undefined
    if (subject?.type === 'kin' && subject.names.length === 0 && isNamesake(this.#tokens, at, this.#reader)) this.#name(subject, at + 1)
  }

  /** "The dog answers to Fig": an animal, for a person listens to music; "Lina only answers to Linka". */
  #answering(at: number): void {
    const subject = [...this.#parsed.phrases.values()].findLast(({ end }) => end <= at)
    const animal = [...this.#parsed.phrases.values()].findLast(phrase => phrase.end <= at && phrase.type === 'kin' && phrase.kin.role === 'pet')
    if (animal && (subject === animal || subject?.type === 'pronoun')) return this.#name(animal, at + 2)
    if (subject && bearsLike(subject, this.#norm(at + 2))) this.#name(subject, at + 2)
  }
}
