// Vectors of real texts, and as many more like them as are asked for.
import { readFileSync, readdirSync } from 'node:fs'
import { embedded, type Encoder } from 'mneme'
import { createRandom } from '../src/random.ts'
import type { ScanQuery } from '../src/tensor/scan/query.ts'
import type { RowFields } from '../src/tensor/scan/row.ts'
import { ScanStore } from '../src/tensor/scan/store.ts'
import { dot } from '../src/vector.ts'
import { lives, median } from './samples.ts'

/** Texts whose vectors are queries and nothing else. */
export const heldOut = 400
/** Rows among which distances are compared. */
const compared = 20_000

/** A year of memory, whose kinds fade as the default configuration lets them. */
export const halfLives = [365, 3650, 730, 730, 0.5]
export const query: ScanQuery = { k: 10, beta: 7.5, gamma: 0.6, tick: 400 }

/** Vectors of texts [N, D], the first of them held out as queries. */
export interface TextVectors {
  dim: number
  values: Float32Array
}

/** Vectors of the written histories and of the sentences that the classifiers are fitted on, by the embedded encoder unless told. */
export async function written(given?: Encoder): Promise<TextVectors> {
  const scripts = new URL('../scripts/', import.meta.url)
  const lines = ['messages', 'streams', 'statements', 'exemplars', 'queries'].flatMap(folder =>
    readdirSync(new URL(folder, scripts), { withFileTypes: true }).filter(entry => entry.isFile())
      .flatMap(({ name }) => readFileSync(new URL(`${folder}/${name}`, scripts), 'utf8').split('\n')))
    .filter(line => !line.startsWith('#')).map(line => line.replace(/^\S{1,12}[\t ]+([.-] +)?/, '').trim())
  const texts = [...new Set([...lines, ...lives().turns.map(({ text }) => text)])].filter(text => text.length >= 12)
  const encoder = given ?? await embedded()
  const keys = await encoder.encode(createRandom(1).shuffle(texts))
  const values = new Float32Array(keys.length * encoder.dim)
  keys.forEach((key, row) => values.set(key, row * encoder.dim))
  return { dim: encoder.dim, values }
}

/** What rows hold beside their vectors, one after the other: so many rows come within the year. */
export function aged(rows: number): () => Required<RowFields> {
  const random = createRandom(5)
  let row = 0
  return () => ({ strength: random.next() ** 2, tick: Math.floor((row / rows) * 400), kind: random.integer(4), tenant: row % 1000, at: row++ })
}

/**
 * Further vectors like those of texts: one text's vector moved as one of another's seven nearest lies from it, by .3 to 1 of the way.
 * What is near so stays as near as texts are, in the directions in which texts differ.
 */
export function augmented(values: Float32Array, dim: number): () => Float32Array {
  const random = createRandom(2)
  const texts = values.length / dim
  const of = (row: number): Float32Array => values.subarray(row * dim, (row + 1) * dim)
  const store = new ScanStore({ dim })
  for (let row = heldOut; row < texts; row++) store.append({ key: of(row) })
  const steps = Array.from({ length: 4000 }, () => {
    const row = heldOut + random.integer(texts - heldOut)
    const near = store.search(of(row), { k: 8, beta: 1, gamma: 0 }).slots
    return [row, heldOut + near[1 + random.integer(7)]!] as const
  })
  let turn = 0
  return () => {
    // Each text in turn: two that start from the same one are nearer than texts are.
    const from = of(heldOut + turn++ % (texts - heldOut))
    const [a, b] = random.pick(steps)
    const [start, end, share] = [of(a), of(b), 0.3 + 0.7 * random.next()]
    const moved = from.map((value, d) => value + share * (end[d]! - start[d]!))
    const length = Math.hypot(...moved)
    return moved.map(value => value / length)
  }
}

/**
 * Ratios of the distances from a query to its nearest rows, medians over queries: of texts among texts, and of augmented vectors
 * among as many augmented ones. The augmentation keeps what a search meets as far as they are the same.
 */
export function nearness({ values, dim }: TextVectors): Record<string, number> {
  const texts = values.length / dim
  const rows = Math.min(compared, texts - 2 * heldOut)
  const next = augmented(values, dim)
  const vectors = {
    texts: Array.from({ length: rows + heldOut }, (_, row) => values.subarray((heldOut + row) * dim, (heldOut + row + 1) * dim)),
    augmented: Array.from({ length: rows + heldOut }, next),
  }
  const figures: Record<string, number> = {}
  for (const [name, list] of Object.entries(vectors)) {
    const ratios = list.slice(rows).map(asked => {
      const distances = Float64Array.from(list.slice(0, rows), row => Math.sqrt(Math.max(0, 2 - 2 * dot(row, asked)))).sort()
      return { tenth: distances[0]! / distances[9]!, median: distances[0]! / distances[rows >> 1]! }
    })
    figures[`distance of the 1st / 10th, ${name}`] = median(ratios.map(({ tenth }) => tenth))
    figures[`distance of the 1st / median, ${name}`] = median(ratios.map(({ median: middle }) => middle))
  }
  return figures
}
