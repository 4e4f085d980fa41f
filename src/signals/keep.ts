// Whether a message is worth keeping, by its words one by one: the decision of the write gate. One logistic regression. D dims, M markers, I implicit signals, R rows.
import { implicitDim, implicitNames } from '../encode/implicit.ts'
import { MnemeError } from '../errors.ts'
import { markerNames } from '../gate/markers.ts'
import { hashText } from '../random.ts'
import { param, type Param, type ParamTree } from '../tensor/params.ts'
import { dot } from '../vector.ts'
import type { MessageFeatures } from './classifier.ts'

/** Weights: logit = dense · features + Σ rows[row] · value + bias. */
export interface KeepParams extends ParamTree {
  /** [2D + M + I]: of the meaning, the markers, the retrieval vector and the implicit signals. */
  dense: Param
  /** [R]: of words, pairs of words and runs of four letters, by their hashes. */
  rows: Param
  /** [1]. */
  bias: Param
  minilm: SecondOpinion
}

/** What the vector of all-MiniLM-L6-v2 adds where it is memory's encoder: logit · scale + weight · vector + bias. */
export interface SecondOpinion extends ParamTree {
  /** [1]. */
  scale: Param
  /** [384]. */
  weight: Param
  /** [1]. */
  bias: Param
}

/** What the decision reads of a message. */
export interface KeepFeatures {
  /** [2D + M + I]. */
  dense: Float32Array
  /** Values by row, below R. */
  rows: ReadonlyMap<number, number>
}

const rowCount = 65_536
const minilmDim = 384
const gramLength = 4
/** A run of letters, of which there are many, counts as this much of a word. */
const gramShare = 0.4
/** Squared length of a message's rows from which it no longer grows: what goes on for pages is no surer than a sentence or two. */
const longest = 40

/** All-zero weights for a meaning of D values: the logit is 0 for everything. */
export function zeroKeep(meaningDim: number): KeepParams {
  return { dense: param([2 * meaningDim + markerNames.length + implicitDim]), rows: param([rowCount]), bias: param([1]), minilm: noOpinion() }
}

/** A second opinion that leaves every logit as it is. */
export function noOpinion(): SecondOpinion {
  return { scale: param([1], [1]), weight: param([minilmDim]), bias: param([1]) }
}

/** True for an encoder whose vectors the second opinion reads. */
export function isMinilm({ id, dim }: { id: string; dim: number }): boolean {
  return dim === minilmDim && /\ball-MiniLM-L6-v2:[^:]+:mean$/.test(id)
}

/** Features of a text, of which `message` was read; implicit signals that are missing count as neutral. */
export function keepFeatures(text: string, message: MessageFeatures, implicit: Float32Array | null): KeepFeatures {
  const dense = new Float32Array(message.dense.length + implicitDim)
  dense.set(message.dense)
  if (implicit) dense.set(implicit, message.dense.length)
  const grams = gramsOf(text)
  const scale = Math.min(1, Math.sqrt(longest / Math.max(1, message.phrases.length + gramShare * gramShare * grams.length)))
  const rows = new Map<number, number>()
  const add = (hash: number, value: number): void => { rows.set(hash % rowCount, (rows.get(hash % rowCount) ?? 0) + value * scale) }
  for (const hash of message.phrases) add(hash, 1)
  for (const hash of grams) add(hash, gramShare)
  return { dense, rows }
}

/** Hashes of the runs of four letters of a text, spaces and marks among them, each once: a misspelt word shares most of them. */
function gramsOf(text: string): number[] {
  const padded = ` ${text.toLowerCase()} `
  const grams = new Set<string>()
  for (let at = 0; at + gramLength <= padded.length; at++) grams.add(padded.slice(at, at + gramLength))
  // A run is no word of the same letters.
  return Array.from(grams, gram => hashText(`~${gram}`))
}

/** Names of what the logit is made of, for each of the dense features of a meaning of D values. */
function groupsOf(meaningDim: number): readonly string[] {
  const meaning = Array.from({ length: meaningDim }, () => 'meaning')
  return [...meaning, ...markerNames.map(name => `markers.${name}`), ...meaning, ...implicitNames.map(name => name.slice(0, name.indexOf('.')))]
}

/**
 * The logit that a message is worth keeping, where 0 is where keeping it for good begins to cost less than losing it, and what each group of
 * features adds to it: with `base`, the bias and the average marks `usual` [M], they sum to it. Throws SHAPE_MISMATCH.
 */
export function keepParts({ dense, rows }: KeepFeatures, params: KeepParams, usual: Float32Array): { logit: number; parts: Record<string, number> } {
  const weights = params.dense.data
  if (weights.length !== dense.length) {
    throw new MnemeError('SHAPE_MISMATCH', `keep: expected weights for ${dense.length} features, got ${weights.length}; load a policy with loadPolicy`)
  }
  const meaningDim = (dense.length - markerNames.length - implicitDim) / 2
  const groups = groupsFor(meaningDim)
  const parts: Record<string, number> = { base: params.bias.data[0]! }
  for (let at = 0; at < dense.length; at++) {
    const weight = weights[at]!
    const rest = usual[at - meaningDim] ?? 0
    if (rest !== 0) parts['base']! += rest * weight
    if (dense[at] !== rest) parts[groups[at]!] = (parts[groups[at]!] ?? 0) + (dense[at]! - rest) * weight
  }
  let wording = 0
  for (const [row, value] of rows) wording += value * params.rows.data[row]!
  if (wording !== 0) parts['wording'] = wording
  return { logit: Object.values(parts).reduce((sum, part) => sum + part, 0), parts }
}

let known: { dim: number; groups: readonly string[] } | undefined

function groupsFor(meaningDim: number): readonly string[] {
  if (known?.dim !== meaningDim) known = { dim: meaningDim, groups: groupsOf(meaningDim) }
  return known.groups
}

/** A logit with the second opinion on the vector [384] of its text. */
export function seconded(logit: number, vector: Float32Array, { scale, weight, bias }: SecondOpinion): number {
  return logit * scale.data[0]! + dot(vector, weight.data) + bias.data[0]!
}
