// The scan kernel beside bare passes over the same codes and a copy of the same keys, all on one core and by turns.
// Times are the processor's, so that a machine that others use tells the same ratios.
// npx tsx bench/scan.ts [--rows 100000] [--threads N] [--vectors FILE --dim D]: text vectors in float32, row by row; else the embedded encoder's.
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { fileURLToPath } from 'node:url'
import { compiled } from '../scripts/scan-kernel.ts'
import { quantile } from '../sim/lab/metrics.ts'
import { createRandom } from '../src/random.ts'
import { calibrate } from '../src/tensor/scan/calibrate.ts'
import type { ScanQuery } from '../src/tensor/scan/query.ts'
import { ScanStore } from '../src/tensor/scan/store.ts'
import { ScanThreads } from '../src/tensor/scan/threads.ts'
import { median, timed } from './samples.ts'
import { aged, augmented, halfLives, heldOut, query, written, type TextVectors } from './vectors.ts'

interface Bare {
  byRows(codes: number, rows: number, vectors: number, query: number): number
  byBytes(codes: number, rows: number, bytes: number, query: number): number
}

const calibrated = 40
const rounds = 60
const wantedRecall = 0.99
const curve = [50, 100, 200, 500, 1000, 2000, 5000]

/** Times in milliseconds and their ratios; recall against the exact scan, strengths and decay included. */
export async function scanFigures(rows = 100_000, vectors?: TextVectors, threads = 0): Promise<Record<string, number>> {
  const { dim, values } = vectors ?? (await written())
  const texts = values.length / dim
  const of = (row: number): Float32Array => values.subarray(row * dim, (row + 1) * dim)
  const queries = Array.from({ length: heldOut }, (_, row) => of(row))
  const next = augmented(values, dim)
  const nextFields = aged(rows)
  const store = new ScanStore({ dim, halfLives })
  const appends = new Float64Array(rows)
  for (let row = 0; row < rows; row++) {
    const key = row < texts - heldOut ? of(heldOut + row) : next()
    const fields = nextFields()
    const start = performance.now()
    store.append({ key, ...fields })
    appends[row] = performance.now() - start
  }
  const { candidates, recall: inSample } = calibrate(store, queries.slice(0, calibrated), wantedRecall, query)
  const best = queries.map(vector => store.exact(vector, query).slots)
  const recallAt = (count: number): number => {
    const hits = queries.map((vector, place) => {
      const slots = new Set(store.search(vector, { ...query, candidates: count }).slots)
      return best[place]!.filter(slot => slots.has(slot)).length
    })
    return hits.reduce((sum, hit) => sum + hit, 0) / (heldOut * query.k)
  }
  const figures: Record<string, number> = {
    'rows': rows, 'dim': dim, 'texts': texts,
    'bytes a row over its float32 key': store.bytes / rows / (dim * 4),
    'append, median, µs': quantile([...appends].sort((a, b) => a - b), 0.5) * 1000,
    'append, mean, µs': appends.reduce((sum, time) => sum + time, 0) / rows * 1000,
    'longest append, ms': appends.reduce((a, b) => Math.max(a, b), 0),
    'candidates for .99': candidates, 'recall@10 in the sample': inSample, 'recall@10': recallAt(candidates),
  }
  for (const count of curve) if (count < rows) figures[`recall@10 of ${count} candidates`] = recallAt(count)
  const bare = bareKernel(rows, Math.ceil(dim / 16) * 2)
  const part = Math.min(rows, 200_000) * dim
  const copy = { from: new Float32Array(part).fill(1), to: new Float32Array(part).fill(2) }
  let turn = 0
  const search = (fields: Partial<ScanQuery>) => () => store.search(queries[turn++ % heldOut]!, { ...query, candidates, ...fields })
  const calls: Record<string, () => unknown> = {
    'search': search({}), 'search for 100': search({ k: 100 }), 'search of one kind': search({ kinds: [1] }),
    'search of one tenant': search({ tenant: 7 }), 'search of the last tenth': search({ from: rows * 0.9 }),
    'bare pass': bare.byRows, 'bare pass, sixteen rows at a time': bare.byBytes,
    'copy of the keys': () => copy.to.set(copy.from),
    ...Object.fromEntries(curve.filter(count => count < rows).map(count => [`search, ${count} candidates`, search({ candidates: count })])),
  }
  const times = Object.fromEntries(Object.keys(calls).map(name => [name, [] as number[]]))
  for (let round = 0; round < rounds + 10; round++) {
    for (const [name, call] of Object.entries(calls)) {
      const time = processorTime(call)
      // The first rounds let the engine compile.
      if (round >= 10) times[name]!.push(time)
    }
  }
  const at = (name: string, share: number): number =>
    quantile(times[name]!.sort((a, b) => a - b), share) * (name.startsWith('copy') ? rows * dim / part : 1)
  for (const name of Object.keys(calls)) figures[`${name}, ms`] = at(name, 0.5)
  figures['search, p99, ms'] = at('search', 0.99)
  for (const name of Object.keys(calls).filter(call => call.startsWith('search'))) {
    figures[`${name} / bare pass`] = at(name, 0.5) / at('bare pass', 0.5)
  }
  figures['search / bare pass, sixteen rows at a time'] = at('search', 0.5) / at('bare pass, sixteen rows at a time', 0.5)
  figures['copy of the keys / search'] = at('copy of the keys', 0.5) / at('search', 0.5)
  const exact = processorTime(() => queries.slice(0, 5).forEach(vector => store.exact(vector, query)))
  figures['exact scan / search'] = exact / 5 / at('search', 0.5)
  return threads > 0 ? { ...figures, ...await threadFigures(store, queries, { ...query, candidates }, threads) } : figures
}

/** Batches of all queries, by one thread and by several in turn: times of the clock. */
async function threadFigures(store: ScanStore, queries: readonly Float32Array[], asked: ScanQuery, threads: number): Promise<Record<string, number>> {
  const scan = await ScanThreads.open({ dim: store.dim, halfLives, threads, packed: store.pack() })
  const [alone, together]: [number[], number[]] = [[], []]
  for (let round = 0; round < 12; round++) {
    const times = [await timed(() => queries.map(vector => store.search(vector, asked))), await timed(() => scan.search(queries, asked))]
    // The first rounds let the engines compile.
    if (round >= 3) [alone, together].forEach((list, which) => list.push(times[which]!))
  }
  const same = JSON.stringify(await scan.search(queries, asked)) === JSON.stringify(queries.map(vector => store.search(vector, asked)))
  await scan.close()
  return {
    'queries of a batch': queries.length, 'batch by one thread, ms of the clock': median(alone), [`batch by ${threads} threads, ms of the clock`]: median(together),
    'one thread / several': median(alone) / median(together), 'same results': Number(same),
  }
}

/** Milliseconds. */
function processorTime(call: () => unknown): number {
  const start = process.cpuUsage()
  call()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}

function bareKernel(rows: number, bytes: number): { byRows: () => number; byBytes: () => number } {
  const codes = 65_536
  const memory = new WebAssembly.Memory({ initial: Math.ceil((rows * bytes) / 65_536) + 2 })
  const random = createRandom(3)
  new Uint32Array(memory.buffer).forEach((_, place, all) => (all[place] = random.next() * 2 ** 32))
  const kernel = new WebAssembly.Instance(new WebAssembly.Module(compiled('bare.ts')), { env: { memory } }).exports as unknown as Bare
  return { byRows: () => kernel.byRows(codes, rows, bytes / 16, 0), byBytes: () => kernel.byBytes(codes, rows, bytes, 0) }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values: asked } = parseArgs({ options: { rows: { type: 'string' }, threads: { type: 'string' }, vectors: { type: 'string' }, dim: { type: 'string' } } })
  const file = asked.vectors === undefined ? undefined : readFileSync(asked.vectors)
  const vectors = file && { dim: Number(asked.dim), values: new Float32Array(file.buffer, file.byteOffset, file.byteLength / 4) }
  for (const [name, value] of Object.entries(await scanFigures(Number(asked.rows ?? 100_000), vectors, Number(asked.threads ?? 0)))) {
    console.log(`${name.padEnd(46)} ${Number.isInteger(value) ? value.toLocaleString('en') : value.toPrecision(3)}`)
  }
}
