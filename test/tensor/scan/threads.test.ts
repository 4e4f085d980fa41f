// Threads: the same bits as one, whatever is asked and whenever rows change; closed ones leave nothing that runs.
import { resolveObjectURL } from 'node:buffer'
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { runInNewContext } from 'node:vm'
import * as fc from 'fast-check'
import { afterAll, afterEach, expect, it, vi } from 'vitest'
import { MnemeError } from '../../../src/errors.ts'
import { createRandom } from '../../../src/random.ts'
import type { ScanQuery } from '../../../src/tensor/scan/query.ts'
import { ScanStore } from '../../../src/tensor/scan/store.ts'
import { ScanThreads } from '../../../src/tensor/scan/threads.ts'
import { startThread } from '../../../src/tensor/scan/web-thread.ts'
import { halfLives, rowsOf, unitVector } from './rows.ts'

const opened: ScanThreads[] = []
afterEach(() => vi.unstubAllGlobals())
afterAll(() => Promise.all(opened.map(scan => scan.close())))

async function open(options: Parameters<typeof ScanThreads.open>[0]): Promise<ScanThreads> {
  const scan = await ScanThreads.open(options)
  opened.push(scan)
  return scan
}

function queriesOf(count: number, dim: number, seed: number): Float32Array[] {
  const random = createRandom(seed)
  return Array.from({ length: count }, () => unitVector(dim, random))
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.catch((thrown: unknown) => thrown)
  return MnemeError.isInstance(error) ? error.code : String(error)
}

const queries: fc.Arbitrary<ScanQuery> = fc.record({
  k: fc.integer({ min: 1, max: 12 }), candidates: fc.integer({ min: 1, max: 400 }), beta: fc.constantFrom(0, 1, 7.5, 200),
  gamma: fc.constantFrom(0, 0.6, 50), tick: fc.integer({ min: -50, max: 5000 }), kinds: fc.subarray([0, 1, 2, 3]),
  from: fc.constantFrom(-Infinity, 100), until: fc.constantFrom(Infinity, 700), least: fc.constantFrom(0, 1e-4, 0.05, 1),
})

it.each([[1, 24], [3, 100]])('finds with %i threads what one finds, bit for bit', async (threads, dim) => {
  const [scan, alone] = [await open({ dim, halfLives, threads }), new ScanStore({ dim, halfLives })]
  const random = createRandom(dim)
  await fc.assert(fc.asyncProperty(queries, fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 9 }), fc.nat(), async (query, added, asked, seed) => {
    for (const row of rowsOf(added, dim, seed)) {
      const slot = scan.store.append(row)
      expect(alone.append(row)).toBe(slot)
      const other = random.integer(slot + 1)
      if (random.next() < 0.2) expect(scan.store.remove(other)).toBe(alone.remove(other))
    }
    const vectors = queriesOf(asked, dim, seed)
    expect(await scan.search(vectors, query)).toEqual(vectors.map(vector => alone.search(vector, query)))
  }), { seed: 1, numRuns: 40 })
  expect(scan.store.size).toBeGreaterThan(8192)
})

it('searches saved columns, and saves what any store reads', async () => {
  const alone = new ScanStore({ dim: 30, halfLives })
  for (const row of rowsOf(3000, 30, 1)) alone.append(row)
  const scan = await open({ dim: 30, halfLives, threads: 2, packed: structuredClone(alone.pack()) })
  const [query, vectors] = [{ k: 5, beta: 4, gamma: 1, tick: 200 }, queriesOf(20, 30, 2)]
  scan.store.candidates = alone.candidates = 60
  const expected = vectors.map(vector => alone.search(vector, query))
  expect(await scan.search(vectors, query)).toEqual(expected)
  const again = ScanStore.unpack(scan.store.pack(), { dim: 30, halfLives })
  again.candidates = 60
  expect(vectors.map(vector => again.search(vector, query))).toEqual(expected)
})

it('finds what is there once a row was written meanwhile, one batch after the other', async () => {
  const dim = 40
  const scan = await open({ dim, halfLives, threads: 2 })
  for (const row of rowsOf(5000, dim, 1)) scan.store.append(row)
  const [query, vectors] = [{ k: 8, beta: 5, gamma: 0.5, tick: 200 }, queriesOf(30, dim, 3)]
  const first = scan.search(vectors, query)
  const second = scan.search(vectors.slice(1), { ...query, k: 3 })
  // Enough for the memory to grow.
  for (const row of rowsOf(6000, dim, 2)) scan.store.append(row)
  for (let slot = 0; slot < 3000; slot += 2) scan.store.remove(slot)
  expect(await first).toEqual(vectors.map(vector => scan.store.search(vector, query)))
  expect(await second).toEqual(vectors.slice(1).map(vector => scan.store.search(vector, { ...query, k: 3 })))
})

it('refuses what a store refuses, and goes on', async () => {
  const scan = await open({ dim: 8, threads: 2 })
  const key = Float32Array.of(1, 0, 0, 0, 0, 0, 0, 0)
  scan.store.append({ key })
  const query = { k: 1, beta: 1, gamma: 0 }
  expect(await codeOf(scan.search([key, new Float32Array(7)], query))).toBe('SHAPE_MISMATCH')
  expect(await codeOf(scan.search([key.map(() => NaN)], query))).toBe('INVALID_ARGUMENT')
  expect(await codeOf(scan.search([key], { ...query, k: 0 }))).toBe('INVALID_ARGUMENT')
  expect(await codeOf(ScanThreads.open({ dim: 8, threads: 0 }))).toBe('INVALID_ARGUMENT')
  expect(await codeOf(ScanThreads.open({ dim: 0, threads: 2 }))).toBe('INVALID_ARGUMENT')
  expect((await scan.search([key], query))[0]!.slots).toEqual(Uint32Array.of(0))
})

it('needs memory that threads can share', async () => {
  vi.stubGlobal('crossOriginIsolated', false)
  expect(await codeOf(ScanThreads.open({ dim: 8, threads: 2 }))).toBe('BACKEND_UNAVAILABLE')
  vi.stubGlobal('crossOriginIsolated', true)
  vi.stubGlobal('SharedArrayBuffer', undefined)
  expect(await codeOf(ScanThreads.open({ dim: 8, threads: 2 }))).toBe('BACKEND_UNAVAILABLE')
})

it('ends its threads, and what waits for them', async () => {
  const scan = await ScanThreads.open({ dim: 8, threads: 2 })
  const key = Float32Array.of(0, 0, 1, 0, 0, 0, 0, 0)
  scan.store.append({ key })
  const running = codeOf(scan.search([key], { k: 1, beta: 1, gamma: 0 }))
  await Promise.all([scan.close(), scan.close()])
  expect(await running).toBe('CLOSED')
  expect(await codeOf(scan.search([key], { k: 1, beta: 1, gamma: 0 }))).toBe('CLOSED')
  expect(scan.store.search(key, { k: 1, beta: 1, gamma: 0 }).cosines).toEqual(Float32Array.of(1))
})

it.each(['closed', 'left alone'])('keeps no process alive, %s', how => {
  const module = fileURLToPath(new URL('../../../src/tensor/scan/threads.ts', import.meta.url))
  const program = `import { ScanThreads } from ${JSON.stringify(module)}
    const scan = await ScanThreads.open({ dim: 4, threads: 2 })
    scan.store.append({ key: Float32Array.of(0, 1, 0, 0) })
    const [hits] = await scan.search([Float32Array.of(0, 2, 0, 0)], { k: 1, beta: 1, gamma: 0 })
    console.log(hits.cosines[0])
    ${how === 'closed' ? 'await scan.close()' : ''}`
  // A process that hangs is killed, which throws.
  expect(execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program], { encoding: 'utf8', timeout: 60_000 })).toBe('1\n')
}, 90_000)

it('runs its script in the worker of a browser, too', async () => {
  vi.stubGlobal('Worker', class {
    readonly #outside = new EventTarget()
    readonly #inside = Object.assign(new EventTarget(), {
      postMessage: (data: unknown) => this.#outside.dispatchEvent(new MessageEvent('message', { data })),
    })
    readonly #loaded: Promise<void>
    readonly addEventListener = this.#outside.addEventListener.bind(this.#outside)
    constructor(url: string) {
      this.#loaded = resolveObjectURL(url)!.text().then(script => { runInNewContext(script, { self: this.#inside }) })
    }
    postMessage(data: unknown): void {
      void this.#loaded.then(() => this.#inside.dispatchEvent(new MessageEvent('message', { data })))
    }
    terminate(): void {}
  })
  const said: unknown[] = []
  const thread = startThread(`const scanThread = { serve: port => port.addEventListener('message', ({ data }) => port.postMessage(data + 1)) }`,
    answer => said.push(answer), () => {})
  thread.post(1)
  await vi.waitFor(() => { expect(said).toEqual([2]) })
  await thread.end()
})
