// What a request may see: by kind, by moment, by status; and a statement taken out of a turn only where the turn has faded.
import type { Kind } from '../config.ts'
import type { LongQuery } from '../ltm/slot-keys.ts'
import type { State } from '../state/state.ts'
import { strengthOf, type Entry, type Trace } from '../trace/trace.ts'
import type { Status } from './hit.ts'

/** What may be seen. */
export interface Scope {
  /** Memory time in ticks. */
  tick: number
  kinds?: ReadonlySet<Kind>
  /** Nothing said after this moment, in milliseconds. */
  asOf?: number
  statuses: ReadonlySet<Status>
}

/** A trace that may be seen, with its strength now. */
interface VisibleTrace {
  trace: Entry
  /** Where it lies in long-term memory. */
  slot: number | undefined
  strength: number
  status: Status
}

/** The traces and turns within a scope. Each trace is looked at once: several heads find the same. */
export class Visible {
  readonly #state: State
  readonly #scope: Scope
  readonly #traces = new Map<string, VisibleTrace | null>()

  constructor(state: State, scope: Scope) {
    this.#state = state
    this.#scope = scope
  }

  /** What a scan of many traces can keep out beforehand: all that is within the scope passes, and little else. */
  get filters(): Pick<LongQuery, 'tick' | 'kinds' | 'hidden' | 'until' | 'least'> {
    const { tick, kinds, asOf, statuses } = this.#scope
    return {
      tick, kinds, hidden: statuses.has('suppressed') || statuses.has('superseded') || asOf !== undefined,
      ...asOf !== undefined && { until: asOf + 1 }, least: statuses.has('dormant') || statuses.has('suppressed') || statuses.has('superseded') ? 0 : this.#state.config.dormantBelow,
    }
  }

  /** A trace, where it may be a hit. */
  trace(id: string): VisibleTrace | undefined {
    const found = this.#traces.get(id)
    if (found !== undefined) return found ?? undefined
    const short = this.#state.stm.get(id)
    return this.#look(id, short, short ? undefined : this.#state.ltm.slotOf(id))
  }

  /** The trace of a long-term slot, where it may be a hit. */
  slot(slot: number): VisibleTrace | undefined {
    const id = this.#state.ltm.idAt(slot)
    const found = this.#traces.get(id)
    return found !== undefined ? (found ?? undefined) : this.#look(id, undefined, slot)
  }

  /** True where a trace over the turn, or the turn itself where it has none, may be a hit. */
  turn(ordinal: number): boolean {
    const { sources, log } = this.#state
    const ids = sources.of(ordinal)
    if (ids.length > 0) return ids.some(id => this.trace(id) !== undefined)
    const turn = log.at(ordinal)
    return turn !== undefined && this.#scope.statuses.has(statusOfTurn(this.#state, ordinal)) && this.#isIn(turn)
  }

  #look(id: string, short: Entry | undefined, slot: number | undefined): VisibleTrace | undefined {
    const trace = slot === undefined ? short : this.#state.ltm.entryAt(slot)
    const found = trace && this.#isIn(trace) ? this.#judged(trace, slot) : null
    this.#traces.set(id, found)
    return found ?? undefined
  }

  #judged(trace: Entry, slot: number | undefined): VisibleTrace | null {
    const strength = strengthOf(trace, this.#scope.tick, this.#state.config)
    const status = statusOf(trace, strength, this.#state.config.dormantBelow, this.#scope.asOf)
    return this.#scope.statuses.has(status) && !(trace.atomic && this.#speaksForItself(trace)) ? { trace, slot, strength, status } : null
  }

  /** True where a statement's turn still has a trace in its own words: the statement stands in for it when that has faded. */
  #speaksForItself({ id, sources }: Entry): boolean {
    return sources.some(source => this.#state.sources.of(source).some(other => {
      const whole = other === id ? undefined : entryOf(this.#state, other)
      return whole !== undefined && !whole.atomic && this.trace(other) !== undefined
    }))
  }

  #isIn({ kind, at }: { kind: Kind; at: number }): boolean {
    const { kinds, asOf } = this.#scope
    return (!kinds || kinds.has(kind)) && (asOf === undefined || at <= asOf)
  }
}

/** Status of a turn without a trace. */
export function statusOfTurn({ log }: State, ordinal: number): Status {
  return log.hasFaded(ordinal) ? 'dormant' : 'unstored'
}

function entryOf({ ltm, stm }: State, id: string): Entry | undefined {
  const short = stm.get(id)
  const slot = short ? undefined : ltm.slotOf(id)
  return slot === undefined ? short : ltm.entryAt(slot)
}

/** Status of a trace whose strength is known, as of a moment in milliseconds. */
export function statusOf(
  trace: Pick<Trace, 'suppressed' | 'supersededBy' | 'validTo'>,
  strength: number,
  dormantBelow: number,
  asOf: number = Infinity,
): Status {
  if (trace.suppressed) return 'suppressed'
  // What was replaced later was believed then.
  if (trace.supersededBy !== null && !(trace.validTo !== null && trace.validTo > asOf)) return 'superseded'
  return strength < dormantBelow ? 'dormant' : 'current'
}
