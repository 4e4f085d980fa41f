// The teacher of the distillation: sentence vectors of a transformers.js model, kept in a cache file while fitting is tuned.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

interface Output { data: Float32Array; dims: number[] }
interface Peer {
  env: { allowRemoteModels: boolean; localModelPath: string }
  pipeline(task: string, model: string, options: object): Promise<(texts: string[], options: object) => Promise<Output>>
}

/** Mean-pooled unit vectors of `texts`, row by row: Float32Array of texts.length x width. */
export async function teach(modelFolder: string, texts: readonly string[]): Promise<{ data: Float32Array; width: number }> {
  const digest = createHash('sha256').update(texts.join('\n')).digest('hex').slice(0, 16)
  const cache = join(tmpdir(), `mneme-teacher-${digest}.f32`)
  const width = 384
  if (existsSync(cache)) {
    const bytes = readFileSync(cache)
    return { data: new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4), width }
  }
  const bench = createRequire(resolve('bench/package.json'))
  const peer = await import(pathToFileURL(bench.resolve('@huggingface/transformers')).href) as Peer
  peer.env.allowRemoteModels = false
  peer.env.localModelPath = dirname(resolve(modelFolder))
  const run = await peer.pipeline('feature-extraction', basename(modelFolder), { dtype: 'fp32' })
  const data = new Float32Array(texts.length * width)
  // Batches of like length: padding is the larger part of the work otherwise.
  const order = texts.map((_, index) => index).sort((a, b) => texts[a]!.length - texts[b]!.length)
  const size = 64
  for (let start = 0; start < order.length; start += size) {
    const batch = order.slice(start, start + size)
    const output = await run(batch.map(index => texts[index]!), { pooling: 'mean', normalize: true })
    batch.forEach((index, row) => data.set(output.data.subarray(row * width, (row + 1) * width), index * width))
    if (start % (size * 50) === 0) process.stderr.write(`\rteacher ${start} of ${order.length}`)
  }
  process.stderr.write('\n')
  writeFileSync(cache, new Uint8Array(data.buffer))
  return { data, width }
}
