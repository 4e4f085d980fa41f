// Calls one after another, each starting when the one before has settled.
import { unlessAborted } from './abort.ts'

export class Queue {
  #last: Promise<void> = Promise.resolve()

  /** Runs a task in its turn; one whose signal fires while it waits rejects at once and never starts. */
  run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const before = this.#last
    const done = unlessAborted(before, signal).then(task)
    // The queue goes on after a failure, whose promise the caller has. A task that left early lets nobody pass those before it.
    this.#last = Promise.allSettled([before, done]).then(() => undefined)
    return done
  }
}
