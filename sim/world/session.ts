// One conversation: its turns in order, from the greeting to the last word.
import type { Random } from 'mneme'
import type { Fact } from './facts.ts'
import type { Grammar, Lines } from './grammar.ts'
import { cleanStyle, type Person } from './person.ts'
import { write } from './style.ts'
import { parseTemplate, slotsOf } from './template.ts'
import type { Voice } from './voice.ts'

/** A turn with what it is worth and what it tells. */
export interface WorldTurn {
  id: string
  speaker: string
  text: string
  /** 0 chatter, 1 useful within the session, 2 worth keeping for months, 3 never to be lost. */
  keep: number
  kind: string | null
  /** Ids of the facts that it tells for the first time. */
  tells: string[]
  /** Ids of facts told before that it is about. */
  recalls: string[]
}

/** What stays the same over all conversations of a world. */
export interface Setting {
  grammar: Grammar
  people: readonly Person[]
  assistant: boolean
  voice: Voice
  random: Random
  /** Lines by what has been said already: none twice before all were. */
  spent: Map<string, string[]>
}

export interface Meeting {
  /** Number from 1, for the ids of its turns. */
  number: number
  at: number
  /** Words for the time since the last one, where it was long. */
  gap: string | undefined
  facts: readonly Fact[]
  /** Facts told in earlier sessions. */
  known: readonly Fact[]
}

/** Slots of a fact that its telling brought, by fact id: what was left out can't be asked. */
export type Told = Map<string, ReadonlySet<string>>

/** What a person says of themselves and an assistant can't. */
const ofSelf = /\b(I|my|me|mine|I'm|I'd|I'll|I've|we|us|our)\b/

export class Conversation {
  readonly turns: WorldTurn[] = []
  readonly #setting: Setting
  readonly #meeting: Meeting
  readonly #told: Told
  readonly #lines: Lines

  constructor(setting: Setting, meeting: Meeting, told: Told) {
    this.#setting = setting
    this.#meeting = meeting
    this.#told = told
    this.#lines = setting.assistant ? setting.grammar.assistant : setting.grammar.friends
    const { random } = setting
    // Who begins: with an assistant always the user.
    const opener = setting.assistant ? 0 : random.integer(2)
    this.#greet(opener)
    const parts = random.shuffle<() => void>([
      ...pairs(meeting.facts, random).map(facts => () => this.#tell(facts)),
      ...Array.from({ length: 1 + random.integer(setting.assistant ? 3 : 4) }, () => () => this.#chat()),
      ...(meeting.known.length > 0 ? Array.from({ length: random.integer(3) }, () => () => this.#recall()) : []),
    ])
    for (const part of parts) part()
    if (random.next() < 0.7) this.#farewell(opener)
  }

  #say(side: number, text: string, more: Partial<WorldTurn> & { raw?: boolean } = {}): void {
    const { people, assistant, random } = this.#setting
    const { raw = false, ...rest } = more
    const style = assistant && side === 1 ? cleanStyle : people[side]!.style
    this.turns.push({
      id: `s${this.#meeting.number}:${this.turns.length + 1}`,
      speaker: assistant ? ['user', 'assistant'][side]! : people[side]!.name,
      text: raw ? text : write(text, style, random),
      keep: 0, kind: null, tells: [], recalls: [],
      ...rest,
    })
  }

  /** A line of a list, none twice before all were said. */
  #line(name: string, list: readonly string[]): string {
    const { spent, random } = this.#setting
    let left = spent.get(name) ?? []
    if (left.length === 0) {
      left = random.shuffle(list)
      spent.set(name, left)
    }
    return left.pop() ?? ''
  }

  /** What holds talk together, by name of its list. */
  #talk(name: string, speaker: number): string {
    const { at, gap } = this.#meeting
    return this.#setting.voice.say(this.#line(name, this.#lines[name] ?? []), { speaker, at, ...(gap !== undefined && { gap }) })
  }

  #chance(share: number): boolean {
    return this.#setting.random.next() < share
  }

  #greet(side: number): void {
    if (this.#chance(0.3)) return
    const back = this.#meeting.gap === undefined ? '' : ` ${this.#talk('return', side)}`
    this.#say(side, this.#talk('hello', side) + back)
    if (this.#setting.assistant) return
    if (this.#chance(0.6)) this.#say(1 - side, this.#talk('hello', 1 - side))
  }

  #farewell(side: number): void {
    this.#say(side, this.#talk('bye', side))
    if (!this.#setting.assistant && this.#chance(0.6)) this.#say(1 - side, this.#talk('bye', 1 - side))
  }

  /** A short answer that could follow nearly anything. */
  #react(side: number): void {
    this.#say(side, this.#talk(this.#setting.assistant && side === 1 ? 'reply' : 'ack', side))
  }

  /** Somebody tells a fact, or two in one message. */
  #tell(facts: readonly Fact[]): void {
    const { assistant, random } = this.#setting
    const fact = facts[0]!
    const [teller, other] = [fact.teller, 1 - fact.teller]
    const texts = this.#texts(fact)
    const prompts = (texts['prompt'] ?? []).filter(prompt => !assistant || !ofSelf.test(prompt))
    const prompted = facts.length === 1 && fact.replaces === undefined && prompts.length > 0 && this.#chance(assistant ? 0.2 : 0.6)
    const told = new Set<string>()
    if (prompted) this.#say(other, this.#about(random.pick(prompts), fact, other, told))
    const said = facts.map(one => this.#statement(one, prompted ? (this.#chance(0.85) ? 'terse' : 'say') : one.replaces === undefined ? 'say' : 'change', told))
    const wordy = this.#setting.people[teller]!.style.wordy
    const bare = said.reduce((all, next) => `${all} ${open(this.#talk('opener', teller), next)}`)
    const text = prompted ? bare : this.#dress(bare, teller, wordy)
    this.#say(teller, text, { keep: Math.max(...facts.map(({ family }) => family.keep)), kind: fact.family.kind, tells: facts.map(({ id }) => id) })
    for (const one of facts) this.#told.set(one.id, told)
    this.#hear(fact, other)
  }

  /** What stands around a statement: an opener, a story that it hides in, a question at the end. */
  #dress(text: string, teller: number, wordy: number): string {
    if (this.#chance(0.08 + 0.15 * wordy)) return this.#talk('wrap', teller).replace('{S}', () => text)
    const opened = this.#chance(0.35) ? open(this.#talk('opener', teller), text) : text
    const before = !this.#setting.assistant && this.#chance(0.3 * wordy) ? `${this.#talk('aside', teller)} ${opened}` : opened
    return this.#chance(0.1 + 0.3 * wordy) ? `${before} ${this.#talk('tail', teller)}` : before
  }

  #statement(fact: Fact, form: 'say' | 'terse' | 'change', told: Set<string>): string {
    const { grammar, random } = this.#setting
    const texts = this.#texts(fact)
    if (form !== 'change') {
      const statement = this.#about(this.#line(`${fact.family.name}.${form}`, texts[form] ?? []), fact, fact.teller, told)
      return form === 'say' && texts['topic'] && this.#chance(0.6) ? `${random.pick(texts['topic'])} ${statement}` : statement
    }
    const change = this.#about(this.#line(`${fact.family.name}.change`, texts['change'] ?? []), fact, fact.teller, told)
    if (this.#chance(0.25)) return `${random.pick(grammar.corrections)} ${change}`
    return texts['topic'] && this.#chance(0.6) ? `${random.pick(texts['topic'])} ${change}` : change
  }

  #texts({ family }: Fact): Lines {
    return this.#setting.grammar.families[family.name] ?? {}
  }

  /** A line about a fact; notes which of its slots it brings. */
  #about(line: string, fact: Fact, speaker: number, told?: Set<string>): string {
    const { voice, random } = this.#setting
    if (told) for (const slot of slotsOf(parseTemplate(line))) told.add(slot)
    const ago = this.#chance(0.7) ? random.integer(4) : random.integer(14)
    return voice.say(line, { fact, speaker, at: this.#meeting.at, ago })
  }

  /** The other's answer; now and then a question back, and a little more that says nothing new. */
  #hear(fact: Fact, other: number): void {
    const { assistant, random } = this.#setting
    const texts = this.#texts(fact)
    const heard = (texts['heard'] ?? []).filter(line => !assistant || fact.family.assistant || !ofSelf.test(line))
    if (this.#chance(0.12)) return
    if (!assistant && this.#chance(0.2)) {
      this.#say(other, this.#talk('follow', other))
      this.#say(fact.teller, this.#about(random.pick(texts['later'] ?? []), fact, fact.teller), { recalls: [fact.id] })
      return
    }
    if (heard.length > 0 && this.#chance(assistant ? 0.55 : 0.7)) this.#say(other, this.#about(random.pick(heard), fact, other))
    else this.#react(other)
    if (this.#chance(0.25)) this.#react(fact.teller)
  }

  /** A remark about something told before. */
  #recall(): void {
    const fact = this.#setting.random.pick(this.#meeting.known)
    const text = this.#about(this.#line(`${fact.family.name}.later`, this.#texts(fact)['later'] ?? []), fact, fact.teller)
    this.#say(fact.teller, this.#dress(text, fact.teller, this.#setting.people[fact.teller]!.style.wordy), { recalls: [fact.id] })
    if (this.#chance(0.8)) this.#react(1 - fact.teller)
  }

  /** Talk that nobody needs to remember. */
  #chat(): void {
    const { grammar, assistant, voice, random } = this.#setting
    if (assistant) return this.#chance(0.3) ? this.#paste() : this.#task()
    const side = random.integer(2)
    if (this.#chance(0.25)) {
      this.#say(side, `${this.#talk('aside', side)} ${this.#talk(this.#chance(0.5) ? 'aside' : 'tail', side)}`)
      this.#react(1 - side)
      return
    }
    if (this.#chance(0.65)) {
      this.#say(side, voice.say(this.#line('story', grammar.stories), { speaker: side, at: this.#meeting.at }))
      this.#react(1 - side)
      return
    }
    const number = Number(this.#line('thread', grammar.threads.map((_, index) => String(index))))
    for (const { side: letter, text } of grammar.threads[number] ?? []) {
      const speaker = letter === 'a' ? side : 1 - side
      this.#say(speaker, voice.say(text, { speaker, at: this.#meeting.at }))
    }
  }

  /** A request, a long answer, and what follows. */
  #task(): void {
    const { grammar, voice, random } = this.#setting
    const requests = grammar.tasks.flatMap((task, index) => (task['ask'] ?? []).map((_, place) => `${index} ${place}`))
    const [index, place] = this.#line('task', requests).split(' ').map(Number)
    const task = grammar.tasks[index!]!
    const ask = task['ask']![place!]
    // "2> ..." answers the second request only.
    const own = `${place! + 1}> `
    const fit = (task['point'] ?? []).filter(point => point.startsWith(own) || !/^\d> /.test(point)).map(point => point.replace(/^\d> /, ''))
    const at = this.#meeting.at
    this.#say(0, voice.say(ask!, { speaker: 0, at }), { keep: 1 })
    const points = random.shuffle(fit).slice(0, 2 + random.integer(4))
    const layout = random.integer(3)
    const body = layout === 0 ? points.join(' ') : points.map((point, number) => (layout === 1 ? `\n- ${point}` : `\n${number + 1}. ${point}`)).join('')
    this.#say(1, `${random.pick(task['open']!)}${layout === 0 ? ' ' : ''}${body}${layout === 0 ? ' ' : '\n'}${task['close']![0]!}`, { keep: 1, raw: true })
    if (this.#chance(0.55)) {
      this.#say(0, random.pick(task['follow']!))
      this.#say(1, task['more']![0]!, { keep: 1 })
    }
    if (this.#chance(0.6)) this.#react(0)
  }

  #paste(): void {
    const { grammar, voice } = this.#setting
    const number = Number(this.#line('paste', grammar.pastes.map((_, index) => String(index))))
    const { say, reply } = grammar.pastes[number]!
    this.#say(0, say.replace(/\{([a-z]+|n:\d+\.\.\d+)\}/g, (_, slot: string) => voice.aside(slot)), { keep: 1, raw: true })
    this.#say(1, reply, { keep: 1, raw: true })
    if (this.#chance(0.7)) this.#react(0)
  }
}

/** Facts by ones, now and then two of one teller in a message. */
function pairs(facts: readonly Fact[], random: Random): Fact[][] {
  const groups: Fact[][] = []
  for (const fact of facts) {
    const last = groups.at(-1)
    if (last?.length === 1 && last[0]!.teller === fact.teller && last[0]!.family !== fact.family && random.next() < 0.15) last.push(fact)
    else groups.push([fact])
  }
  return groups
}

/** An opener before a statement, which goes on in lower case where the opener is no sentence. */
function open(opener: string, text: string): string {
  const goesOn = !/[.!?]$/.test(opener) && /^[A-Z][a-z]/.test(text) && !/^(Dr|I'm|I've|I'd|I'll)\b/.test(text)
  return `${opener} ${goesOn && ordinary.has(text.split(/[ ,']/)[0]!) ? text.charAt(0).toLowerCase() + text.slice(1) : text}`
}

/** First words that are no names. */
const ordinary: ReadonlySet<string> = new Set('The They We My You So There Somebody Someone Every Not Nobody A An If When It Before Our For On Can Could Did Do Please One Twelve Two How Who What Which Whoever Whenever Since At After Ever Half Some Only This Is Today Another About Something Things Such'.split(' '))
