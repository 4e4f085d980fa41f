// What time will do to a memory and when: traces that fade or go stale, turns past their retention. Derived, never saved.
import type { Config } from '../config.ts'
import { dayMs } from '../clock.ts'
import type { TurnLog } from '../log/log.ts'
import type { LongTermMemory } from '../ltm/ltm.ts'
import type { ShortTermMemory } from '../stm/stm.ts'
import { fadesAt } from '../trace/retention.ts'
import { tierOf, type Entry } from '../trace/trace.ts'
import { DueList } from './due.ts'

/** What the agenda is made from. */
interface Stores {
  config: Config
  log: TurnLog
  ltm: LongTermMemory
  stm: ShortTermMemory
}

interface Lists {
  fading: DueList<string>
  staling: DueList<string>
  erasing: DueList<number>
  /** Ids of replaced traces by the id of the one that replaced them, and the other way about. */
  behind: Map<string, Set<string>>
  replacedBy: Map<string, string>
}

/** True for a raw trace of what happened that nobody came back to. */
export function mayGoStale(trace: Entry): boolean {
  return tierOf(trace) === 'short' && trace.kind === 'episodic' && !trace.suppressed && trace.supersededBy === null && trace.uses === 0 && trace.repeats === 0
}

export class Agenda {
  // Made when first asked: a memory that never sleeps pays nothing for it, nor does opening a file.
  #lists: Lists | undefined

  /**
   * Ids of long-term traces whose retention is below the limit at memory time `tick`. What is pinned stays, and so does what
   * is suppressed or replaced (`restore` must find it) and what it was replaced by.
   */
  fading(stores: Stores, tick: number): string[] {
    return this.#made(stores).fading.upTo(tick)
  }

  /** Ids of long-term traces that nobody came back to for `staleAfterDays` at memory time `tick`. */
  staling(stores: Stores, tick: number): string[] {
    return this.#made(stores).staling.upTo(tick)
  }

  /** Ordinals of turns whose retention ended at a clock reading. */
  erasing(stores: Stores, now: number): number[] {
    return this.#made(stores).erasing.upTo(now)
  }

  /** Notes a trace as it is from now on. */
  put(stores: Stores, entry: Entry): void {
    const lists = this.#lists
    if (!lists) return
    this.#replace(stores, lists, entry.id, entry.supersededBy)
    enter(stores, lists, entry)
  }

  drop(stores: Stores, id: string): void {
    const lists = this.#lists
    if (!lists) return
    this.#replace(stores, lists, id, null)
    lists.fading.set(id, Infinity)
    lists.staling.set(id, Infinity)
  }

  turn({ config, log }: Stores, ordinal: number): void {
    const turn = config.retentionDays === null ? undefined : log.at(ordinal)
    this.#lists?.erasing.set(ordinal, turn ? turn.receivedAt + config.retentionDays! * dayMs : Infinity)
  }

  #replace(stores: Stores, lists: Lists, id: string, by: string | null): void {
    const before = lists.replacedBy.get(id) ?? null
    if (before === by) return
    if (by === null) lists.replacedBy.delete(id)
    else {
      lists.replacedBy.set(id, by)
      const behind = lists.behind.get(by)
      if (behind) behind.add(id)
      else lists.behind.set(by, new Set([id]))
    }
    if (before !== null) {
      const behind = lists.behind.get(before)!
      behind.delete(id)
      if (behind.size === 0) lists.behind.delete(before)
    }
    for (const changed of [before, by]) {
      const slot = changed === null ? undefined : stores.ltm.slotOf(changed)
      const entry = slot === undefined ? undefined : stores.ltm.entryAt(slot)
      if (entry) enter(stores, lists, entry)
    }
  }

  #made(stores: Stores): Lists {
    if (this.#lists) return this.#lists
    this.#lists = { fading: new DueList(), staling: new DueList(), erasing: new DueList(), behind: new Map(), replacedBy: new Map() }
    for (const entry of [...stores.ltm.entries(), ...stores.stm.list()]) this.put(stores, entry)
    for (let ordinal = 0; ordinal < stores.log.size; ordinal++) this.turn(stores, ordinal)
    return this.#lists
  }
}

function enter({ config, ltm }: Stores, { fading, staling, behind }: Lists, entry: Entry): void {
  // Short-term memory is small: sleep looks at all of it.
  if (ltm.slotOf(entry.id) === undefined) return
  const stays = entry.priority || entry.suppressed || entry.supersededBy !== null || behind.has(entry.id)
  fading.set(entry.id, stays ? Infinity : fadesAt(entry, config))
  staling.set(entry.id, mayGoStale(entry) ? entry.tick + config.signals.staleAfterDays * dayMs / config.tickMs : Infinity)
}
