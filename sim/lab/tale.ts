// A memory living through the story: its clock, the traces that are followed, and their strengths over time.
import { defaultConfig, Mneme, type EmbeddedEncoder, type TurnDecision } from 'mneme'
import type { Variant } from './evaluation.ts'
import { origin, timeZone, type StoryTurn, type Thread } from './mira.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** A turn and what was done with it. */
export interface Observed {
  turn: StoryTurn
  decision: TurnDecision
}

/** One memory under a clock that is moved by hand. */
export class Tale {
  readonly observed: Observed[] = []
  /** Trace of each thread. */
  readonly traces = new Map<Thread, string>()
  /** Strengths by thread: a point every six hours and one after every change. */
  readonly courses = new Map<Thread, [day: number, strength: number][]>()
  /** Largest distance of a strength from S·λ^t since the point before, with nothing said between. */
  deviation = 0
  now: number = origin
  #memory: Mneme | undefined
  readonly #path: string
  readonly #encoder: EmbeddedEncoder
  readonly #variant: Variant

  constructor(path: string, encoder: EmbeddedEncoder, variant: Variant = {}) {
    this.#path = path
    this.#encoder = encoder
    this.#variant = variant
  }

  get memory(): Mneme {
    if (!this.#memory) throw new Error('tale: expected an open memory; call open first')
    return this.#memory
  }

  /** Days since the story began. */
  get day(): number {
    return (this.now - origin) / dayMs
  }

  /** Opens the file; the first time there is none. */
  async open(): Promise<void> {
    this.#memory = await Mneme.open({ path: this.#path, encoder: this.#encoder, clock: () => this.now, timeZone, user: 'mira', ...this.#variant })
  }

  async close(): Promise<void> {
    await this.#memory?.close()
    this.#memory = undefined
  }

  /** Lets time pass, reading every strength every six hours: reading writes nothing. */
  passTo(moment: number): void {
    while (this.now < moment) {
      const elapsed = Math.min(6 * hourMs, moment - this.now)
      const earlier = [...this.traces].map(([thread, id]) => ({ thread, trace: this.memory.get(id) }))
      this.now += elapsed
      for (const { thread, trace } of earlier) {
        if (!trace) continue
        const predicted = trace.strength * 2 ** (-elapsed / dayMs / defaultConfig.halfLifeDays[trace.kind])
        this.deviation = Math.max(this.deviation, Math.abs(this.strength(thread) - predicted))
        this.note(thread)
      }
    }
  }

  /** Observes a turn a minute after the one before. */
  async observe(turn: StoryTurn): Promise<TurnDecision> {
    this.now += 60_000
    const { decisions } = await this.memory.observe({ text: turn.text, speaker: turn.speaker })
    const decision = decisions[0]!
    this.observed.push({ turn, decision })
    if (turn.thread && decision.traceId !== undefined) this.traces.set(turn.thread, decision.traceId)
    if (turn.thread) this.note(turn.thread)
    return decision
  }

  /** Strength of a thread's trace now; 0 where there is none. */
  strength(thread: Thread): number {
    return this.memory.get(this.traceOf(thread))?.strength ?? 0
  }

  /** Trace id of a thread. */
  traceOf(thread: Thread): string {
    return this.traces.get(thread) ?? 'none'
  }

  /** Id of the turn that a thread began with. */
  turnOf(thread: Thread): string {
    return this.observed.find(({ turn }) => turn.thread === thread)?.decision.turnId ?? 'none'
  }

  /** The words that a thread began with. */
  said(thread: Thread): string {
    return this.observed.find(({ turn }) => turn.thread === thread)?.turn.text ?? ''
  }

  /** Adds the strength of now to a thread's course. */
  note(thread: Thread): void {
    const trace = this.memory.get(this.traceOf(thread))
    if (!trace) return
    const course = this.courses.get(thread) ?? []
    course.push([this.day, trace.strength])
    this.courses.set(thread, course)
  }
}
