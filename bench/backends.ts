// Times of attention and of one gradient step on each backend: npx tsx bench/backends.ts [--json]
// Every backend is a process of its own (the engine is one per process); the parent lets them take turns, so that a busy
// moment of the machine hits all alike. Figures are medians in ms.
import { fork, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import { attend } from '../src/attention/kernel.ts'
import { createRandom } from '../src/random.ts'
import { backendName, loadBackend, type BackendOptions } from '../src/tensor/backend.ts'
import { adam } from '../src/tensor/optimizer.ts'
import { param } from '../src/tensor/params.ts'

const dim = 272
const sizes = [1_000, 10_000, 100_000]
// A projection [D, D], beta and gamma learn from 32 queries over 1,000 keys.
const step = 'gradient step'
const [batch, stepKeys] = [32, 1_000]
const repetitions = 21
const warmUps = 3
const weights = { beta: 12, gamma: 1 }

type Case = () => number
const addon = new URL('../.native/node_modules/@tensorflow/tfjs-node/dist/index.js', import.meta.url)
const backends: Record<string, BackendOptions | undefined> = {
  kernel: undefined,
  wasm: { prefer: 'wasm' },
  cpu: { prefer: 'cpu' },
  ...(existsSync(addon) ? { 'tfjs-node': { prefer: 'node', nodePackage: addon.href } } : {}),
}

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false }, backend: { type: 'string' } } })
if (values.backend) await serve(values.backend)
else await compare(values.json)

async function compare(json: boolean): Promise<void> {
  const children = new Map(Object.keys(backends).map(name =>
    [name, fork(fileURLToPath(import.meta.url), ['--backend', name], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })]))
  const figures: Record<string, Record<string, number>> = {}
  for (const [name, child] of children) {
    if (await ask(child, 'ready') !== 1) throw new Error(`backends: expected ${name}, got another backend; see loadBackend`)
    figures[name] = {}
  }
  for (const label of [...sizes.map(String), step]) {
    const times = new Map([...children.keys()].map(name => [name, [] as number[]]))
    for (let turn = 0; turn < repetitions + warmUps; turn++) {
      for (const [name, child] of children) {
        const ms = await ask(child, label)
        if (turn >= warmUps && ms >= 0) times.get(name)!.push(ms)
      }
    }
    for (const [name, list] of times) if (list.length > 0) figures[name]![label] = Math.round(median(list) * 1000) / 1000
  }
  for (const child of children.values()) child.disconnect()
  print(figures)
  if (json) console.log(JSON.stringify({ dim, unit: 'ms', cpu: cpus()[0]?.model, node: process.version, figures }))
}

function print(figures: Record<string, Record<string, number>>): void {
  const labels = [...sizes.map(String), step]
  console.log(`| ms, median of ${repetitions}, ${dim} dims | ${labels.map(label =>
    label === step ? `${step} (${batch} x ${stepKeys})` : `${Number(label).toLocaleString('en')} keys`).join(' | ')} |`)
  console.log(`|---|${labels.map(() => '---:|').join('')}`)
  for (const [name, row] of Object.entries(figures)) {
    console.log(`| ${name} | ${labels.map(label => row[label]?.toFixed(row[label] < 10 ? 2 : 1) ?? '-').join(' | ')} |`)
  }
}

function ask(child: ChildProcess, label: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const name = child.spawnargs.at(-1)
    const died = (): void => reject(new Error(`backends: expected an answer, got the end of ${name}; see --backend ${name}`))
    child.once('exit', died)
    child.once('message', ms => {
      child.off('exit', died)
      resolve(Number(ms))
    })
    child.send(label)
  })
}

function median(list: number[]): number {
  return list.sort((a, b) => a - b)[list.length >> 1]!
}

/** The child: answers a label with the ms of one repetition, -1 where this backend has no such case. */
async function serve(name: string): Promise<void> {
  const options = backends[name]
  const cases = options ? await tensorCases(options) : kernelCases()
  const expected = options ? { node: 'tensorflow', wasm: 'wasm', cpu: 'cpu' }[options.prefer!] : 'none'
  process.on('message', label => {
    if (label === 'ready') return process.send!(backendName() === expected ? 1 : 0)
    const run = cases.get(String(label))
    if (!run) return process.send!(-1)
    const start = performance.now()
    const sum = run()
    const ms = performance.now() - start
    // Weights sum to one: a result that nobody reads might not be computed.
    if (Math.abs(sum - 1) > 1e-2) throw new Error(`backends: expected weights that sum to 1, got ${sum}; the backend is wrong`)
    return process.send!(ms)
  })
}

function kernelCases(): Map<string, Case> {
  return new Map(sizes.map(count => {
    const { query, keys, strengths } = memory(count)
    return [String(count), () => total(attend(query, keys, count, dim, strengths, weights))]
  }))
}

async function tensorCases(options: BackendOptions): Promise<Map<string, Case>> {
  const tf = await loadBackend(options)
  const { attention } = await import('../src/attention/attention.ts')
  const { valueAndGrads } = await import('../src/tensor/gradients.ts')
  const { matmul } = await import('../src/tensor/matmul.ts')
  const cases = new Map<string, Case>(sizes.map(count => {
    const { query, keys, strengths } = memory(count)
    const [rows, alive] = [tf.tensor2d(keys, [count, dim]), tf.tensor1d(strengths)]
    return [String(count), () => tf.tidy(() => total(attention(tf.tensor1d(query), rows, alive, weights).dataSync<'float32'>()))]
  }))
  const { keys, strengths } = memory(stepKeys)
  const [rows, alive] = [tf.tensor2d(keys, [stepKeys, dim]), tf.tensor1d(strengths)]
  const queries = tf.slice(rows, [0, 0], [batch, dim])
  const optimizer = adam()
  const random = createRandom(3)
  let params = { projection: param([dim, dim], Array.from({ length: dim * dim }, () => random.normal() / Math.sqrt(dim))),
    beta: param([], [12]), gamma: param([], [1]) }
  let state = optimizer.init(params)
  const target = tf.cast(tf.oneHot(tf.range(0, batch, 1, 'int32'), stepKeys), 'float32')
  const loss = ({ projection, beta, gamma }: { projection: Tensor; beta: Tensor; gamma: Tensor }): Scalar => {
    const projected = matmul(queries, projection) as Tensor2D
    const found = attention(projected, rows, alive, { beta: beta as Scalar, gamma: gamma as Scalar })
    return tf.neg(tf.mean(tf.log(tf.add(tf.sum(tf.mul(found, target), 1), 1e-9))))
  }
  cases.set(step, () => {
    ;({ params, state } = optimizer.update(params, valueAndGrads(loss, params).grads, state))
    return 1
  })
  return cases
}

function memory(count: number): { query: Float32Array; keys: Float32Array; strengths: Float32Array } {
  const random = createRandom(count)
  const keys = Float32Array.from({ length: count * dim }, () => random.next() - 0.5)
  for (let row = 0; row < count; row++) {
    const key = keys.subarray(row * dim, (row + 1) * dim)
    const norm = Math.hypot(...key)
    key.forEach((value, column) => { key[column] = value / norm })
  }
  return { query: keys.slice(0, dim), keys, strengths: Float32Array.from({ length: count }, () => random.next()) }
}

function total(list: Float32Array): number {
  let sum = 0
  for (const value of list) sum += value
  return sum
}
