// Which traces stand over a turn.
import type { Trace } from '../trace/trace.ts'

type Sourced = Pick<Trace, 'id' | 'sources'>

export class SourceIndex {
  // By ordinal: turns are numbered without gaps. Nearly every turn has one trace: a list for each would be most of what this costs.
  #ids: (string | readonly string[] | undefined)[] | undefined
  readonly #initial: () => Iterable<Sourced>

  /** `initial` gives the traces that there are when the index is first asked, once. */
  constructor(initial: () => Iterable<Sourced> = () => []) {
    this.#initial = initial
  }

  /** Ids of the traces over a turn, in the order in which they were made: the same after a load as before. */
  of(ordinal: number): readonly string[] {
    const ids = this.#read()[ordinal]
    return typeof ids === 'string' ? [ids] : ids ?? []
  }

  has(ordinal: number): boolean {
    return this.#read()[ordinal] !== undefined
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

  #read(): (string | readonly string[] | undefined)[] {
    if (!this.#ids) {
      this.#ids = []
      for (const trace of this.#initial()) this.add(trace)
    }
    return this.#ids
  }
}

function numberOf(id: string): number {
  return Number(id.slice(1))
}
