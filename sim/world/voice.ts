// Fills the slots of a template for whoever speaks: who is I, whose sister, which day.
import type { Random } from 'mneme'
import { agoWords, weekdayOf } from './calendar.ts'
import type { Fact, Pools } from './facts.ts'
import type { Person, Relation } from './person.ts'
import { capitalise, expand, parseTemplate } from './template.ts'

/** What a text is about and when it is said. */
export interface Occasion {
  /** The fact that a statement tells; its own words where there is none. */
  fact?: Fact | undefined
  /** Index of the speaker. */
  speaker: number
  /** Time of saying in ms. */
  at: number
  /** Days since what is told happened. */
  ago?: number
  /** Words for the time since the last conversation. */
  gap?: string
}

export class Voice {
  readonly #people: readonly Person[]
  readonly #friends: readonly string[]
  readonly #pools: Pools
  readonly #random: Random
  /** Relations whose name has been said. */
  readonly #introduced = new Set<Relation>()

  /** `friends` are names that both people know. */
  constructor(people: readonly Person[], friends: readonly string[], pools: Pools, random: Random) {
    this.#people = people
    this.#friends = friends
    this.#pools = pools
    this.#random = random
  }

  /** A text of a template as the speaker says it. */
  say(source: string, occasion: Occasion): string {
    return expand(parseTemplate(source), this.#random, slot => this.#fill(slot, occasion))
  }

  #fill(slot: string, { fact, speaker, at, ago = 0, gap = 'some days' }: Occasion): string {
    const listener = this.#people[1 - speaker]
    switch (slot) {
      case 'A': return this.#people[speaker]?.name ?? ''
      case 'B': return listener?.name ?? ''
      // Where a statement will stand.
      case 'S': return '{S}'
      case 'B2': return this.#random.pick(this.#friends)
      case 'gap': return gap
      case 'Gap': return capitalise(gap)
      case 'ago': return agoWords(ago, at, this.#random)
      case 'today': return weekdayOf(at)
      case 'kin': case 'partner': return this.#relation(fact, speaker)
      case 'he': return fact?.kin?.woman ? 'she' : 'he'
      case 'his': return fact?.kin?.woman ? 'her' : 'his'
      case 'him': return fact?.kin?.woman ? 'her' : 'him'
    }
    return fact?.values[slot]?.value ?? this.aside(slot)
  }

  /** A value that belongs to no fact; "n:3..9" is a whole number. */
  aside(slot: string): string {
    const [, low, high] = /^n:(\d+)\.\.(\d+)$/.exec(slot) ?? []
    if (low !== undefined && high !== undefined) return String(Number(low) + this.#random.integer(Number(high) - Number(low) + 1))
    return this.#pools.draw(slot).value
  }

  /** "my sister Ines" when she is first named, "my sister" or "Ines" later; "your sister" from the other. */
  #relation(fact: Fact | undefined, speaker: number): string {
    const kin = fact?.kin
    if (!fact || !kin) throw new RangeError(`voice: expected a fact with a relation, got ${fact?.family.name ?? 'none'}; use {kin} in its families only`)
    const role = `${fact.teller === speaker ? 'my' : 'your'} ${kin.role}`
    if (kin.name === undefined) return role
    if (this.#introduced.has(kin)) return this.#random.next() < 0.5 ? kin.name : role
    if (fact.teller !== speaker) return role
    this.#introduced.add(kin)
    return `${role} ${kin.name}`
  }

  /** A question about a fact's teller: in the teller's own words ("my"), or by name. `alias` lets another word stand for a value. */
  ask(source: string, fact: Fact, own: boolean, alias: (slot: string) => boolean): string {
    const person = this.#people[fact.teller]!
    let named = own
    const forms = own ? first : person.woman ? she : he
    const refer = (word: string): string => {
      const [pronoun, withName] = forms[word] ?? [word, word]
      const said = named ? pronoun : withName.replace('NAME', person.name)
      if (withName.includes('NAME')) named = true
      return said
    }
    return expand(parseTemplate(source), this.#random, slot => {
      const plain = slot.replace('~', '')
      if (plain in forms) return refer(plain)
      if (slot === 'kin' || slot === 'partner') {
        const { name, role } = fact.kin!
        return name !== undefined && this.#random.next() < 0.4 ? name : `${refer('my')} ${role}`
      }
      const value = fact.values[plain]
      if (value) return slot.endsWith('~') && value.alias !== undefined && alias(plain) ? value.alias : value.value
      return this.#fill(plain, { fact, speaker: fact.teller, at: 0 })
    })
  }
}

/** Words for a person once named, and before. */
type Forms = Readonly<Record<string, readonly [known: string, unknown: string]>>

function both(words: Readonly<Record<string, string>>): Forms {
  return Object.fromEntries(Object.entries(words).map(([word, form]) => [word, [form, form]]))
}

const first = both({ s: '', es: '', I: 'I', my: 'my', me: 'me', mine: 'mine', myself: 'myself', am: 'am', do: 'do', have: 'have', "I'm": "I'm" })
const verbs = both({ s: 's', es: 'es', am: 'is', do: 'does', have: 'has' })
const she: Forms = { ...verbs, I: ['she', 'NAME'], my: ['her', "NAME's"], me: ['her', 'NAME'], mine: ['hers', "NAME's"], myself: ['herself', 'NAME'], "I'm": ["she's", "NAME's"] }
const he: Forms = { ...verbs, I: ['he', 'NAME'], my: ['his', "NAME's"], me: ['him', 'NAME'], mine: ['his', "NAME's"], myself: ['himself', 'NAME'], "I'm": ["he's", "NAME's"] }
