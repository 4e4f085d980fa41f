// Short-term memory: a ring of recent traces with a capacity and an age limit.
import type { Trace, TraceUpdate } from '../trace/trace.ts'

export class ShortTermMemory {
  readonly capacity: number
  // A Map keeps the order of insertion: its first entry is the oldest of the ring.
  readonly #traces = new Map<string, Trace>()

  constructor(capacity: number, traces: readonly Trace[] = []) {
    this.capacity = capacity
    for (const trace of traces) this.put(trace)
  }

  get size(): number {
    return this.#traces.size
  }

  get(id: string): Trace | undefined {
    return this.#traces.get(id)
  }

  /** Oldest first. */
  list(): Trace[] {
    return [...this.#traces.values()]
  }

  /** Adds a trace as the newest; the oldest falls out where the ring is full. */
  put(trace: Trace): void {
    this.#traces.delete(trace.id)
    if (this.capacity === 0) return
    while (this.#traces.size >= this.capacity) {
      const [oldest] = this.#traces.keys()
      this.#traces.delete(oldest!)
    }
    this.#traces.set(trace.id, trace)
  }

  update(id: string, fields: TraceUpdate): boolean {
    const trace = this.#traces.get(id)
    if (trace) this.#traces.set(id, { ...trace, ...fields })
    return trace !== undefined
  }

  drop(id: string): Trace | undefined {
    const trace = this.#traces.get(id)
    this.#traces.delete(id)
    return trace
  }
}
