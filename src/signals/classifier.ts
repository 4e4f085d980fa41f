// A classifier of messages: one logistic regression for each label, over both readings of a text, markers, words and pairs of words.
import type { EmbeddedEncoder } from '../encode/embedded.ts'
import { wordSet, wordsOf } from '../encode/prose.ts'
import { MnemeError } from '../errors.ts'
import { markerNames, markersOf } from '../gate/markers.ts'
import type { GateInput } from '../gate/network.ts'
import { hashText } from '../random.ts'
import { param, type Param, type ParamTree } from '../tensor/params.ts'

/** Weights: logit = features · dense + Σ phrase[row of every word and pair of words] + bias. L labels. */
export interface ClassifierParams extends ParamTree {
  /** [2D + M, L]: of the meaning, the markers and the retrieval vector. */
  dense: Param
  /** [P, L]: of words and pairs of words, by their hashes. */
  phrase: Param
  /** [L]. */
  bias: Param
}

/** Features of a text. */
export interface MessageFeatures {
  /** Meaning, markers and retrieval vector, [2D + M]. */
  dense: Float32Array
  /** Hashes of its words, and of its pairs of words, numbers and marks, each once; modulo P they are rows. */
  phrases: readonly number[]
  /** The same without numbers and marks. */
  plain: readonly number[]
}

/** Both are unit vectors of small values: as they are, a penalty would weigh more on them than on the marks. */
const vectorScale = 3

/** All-zero weights for a meaning of D values: every label has probability 1/2. */
export function zeroClassifier(meaningDim: number, phraseRows: number, labels: number): ClassifierParams {
  return {
    dense: param([2 * meaningDim + markerNames.length, labels]), phrase: param([phraseRows, labels]), bias: param([labels]),
  }
}

/** What the gate has read of a text. */
type Reading = Pick<GateInput, 'meaning' | 'markers'>

/** Features of a text; `reading` where it has been read before. */
export function messageFeatures(text: string, encoder: EmbeddedEncoder, reading?: Reading): MessageFeatures {
  const { meaning, markers } = reading ?? { meaning: encoder.meaning(text), markers: markersOf(text) }
  const { dim } = encoder
  const dense = new Float32Array(2 * dim + markerNames.length)
  dense.set(meaning.map(value => vectorScale * value))
  dense.set(markers, dim)
  dense.set(encoder.vector(text).map(value => vectorScale * value), dim + markerNames.length)
  const words = negatedWordsOf(text).map(hashText)
  const hashes = (tokens: readonly string[]): number[] => [...new Set([...words, ...pairsOf(tokens).map(hashText)])]
  return {
    dense, plain: hashes(wordsOf(text)),
    phrases: hashes((text.toLowerCase().match(token) ?? []).map(part => (/^\d/.test(part) ? '0' : part))),
  }
}

/** The vectors [D] that features were made of, to within rounding. */
export function vectorsIn({ dense }: MessageFeatures): { meaning: Float32Array; vector: Float32Array } {
  const dim = (dense.length - markerNames.length) / 2
  const unscaled = (from: number): Float32Array => dense.slice(from, from + dim).map(value => value / vectorScale)
  return { meaning: unscaled(0), vector: unscaled(dim + markerNames.length) }
}

/** Words after which the rest of a clause is meant otherwise. */
const negators = wordSet(`no not never none without don't doesn't didn't isn't aren't won't can't cannot wouldn't shouldn't stop hate hates dislike avoid
  skip drop leave less fewer too instead nothing spare dont doesnt isnt wont cant rather`)
const clauseBorder = /[,;:.!?…()–—\n]|\b(?:but|and|or|so)\b/i

/** Every word, marked where its clause is negated (Das and Chen 2001): "no long answers" and "long answers" share but the last. */
function negatedWordsOf(text: string): string[] {
  return text.split(clauseBorder).flatMap(clause => {
    let negated = false
    return wordsOf(clause).map(word => {
      const found = negated ? `not ${word}` : word
      if (negators.has(word)) negated = true
      return found
    })
  })
}

/** Every pair of neighbours. Brackets stand for the two ends: what a message begins with tells more than the same word within. */
function pairsOf(tokens: readonly string[]): string[] {
  return ['<', ...tokens].map((part, at) => `${part} ${tokens[at] ?? '>'}`)
}

/** A word, a number, or a mark: "no," and "no" begin other things. */
const token = /\p{L}[\p{L}\p{M}'’-]*|\p{N}+(?:[.,:]\p{N}+)*|[,.!?:;…()–—-]/gu

/** Probability of each label, [L], each in (0, 1). Throws SHAPE_MISMATCH where the weights are for another encoder. */
export function classify(features: MessageFeatures, params: ClassifierParams): Float64Array {
  return classifierLogits(features, params).map(probabilityOf)
}

/** Probability of a logit. */
export function probabilityOf(logit: number): number {
  return 1 / (1 + Math.exp(-logit))
}

/** Logit of each label, [L]. Throws SHAPE_MISMATCH where the weights are for another encoder. */
export function classifierLogits({ dense, phrases }: MessageFeatures, { dense: weights, phrase, bias }: ClassifierParams): Float64Array {
  const labels = bias.data.length
  const rows = phrase.data.length / labels
  if (weights.data.length !== dense.length * labels) {
    throw new MnemeError('SHAPE_MISMATCH', `classifier: expected weights for ${dense.length} features, got ${weights.data.length / labels}; load a policy with loadPolicy`)
  }
  const logits = Float64Array.from(bias.data)
  const add = (from: Float32Array, row: number, value: number): void => {
    const at = row * labels
    for (let label = 0; label < labels; label++) logits[label]! += value * from[at + label]!
  }
  for (let row = 0; row < dense.length; row++) if (dense[row] !== 0) add(weights.data, row, dense[row]!)
  for (const row of new Set(phrases.map(found => found % rows))) add(phrase.data, row, 1)
  return logits
}
