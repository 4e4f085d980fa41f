// The log: every observed turn, exact, in the order of arrival. A turn is known inside by its ordinal.
import { kinds, type Kind } from '../config.ts'
import { packStrings, unpackStrings, type PackedStrings } from '../checkpoint/columns.ts'

/** One message. */
export interface Turn {
  id: string
  speaker: string
  /** Clock reading in milliseconds. */
  at: number
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
  /** The gate's output, in [0, 1]. */
  importance: number
  why: string
}

/** Columns of a saved log. */
export interface PackedLog {
  ids: PackedStrings
  speakers: PackedStrings
  sessions: PackedStrings
  texts: PackedStrings
  whys: PackedStrings
  at: Float64Array
  importance: Float64Array
  outcome: Uint8Array
  kind: Uint8Array
  erased: Uint8Array
  faded: Uint8Array
}

/** Silence in milliseconds after which a turn answers nothing that was said before. */
const longSilence = 3_600_000

/** True for turns of one conversation: the same session, and no long silence between them. */
export function adjacent(a: Turn, b: Turn): boolean {
  return a.session === b.session && Math.abs(a.at - b.at) <= longSilence
}

export class TurnLog {
  readonly #turns: LoggedTurn[] = []
  readonly #erased = new Set<number>()
  readonly #faded = new Set<number>()
  #ordinals: Map<string, number> | undefined
  #conversation = 0
  readonly #speakers = new Map<string, number>()

  /** Turns ever observed, erased ones included. */
  get size(): number {
    return this.#turns.length
  }

  /** Turns that still have their text. */
  get live(): number {
    return this.#turns.length - this.#erased.size
  }

  /** Speakers of turns that are not erased, with their counts. */
  get speakers(): ReadonlyMap<string, number> {
    return this.#speakers
  }

  append(turn: LoggedTurn): number {
    const last = this.#turns.at(-1)
    if (!last || !adjacent(last, turn)) this.#conversation++
    const ordinal = this.#turns.push(turn) - 1
    this.#ordinals?.set(turn.id, ordinal)
    this.#speakers.set(turn.speaker, (this.#speakers.get(turn.speaker) ?? 0) + 1)
    return ordinal
  }

  /** The turn with its decision, or undefined where its text is gone. */
  at(ordinal: number): LoggedTurn | undefined {
    return this.#erased.has(ordinal) ? undefined : this.#turns[ordinal]
  }

  /** True for a turn whose trace faded away: no head brings it back unasked. */
  hasFaded(ordinal: number): boolean {
    return this.#faded.has(ordinal)
  }

  fade(ordinal: number): void {
    this.#faded.add(ordinal)
  }

  /** Id of a turn, also of one whose text is gone. */
  idAt(ordinal: number): string {
    return this.#turns[ordinal]?.id ?? ''
  }

  /** Why a turn was stored or not, also where its text is gone. */
  whyAt(ordinal: number): string {
    return this.#turns[ordinal]?.why ?? ''
  }

  /** Ordinal of an id, also of a turn whose text is gone. */
  ordinalOf(id: string): number | undefined {
    this.#ordinals ??= new Map(this.#turns.map((turn, ordinal) => [turn.id, ordinal]))
    return this.#ordinals.get(id)
  }

  /** Number of the conversation that the last turn belongs to: a new one starts with a session, or after a long silence. */
  get conversation(): number {
    return this.#conversation
  }

  /** Takes the text out; id and place stay, so that traces can say what they came from. */
  erase(ordinal: number): void {
    const turn = this.#turns[ordinal]
    if (!turn || this.#erased.has(ordinal)) return
    this.#erased.add(ordinal)
    const left = (this.#speakers.get(turn.speaker) ?? 1) - 1
    if (left > 0) this.#speakers.set(turn.speaker, left)
    else this.#speakers.delete(turn.speaker)
    this.#turns[ordinal] = { ...turn, text: '' }
  }

  pack(): PackedLog {
    const turns = this.#turns
    return {
      ids: packStrings(turns.map(turn => turn.id)),
      speakers: packStrings(turns.map(turn => turn.speaker)),
      sessions: packStrings(turns.map(turn => turn.session)),
      texts: packStrings(turns.map(turn => turn.text)),
      whys: packStrings(turns.map(turn => turn.why)),
      at: Float64Array.from(turns, turn => turn.at),
      importance: Float64Array.from(turns, turn => turn.importance),
      outcome: Uint8Array.from(turns, turn => outcomes.indexOf(turn.outcome)),
      kind: Uint8Array.from(turns, turn => kinds.indexOf(turn.kind)),
      erased: Uint8Array.from(turns, (_, ordinal) => this.#erased.has(ordinal) ? 1 : 0),
      faded: Uint8Array.from(turns, (_, ordinal) => this.#faded.has(ordinal) ? 1 : 0),
    }
  }

  static unpack(packed: PackedLog): TurnLog {
    const log = new TurnLog()
    const ids = unpackStrings(packed.ids)
    const speakers = unpackStrings(packed.speakers)
    const sessions = unpackStrings(packed.sessions)
    const texts = unpackStrings(packed.texts)
    const whys = unpackStrings(packed.whys)
    for (let ordinal = 0; ordinal < ids.length; ordinal++) {
      log.append({
        id: ids[ordinal]!, speaker: speakers[ordinal]!, session: sessions[ordinal]!, text: texts[ordinal]!, why: whys[ordinal]!,
        at: packed.at[ordinal]!, importance: packed.importance[ordinal]!, outcome: outcomes[packed.outcome[ordinal]!] ?? 'ignore', kind: kinds[packed.kind[ordinal]!] ?? 'episodic',
      })
      if (packed.erased[ordinal] === 1) log.erase(ordinal)
      if (packed.faded[ordinal] === 1) log.fade(ordinal)
    }
    return log
  }
}
