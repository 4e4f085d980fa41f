// Which traces stand over a turn.
import type { Trace } from '../trace/trace.ts'

type Sourced = Pick<Trace, 'id' | 'sources'>

export class SourceIndex {
  // By ordinal: turns are numbered without gaps.
  readonly #ids: (readonly string[] | undefined)[] = []

  /** Ids of the traces over a turn, in the order in which they were made: the same after a load as before. */
  of(ordinal: number): readonly string[] {
    return this.#ids[ordinal] ?? []
  }

  has(ordinal: number): boolean {
    return this.#ids[ordinal] !== undefined
  }

  /** Enters a trace under its turns. */
  add({ id, sources }: Sourced): void {
    for (const ordinal of sources) {
      const ids = this.of(ordinal)
      if (!ids.includes(id)) this.#ids[ordinal] = ids.length === 0 ? [id] : [...ids, id].sort((a, b) => numberOf(a) - numberOf(b))
    }
  }

  remove({ id, sources }: Sourced): void {
    for (const ordinal of sources) {
      const left = this.of(ordinal).filter(other => other !== id)
      this.#ids[ordinal] = left.length > 0 ? left : undefined
    }
  }
}

function numberOf(id: string): number {
  return Number(id.slice(1))
}
