// The log: every observed turn, exact, in the order of arrival. A turn is known inside by its ordinal.
import { kinds, type Kind } from '../config.ts'
import {
  grown,
  unpackStrings,
  type PackedLabels,
  type PackedStrings,
} from '../checkpoint/columns.ts'
import { LabelColumn } from '../checkpoint/label-column.ts'
import { StringColumn } from '../checkpoint/string-column.ts'
import { RecentSessions } from './sessions.ts'

/** One message. */
export interface Turn {
  id: string
  speaker: string
  /** When it was said, in milliseconds. */
  at: number
  /** When this memory got it, in milliseconds. Retention counts from then: an old history is new to the memory that reads it. */
  receivedAt: number
  /** The conversation it belongs to. */
  session: string
  text: string
}

/** What the controller did with a turn. */
const outcomes = ['ignore', 'stm', 'ltm', 'reinforce'] as const
type Outcome = (typeof outcomes)[number]

/** A turn with what was decided about it. */
export interface LoggedTurn extends Turn {
  outcome: Outcome
  kind: Kind
  /** How surely it is worth keeping, in [0, 1]. */
  importance: number
  /** How strong it begins, in [0, 1]. */
  strength: number
  why: string
  /** Memory time at which it was said. */
  tick: number
}

/** A turn to log; one of an older journal has no strength: then it was its importance. */
export type TurnToLog = Omit<LoggedTurn, 'strength'> & { strength?: number }

/** Columns of a saved log. */
export interface PackedLog {
  ids: PackedStrings
  speakers: PackedLabels
  sessions: PackedLabels
  texts: PackedStrings
  whys: PackedLabels
  at: Float64Array
  receivedAt: Float64Array
  importance: Float64Array
  /** Not in older files, where it was the importance. */
  strength?: Float64Array
  tick: Float64Array
  outcome: Uint8Array
  kind: Uint8Array
  /** 1 where the text is gone. */
  erased: Uint8Array
  /** 1 where the trace faded away. */
  faded: Uint8Array
  /** Number of the conversation of the last turn. */
  conversation: number
}

/** Silence in milliseconds after which a turn answers nothing that was said before. */
const longSilence = 3_600_000

export class TurnLog {
  #ids = new StringColumn()
  #speakers = new LabelColumn()
  #sessions = new LabelColumn()
  #texts = new StringColumn()
  #whys = new LabelColumn()
  #at: Float64Array = new Float64Array(0)
  #receivedAt: Float64Array = new Float64Array(0)
  #importance: Float64Array = new Float64Array(0)
  #strength: Float64Array = new Float64Array(0)
  #tick: Float64Array = new Float64Array(0)
  #outcome: Uint8Array = new Uint8Array(0)
  #kind: Uint8Array = new Uint8Array(0)
  #erased: Uint8Array = new Uint8Array(0)
  #faded: Uint8Array = new Uint8Array(0)
  #conversation = 0
  #live = 0
  readonly #counts = new Map<string, number>()
  #ordinals: Map<string, number> | undefined
  #recent: RecentSessions | undefined

  /** Turns ever observed, erased ones included. */
  get size(): number {
    return this.#ids.length
  }

  /** Turns that still have their text. */
  get live(): number {
    return this.#live
  }

  /** Speakers of turns that are not erased, with their counts. */
  get speakers(): ReadonlyMap<string, number> {
    return this.#counts
  }

  /** Number of the conversation that the last turn belongs to: a new one starts with a session, or after a long silence. */
  get conversation(): number {
    return this.#conversation
  }

  append(turn: TurnToLog): number {
    const ordinal = this.size
    if (ordinal >= this.#at.length) this.#grow()
    this.#ids.push(turn.id)
    this.#speakers.push(turn.speaker)
    this.#sessions.push(turn.session)
    this.#texts.push(turn.text)
    this.#whys.push(turn.why)
    this.#at[ordinal] = turn.at
    this.#receivedAt[ordinal] = turn.receivedAt
    this.#importance[ordinal] = turn.importance
    this.#strength[ordinal] = turn.strength ?? turn.importance
    this.#tick[ordinal] = turn.tick
    this.#outcome[ordinal] = outcomes.indexOf(turn.outcome)
    this.#kind[ordinal] = kinds.indexOf(turn.kind)
    if (!this.#together(ordinal - 1, ordinal)) this.#conversation++
    this.#ordinals?.set(turn.id, ordinal)
    this.#recent?.note(turn.session, ordinal)
    this.#count(turn.speaker, 1)
    return ordinal
  }

  /** True for a turn that still has its text. */
  has(ordinal: number): boolean {
    return ordinal >= 0 && ordinal < this.size && this.#erased[ordinal] !== 1
  }

  /** The turn with its decision, or undefined where its text is gone. */
  at(ordinal: number): LoggedTurn | undefined {
    if (!this.has(ordinal)) return undefined
    return {
      id: this.#ids.at(ordinal)!,
      speaker: this.#speakers.at(ordinal)!,
      at: this.#at[ordinal]!,
      receivedAt: this.#receivedAt[ordinal]!,
      session: this.#sessions.at(ordinal)!,
      text: this.#texts.at(ordinal)!,
      outcome: outcomes[this.#outcome[ordinal]!] ?? 'ignore',
      kind: kinds[this.#kind[ordinal]!] ?? 'episodic',
      importance: this.#importance[ordinal]!,
      strength: this.#strength[ordinal]!,
      why: this.#whys.at(ordinal)!,
      tick: this.#tick[ordinal]!,
    }
  }

  /** True for two turns of one conversation that both have their text: the same session, no long silence between them. */
  areNeighbours(ordinal: number, other: number): boolean {
    return this.has(ordinal) && this.has(other) && this.#together(ordinal, other)
  }

  /** True for a turn whose trace faded away: no head brings it back unasked. */
  hasFaded(ordinal: number): boolean {
    return this.#faded[ordinal] === 1
  }

  /** A trace stands over the turn again. */
  revive(ordinal: number): void {
    if (ordinal < this.size) this.#faded[ordinal] = 0
  }

  fade(ordinal: number): void {
    if (ordinal < this.size) this.#faded[ordinal] = 1
  }

  /** Ordinal of the first turn after all those of older sessions than the last `count`; 0 where there are not more. */
  startOfLast(count: number): number {
    if (!this.#recent) {
      this.#recent = new RecentSessions()
      for (let ordinal = 0; ordinal < this.size; ordinal++) this.#recent.note(this.sessionAt(ordinal), ordinal)
    }
    return this.#recent.startOfLast(count)
  }

  /** When a turn was said, in milliseconds, also where its text is gone. */
  saidAt(ordinal: number): number {
    return this.#at[ordinal] ?? NaN
  }

  /** Speaker of a turn, also of one whose text is gone. */
  speakerAt(ordinal: number): string {
    return this.#speakers.at(ordinal) ?? ''
  }

  /** Conversation of a turn, also of one whose text is gone. */
  sessionAt(ordinal: number): string {
    return this.#sessions.at(ordinal) ?? ''
  }

  /** Id of a turn, also of one whose text is gone. */
  idAt(ordinal: number): string {
    return this.#ids.at(ordinal) ?? ''
  }

  /** Why a turn was stored or not, also where its text is gone. */
  whyAt(ordinal: number): string {
    return this.#whys.at(ordinal) ?? ''
  }

  /** Ordinal of an id, also of a turn whose text is gone. */
  ordinalOf(id: string): number | undefined {
    const numbered = Number.parseInt(id.slice(1), 10) - 1
    if (id !== '' && this.idAt(numbered) === id) return numbered
    if (!this.#ordinals) {
      this.#ordinals = new Map()
      for (let known = 0; known < this.size; known++) this.#ordinals.set(this.idAt(known), known)
    }
    return this.#ordinals.get(id)
  }

  /** Takes the text out; id and place stay, so that traces can say what they came from. */
  erase(ordinal: number): void {
    if (ordinal >= this.size || this.#erased[ordinal] === 1) return
    this.#erased[ordinal] = 1
    this.#texts.set(ordinal, '')
    this.#count(this.#speakers.at(ordinal)!, -1)
  }

  /** Views of the columns: leave the log unchanged until these are written. */
  pack(): PackedLog {
    return {
      ids: this.#ids.pack(),
      speakers: this.#speakers.pack(),
      sessions: this.#sessions.pack(),
      texts: this.#texts.pack(),
      whys: this.#whys.pack(),
      at: this.#at.subarray(0, this.size),
      receivedAt: this.#receivedAt.subarray(0, this.size),
      importance: this.#importance.subarray(0, this.size),
      strength: this.#strength.subarray(0, this.size),
      tick: this.#tick.subarray(0, this.size),
      outcome: this.#outcome.subarray(0, this.size),
      kind: this.#kind.subarray(0, this.size),
      erased: this.#erased.subarray(0, this.size),
      faded: this.#faded.subarray(0, this.size),
      conversation: this.#conversation,
    }
  }

  static unpack(packed: PackedLog): TurnLog {
    const log = new TurnLog()
    log.#ids = new StringColumn(packed.ids)
    log.#speakers = new LabelColumn(packed.speakers)
    log.#sessions = new LabelColumn(packed.sessions)
    log.#texts = new StringColumn(packed.texts)
    log.#whys = new LabelColumn(packed.whys)
    log.#at = packed.at
    log.#receivedAt = packed.receivedAt
    log.#importance = packed.importance
    log.#strength = packed.strength ?? packed.importance.slice()
    log.#tick = packed.tick
    log.#outcome = packed.outcome
    log.#kind = packed.kind
    log.#erased = packed.erased
    log.#faded = packed.faded
    log.#conversation = packed.conversation
    const speakers = unpackStrings(packed.speakers.labels)
    const said = new Uint32Array(speakers.length)
    const order: number[] = []
    packed.speakers.index.forEach((speaker, ordinal) => {
      if (log.#erased[ordinal] === 0 && said[speaker]!++ === 0) order.push(speaker)
    })
    for (const speaker of order) log.#count(speakers[speaker]!, said[speaker]!)
    return log
  }

  #together(ordinal: number, other: number): boolean {
    return this.#sessions.at(ordinal) === this.#sessions.at(other) && Math.abs(this.#at[ordinal]! - this.#at[other]!) <= longSilence
  }

  #count(speaker: string, change: number): void {
    this.#live += change
    const count = (this.#counts.get(speaker) ?? 0) + change
    if (count > 0) this.#counts.set(speaker, count)
    else this.#counts.delete(speaker)
  }

  #grow(): void {
    this.#at = grown(this.#at)
    this.#receivedAt = grown(this.#receivedAt)
    this.#importance = grown(this.#importance)
    this.#strength = grown(this.#strength)
    this.#tick = grown(this.#tick)
    this.#outcome = grown(this.#outcome)
    this.#kind = grown(this.#kind)
    this.#erased = grown(this.#erased)
    this.#faded = grown(this.#faded)
  }
}
