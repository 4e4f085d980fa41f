// Who works where the speaker works, told by what they share: a desk, an office, a team, a shift, a trade, a boss.
import { wordSet } from '../encode/prose.ts'
import { isAdverb } from './adverb.ts'
import { lastSpokenOf, speaker } from './implied.ts'
import type { Parsed } from './parse.ts'
import type { Phrase } from './phrase.ts'
import { listEnding } from './placed.ts'
import { isTrade } from './spans.ts'
import { normAt, type Token } from './token.ts'
import { isCrewAt, workEnd } from './workgroup.ts'

const auxiliaries = wordSet("is are am 's was were has have had been being will do does who whom that also work works sit sits")
const persons = wordSet('guy man woman lad girl boy bloke lady chap dude one person kid fella someone somebody newbie starter')
const beside = /^(?:next|nxt|right next|across|opposite|beside|behind|facing|near|diagonally|close)$/
const rooms = wordSet('office desk cubicle bench lab workshop workspace bay counter')
// Where one sits next to others who are no colleagues.
const lessons = wordSet('class classes lesson lessons lecture lectures seminar choir orchestra band church mosque mass school uni university college course train bus plane flight tram stadium pub cinema theatre exam')
const works = wordSet('work office desk lab job ward shift team colleague day morning monday tuesday wednesday thursday friday calls phone keyboard meeting meetings standup boss')

/** Reads one sentence. */
export class CrewReader {
  readonly #tokens: readonly Token[]
  readonly #phrases: Parsed['phrases']
  readonly #all: readonly Phrase[]
  readonly #has: (words: ReadonlySet<string>) => boolean

  constructor({ tokens, phrases }: Parsed) {
    this.#tokens = tokens
    this.#phrases = phrases
    this.#all = [...phrases.values()]
    this.#has = words => tokens.some(({ norm }) => words.has(norm))
  }

  /** Who is said at a place to work with the speaker. */
  at(at: number): Phrase[] {
    switch (this.#norm(at)) {
      case 'desk':
        return this.#byDesk(at)
      case 'sit': case 'sits': case 'sitting':
        return this.#bySeat(at)
      case 'share': case 'shares': case 'sharing':
        return this.#byRoom(at)
      case 'work': case 'works': case 'working':
        return this.#byWork(at)
      case 'in': case 'on': case 'from': case 'at':
        return isCrewAt(this.#tokens, at) ? this.#ofCrew(at) : this.#friend(at)
      case 'shift': case 'shifts': case 'nights': case 'duty': case 'covering': case 'covered': case 'covers':
        return this.#byShift(at)
      case 'other':
        return this.#byTrade(at)
      case 'both':
        return /^(report|reporting|answer) to$/.test(`${this.#norm(at + 1)} ${this.#norm(at + 2)}`) ? this.#others(this.#before(at)) : []
      default:
        return persons.has(this.#norm(at)) ? this.#introduced(at) : []
    }
  }

  #norm(at: number): string {
    return normAt(this.#tokens, at)
  }

  /** "Has the desk next to mine", "whose desk is opposite mine", "at the next desk". */
  #byDesk(at: number): Phrase[] {
    if (this.#norm(at - 1) === 'next' && this.#norm(at - 2) === 'the' && this.#norm(at - 3) === 'at') return this.#before(at - 3)
    const link = /^(is|'s)$/.test(this.#norm(at + 1)) ? at + 2 : at + 1
    const mine = beside.test(this.#norm(link)) && [1, 2, 3].some(step => /^(mine|me)$/.test(this.#norm(link + step)))
    if (!mine) return []
    const last = this.#all.findLast(phrase => phrase.end <= at && at - phrase.end < 6 && isSomebody(phrase))
    return last ? [last] : []
  }

  /** "Sits next to me"; "I sit opposite Bo" where it is plain that this is at work. */
  #bySeat(at: number): Phrase[] {
    if (!beside.test(this.#norm(at + 1)) || this.#has(lessons) || !this.#isAtWork(at)) return []
    const whom = [2, 3, 4].find(step => this.#phrases.has(at + step))
    if (whom === undefined || !/^(to|from)?$/.test(whom > 2 ? this.#norm(at + whom - 1) : '')) return []
    const phrase = this.#phrases.get(at + whom)!
    if (phrase.type === 'self') return this.#others(this.#before(at))
    const own = this.#before(at).some(({ type }) => type === 'self')
    return own && phrase.type === 'name' ? [phrase] : []
  }

  /** "At Norbit", "all day long", "in the lab": one sits there to work. */
  #isAtWork(at: number): boolean {
    return this.#has(works) || this.#tokens.some(({ norm }, place) => place > at && norm === 'at' && this.#tokens[place + 1]?.capital)
  }

  /** "My best mate at work", "a friend from the office": who is a friend there is a colleague, too. */
  #friend(at: number): Phrase[] {
    const place = /^(the|my)$/.test(this.#norm(at + 1)) ? at + 2 : at + 1
    const kin = /^(work|office)$/.test(this.#norm(place)) ? this.#all.find(phrase => phrase.start < at && phrase.end >= at) : undefined
    if (kin?.type !== 'kin' || kin.kin.role !== 'friend' || (kin.owner ? kin.owner.type !== 'self' : !kin.indefinite)) return []
    const subject = this.#others(this.#before(kin.start))
    return subject.length > 0 ? subject : [kin]
  }

  /** "Shares a desk with me", "Bo and I share an office", "Bo, who I share an office with". */
  #byRoom(at: number): Phrase[] {
    if (!/^(a|an|the|my|our)$/.test(this.#norm(at + 1)) || ![at + 2, at + 3].some(room => rooms.has(this.#norm(room)))) return []
    const subject = this.#before(at)
    const others = this.#others(subject)
    const own = others.length < subject.length
    if (!own) return this.#norm(at + 3) === 'with' && this.#norm(at + 4) === 'me' ? others : []
    if (others.length > 0) return others
    const link = [at + 3, at + 4].find(place => this.#norm(place) === 'with')
    const partner = link === undefined ? undefined : this.#phrases.get(link + 1)
    if (partner && isSomebody(partner)) return this.#listFrom(link! + 1)
    const who = this.#tokens.findLastIndex(({ norm }, place) => place < at && at - place < 4 && /^(who|whom)$/.test(norm))
    return who < 0 ? [] : this.#before(this.#norm(who - 1) === 'with' ? who - 1 : who)
  }

  /** "Works alongside me", "I work alongside Bo", "Bo and I work at the same bakery". */
  #byWork(at: number): Phrase[] {
    const near = /^(with|alongside|beside|opposite)$/.test(this.#norm(at + 1)) ? at + 2 : /^(next to|right beside)$/.test(`${this.#norm(at + 1)} ${this.#norm(at + 2)}`) ? at + 3 : at
    const whom = near > at ? this.#phrases.get(near) : undefined
    const subject = this.#before(at)
    const own = subject.some(({ type }) => type === 'self')
    if (whom?.type === 'self') return own ? [] : this.#others(subject)
    if (whom?.type === 'name' && own && /^(with|alongside)$/.test(this.#norm(at + 1))) return this.#listFrom(near).filter(({ type }) => type === 'name')
    const same = /^(at|in|for|on)$/.test(this.#norm(at + 1)) && this.#norm(at + 2) === 'the' && this.#norm(at + 3) === 'same'
    return same && own && subject.length > 1 ? this.#others(subject) : []
  }

  /** "Bo from my team", "Ana and Bo are both in our team", "there's an Ana and a Bo on our ward"; "the same team" wants a "me". */
  #ofCrew(at: number): Phrase[] {
    const list = this.#before(at)
    const others = this.#others(list)
    const named = this.#norm(at) === 'from' ? others.filter(({ type }) => type === 'name') : others
    const same = this.#norm(at + 1) === 'the' || this.#norm(at + 1) === 'same'
    if (same && others.length === list.length && !/^as (me|i|mine)/.test(`${this.#norm(at + (this.#norm(at + 1) === 'the' ? 4 : 3))} ${this.#norm(at + (this.#norm(at + 1) === 'the' ? 5 : 4))}`)) return []
    if (list.length > 0 && others.length === 0) return this.#aside(list[0]!)
    return named.filter(phrase => phrase.type !== 'name' || !phrase.place).length > 0 ? named : this.#counted(at)
  }

  /** "There's a William and a Bill in our team": names, though they have articles. */
  #counted(at: number): Phrase[] {
    const there = this.#tokens.findLastIndex(({ norm }, place) => place < at && norm === 'there')
    const found = there < 0 ? [] : this.#all.filter(phrase => phrase.type === 'name' && phrase.start > there && phrase.end <= at)
    const adjoins = found.at(-1)?.end === at
    return adjoins ? found.map(phrase => (phrase.type === 'name' ? { ...phrase, place: false } : phrase)) : []
  }

  /** "We are on the same team now": with whoever was spoken of last. */
  #aside(self: Phrase): Phrase[] {
    const last = this.#all.findLast(phrase => phrase.end <= self.start && isSomebody(phrase))
    return self.type === 'self' && self.plural ? [last ?? lastSpokenOf(self.start)] : []
  }

  /** "The night shift with Bo", "swapped shifts with Bo", "on nights with Bo", "Bo covered my shift", "covering for Bo", "Bo and I are on shift together". */
  #byShift(at: number): Phrase[] {
    const norm = this.#norm(at)
    if (norm.startsWith('cover')) {
      const forMe = /^for (me|us)$/.test(`${this.#norm(at + 1)} ${this.#norm(at + 2)}`) && norm === 'covering' && this.#has(terms)
      if (forMe || (/^(my|our)$/.test(this.#norm(at + 1)) && [at + 2, at + 3].some(place => /^shifts?$/.test(this.#norm(place))))) return this.#others(this.#before(at)).filter(({ type }) => type === 'name')
      const whom = norm === 'covering' && this.#norm(at + 1) === 'for' ? this.#phrases.get(at + 2) : undefined
      return whom?.type === 'name' && !this.#others(this.#before(at)).length ? [whom] : []
    }
    const link = /^(swap|again|tonight|today|tomorrow|yesterday)$/.test(this.#norm(at + 1)) ? at + 2 : at + 1
    if (this.#norm(link) === 'with' && this.#phrases.get(link + 1)?.type === 'name') return this.#listFrom(link + 1)
    const both = this.#norm(at + 1) === 'together' ? this.#all.find(phrase => phrase.type === 'self' && phrase.end < at) : undefined
    return both ? this.#others(this.#endingAt(both.end)) : []
  }

  /** "The other nurse on my floor". */
  #byTrade(at: number): Phrase[] {
    const trade = /^(the|another|one)$/.test(this.#norm(at - 1)) ? isTrade(this.#tokens, at + 1) : undefined
    const ours = trade !== undefined && /^(on|in|at)$/.test(this.#norm(trade.end)) && /^(my|our)$/.test(this.#norm(trade.end + 1))
    return ours ? this.#others(this.#before(at - 1)) : []
  }

  /** "A guy from work called Bo", "the new girl at work, Ana", "the new lad in my team is called Bo". */
  #introduced(at: number): Phrase[] {
    const end = workEnd(this.#tokens, at + 1)
    if (end === undefined) return []
    let next = end
    while (/^(,|called|named|is|'s|:|\()$/.test(this.#norm(next)) && next - end < 3) next++
    const phrase = this.#phrases.get(next)
    return phrase?.type === 'name' && next > end ? [phrase] : []
  }

  #others(list: readonly Phrase[]): Phrase[] {
    return list.filter(isSomebody)
  }

  /** Subjects that end before a place, verbs that help and adverbs aside. */
  #before(at: number): Phrase[] {
    let end = at
    while (end > 0 && at - end < 6 && !this.#endsAt(end) && (auxiliaries.has(this.#norm(end - 1)) || isAdverb(this.#norm(end - 1)) || (this.#norm(end - 1) === ',' && this.#norm(end).startsWith('who')))) end--
    return this.#endingAt(end)
  }

  #endsAt(end: number): boolean {
    return this.#all.some(phrase => phrase.end === end)
  }

  /** The persons of a list that ends at a place. */
  #endingAt(at: number): Phrase[] {
    return listEnding(this.#tokens, this.#phrases, at, /^and$/)
  }

  /** The persons of a list that starts at a place. */
  #listFrom(at: number): Phrase[] {
    const list: Phrase[] = []
    for (let next = at; ;) {
      const phrase = this.#phrases.get(next)
      if (!phrase || !isSomebody(phrase)) return list
      list.push(phrase)
      if (this.#norm(phrase.end) !== 'and') return list
      next = phrase.end + 1
    }
  }
}

const terms = wordSet('week weeks today tonight tomorrow shift shifts monday tuesday wednesday thursday friday saturday sunday work')

/** Another person: neither the speaker nor who is spoken to, nor an animal. */
function isSomebody(phrase: Phrase): boolean {
  if (phrase.type === 'kin') return phrase.kin.role !== 'pet' && (phrase.owner !== null || phrase.names.length > 0)
  return phrase.type === 'name' || (phrase.type === 'pronoun' && !phrase.thing)
}

/** Whoever else was spoken of and the speaker: "we". */
export function withUs(phrases: Parsed['phrases'], other: Phrase | undefined, at: number): Phrase[] {
  const we = [...phrases.values()].findLast(phrase => phrase.type === 'self' && phrase.plural && phrase.end <= at)
  return we ? [speaker(at), other ?? lastSpokenOf(at)] : []
}
