// The process of one that is compared: it does what the parent asks and says how long that took.
import fs from 'node:fs'
import { join } from 'node:path'
import { contestants, type Contestant } from './contestants.ts'
import { readRows, type Corpus } from './corpus.ts'
import { median, sampled, timed } from './samples.ts'
import { query } from './vectors.ts'

export type Task =
  | { task: 'build'; corpus: Corpus }
  | { task: 'exert'; effort: number }
  | { task: 'search'; first: number; count: number }
  | { task: 'write' }
  | { task: 'save'; times: number }

export interface Answer {
  figures?: Record<string, number>
  found?: number[][]
  /** Milliseconds of the processor. */
  times?: number[]
  error?: string
}

const perBatch = 1000
/** Writes that are timed together, a divisor of all: looking at the watch takes time. */
const perWatch = 20
/** Milliseconds of the processor that writes may take. */
const enough = 5000

/** Answers tasks one after the other; `folder` is its own. */
export function serve(name: string, folder: string): void {
  const own = new Served(name, folder)
  process.on('message', message => {
    void own.do(message as Task).catch((error: unknown): Answer => ({ error: error instanceof Error ? error.message : String(error) }))
      .then(answer => process.send!(answer))
  })
}

class Served {
  readonly #name: string
  readonly #folder: string
  #corpus!: Corpus
  #contestant!: Contestant
  #queries: Float32Array[] = []
  #written = 0

  constructor(name: string, folder: string) {
    this.#name = name
    this.#folder = folder
  }

  async do(asked: Task): Promise<Answer> {
    if (asked.task === 'build') return this.#build(asked.corpus)
    if (asked.task === 'search') return this.#search(asked.first, asked.count)
    if (asked.task === 'write') return this.#write()
    if (asked.task === 'save') return this.#save(asked.times)
    await this.#contestant.exert?.(asked.effort)
    return {}
  }

  async #build(corpus: Corpus): Promise<Answer> {
    const { dim, queries, rows } = corpus
    this.#corpus = corpus
    const values = readRows(corpus, 0, queries)
    this.#queries = Array.from({ length: queries }, (_, row) => values.slice(row * dim, (row + 1) * dim))
    this.#contestant = await contestants[this.#name]!(corpus, this.#folder)
    let ms = 0
    for (let start = 0; start < rows; start += perBatch) {
      const batch = readRows(corpus, queries + start, Math.min(perBatch, rows - start))
      ms += (await sampled(() => this.#contestant.add(batch))).processor
    }
    ms += (await sampled(() => this.#contestant.settle?.())).processor
    const { exert, save, load } = this.#contestant
    // What is on the disk at once.
    const stored = load && !save ? { 'bytes a row': sizeOf(this.#folder) / rows } : {}
    return { figures: { 'build, s': ms / 1000, 'takes effort': exert ? 1 : 0, ...stored } }
  }

  async #search(first: number, count: number): Promise<Answer> {
    const [found, times]: [number[][], number[]] = [[], []]
    for (let turn = first; turn < first + count; turn++) {
      let hits: ArrayLike<number> = []
      times.push((await sampled(async () => { hits = await this.#contestant.search(this.#queries[turn]!, query.k) })).processor)
      found.push(Array.from(hits))
    }
    return { found, times }
  }

  async #write(): Promise<Answer> {
    globalThis.gc?.()
    const figures: Record<string, number> = { 'RSS, MiB': process.memoryUsage.rss() / 2 ** 20 }
    const { dim, queries, rows, writes } = this.#corpus
    if (this.#contestant.grows === false) return { figures }
    const values = readRows(this.#corpus, queries + rows, writes)
    const write = this.#contestant.write ?? this.#contestant.add
    const writeTo = async (first: number, end: number): Promise<void> => {
      for (let row = first; row < end; row++) await write(values.subarray(row * dim, (row + 1) * dim))
    }
    let ms = 0
    for (; this.#written < writes && ms < enough; this.#written += perWatch) {
      ms += (await sampled(() => writeTo(this.#written, this.#written + perWatch))).processor
    }
    return { figures: { ...figures, 'writes / s': this.#written / ms * 1000 } }
  }

  async #save(times: number): Promise<Answer> {
    const { save, load } = this.#contestant
    const path = join(this.#folder, 'saved')
    const figures: Record<string, number> = {}
    if (save) {
      figures['save, ms'] = median(await repeated(times, async () => {
        await save(path)
        flush(path)
      }))
      figures['bytes a row'] = fs.statSync(path).size / (this.#corpus.rows + this.#written)
    }
    if (load) figures['load, ms'] = median(await repeated(times, () => load(path)))
    return { figures }
  }
}

/** Milliseconds of the clock. */
async function repeated(times: number, call: () => unknown): Promise<number[]> {
  const all: number[] = []
  for (let turn = 0; turn < times; turn++) {
    // What the call before left behind is let go of in a turn of its own: a million rows twice fill the memory.
    globalThis.gc?.()
    await new Promise(resolve => setTimeout(resolve))
    all.push(await timed(call))
  }
  return all
}

function flush(path: string): void {
  const file = fs.openSync(path, 'r')
  fs.fsyncSync(file)
  fs.closeSync(file)
}

function sizeOf(folder: string): number {
  return fs.readdirSync(folder, { withFileTypes: true, recursive: true }).filter(entry => entry.isFile())
    .reduce((sum, entry) => sum + fs.statSync(join(entry.parentPath, entry.name)).size, 0)
}
