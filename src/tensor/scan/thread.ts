// What a thread does that searches rows in shared memory. The build bundles this file into `thread-source.ts`.
import { kernelOver, type Places, type ScanKernel } from './kernel.ts'
import { layoutOf, type Layout } from './layout.ts'
import { viewsOf } from './memory.ts'
import type { ScanQuery, SearchedRows } from './query.ts'
import { Search, type ScanHits, type SearchRoom } from './search.ts'

/** The rows as they are told to a thread once. */
export interface ThreadRows extends Pick<SearchedRows, 'rates' | 'halfLives' | 'floor'> {
  memory: WebAssembly.Memory
  module: WebAssembly.Module
  dim: number
  /** With work of the thread's own. */
  places: Places
}

/** Queries for several threads: each takes the next. */
export interface ThreadBatch extends Pick<SearchedRows, 'size' | 'blocks' | 'live' | 'ticks'> {
  /** Query vectors [N, D]. */
  vectors: Float32Array
  /** One number that all threads share: how many queries were taken. */
  taken: Int32Array
  query: ScanQuery
  /** Candidates of each search. */
  limit: number
  narrowed: boolean
  room: SearchRoom
}

/** What a thread answers: nothing to the rows, to a batch the hits of the queries that it took, or why it could not. */
export interface ThreadAnswer {
  found?: [turn: number, hits: ScanHits][]
  error?: string
}

/** The side of a channel that a thread has. */
interface Port {
  addEventListener(name: 'message', listener: (event: { data: ThreadRows | ThreadBatch }) => void): void
  /** Where messages wait until they are asked for. */
  start?(): void
  postMessage(answer: ThreadAnswer): void
}

/** Answers each message by one. */
export function serve(port: Port): void {
  let searches: Searches | undefined
  const answerTo = (message: ThreadRows | ThreadBatch): ThreadAnswer => {
    try {
      if (!('module' in message)) return { found: searches!.found(message) }
      searches = new Searches(message)
      return {}
    } catch (error) {
      return { error: String(error) }
    }
  }
  port.addEventListener('message', ({ data }) => { port.postMessage(answerTo(data)) })
  port.start?.()
}

class Searches {
  readonly #rows: ThreadRows
  readonly #layout: Layout
  readonly #kernel: ScanKernel

  constructor(rows: ThreadRows) {
    this.#rows = rows
    this.#layout = layoutOf(rows.dim)
    this.#kernel = kernelOver(rows.memory, rows.module, this.#layout, rows.places)
  }

  found({ vectors, taken, query, limit, narrowed, room, ...state }: ThreadBatch): [number, ScanHits][] {
    const { dim, memory, rates, halfLives, floor } = this.#rows
    // The memory may have grown since the last batch.
    const views = viewsOf(memory.buffer)
    const search = new Search({ rates, halfLives, floor, ...state, layout: this.#layout, memory: views, kernel: this.#kernel }, room)
    const hits: [number, ScanHits][] = []
    const count = vectors.length / dim
    for (let turn = Atomics.add(taken, 0, 1); turn < count; turn = Atomics.add(taken, 0, 1)) {
      hits.push([turn, search.best(vectors.subarray(turn * dim, (turn + 1) * dim), query, limit, narrowed)])
    }
    return hits
  }
}
