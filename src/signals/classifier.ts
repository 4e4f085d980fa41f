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
  /** Hashes of its words and pairs of words, each once; modulo P they are rows. */
  phrases: readonly number[]
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
export type Reading = Pick<GateInput, 'meaning' | 'markers'>

/** Features of a text; `reading` where it has been read before. */
export function messageFeatures(text: string, encoder: EmbeddedEncoder, reading?: Reading): MessageFeatures {
  const { meaning, markers } = reading ?? { meaning: encoder.meaning(text), markers: markersOf(text) }
  const { dim } = encoder
  const dense = new Float32Array(2 * dim + markerNames.length)
  dense.set(meaning.map(value => vectorScale * value))
  dense.set(markers, dim)
  dense.set(encoder.vector(text).map(value => vectorScale * value), dim + markerNames.length)
  return { dense, phrases: phrasesOf(text) }
}

/** Words after which the rest of a clause is meant otherwise. */
const negators = wordSet(`no not never none without don't doesn't didn't isn't aren't won't can't cannot wouldn't shouldn't stop hate hates dislike avoid
  skip drop leave less fewer too instead nothing spare dont doesnt isnt wont cant rather`)
const clauseBorder = /[,;:.!?…()–—\n]|\b(?:but|and|or|so)\b/i

/**
 * Hashes of every word, marked where its clause is negated (Das and Chen 2001): "no long answers" and "long answers" share no
 * word but the last; and of every pair of words as it stands.
 */
function phrasesOf(text: string): number[] {
  const found = new Set<number>()
  for (const clause of text.split(clauseBorder)) {
    let negated = false
    for (const word of wordsOf(clause)) {
      found.add(hashText(negated ? `not ${word}` : word))
      if (negators.has(word)) negated = true
    }
  }
  // Brackets stand for the two ends: what a message begins with tells more than the same word within.
  const words = ['<', ...wordsOf(text), '>']
  words.slice(1).forEach((word, at) => found.add(hashText(`${words[at]!} ${word}`)))
  return [...found]
}

/** Probability of each label, [L], each in (0, 1). Throws SHAPE_MISMATCH where the weights are for another encoder. */
export function classify({ dense, phrases }: MessageFeatures, { dense: weights, phrase, bias }: ClassifierParams): Float64Array {
  const labels = bias.data.length
  const rows = phrase.data.length / labels
  if (weights.data.length !== dense.length * labels) {
    throw new MnemeError('SHAPE_MISMATCH', `classifier: expected weights for ${dense.length} features, got ${weights.data.length / labels}; load a policy with loadPolicy`)
  }
  const logits = Float64Array.from(bias.data)
  const add = (from: Float32Array, row: number, value: number): void => {
    for (let label = 0; label < labels; label++) logits[label] = logits[label]! + value * from[row * labels + label]!
  }
  dense.forEach((value, row) => { if (value !== 0) add(weights.data, row, value) })
  for (const row of new Set(phrases.map(found => found % rows))) add(phrase.data, row, 1)
  return logits.map(logit => 1 / (1 + Math.exp(-logit)))
}
