// The procedures that contexts have told: which one feedback, praise and trouble are about.
import { rewarded } from '../procedures/procedure.ts'
import type { Cues } from '../signals/cue.ts'
import { firesFrom } from '../signals/signal.ts'
import type { Change, State } from '../state/state.ts'

/** How much a message that sounds upset weighs against what was told for the one before it: it may be about something else. */
const upsetShare = 0.5

export class ToldProcedures {
  /** Of the last context. */
  #last: readonly string[] = []
  #unused = false
  /** Of the last exchange that was observed: the next message is about that. */
  #answered: readonly string[] = []

  /** Notes what a context tells. */
  show(ids: readonly string[]): void {
    this.#last = ids
    this.#unused = true
  }

  /** The changes of a turn that was said with the last context in view: what it told was used. */
  used({ procedures }: State): Change[] {
    if (!this.#unused) return []
    return this.#last.flatMap(id => procedures.get(id) ?? []).map((one): Change => ({ type: 'procedure', procedure: { ...one, uses: one.uses + 1 } }))
  }

  /** The changes of praise, or of trouble, in a message about the last exchange. */
  judged(state: State, { praise, frustration }: Cues, at: number): Change[] {
    const reward = praise >= firesFrom ? praise : frustration >= firesFrom ? -upsetShare * frustration : 0
    return reward === 0 ? [] : rewards(state, this.#answered, reward, at)
  }

  /** The changes of the host's reward for what the last context told. */
  rewarded(state: State, reward: number, at: number): Change[] {
    return reward === 0 ? [] : rewards(state, this.#last, reward, at)
  }

  /** The exchange with the last context is over. */
  answered(): void {
    this.#answered = this.#unused ? this.#last : []
    this.#unused = false
  }

  /** The conversation is over. */
  forget(): void {
    this.#unused = false
    this.#answered = []
  }
}

function rewards({ procedures }: State, ids: readonly string[], reward: number, at: number): Change[] {
  return ids.flatMap(id => procedures.get(id) ?? []).map((one): Change => ({ type: 'procedure', procedure: rewarded(one, reward, at) }))
}
