// What is compared: each keeps vectors and finds the nearest, by the library's own way in, on one thread. D dim.
import fs from 'node:fs'
import { loadHasher } from '../src/checkpoint/bytes.ts'
import { decodeSnapshot, encodeSnapshot } from '../src/checkpoint/snapshot.ts'
import type { PackedScan } from '../src/tensor/scan/rows.ts'
import { ScanStore } from '../src/tensor/scan/store.ts'
import { largest } from '../src/vector.ts'
import { loadBackend, type BackendOptions } from '../src/tensor/backend.ts'
import { writeAll, type Corpus } from './corpus.ts'
import { hnswlib, lancedb, sqliteVec, usearch } from './indexes.ts'
import { aged, halfLives, query } from './vectors.ts'

/** One that is compared. Rows are numbered from 0, in the order in which they come. */
export interface Contestant {
  /** Takes vectors, row by row. */
  add: (vectors: Float32Array) => void | Promise<void>
  /** Numbers of the nearest k, the nearest first. */
  search: (vector: Float32Array, k: number) => ArrayLike<number> | Promise<ArrayLike<number>>
  /** Ends the build, where there is something to do. */
  settle?: () => void | Promise<void>
  /** Where recall can be bought: more effort finds more. */
  exert?: (effort: number) => void | Promise<void>
  /** A write of one vector that the next search sees. @default add */
  write?: (vector: Float32Array) => void | Promise<void>
  /** To a path that is free. Where every write is on the disk, nothing is left to do. */
  save?: (path: string) => void | Promise<void>
  /** A second one from what was saved. */
  load?: (path: string) => unknown
  /** False where a write would make everything anew. @default true */
  grows?: boolean
}

type Make = (corpus: Corpus, folder: string) => Contestant | Promise<Contestant>

const addon = new URL('../.native/node_modules/@tensorflow/tfjs-node/dist/index.js', import.meta.url)

/** Makers by name. A library that is not there makes them throw. */
export const contestants: Readonly<Record<string, Make>> = {
  'Mneme': corpus => mneme(corpus, query.gamma),
  'Mneme, no strengths': corpus => mneme(corpus, 0),
  'usearch': usearch,
  'hnswlib-node': hnswlib,
  'lancedb': (corpus, folder) => lancedb(corpus, folder, false),
  'lancedb, HNSW': (corpus, folder) => lancedb(corpus, folder, true),
  'sqlite-vec': sqliteVec,
  'tfjs wasm': corpus => tensors(corpus, { prefer: 'wasm' }, 'wasm'),
  'tfjs cpu': corpus => tensors(corpus, { prefer: 'cpu' }, 'cpu'),
  'tfjs-node': corpus => tensors(corpus, { prefer: 'node', nodePackage: addon.href }, 'tensorflow'),
  'plain JavaScript': plain,
  'copy of the keys': copy,
}

async function mneme({ dim, rows }: Corpus, gamma: number): Promise<Contestant> {
  const hasher = await loadHasher()
  const store = new ScanStore({ dim, halfLives })
  const fields = aged(rows)
  return {
    add: vectors => {
      for (let start = 0; start < vectors.length; start += dim) store.append({ key: vectors.subarray(start, start + dim), ...fields() })
    },
    exert: effort => { store.candidates = effort },
    search: (vector, k) => store.search(vector, { ...query, gamma, k }).slots,
    save: path => { writeAll(path, encodeSnapshot(store.pack(), hasher)) },
    load: path => ScanStore.unpack(decodeSnapshot(fs.readFileSync(path), hasher).tree as PackedScan, { dim, halfLives }),
  }
}

/** A product with all vectors, and its largest values. */
async function tensors({ dim }: Corpus, options: BackendOptions, backend: string): Promise<Contestant> {
  const tf = await loadBackend(options)
  if (tf.getBackend() !== backend) throw new Error(`no backend ${backend} here`)
  const parts: Float32Array[] = []
  let held: ReturnType<typeof tf.tensor2d> | undefined
  return {
    add: vectors => { parts.push(vectors.slice()) },
    settle: () => {
      const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
      parts.reduce((start, part) => (all.set(part, start), start + part.length), 0)
      parts.length = 0
      held = tf.tensor2d(all, [all.length / dim, dim])
    },
    grows: false,
    search: (vector, k) => tf.tidy(() => {
      const products = tf.reshape(tf.matMul(held!, tf.tensor2d(vector, [dim, 1])), [-1])
      return tf.topk(products, k).indices.dataSync<'int32'>()
    }),
  }
}

/** A product at a time. */
function plain({ dim, rows, writes }: Corpus): Contestant {
  const keys = new Float32Array((rows + writes) * dim)
  let count = 0
  return {
    add: vectors => {
      keys.set(vectors, count * dim)
      count += vectors.length / dim
    },
    search: (vector, k) => {
      const products = new Float32Array(count)
      for (let row = 0; row < count; row++) {
        let [s0, s1, s2, s3] = [0, 0, 0, 0]
        const start = row * dim
        const whole = dim & ~3
        for (let d = 0; d < whole; d += 4) {
          s0 += keys[start + d]! * vector[d]!
          s1 += keys[start + d + 1]! * vector[d + 1]!
          s2 += keys[start + d + 2]! * vector[d + 2]!
          s3 += keys[start + d + 3]! * vector[d + 3]!
        }
        for (let d = whole; d < dim; d++) s0 += keys[start + d]! * vector[d]!
        products[row] = s0 + s1 + (s2 + s3)
      }
      return largest(products, k)
    },
    save: path => { writeAll(path, [new Uint8Array(keys.buffer, 0, count * dim * 4)]) },
    load: path => fs.readFileSync(path),
  }
}

/** What merely reading the keys and writing them elsewhere takes: nothing is found. */
function copy({ dim, rows }: Corpus): Contestant {
  // Far beyond what a processor's cache holds; more rows are so many more copies.
  const part = Math.min(rows, 200_000)
  const [from, to] = [new Float32Array(part * dim).fill(1), new Float32Array(part * dim).fill(2)]
  return {
    add: () => {},
    grows: false,
    search: () => {
      for (let left = rows; left > 0; left -= part) to.set(from.subarray(0, Math.min(left, part) * dim))
      return []
    },
  }
}
