// Calls one after another, each starting when the one before has settled.

export class Queue {
  #last: Promise<unknown> = Promise.resolve()

  run<T>(task: () => Promise<T>): Promise<T> {
    const next = this.#last.then(task, task)
    // The queue goes on after a failure; the caller has the promise that says so.
    this.#last = next.catch(() => undefined)
    return next
  }
}
