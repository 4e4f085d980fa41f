// A scan store whose batches of queries several threads search: in Node, Bun and Deno, and in pages that are cross-origin isolated.
import { MnemeError } from '../../errors.ts'
import { workBytes } from './kernel.ts'
import type { Thread } from './node-thread.ts'
import type { ScanQuery } from './query.ts'
import { check, type ScanOptions } from './row.ts'
import { ScanRows, type PackedScan } from './rows.ts'
import { candidatesFor, roomFor, takeRoom, type ScanHits, type SearchRoom } from './search.ts'
import { ScanStore } from './store.ts'
import type { ThreadAnswer, ThreadBatch, ThreadRows } from './thread.ts'

/** What a store with threads is made for. */
export interface ScanThreadsOptions extends Omit<ScanOptions, 'kernel' | 'shared'> {
  /** How many search at once, an integer in [1, 64]: as many as the machine has cores, or fewer. */
  threads: number
  /** Saved columns that the store starts with. */
  packed?: PackedScan
}

/** A thread with its room, and who waits for its answer. */
interface Searcher {
  thread: Thread
  room: SearchRoom
  waiting: { resolve: (answer: ThreadAnswer) => void; reject: (cause: unknown) => void } | undefined
}

/** Reads and writes go to `store`, batches of queries to `search`. The threads run until `close`; they keep no process alive. */
export class ScanThreads {
  readonly store: ScanStore
  readonly #rows: ScanRows
  readonly #searchers: Searcher[] = []
  /** Ends when the batch before has. */
  #last: Promise<unknown> = Promise.resolve()
  /** Why nothing more is searched; undefined while the threads run. */
  #ended: MnemeError | undefined

  private constructor(rows: ScanRows) {
    this.#rows = rows
    this.store = new ScanStore(rows)
  }

  /**
   * An empty store, or one of saved columns, with its threads running. Throws INVALID_ARGUMENT, BACKEND_UNAVAILABLE where memory cannot be
   * shared, STORAGE_FAILED where there is no room for it, CHECKPOINT_CORRUPT where the columns do not fit.
   */
  static async open({ threads, packed, ...options }: ScanThreadsOptions): Promise<ScanThreads> {
    check(Number.isInteger(threads) && threads >= 1 && threads <= 64, 'threads', 'an integer in [1, 64]', threads)
    const shared = await sharedKernel()
    const rows = new ScanRows({ ...options, shared })
    if (packed) rows.unpack(packed)
    const scan = new ScanThreads(rows)
    try {
      await scan.#start(threads, shared)
      return scan
    } catch (error) {
      await scan.close()
      throw error
    }
  }

  /**
   * For each query vector [D] what `store.search` gives for it, bit for bit. Where a row is written before all are found, they are searched
   * again on this thread. Throws SHAPE_MISMATCH, INVALID_ARGUMENT, CLOSED, and BACKEND_UNAVAILABLE where a thread has died.
   */
  async search(vectors: readonly Float32Array[], query: ScanQuery): Promise<ScanHits[]> {
    const { dim } = this.store
    candidatesFor(query, this.store.count, this.store.candidates)
    const wrong = vectors.find(vector => vector.length !== dim)
    if (wrong) throw new MnemeError('SHAPE_MISMATCH', `scan: expected queries of ${dim} values, got ${wrong.length}; use one encoder`)
    const values = new Float32Array(new SharedArrayBuffer(vectors.length * dim * 4))
    vectors.forEach((vector, turn) => { values.set(vector, turn * dim) })
    check(values.every(Number.isFinite), 'query', 'a finite vector', 'another')
    const batch = this.#last.then(() => this.#run(values, query))
    this.#last = batch.catch(() => undefined)
    return batch
  }

  /** Ends the threads; a search that runs fails with CLOSED. The store goes on. A second call does nothing. */
  async close(): Promise<void> {
    this.#end(new MnemeError('CLOSED', 'scan: expected running threads, got closed ones; open them again, or use the store'))
    await Promise.all(this.#searchers.map(({ thread }) => thread.end()))
  }

  async #start(count: number, module: WebAssembly.Module): Promise<void> {
    const [{ startThread }, { threadSource }] = await Promise.all([import('./node-thread.ts'), import('./thread-source.ts')])
    const { memory, layout, rates, halfLives, floor, places } = this.#rows
    const failed = (cause: unknown): void => {
      this.#end(new MnemeError('BACKEND_UNAVAILABLE', 'scan: expected threads that run, got one that ended; use the store on one thread', { cause }))
    }
    const started = Array.from({ length: count }, async () => {
      const searcher: Searcher = {
        thread: startThread(threadSource, answer => {
          const { waiting } = searcher
          searcher.waiting = undefined
          waiting?.resolve(answer as ThreadAnswer)
        }, failed),
        room: takeRoom(memory, layout), waiting: undefined,
      }
      this.#searchers.push(searcher)
      const rows: ThreadRows = {
        memory: memory.wasm!, module, dim: layout.dim, rates, halfLives, floor, places: { ...places, work: memory.take(workBytes(layout)) },
      }
      await this.#ask(searcher, rows)
    })
    await Promise.all(started)
  }

  async #run(vectors: Float32Array, query: ScanQuery): Promise<ScanHits[]> {
    const { store } = this
    const { size, blocks, live, ticks, memory, writes } = this.#rows
    const limit = candidatesFor(query, store.count, store.candidates)
    const batch = { vectors, taken: new Int32Array(new SharedArrayBuffer(4)), query, limit, narrowed: limit < store.count, size, blocks, live, ticks }
    const answers = await Promise.all(this.#searchers.map(searcher => {
      searcher.room = roomFor(limit, searcher.room, memory)
      return this.#ask(searcher, { ...batch, room: searcher.room })
    }))
    if (this.#rows.writes !== writes) {
      return Array.from({ length: vectors.length / store.dim }, (_, turn) => store.search(vectors.subarray(turn * store.dim, (turn + 1) * store.dim), query))
    }
    const hits: ScanHits[] = []
    for (const { found = [] } of answers) for (const [turn, of] of found) hits[turn] = of
    return hits
  }

  /** What a thread answers; meanwhile the process waits for it. */
  async #ask(searcher: Searcher, message: ThreadRows | ThreadBatch): Promise<ThreadAnswer> {
    if (this.#ended) throw this.#ended
    searcher.thread.hold(true)
    try {
      const answer = await new Promise<ThreadAnswer>((resolve, reject) => {
        searcher.waiting = { resolve, reject }
        searcher.thread.post(message)
      })
      if (answer.error === undefined) return answer
      throw new MnemeError('BACKEND_UNAVAILABLE', `scan: expected a thread to search, got ${answer.error}; use the store on one thread`)
    } finally {
      searcher.thread.hold(false)
    }
  }

  #end(why: MnemeError): void {
    this.#ended ??= why
    for (const searcher of this.#searchers) {
      searcher.waiting?.reject(this.#ended)
      searcher.waiting = undefined
    }
  }
}

/** The kernel for shared memory, compiled. Throws BACKEND_UNAVAILABLE. */
async function sharedKernel(): Promise<WebAssembly.Module> {
  const isolated = (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated
  if (typeof SharedArrayBuffer === 'undefined' || isolated === false) {
    throw new MnemeError('BACKEND_UNAVAILABLE', 'scan: expected memory that threads can share, got none; serve the page with ' +
      'Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp, or use a ScanStore on one thread')
  }
  const { sharedKernelBinary } = await import('./shared-binary.ts')
  try {
    return await WebAssembly.compile(Uint8Array.from(atob(sharedKernelBinary), character => character.charCodeAt(0)))
  } catch (cause) {
    throw new MnemeError('BACKEND_UNAVAILABLE', 'scan: expected WebAssembly with SIMD and threads, got an error; use a ScanStore on one thread', { cause })
  }
}
