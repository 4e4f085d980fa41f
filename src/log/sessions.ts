// Sessions by when they were last spoken in.

export class RecentSessions {
  /** The latest last. */
  readonly #sessions: { session: string; last: number }[] = []
  readonly #known = new Set<string>()

  /** Notes a turn, which must stand after those that were noted before. */
  note(session: string, ordinal: number): void {
    // Sessions rarely interleave: the one that goes on is among the last.
    if (this.#known.has(session)) this.#sessions.splice(this.#sessions.findLastIndex(other => other.session === session), 1)
    this.#known.add(session)
    this.#sessions.push({ session, last: ordinal })
  }

  /** Ordinal after the last turn of all sessions but the last `count`; 0 where there are not more. */
  startOfLast(count: number): number {
    const older = this.#sessions.at(-1 - count)
    return older ? older.last + 1 : 0
  }
}
