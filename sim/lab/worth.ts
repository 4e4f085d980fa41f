// What the learned worth is fitted on and with: histories as rows of features, and a ridge regression over them. N turns, F features.
import { CholeskyDecomposition, Matrix } from 'ml-matrix'
import { createRandom, type EmbeddedEncoder, type Policy, type Random } from 'mneme'
import type * as Research from 'mneme/research'
import type { WorthParams } from 'mneme/research'
import { worthOf } from './keeping.ts'
import type { History } from './histories.ts'
import { judged, type Judge } from './verdicts.ts'

/** The package's own reading of turns: a simulation loads it when it needs it. */
export type Library = Pick<typeof Research, 'machineFeature' | 'param' | 'spreadOf' | 'terms' | 'worthFeatures' | 'worthFeaturesOf'> & Judge

/** A history as the head sees it. */
export interface WorthHistory {
  id: string
  /** [N, F], each turn by what was known when it was said. */
  written: Float32Array[]
  /** [N, F], each turn by what is known at the end. */
  chosen: Float32Array[]
  /** What each turn adds to the mean share of evidence, [N]. */
  worth: number[]
}

/** What each turn of a history is worth, and by which features that may be told, the gate of `policy` among them. */
export function readWorth(history: History, encoder: EmbeddedEncoder, policy: Pick<Policy, 'gate' | 'keep'>, library: Library): WorthHistory {
  const turns = history.sessions.flatMap(({ turns: said }) => said.map((turn, place) => ({ ...turn, place })))
  const terms = turns.map(({ text }) => library.terms(text))
  const salience = cached(word => encoder.salience(word))
  const verdicts = judged(turns, encoder, policy, library)
  const all = new Map<string, number>()
  for (const own of terms) count(all, own)
  const known = new Map<string, number>()
  const last = new Map<string, number>()
  const rows = turns.map(({ text, speaker, place }, at) => {
    if (place === 0) last.clear()
    const input = {
      text, terms: terms[at]!, since: (term: string) => place - (last.get(term) ?? -Infinity), answers: place > 0 && turns[at - 1]!.text.includes('?'),
      place, machine: speaker === 'assistant', markers: verdicts[at]!.gate.markers, verdict: verdicts[at]!.verdict,
    }
    count(known, terms[at]!)
    const read = (turnsKnown: number, counts: ReadonlyMap<string, number>): Float32Array =>
      library.worthFeaturesOf(input, { turns: turnsKnown, turnsWith: term => counts.get(term) ?? 0, salience })
    const row = { written: read(at + 1, known), chosen: read(turns.length, all) }
    for (const term of terms[at]!) last.set(term, place)
    return row
  })
  return { id: history.id, written: rows.map(row => row.written), chosen: rows.map(row => row.chosen), worth: worthOf(history, turns) }
}

function count(counts: Map<string, number>, terms: readonly string[]): void {
  for (const term of new Set(terms)) counts.set(term, (counts.get(term) ?? 0) + 1)
}

function cached(of: (word: string) => number): (word: string) => number {
  const known = new Map<string, number>()
  return word => {
    const value = known.get(word) ?? of(word)
    known.set(word, value)
    return value
  }
}

/** What a ridge regression needs of a history: means over its turns. */
export interface Lesson {
  /** Products of the 2F inputs with one another [2F, 2F], and with what is to be told [2F]. */
  gram: Float64Array
  product: Float64Array
  center: Float64Array
  scale: Float64Array
}

/** A lesson of rows [N, F] and what each is worth [N]; the history needs some of it. */
export function lessonOf(rows: readonly Float32Array[], worth: readonly number[], library: Library): Lesson {
  const { center, scale } = library.spreadOf(rows)
  const size = center.length
  // A turn that answers three questions is no three times surer to be asked for a fourth.
  const capped = worth.map(value => Math.min(1, value))
  const mean = capped.reduce((sum, value) => sum + value, 0) / capped.length
  if (!(mean > 0)) throw new RangeError('worth: expected a history some of whose turns are evidence, got none; leave it out')
  const inputs = rows.map(row => {
    const input = new Float64Array(2 * size)
    const machine = row[library.machineFeature]! - center[library.machineFeature]!
    for (let at = 0; at < size; at++) {
      input[at] = (row[at]! - center[at]!) / scale[at]!
      input[size + at] = machine * input[at]!
    }
    return input
  })
  const middle = new Float64Array(2 * size)
  for (const input of inputs) for (let at = 0; at < middle.length; at++) middle[at] = middle[at]! + input[at]! / inputs.length
  const gram = new Float64Array(4 * size * size)
  const product = new Float64Array(2 * size)
  inputs.forEach((input, turn) => {
    const told = capped[turn]! / mean - 1
    for (let row = 0; row < middle.length; row++) {
      const value = (input[row]! - middle[row]!) / inputs.length
      if (value === 0) continue
      product[row] = product[row]! + value * told
      for (let column = 0; column <= row; column++) gram[row * middle.length + column] = gram[row * middle.length + column]! + value * (input[column]! - middle[column]!)
    }
  })
  return { gram, product, center, scale }
}

/** Variance that is added to every input: as much as there is. */
const ridge = 1
/** Of what weighs otherwise in a machine's words, which is a difference of two weights. */
const ridgeByMachine = 0.5

/** Weights that tell best, by squares, what turns are worth beside the average turn of their own history; each history counts by its weight. */
export function fitHead(lessons: readonly { lesson: Lesson; weight: number }[], { param, worthFeatures }: Library): WorthParams {
  const total = lessons.reduce((sum, { weight }) => sum + weight, 0)
  if (!(total > 0)) throw new RangeError('worth: expected histories to learn from, got none; pass some')
  const size = worthFeatures.length
  const meanOf = (values: (lesson: Lesson) => Float64Array, length: number): Float64Array => {
    const sum = new Float64Array(length)
    for (const { lesson, weight } of lessons) values(lesson).forEach((value, at) => { sum[at] = sum[at]! + (weight / total) * value })
    return sum
  }
  const gram = meanOf(({ gram: own }) => own, 4 * size * size)
  const product = meanOf(lesson => lesson.product, 2 * size)
  const system = new Matrix(2 * size, 2 * size)
  for (let row = 0; row < 2 * size; row++) {
    for (let column = 0; column <= row; column++) {
      const value = gram[row * 2 * size + column]! + (row === column ? (row < size ? ridge : ridgeByMachine) : 0)
      system.set(row, column, value)
      system.set(column, row, value)
    }
  }
  const weights = new CholeskyDecomposition(system).solve(Matrix.columnVector([...product])).to1DArray()
  return {
    center: param([size], meanOf(lesson => lesson.center, size)),
    scale: param([size], meanOf(lesson => lesson.scale.map(value => value ** 2), size).map(Math.sqrt)),
    weight: param([size], weights.slice(0, size)), byMachine: param([size], weights.slice(size)),
  }
}

/** Of a generated world, beside 1 of a written history: with a third of that, what is learned carries over less to grammars and hands not seen. */
const worldWeight = 0.75
/** Worlds of the taught half that are learned from beside them. */
export const worldCount = 24

/** Weights of the lessons: of each written history the times that a bootstrap by the seed draws it; without a seed 1. */
export function weighted(written: readonly Lesson[], worlds: readonly Lesson[], seed?: number): { lesson: Lesson; weight: number }[] {
  const random = seed === undefined ? undefined : createRandom(seed)
  const drawn = random ? written.map(() => written[random.integer(written.length)]!) : written
  return [...drawn.map(lesson => ({ lesson, weight: 1 })), ...worlds.map(lesson => ({ lesson, weight: worldWeight }))]
}

/** The head without training: random weights, everything else as it is. */
export function untrained({ center, scale }: Pick<WorthParams, 'center' | 'scale'>, random: Random, { param }: Library): WorthParams {
  const size = center.data.length
  return { center, scale, weight: param([size], Float32Array.from({ length: size }, () => random.normal())), byMachine: param([size]) }
}
