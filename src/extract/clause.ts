// Clauses: who does what, read from left to right. Each predicate finds its subject.
import { pastAdverbs } from './adverb.ts'
import { animalAt, isOwnAnimal } from './animal.ts'
import { newChild } from './birth.ts'
import { isNamesake, otherNamesIn } from './aka.ts'
import { attributesAt, besidesAt, complementAt } from './attribute.ts'
import { belongingsIn, possessionAt } from './belonging.ts'
import { contrastAfter, echoes } from './echo.ts'
import { furtherKin } from './further.ts'
import { havingAt, owning } from './having.ts'
import { anybody } from './implied.ts'
import { alike } from './likeness.ts'
import { moodsOf, type Mood } from './mood.ts'
import { nameAt, type NameReader } from './name.ts'
import { listFrom, type Parsed } from './parse.ts'
import { acquainted, isCoupleAt, mutualAt, withLast } from './mutual.ts'
import { pairingAt, type Clause } from './pairing.ts'
import { wasOnce } from './past.ts'
import { kinPhraseAt, type KinPhrase, type Phrase } from './phrase.ts'
import { isTrade } from './spans.ts'
import { followsSubject, isVerbAt, ownersOf, startsBare, subjectAhead } from './predicate.ts'
import { toldSideways } from './sideways.ts'
import { sayingsBeside, sharedPlace } from './beside.ts'
import type { Saying } from './saying.ts'
import { agreeing, implied, isWhose, lastBefore, pointedAt, startsAnybody } from './subject.ts'
import type { Told } from './told.ts'
import { normAt, type Sentence, type Token } from './token.ts'

const beings = new Set("is are was were am 's been be being meaning became becomes".split(' '))
const tastes = new Set('like likes love loves adore adores enjoy enjoys hate hates dislike dislikes detest detests loathe loathes despise despises'.split(' '))

/** What the clauses of a sentence say. */
interface Reading {
  said: Saying[]
  /** Phrases that are said of somebody and so stand for nobody else: "is my sister". */
  predicates: ReadonlySet<Phrase>
  /** What was told last, claimed or not. */
  last: Told | undefined
}

/** Reads the clauses of a sentence; `before` is what the sentence before told last. */
export function readClauses(sentence: Sentence, parsed: Parsed, names: NameReader, before?: Told): Reading {
  return new ClauseReader(sentence, parsed, names, before).read()
}

class ClauseReader {
  readonly #tokens: readonly Token[]
  readonly #parsed: Parsed
  readonly #names: NameReader
  readonly #moods: Mood[]
  readonly #said: Saying[] = []
  readonly #predicates = new Set<Phrase>()
  #subject: readonly Phrase[] = []
  #main: readonly Phrase[] | undefined
  #last: Told | undefined
  readonly #before: Told | undefined

  constructor(sentence: Sentence, parsed: Parsed, names: NameReader, before: Told | undefined) {
    this.#before = before
    this.#tokens = sentence.tokens
    this.#parsed = parsed
    this.#names = names
    this.#moods = moodsOf(sentence.tokens, sentence.asks)
  }

  read(): Reading {
    for (let at = 0; at < this.#tokens.length; ) at = this.#parsed.phrases.has(at) ? this.#phrase(at) : this.#token(at)
    this.#said.unshift(...belongingsIn(this.#tokens, this.#parsed, this.#moods, this.#names.cased))
    this.#said.push(...toldSideways(this.#parsed, this.#moods, this.#names))
    const other = otherNamesIn(this.#tokens, this.#parsed, this.#names)
    this.#said.push(...other.sayings)
    for (const phrase of other.names) this.#predicates.add(phrase)
    return { said: this.#said, predicates: this.#predicates, last: this.#last }
  }

  /** A phrase: the subject of what follows, unless something else does. */
  #phrase(at: number): number {
    const { list, end } = listFrom(this.#parsed, at)
    if (this.#tokens[at]!.norm === 'her') this.#said.push(...possessionAt(this.#tokens, at, this.#moodAt(at)))
    for (const saying of sayingsBeside(this.#tokens, this.#moods, this.#names.cased, list, end, place => this.#parsed.phrases.get(place))) this.#say(saying)
    if (isOwnAnimal(this.#tokens, list[0]!)) this.#say({ type: 'animal', who: [list[0]!], at, mood: 'holds' })
    const next = this.#skip(end)
    const { norm } = this.#tokens[next] ?? { norm: '' }
    const relative = norm === ',' ? this.#tokens[next + 1]?.norm : norm
    // "She is the only one of us who speaks Thai": she does.
    if (relative === 'who' && /^(one|only|few|ones)$/.test(normAt(this.#tokens, at - 2)) && this.#tokens[at - 1]!.norm === 'of') return end
    if (relative === 'who' || relative === 'whom' || (norm === 'that' && isVerbAt(this.#tokens, next + 1))) {
      this.#main = list
      this.#subject = [list.at(-1)!]
      return end
    }
    // "Bo, whose wife works there, is a vet": Bo is.
    if (relative === 'whose') this.#main = list
    // "The man who wrote it, Ana's uncle, speaks ...".
    if (this.#main?.[0] === anybody && list.length === 1 && list[0]!.type === 'name' && this.#tokens[at - 1]?.norm === ',' && norm === ',') this.#main = list
    // "The man who called me speaks ...": an object is no subject.
    const object = list.length === 1 && /^(me|him|us|them)$/.test(this.#tokens[at]!.norm) && end === at + 1
    if (isVerbAt(this.#tokens, next) && object) this.#subject = this.#main ?? this.#subject
    else if (isVerbAt(this.#tokens, next)) {
      this.#subject = agreeing(list, this.#tokens[next]!)
      if (!beings.has(norm) && !isWhose(list)) this.#main = undefined
    } else if (this.#subject.length === 0 && at === 0) this.#subject = list
    this.#possessed(list, end)
    return end
  }

  #token(at: number): number {
    const token = this.#tokens[at]!
    const { norm } = token
    if (norm === ',' && this.#main && isVerbAt(this.#tokens, this.#skip(at + 1))) {
      this.#subject = this.#main
      this.#main = undefined
    }
    if (this.#subject.length === 0 && startsBare(this.#parsed, at)) this.#subject = subjectAhead(this.#parsed, at) ?? [implied(norm)]
    else if (this.#subject.length === 0 && /^(has|have|had|got|is|was|works|lives)$/.test(norm)) this.#subject = lastBefore(this.#parsed, at)
    if (norm === 'happens' && this.#tokens[at + 1]?.norm === 'to' && this.#tokens[at + 2]?.norm === 'be') return at + 2
    if (/^(does|do|is|did|are)$/.test(norm) && this.#tokens[at + 1]?.norm === 'too') this.#also(this.#subject)
    const earlier = this.#last ?? this.#before
    if (earlier && echoes(this.#tokens, at, this.#subject, earlier)) this.#say({ type: 'attribute', who: this.#subject, told: earlier, at, mood: this.#moodAt(at) })
    if (norm === 'so' && /^(is|'s|am|are|does|do)$/.test(normAt(this.#tokens, at + 1))) this.#likewise(at + 2)
    // "The plumber came, a man called Bo, born in Graz".
    if (norm === 'born' && this.#subject[0] === anybody && this.#tokens[at - 1]?.norm === ',') this.#subject = lastBefore(this.#parsed, at)
    if (startsAnybody(this.#parsed, at)) this.#subject = this.#main = [anybody]
    if (beings.has(norm)) this.#being(at)
    else if (owning.has(norm)) this.#having(at)
    else this.#pair(at)
    if (/^(his|her|their|my|our)$/.test(norm)) this.#said.push(...possessionAt(this.#tokens, at, this.#moodAt(at)))
    if (!tastes.has(norm) || followsSubject(this.#parsed, this.#subject, at)) for (const told of attributesAt(this.#tokens, at, this.#names.cased)) this.#attribute(told)
    this.#contrast(at)
    return at + 1
  }

  /** "Does not speak Thai, only Lao": the verb is meant again. */
  #contrast(at: number): void {
    const again = contrastAfter(this.#tokens, this.#moods, at)
    if (again !== undefined) for (const told of attributesAt(this.#tokens, at, this.#names.cased, again)) this.#attribute(told)
  }

  /** "And so is my mom Rosa": the same holds of another. */
  #likewise(at: number): void {
    if (this.#parsed.phrases.has(at)) this.#also(listFrom(this.#parsed, at).list)
  }

  /** "My sister does too". */
  #also(who: readonly Phrase[]): void {
    const last = this.#said.findLast(saying => saying.type === 'attribute')
    if (last?.type === 'attribute' && last.mood === 'holds' && who.length > 0) this.#say({ ...last, who })
  }

  #skip(at: number): number {
    return pastAdverbs(this.#tokens, at)
  }

  #say(saying: Saying): void {
    if (saying.mood !== 'unsure') this.#said.push(saying)
  }

  #attribute(told: Told): void {
    const mood = this.#moods[told.at] ?? 'holds'
    this.#last = told
    const other = alike(this.#parsed, told, mood)
    if (other) this.#say({ type: 'attribute', who: [other], told, at: told.at, mood: 'holds' })
    if (this.#subject.length === 0) return
    // "I don't like X" is a dislike.
    const turned = mood === 'denied' && told.attribute === 'likes' ? { ...told, attribute: 'dislikes' as const } : told
    this.#say({ type: 'attribute', who: this.#subject, told: turned, at: told.at, mood: turned === told ? (told.over && mood === 'holds' ? 'ended' : mood) : 'holds' })
  }

  #being(at: number): void {
    const next = this.#skip(at + 1)
    const who = pointedAt(this.#parsed, at) ?? this.#subject
    // "Is training to be a nurse" is none yet.
    if (this.#tokens[at]!.norm === 'be' && /^(training|studying|learning|meant|supposed|due|pretends?|claims?|needs?)$/.test(normAt(this.#tokens, at - 2))) return
    const phrase = this.#parsed.phrases.get(next)
    const mood = this.#moodAt(next) === 'holds' && wasOnce(this.#tokens, at, phrase) ? 'ended' : this.#moodAt(next)
    // "In my aunt's choir there is Leo" says nothing of the son.
    if (who.length === 0 || /^(there|so)$/.test(normAt(this.#tokens, at - 1))) return
    if (this.#tokens[next]?.kind !== 'word') this.#instead(who)
    if (/^(his|her|their|the)$/.test(normAt(this.#tokens, next)) && this.#tokens[next + 1]?.norm === 'name') return
    besidesAt(this.#tokens, next, this.#names.cased).forEach(told => this.#attribute(told))
    if (isCoupleAt(this.#tokens, next)) {
      for (const word of this.#parsed.phrases.values()) if (word.start >= next && word.start <= next + 2) this.#predicates.add(word)
      return void this.#together(who, next, mood)
    }
    // "It is my mum's birthday": whose it is, not who.
    if (phrase && this.#tokens[phrase.end]?.norm === "'s" && this.#tokens.slice(phrase.end + 1, phrase.end + 4).every(({ norm }) => norm !== 'name')) return
    const nobodys = phrase?.type === 'kin' && !phrase.owner && phrase.names.length === 0
    if (nobodys) {
      if (phrase.kin.gender && phrase.indefinite) this.#say({ type: 'gender', who, gender: phrase.kin.gender, at: next, mood })
      const child = newChild(this.#tokens, phrase)
      if (child) this.#say({ type: 'kin', owners: who, kin: child, members: [], names: [], at: next, mood })
      this.#predicates.add(phrase)
      for (const saying of acquainted(this.#tokens, who, phrase, mood, next)) this.#say(saying)
    }
    // "Siv is my mum's name": not my mum, nor is my mum any.
    if ((phrase && this.#tokens[phrase.end]?.norm === "'s") || (this.#tokens[at]!.norm === "'s" && beings.has(normAt(this.#tokens, who.at(-1)!.start - 1)))) return
    if (phrase && !nobodys) this.#equals(who, phrase, mood, next)
    else if (!this.#together(who, next, mood)) this.#described(who, next)
  }

  /** "Ana is not my boss, Bo is": what was denied of one holds of the other. */
  #instead(who: readonly Phrase[]): void {
    const last = this.#said.at(-1)
    if (last?.type === 'kin' && last.mood === 'denied' && who.every(({ type }) => type === 'name' || type === 'kin')) this.#say({ ...last, members: who, mood: 'holds' })
  }

  #described(who: readonly Phrase[], next: number): void {
    const tokens = this.#tokens
    const { norm } = tokens[next] ?? { norm: '' }
    const mood = this.#moodAt(next)
    if (isNamesake(tokens, next, this.#names)) return
    // "My cats are called Fig and Miso" is read as one (`several`).
    const many = who.some(phrase => (phrase.type === 'kin' && phrase.kin.plural) || (phrase.type === 'pronoun' && phrase.plural))
    if (/^(called|named)$/.test(norm) && !many) {
      const found = nameAt(tokens, next + 1, this.#names, true)
      if (found) this.#say({ type: 'named', who, name: found.name, at: next, mood })
      // "My son's teacher is called Mrs Ek".
      if (found && who[0]?.type === 'kin' && who[0].trade) this.#attribute({ attribute: 'has_job', values: [who[0].trade], at: next })
    }
    // "A friend", "the youngest daughter" of nobody in particular says nothing; "an only child" neither.
    const kin = /^(a|an|the)$/.test(norm) ? kinPhraseAt(tokens, next, this.#names) : undefined
    if (kin && kin.kin.role !== 'pet') return this.#trade(kin, next)
    const animal = animalAt(tokens, next)
    if (animal) this.#say({ type: 'animal', who, at: next, mood })
    // "Ana's florist" is another; "he's florist" is he.
    const possessed = tokens[next - 1]?.norm === "'s" && who.some(({ type }) => type !== 'pronoun')
    const trade = possessed ? undefined : isTrade(tokens, next)
    if (trade) this.#attribute({ attribute: 'has_job', values: [trade.text.toLowerCase()], at: next })
    const self = who.some(phrase => phrase.type === 'self')
    // "Is not from Graz but from Ghent".
    const but = mood === 'denied' ? tokens.findIndex((token, at) => at > next && at < next + 8 && token.norm === 'but') : -1
    if (but > 0) for (const told of complementAt(tokens, but + 1, this.#names.cased, self)) this.#attribute({ ...told, at: but + 1 })
    for (const told of complementAt(tokens, next, this.#names.cased, self)) {
      this.#attribute({ ...told, at: next })
      this.#called(who, next, mood)
    }
  }

  /** "Is a sculptor called Nell". */
  #called(who: readonly Phrase[], at: number, mood: Mood): void {
    const naming = this.#tokens.findIndex(({ norm }, place) => place > at && place < at + 6 && /^(called|named)$/.test(norm))
    const found = naming < 0 ? undefined : nameAt(this.#tokens, naming + 1, this.#names, true)
    if (!found || mood !== 'holds') return
    const phrase = this.#parsed.phrases.get(naming + 1)
    if (phrase) this.#predicates.add(phrase)
    this.#say({ type: 'named', who, name: found.name, at: naming, mood })
  }

  /** "She is a teacher at Hull", where the profession is a word for a role, too. */
  #trade(kin: KinPhrase, at: number): void {
    if (kin.trade) for (const told of complementAt(this.#tokens, at, this.#names.cased, false)) this.#attribute({ ...told, at })
    else if (kin.kin.role === 'stranger') for (const told of complementAt(this.#tokens, at, this.#names.cased, false)) if (told.attribute !== 'has_job') this.#attribute({ ...told, at })
  }

  #moodAt(at: number): Mood {
    return this.#moods[Math.min(at, this.#moods.length - 1)] ?? 'holds'
  }

  /** "Dana is my sister", "my boss is Farah", "he is Karim", "Ana and Bea are my daughters", "Ana and Bo's kids are Kim and Leo". */
  #equals(who: readonly Phrase[], phrase: Phrase, mood: Mood, at: number): void {
    const { list } = listFrom(this.#parsed, at)
    // "My sister is Siv and she lives ...": the last of the list begins the next clause.
    while (list.length > 1 && isVerbAt(this.#tokens, this.#skip(list.at(-1)!.end))) list.pop()
    if (phrase.type === 'kin' && phrase.names.length === 0) {
      this.#predicates.add(phrase)
      if (phrase.owner) this.#say({ type: 'kin', owners: ownersOf(this.#parsed, phrase, phrase.owner), kin: phrase.kin, members: who, names: [], at, mood })
      if (phrase.trade) this.#attribute({ attribute: 'has_job', values: [phrase.trade], at })
      for (const told of sharedPlace(this.#tokens, phrase, this.#names.cased)) this.#attribute({ ...told, at })
      for (const { phrase: also, saying } of mood === 'unsure' ? [] : furtherKin(this.#parsed, this.#names, phrase, who)) {
        this.#predicates.add(also)
        this.#say(saying)
      }
      return
    }
    if (phrase.type === 'kin' || phrase.type === 'name') {
      const [first, beside] = who[1]?.type === 'kin' && who[1].kin.role === 'child' && who[1].kin.plural ? who.toReversed() : who
      if ((who.length === 1 || beside?.type === 'name') && first?.type === 'kin' && first.kin.plural && first.owner) {
        this.#say({ type: 'kin', owners: beside ? [first.owner, beside] : [first.owner], kin: first.kin, members: list, names: [], at, mood })
      } else if (who.length === 1 && first && list.length === 1) {
        this.#say({ type: 'same', left: first, right: phrase, at, mood })
        // "My daughter's teacher is Mrs Pemberton".
        if (first.type === 'kin' && first.trade) this.#say({ type: 'attribute', who: [phrase], told: { attribute: 'has_job', values: [first.trade], at }, at, mood })
      }
    }
  }

  /** True where a predicate says what several are to each other: "Ana and I are cousins"; "we are", with whoever was spoken of last. */
  #together(who: readonly Phrase[], at: number, mood: Mood): boolean {
    const alone = who.length === 1 && who[0]!.type === 'self' && who[0]!.plural
    const other = alone ? lastBefore(this.#parsed, who[0]!.start, this.#predicates) : []
    const sayings = alone && other.length === 0 ? withLast(this.#parsed, who[0]!, at, mood) : mutualAt(this.#parsed, [...who, ...other], at, mood)
    for (const saying of sayings) this.#say(saying)
    return sayings.length > 0
  }

  /** "I have a sister called Ana". */
  #having(at: number): void {
    if (this.#subject.length > 0) for (const saying of havingAt(this.#clause, at)) this.#say(saying)
  }

  get #clause(): Clause {
    return { tokens: this.#tokens, parsed: this.#parsed, names: this.#names, subject: this.#subject, mood: place => this.#moodAt(place) }
  }

  #pair(at: number): void {
    const { sayings, names } = pairingAt(this.#clause, at)
    for (const phrase of names) this.#predicates.add(phrase)
    for (const saying of sayings) this.#say(saying)
  }

  /** "My sister's name is Dana": nothing here; "Dana's allergic": the subject of what follows. */
  #possessed(list: readonly Phrase[], end: number): void {
    const mark = this.#tokens[end]
    const has = /^(got|been)$/.test(normAt(this.#tokens, end + 1))
    if (mark?.norm === "'s") this.#subject = has ? agreeing(list, mark) : list
  }
}
