// The embedded encoder: a static table of piece vectors distilled from a sentence model. V pieces, D dimensions.
import { unpack } from 'msgpackr'
import { readPackageFile } from '../checkpoint/file.ts'
import { MnemeError } from '../errors.ts'
import { dot } from '../vector.ts'
import type { Encoder } from './encoder.ts'
import { addNgrams } from './ngrams.ts'
import { WordPiece } from './wordpiece.ts'
import { splitWords } from './segment.ts'

interface EncoderFile {
  format: 'mneme-encoder'
  version: 1
  id: string
  dim: number
  /** V pieces, joined by newlines. */
  pieces: string
  /** float32 [V]: row = scale x int8 row. */
  scales: Uint8Array
  /** int8 [V, D]. */
  table: Uint8Array
  /** Norm of an ordinary content word's row: what a word outside the vocabulary gets. */
  typicalNorm: number
}

/** The default encoder. Beside `encode` it has the vectors that the classifiers were trained on, and those of single words. */
export class EmbeddedEncoder implements Encoder {
  readonly id: string
  readonly dim: number
  readonly #wordpiece: WordPiece
  readonly #scales: Float32Array
  readonly #table: Int8Array
  readonly #norms: Float32Array
  readonly #typicalNorm: number

  /** Throws CHECKPOINT_FOREIGN when the bytes are not an encoder of this version. */
  constructor(bytes: Uint8Array) {
    const file = parse(bytes)
    const pieces = file.pieces.split('\n')
    this.id = file.id
    this.dim = file.dim
    this.#wordpiece = new WordPiece(pieces)
    this.#scales = new Float32Array(Uint8Array.from(file.scales).buffer)
    this.#table = new Int8Array(file.table.buffer, file.table.byteOffset, file.table.byteLength)
    this.#norms = new Float32Array(pieces.length)
    this.#typicalNorm = file.typicalNorm
  }

  /** Unit vectors [D] of texts; the weight of a word is the learned norm of its row. */
  encode(texts: readonly string[]): Promise<Float32Array[]> {
    return Promise.resolve(texts.map(text => this.vector(text)))
  }

  /** What `encode` gives, at once. */
  vector(text: string): Float32Array {
    return this.#sum(text, row => this.#scales[row]!, this.#typicalNorm)
  }

  /**
   * A unit vector [D] in which every word counts the same. Retrieval wants "I", "my" and "?" silent;
   * a classifier of messages lives on them.
   */
  meaning(text: string): Float32Array {
    return this.#sum(text, row => this.#scales[row]! / this.#norm(row), 1)
  }

  /** How much a word says, by the learned norms of its pieces: about 1 for an ordinary content word, little for "the". */
  salience(word: string): number {
    const sum = this.#add(word, row => this.#scales[row]!, this.#typicalNorm)
    return Math.sqrt(dot(sum, sum)) / this.#typicalNorm
  }

  #sum(text: string, weight: (row: number) => number, unknownWeight: number): Float32Array {
    return normalised(this.#add(text, weight, unknownWeight), text)
  }

  #add(text: string, weight: (row: number) => number, unknownWeight: number): Float32Array {
    const sum = new Float32Array(this.dim)
    for (const word of splitWords(text)) {
      const rows = this.#wordpiece.rows(word.text)
      // Pieces of one or two letters say nothing about a word: codes, other scripts, keyboards gone wild.
      if (rows.length === 0 || (rows.length > 2 && word.text.length < 2.5 * rows.length)) addNgrams(word.text, unknownWeight, sum)
      else for (const row of rows) this.#addRow(row, weight(row), sum)
    }
    return sum
  }

  #addRow(row: number, weight: number, sum: Float32Array): void {
    const table = this.#table
    const base = row * this.dim
    for (let d = 0; d < sum.length; d++) sum[d] = sum[d]! + weight * table[base + d]!
  }

  #norm(row: number): number {
    const known = this.#norms[row]!
    if (known > 0) return known
    let squared = 0
    for (let at = row * this.dim; at < (row + 1) * this.dim; at++) squared += this.#table[at]! ** 2
    // Rounded to what the array keeps: the first reading must equal the later ones to the bit.
    const norm = Math.fround(Math.max(1e-9, Math.sqrt(squared) * this.#scales[row]!))
    this.#norms[row] = norm
    return norm
  }
}

function parse(bytes: Uint8Array): EncoderFile {
  let file: Partial<EncoderFile> | undefined
  try {
    file = unpack(bytes) as Partial<EncoderFile>
  } catch (cause) {
    throw new MnemeError(
      'CHECKPOINT_CORRUPT',
      'encoder: expected a msgpack file, got other bytes; pass checkpoints/encoder-en.msgpack',
      { cause },
    )
  }
  if (file?.format !== 'mneme-encoder' || file.version !== 1) {
    throw new MnemeError(
      'CHECKPOINT_FOREIGN',
      `encoder: expected format mneme-encoder 1, got ${String(file?.format)} ` +
        `${String(file?.version)}; pass checkpoints/encoder-en.msgpack of this package`,
    )
  }
  return file as EncoderFile
}

function normalised(sum: Float32Array, text: string): Float32Array {
  let squared = 0
  for (const value of sum) squared += value * value
  if (squared < 1e-12) {
    // Spaces, or words that cancel out: the text as a whole still has a direction of its own.
    addNgrams(text.trim() || ' ', 1, sum)
    squared = sum.reduce((total, value) => total + value * value, 0)
  }
  const scale = 1 / Math.sqrt(squared)
  for (let d = 0; d < sum.length; d++) sum[d] = sum[d]! * scale
  return sum
}

let shipped: Promise<EmbeddedEncoder> | undefined

/**
 * The encoder that comes with the package. Its file is read once per process; where there is no disk
 * (a browser, an edge runtime) hand the bytes in: `embedded({ bytes })`.
 */
export async function embedded({ bytes }: { bytes?: Uint8Array | ArrayBuffer } = {}): Promise<EmbeddedEncoder> {
  if (bytes) return new EmbeddedEncoder(bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes))
  shipped ??= readPackageFile('encoder-en.msgpack').then(read => new EmbeddedEncoder(read))
  shipped.catch(() => {
    shipped = undefined
  })
  return shipped
}
