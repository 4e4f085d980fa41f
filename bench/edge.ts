// Observe and recall in workerd, the runtime of Cloudflare's workers, through miniflare: the same hits as here, and what they take.
import fs from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { Mneme, embedded } from 'mneme'
import { largeMemory, origin } from './large.ts'
import { median } from './samples.ts'

interface Miniflare {
  dispatchFetch(url: string, options: { method: string; body: Uint8Array }): Promise<{ status: number; text(): Promise<string> }>
  dispose(): Promise<void>
}

interface Answer {
  action: string
  hits?: { text: string; score: number }[]
  compiles: boolean
}

/** More than a memory that reads every key has. */
const traces = 20_000
const recalls = 20
const rounds = 5
const said = 'I am allergic to peanuts'
const asked = 'What am I allergic to?'

/** Milliseconds of one recall in workerd, with the kernel handed in and without, and here; 1 where the hits are the same. */
export async function edgeFigures(): Promise<Record<string, number>> {
  const bytes = await largeMemory(traces)
  const here = await Mneme.fromBytes(bytes.slice(), { reader: await embedded(), clock: () => origin, timeZone: 'UTC' })
  const { decisions: [decision] } = await here.observe(said)
  const hits = (await here.recall(asked)).map(({ text, score }) => ({ text, score }))
  const folder = fs.mkdtempSync(join(tmpdir(), 'mneme-edge-'))
  try {
    const { Miniflare } = createRequire(import.meta.url)('miniflare') as { Miniflare: new (options: object) => Miniflare }
    const runtime = new Miniflare({ modules: await modules(folder), modulesRoot: folder, compatibilityDate: '2026-04-01' })
    try {
      const request = async (kernel: boolean, times: number): Promise<{ answer: Answer; ms: number }> => {
        const query = new URLSearchParams({ now: String(origin), said, asked, recalls: String(times), ...kernel && { kernel: '1' } })
        const start = performance.now()
        const response = await runtime.dispatchFetch(`http://edge/?${query.toString()}`, { method: 'POST', body: bytes })
        const text = await response.text()
        if (response.status !== 200) throw new Error(`edge: expected an answer, got ${response.status}: ${text.slice(0, 400)}; see bench/edge-worker.js`)
        return { answer: JSON.parse(text) as Answer, ms: performance.now() - start }
      }
      // The kernel stays for the process once it is handed in: first without.
      const figures: Record<string, number> = { traces }
      for (const [name, kernel] of [['in JavaScript', false], ['kernel handed in', true]] as const) {
        const times: number[] = []
        let answer: Answer | undefined
        for (let round = 0; round < rounds; round++) {
          const [all, first] = [await request(kernel, recalls + 1), await request(kernel, 1)]
          answer = all.answer
          times.push((all.ms - first.ms) / recalls)
        }
        figures[`recall in workerd, ${name}, ms`] = median(times)
        figures[`same decision and hits, ${name}`] = Number(JSON.stringify([answer?.action, answer?.hits]) === JSON.stringify([decision?.action, hits]))
        figures['workerd compiles from bytes'] = Number(answer?.compiles)
      }
      const times: number[] = []
      for (let turn = 0; turn < recalls * rounds; turn++) {
        const start = performance.now()
        await here.recall(asked)
        times.push(performance.now() - start)
      }
      return { ...figures, 'recall here, ms': median(times) }
    } finally {
      await runtime.dispose()
    }
  } catch (error) {
    if ((error as { code?: string }).code !== 'MODULE_NOT_FOUND') throw error
    console.log('  left out: miniflare is not installed')
    return {}
  } finally {
    await here.close()
    fs.rmSync(folder, { recursive: true })
  }
}

/** The worker in one file, beside it what it imports as bytes or as a compiled module. */
async function modules(folder: string): Promise<{ type: string; path: string }[]> {
  await build({
    entryPoints: [fileURLToPath(new URL('edge-worker.js', import.meta.url))], outdir: folder, bundle: true, platform: 'browser', format: 'esm',
    conditions: ['workerd', 'worker'], loader: { '.wasm': 'copy', '.msgpack': 'copy' }, logLevel: 'error',
    external: ['@huggingface/transformers', '@tensorflow/tfjs-node'],
  })
  const types: Record<string, string> = { js: 'ESModule', wasm: 'CompiledWasm', msgpack: 'Data' }
  // The first is the one that is run.
  return fs.readdirSync(folder).sort((a, b) => Number(b.endsWith('.js')) - Number(a.endsWith('.js')))
    .map(name => ({ type: types[name.split('.').at(-1)!]!, path: join(folder, name) }))
}
