// Which traces stand over a turn.
import type { LongTermMemory } from '../ltm/ltm.ts'
import type { Trace } from '../trace/trace.ts'

type Sourced = Pick<Trace, 'id' | 'sources'>

/** Traces that there are when an index is first asked: those of long-term memory by slot, and others. */
interface Held {
  ltm: Pick<LongTermMemory, 'slots' | 'idAt' | 'sourcesAt'>
  others: Iterable<Sourced>
}

export class SourceIndex {
  // By ordinal: turns are numbered without gaps. Nearly every turn has one trace: a list for each would be most of what this costs. A
  // number is the slot of a trace whose id nobody asked for yet.
  #ids: (number | string | readonly string[] | undefined)[] | undefined
  readonly #held: () => Held | undefined
  #ltm: Held['ltm'] | undefined

  /** `held` tells of a loaded memory. */
  constructor(held: () => Held | undefined = () => undefined) {
    this.#held = held
  }

  /** Ids of the traces over a turn, in the order in which they were made: the same after a load as before. */
  of(ordinal: number): readonly string[] {
    const ids = this.#read()[ordinal]
    if (typeof ids !== 'number') return typeof ids === 'string' ? [ids] : ids ?? []
    const id = this.#ltm!.idAt(ids)
    // A trace that was just dropped has no id any more.
    return id === '' ? [] : [id]
  }

  has(ordinal: number): boolean {
    return this.of(ordinal).length > 0
  }

  /** Enters a trace under its turns. */
  add({ id, sources }: Sourced): void {
    const all = this.#read()
    for (const ordinal of sources) {
      const ids = this.of(ordinal)
      if (!ids.includes(id)) all[ordinal] = ids.length === 0 ? id : [...ids, id].sort((a, b) => numberOf(a) - numberOf(b))
    }
  }

  remove({ id, sources }: Sourced): void {
    const all = this.#read()
    for (const ordinal of sources) {
      const left = this.of(ordinal).filter(other => other !== id)
      all[ordinal] = left.length > 0 ? left : undefined
    }
  }

  #read(): (number | string | readonly string[] | undefined)[] {
    if (this.#ids) return this.#ids
    const all: (number | string | readonly string[] | undefined)[] = (this.#ids = [])
    const held = this.#held()
    if (!held) return all
    const { ltm, others } = held
    this.#ltm = ltm
    for (let slot = 0; slot < ltm.slots; slot++) {
      const sources = ltm.sourcesAt(slot)
      const [first = 0] = sources
      if (sources.length === 1 && all[first] === undefined) all[first] = slot
      else if (sources.length > 0) this.add({ id: ltm.idAt(slot), sources })
    }
    for (const trace of others) this.add(trace)
    return all
  }
}

function numberOf(id: string): number {
  return Number(id.slice(1))
}
