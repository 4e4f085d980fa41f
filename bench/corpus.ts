// The rows and queries of a comparison, in a file that every process reads, and what is right for each query.
import fs from 'node:fs'
import { dot, largest } from '../src/vector.ts'
import { aged, augmented, halfLives, heldOut, query, type TextVectors } from './vectors.ts'

/** What the processes are told. */
export interface Corpus {
  /** Float32: queries, rows, and rows that are written later, D values each. */
  file: string
  dim: number
  queries: number
  rows: number
  /** Rows that are written one by one after the build. */
  writes: number
  /** Of graphs: links of a node, and how far the build looks. */
  connectivity: number
  buildEffort: number
}

/** A corpus with the numbers of its best rows. */
export interface Judged extends Corpus {
  /** Share [0, 1] of the k best, by the cosine alone or with strengths, among what was found for a query. */
  recall: (turn: number, found: readonly number[], aged: boolean) => number
}

/** Scores that differ by less are equal: texts of the same words have the same vector. */
const tie = 1e-6

/** Writes the file: held-out texts, then texts, then vectors like theirs. */
export function judged(texts: TextVectors, settings: Omit<Corpus, 'dim' | 'queries'>): Judged {
  const { dim, values } = texts
  const corpus: Corpus = { ...settings, dim, queries: heldOut }
  const total = heldOut + corpus.rows + corpus.writes
  const all = new Float32Array(total * dim)
  const own = Math.min(values.length / dim, heldOut + corpus.rows)
  all.set(values.subarray(0, own * dim))
  const next = augmented(values, dim)
  for (let row = own; row < total; row++) all.set(next(), row * dim)
  writeAll(corpus.file, [new Uint8Array(all.buffer)])
  const of = (row: number): Float32Array => all.subarray(row * dim, (row + 1) * dim)
  const fields = aged(corpus.rows)
  const terms = Float64Array.from({ length: corpus.rows }, () => {
    const { strength, tick, kind } = fields()
    return query.gamma * Math.log(Math.max(1e-6, strength * 2 ** (-((query.tick ?? 0) - tick) / halfLives[kind]!)))
  })
  const cosine = (turn: number, row: number): number => dot(of(turn), of(heldOut + row))
  const least = Array.from({ length: heldOut }, (_, turn) => {
    const cosines = Float32Array.from(terms, (_term, row) => cosine(turn, row))
    const scores = cosines.map((value, row) => query.beta * value + terms[row]!)
    return { cosine: cosines[largest(cosines, query.k).at(-1)!]!, score: scores[largest(scores, query.k).at(-1)!]! }
  })
  return {
    ...corpus,
    recall: (turn, found, withStrength) => {
      const from = least[turn]!
      const isBest = (row: number): boolean => withStrength
        ? query.beta * cosine(turn, row) + terms[row]! >= from.score - tie * 10
        : cosine(turn, row) >= from.cosine - tie
      return new Set(found.filter(row => row < corpus.rows && isBest(row))).size / query.k
    },
  }
}

/** Rows [count, D] of the file, from its start. */
export function readRows({ file, dim }: Corpus, start: number, count: number): Float32Array {
  const rows = new Float32Array(count * dim)
  const handle = fs.openSync(file, 'r')
  fs.readSync(handle, new Uint8Array(rows.buffer), 0, rows.byteLength, start * dim * 4)
  fs.closeSync(handle)
  return rows
}

/** Writes a file that outlives a loss of power. */
export function writeAll(path: string, chunks: readonly Uint8Array[]): void {
  const file = fs.openSync(path, 'w')
  for (const chunk of chunks) for (let done = 0; done < chunk.length;) done += fs.writeSync(file, chunk, done, Math.min(2 ** 26, chunk.length - done))
  fs.fsyncSync(file)
  fs.closeSync(file)
}
