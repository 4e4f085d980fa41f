// The scan kernel beside what else finds nearest vectors: the same vectors, queries and k, one thread, by turns.
// Each is a process of its own. Times of building, writing and asking are the processor's, so that a machine that others use tells
// the same ratios; those of saving and loading are the clock's. Effort is raised until .99 of the best are found, over all queries.
// What is measured is said at once: each build, the searches of all, then each row as a whole.
// npx tsx bench/rivals.ts [--rows 100000] [--only NAME,NAME] [--vectors FILE --dim D]: text vectors in float32, row by row; else the embedded encoder's.
import { fork, type ChildProcess } from 'node:child_process'
import fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { quantile } from '../sim/lab/metrics.ts'
import { contestants } from './contestants.ts'
import { judged, type Judged } from './corpus.ts'
import { serve, type Answer, type Task } from './serve.ts'
import { nearness, query, written, type TextVectors } from './vectors.ts'

const wantedRecall = 0.99
const rounds = 40
/** Queries of a round. */
const perRound = 5
/** Of the fast ones, so many that a collection of garbage beside them counts little. */
const writes = 20_000
const saves = 3
const base = 'Mneme'
/** One thread, whatever a library calls it. LANCE_CPU_THREADS and LANCE_IO_THREADS are left alone: at 1, adding rows never ends. */
const oneThread = { OMP_NUM_THREADS: '1', TF_NUM_INTRAOP_THREADS: '1', TF_NUM_INTEROP_THREADS: '1', RAYON_NUM_THREADS: '1', TOKIO_WORKER_THREADS: '1',
  OPENBLAS_NUM_THREADS: '1' }
/** Milliseconds after which a process has given no answer. */
const patience = 7_200_000

type Row = Record<string, number>

/** What was measured of each, and why others were left out. */
export interface Comparison {
  rows: Record<string, Row>
  leftOut: Record<string, string>
  vectors: Record<string, number>
}

/** Compares all, or those that are named; prints a table as it goes, so that a run that is stopped leaves what it measured. */
export async function compare(rows: number, only: readonly string[] = Object.keys(contestants), vectors?: TextVectors): Promise<Comparison> {
  const texts = vectors ?? (await written())
  const folder = fs.mkdtempSync(join(tmpdir(), 'mneme-rivals-'))
  const large = rows > 300_000
  const corpus = judged(texts, { file: join(folder, 'vectors'), rows, writes, connectivity: large ? 12 : 16, buildEffort: large ? 64 : 128 })
  const head = tableHead(`${rows.toLocaleString('en')} x ${corpus.dim}`)
  const result: Comparison = { rows: {}, leftOut: {}, vectors: { rows, dim: corpus.dim, texts: texts.values.length / corpus.dim, ...nearness(texts) } }
  const running = new Map<string, ChildProcess>()
  const print = (name: string): void => { console.log(tableRow(name, result.rows[name]!)) }
  const attempt = async <T>(name: string, work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work()
    } catch (error) {
      result.leftOut[name] = String(error instanceof Error ? error.message : error).split('\n')[0]!.slice(0, 160)
      console.log(`left out: ${name}: ${result.leftOut[name]}`)
      delete result.rows[name]
      running.get(name)?.kill()
      running.delete(name)
      return undefined
    }
  }
  console.log(head)
  try {
    for (const name of only) {
      await attempt(name, async () => {
        const own = join(folder, name.replaceAll(/\W/g, '-'))
        fs.mkdirSync(own)
        const child = fork(fileURLToPath(import.meta.url), ['--serve', name, own], { execArgv: ['--import', 'tsx', '--expose-gc'],
          stdio: ['ignore', 'ignore', 'ignore', 'ipc'], env: { ...process.env, ...oneThread } })
        running.set(name, child)
        result.rows[name] = await built(child, corpus, name)
        print(name)
      })
    }
    await takeTurns(running, corpus, result.rows, attempt)
    for (const name of running.keys()) print(name)
    console.log(`\n${head}`)
    for (const [name, child] of running) {
      await attempt(name, async () => {
        result.rows[name] = { ...result.rows[name], ...(await ask(child, { task: 'write' })).figures, ...(await ask(child, { task: 'save', times: saves })).figures }
        print(name)
      })
    }
  } finally {
    for (const child of running.values()) child.kill()
    fs.rmSync(folder, { recursive: true })
  }
  return result
}

/** Builds and chooses the effort. */
async function built(child: ChildProcess, corpus: Judged, name: string): Promise<Row> {
  const { recall: judge, ...plain } = corpus
  const { figures } = await ask(child, { task: 'build', corpus: plain })
  const recallOf = async (): Promise<number> => {
    const { found } = await ask(child, { task: 'search', first: 0, count: corpus.queries })
    return found!.reduce((sum, rows, turn) => sum + judge(turn, rows, name === base), 0) / corpus.queries
  }
  if (figures!['takes effort']) {
    for (let effort = query.k; ; effort = Math.ceil(effort * 1.25)) {
      await ask(child, { task: 'exert', effort })
      figures!['effort'] = effort
      if (effort >= corpus.rows || await recallOf() >= wantedRecall) break
    }
  }
  delete figures!['takes effort']
  // What finds nothing is a measure of time alone.
  const recall = await recallOf()
  return { ...figures, ...recall > 0 && { 'recall@10': recall } }
}

async function takeTurns(
  running: ReadonlyMap<string, ChildProcess>, { queries }: Judged, rows: Record<string, Row>,
  attempt: (name: string, work: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const times = new Map([...running.keys()].map(name => [name, [] as number[]]))
  for (let round = 0; round < rounds; round++) {
    for (const [name, child] of running) {
      await attempt(name, async () => {
        const answer = await ask(child, { task: 'search', first: (round * perRound) % queries, count: perRound })
        // The first rounds let the engine compile.
        if (round >= 4) times.get(name)!.push(...answer.times!)
      })
    }
  }
  for (const name of running.keys()) {
    const sorted = times.get(name)!.sort((a, b) => a - b)
    rows[name] = { ...rows[name], 'query p50, ms': quantile(sorted, 0.5), 'query p99, ms': quantile(sorted, 0.99) }
  }
  const own = rows[base]?.['query p50, ms']
  if (own) for (const row of Object.values(rows)) row['p50 / Mneme'] = row['query p50, ms']! / own
}

function ask(child: ChildProcess, task: Task): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const end = (answer: Answer): void => {
      clearTimeout(timer)
      child.off('exit', died)
      child.off('message', end)
      if (answer.error === undefined) resolve(answer)
      else reject(new Error(answer.error))
    }
    const died = (): void => { end({ error: 'its process ended' }) }
    const timer = setTimeout(() => { end({ error: `no answer to ${task.task} in time` }) }, patience)
    child.on('exit', died)
    child.on('message', end)
    if (child.connected) child.send(task)
    else died()
  })
}

/** For `bench/run.ts`: all figures flat. */
export async function rivalFigures(rows: number): Promise<Record<string, number>> {
  return (await compare(rows)).vectors
}

/** The contestants in a list with commas between them, in their order: a name may have one in it, so the longest are looked for first. */
function named(list: string): string[] {
  const names = Object.keys(contestants)
  let rest = `,${list},`
  const found = new Set(names.toSorted((a, b) => b.length - a.length).filter(name => {
    const without = rest.replace(`,${name},`, ',')
    const isNamed = without !== rest
    rest = without
    return isNamed
  }))
  if (rest !== ',') throw new Error(`only: expected some of ${names.join('; ')}, got ${rest.slice(1, -1)} besides; correct it`)
  return names.filter(name => found.has(name))
}

const columns = ['build, s', 'writes / s', 'effort', 'query p50, ms', 'query p99, ms', 'p50 / Mneme', 'recall@10', 'bytes a row', 'save, ms', 'load, ms', 'RSS, MiB']

function tableHead(title: string): string {
  return `| ${title} | ${columns.join(' | ')} |\n|---|${columns.map(() => '---:|').join('')}`
}

function tableRow(name: string, row: Row): string {
  return `| ${name} | ${columns.map(column => row[column] === undefined || Number.isNaN(row[column]) ? '-' : readable(row[column])).join(' | ')} |`
}

function readable(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv[2] === '--serve') serve(process.argv[3]!, process.argv[4]!)
  else {
    const { values } = parseArgs({ options: { rows: { type: 'string', default: '100000' }, only: { type: 'string' }, vectors: { type: 'string' }, dim: { type: 'string' } } })
    const file = values.vectors === undefined ? undefined : fs.readFileSync(values.vectors)
    const texts = file && { dim: Number(values.dim), values: new Float32Array(file.buffer, file.byteOffset, file.byteLength / 4) }
    const compared = await compare(Number(values.rows), values.only === undefined ? undefined : named(values.only), texts)
    for (const [name, value] of Object.entries(compared.vectors)) console.log(`${name.padEnd(40)} ${readable(value)}`)
  }
}
