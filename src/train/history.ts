// A history as what a loss reads: turns with their features, questions with their evidence, padded to one of a few shapes.
// N turns, Q questions, F gate features, D text dims, I implicit dims, H further heads.
import type { Config, Kind } from '../config.ts'
import { implicitDim } from '../encode/implicit.ts'
import { MnemeError } from '../errors.ts'
import { decayed, halfLifeTicks } from '../trace/strength.ts'

/** A turn as it is written. */
export interface PathTurn {
  /** What the gate reads, [F], as `featuresOf` gives it. */
  features: Float32Array
  /** Unit vector of its text, [D]. */
  meaning: Float32Array
  /** Implicit signals, [I]; null where nothing is known. */
  implicit: Float32Array | null
  kind: Kind
  /** Memory time at which it was said, in ticks. */
  tick: number
}

/** A question as it is asked. */
export interface PathQuestion {
  /** Unit vector of its text, [D]. */
  meaning: Float32Array
  /** The moment that it states, as implicit signals [I]; null where it states none. */
  moment: Float32Array | null
  /** Memory time at which it is asked, in ticks: it sees the turns said before. */
  tick: number
  /** Factor on its cosines, above 0: 1 / their standard deviation, where beta is to count in those. */
  scale: number
  /** Places of the turns that answer it. */
  evidence: readonly number[]
  /** What further heads say of each turn, [N, H]. */
  heads: Float32Array
}

/** One history. */
export interface PathHistory {
  turns: readonly PathTurn[]
  questions: readonly PathQuestion[]
}

/** Extents of the arrays of a padded history: N and Q with padding. */
export interface PathShape {
  turns: number
  questions: number
  features: number
  text: number
  heads: number
}

/** A history in flat arrays, row-major; padding is zero. */
export interface PaddedHistory {
  shape: PathShape
  /** [N, F] */
  features: Float32Array
  /** [N, D] */
  texts: Float32Array
  /** [N, I] */
  implicit: Float32Array
  /** [N], 1 for a turn. */
  real: Float32Array
  /** [Q, D] */
  queries: Float32Array
  /** [Q, I] */
  moments: Float32Array
  /** [Q] */
  scales: Float32Array
  /** [Q, N]: what time leaves of a turn's strength when the question is asked, lambda(kind)^age. */
  fade: Float32Array
  /** [Q, N], 1 for a turn said before the question. */
  visible: Float32Array
  /** [Q, N], 1 for visible evidence. */
  evidence: Float32Array
  /** [Q, N, H] */
  heads: Float32Array
  /** [Q], 1 for a question that has visible evidence. */
  asked: Float32Array
}

/** The smallest of 16, 24, 32, 48, 64, 96, ... that is `count` or more: few shapes, at most a third of each empty. */
export function paddedExtent(count: number): number {
  let extent = 16
  while (extent < count) extent = Number.isInteger(Math.log2(extent)) ? extent * 1.5 : extent * 4 / 3
  return extent
}

/**
 * A history in arrays. A question whose evidence was all said later, or that has none, counts nothing. Throws
 * SHAPE_MISMATCH for a vector of another length than the first of its sort, INVALID_ARGUMENT for a value that is not
 * finite, evidence that is no turn, or a history of which no question counts.
 */
export function padHistory({ turns, questions }: PathHistory, config: Pick<Config, 'tickMs' | 'halfLifeDays'>): PaddedHistory {
  const shape = shapeOf(turns, questions)
  const { turns: rows, questions: columns, heads } = shape
  const padded = empty(shape)
  turns.forEach(({ features, meaning, implicit }, turn) => {
    put(padded.features, features, turn, shape.features, `turn ${turn}: features`)
    put(padded.texts, meaning, turn, shape.text, `turn ${turn}: meaning`)
    if (implicit) put(padded.implicit, implicit, turn, implicitDim, `turn ${turn}: implicit`)
    padded.real[turn] = 1
  })
  questions.forEach((question, row) => {
    put(padded.queries, question.meaning, row, shape.text, `question ${row}: meaning`)
    if (question.moment) put(padded.moments, question.moment, row, implicitDim, `question ${row}: moment`)
    // Behind a question's turns comes padding, so its heads are not a whole row.
    checkValues(question.heads, turns.length * heads, `question ${row}: heads`)
    padded.heads.set(question.heads, row * rows * heads)
    padded.scales[row] = checkNumber(question.scale, `question ${row}: scale`)
    turns.forEach(({ kind, tick }, turn) => {
      const age = checkNumber(question.tick - tick, `question ${row}: age of turn ${turn}`)
      if (age <= 0) return
      padded.visible[row * rows + turn] = 1
      padded.fade[row * rows + turn] = decayed(1, age, halfLifeTicks(kind, config))
    })
    for (const turn of question.evidence) {
      if (!turns[turn]) throw invalid(`question ${row}: evidence among ${turns.length} turns`, String(turn))
      padded.evidence[row * rows + turn] = padded.visible[row * rows + turn]!
      padded.asked[row] = Math.max(padded.asked[row]!, padded.visible[row * rows + turn]!)
    }
  })
  if (!padded.asked.includes(1)) throw invalid('a question with evidence said before it', `none among ${columns}`)
  return padded
}

function shapeOf(turns: readonly PathTurn[], questions: readonly PathQuestion[]): PathShape {
  const [turn, question] = [turns[0], questions[0]]
  if (!turn || !question) throw invalid('turns and questions', `${turns.length} and ${questions.length}`)
  const heads = Math.floor(question.heads.length / turns.length)
  return { turns: paddedExtent(turns.length), questions: paddedExtent(questions.length), features: turn.features.length, text: turn.meaning.length, heads }
}

function empty(shape: PathShape): PaddedHistory {
  const { turns, questions, features, text, heads } = shape
  return {
    shape, features: zeros(turns, features), texts: zeros(turns, text), implicit: zeros(turns, implicitDim), real: zeros(turns),
    queries: zeros(questions, text), moments: zeros(questions, implicitDim), scales: zeros(questions), fade: zeros(questions, turns),
    visible: zeros(questions, turns), evidence: zeros(questions, turns), heads: zeros(questions, turns, heads), asked: zeros(questions),
  }
}

function zeros(...extents: number[]): Float32Array {
  return new Float32Array(extents.reduce((product, extent) => product * extent, 1))
}

function put(target: Float32Array, values: Float32Array, row: number, extent: number, what: string): void {
  checkValues(values, extent, what)
  target.set(values, row * extent)
}

function checkValues(values: Float32Array, extent: number, what: string): void {
  if (values.length !== extent) {
    throw new MnemeError('SHAPE_MISMATCH', `padHistory: ${what}: expected ${extent} values, got ${values.length}; make all with the same encoder and heads`)
  }
  if (!values.every(Number.isFinite)) throw invalid(`${what}: finite values`, 'others')
}

function checkNumber(value: number, what: string): number {
  if (!Number.isFinite(value)) throw invalid(`${what}: a finite number`, String(value))
  return value
}

function invalid(expected: string, got: string): MnemeError {
  return new MnemeError('INVALID_ARGUMENT', `padHistory: expected ${expected}, got ${got}; check the history`)
}
