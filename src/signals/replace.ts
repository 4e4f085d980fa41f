// Which of several earlier statements a new one replaces or repeats: a conditional logit (McFadden 1974) over pairs.
import type { EmbeddedEncoder } from '../encode/embedded.ts'
import { MnemeError } from '../errors.ts'
import { param, type Param, type ParamTree } from '../tensor/params.ts'
import { zeroAnnounce } from './announce.ts'
import type { ClassifierParams } from './classifier.ts'
import { choiceFeatures, pairFeatureNames, readStatement, statesOtherValue, type Earlier, type Later, type Statement } from './pair.ts'

/** Weights of the choice: logit = weight · features + bias, one for "replaces" and one for "repeats". */
export interface PairParams extends ParamTree {
  /** Tells how much a statement sounds like one that replaces another. */
  announce: ClassifierParams
  /** [F, 2]. */
  weight: Param
  /** [2]. */
  bias: Param
}

/** All-zero weights for a meaning of D values, with a bias by which nothing is replaced. */
export function zeroPair(meaningDim: number): PairParams {
  return { announce: zeroAnnounce(meaningDim), weight: param([pairFeatureNames.length, 2]), bias: param([2], [-4, -4]) }
}

/** Statements that a new one is held against: the nearest by meaning, and the last ones whatever they mean. */
const nearest = 10
const last = 2

/** Those of the earlier statements, given latest first, that a new one is held against, the nearest first. `cosine`: with the new one. */
export function candidatesOf<T extends { ago: number; cosine: number }>(earlier: readonly T[]): T[] {
  return earlier.toSorted((a, b) => b.cosine - a.cosine).filter(({ ago }, rank) => rank < nearest || ago <= last)
}

/** Probability that each earlier statement is replaced, or repeated; with that of neither they sum to 1. */
export interface Choice {
  replaced: number[]
  repeated: number[]
}

/**
 * P(i replaced) = exp(r_i) / (1 + Σ_j exp(r_j) + exp(s_j)) with the logits r for "replaces" and s for "repeats" of every
 * earlier statement; where i states another value of the same type, given that it is not repeated. Throws SHAPE_MISMATCH.
 */
export function chooseReplaced(earlier: readonly Earlier[], later: Later, params: Pick<PairParams, 'weight' | 'bias'>): Choice {
  const logits = choiceFeatures(earlier, later).map(features => pairLogits(features, params))
  const most = Math.max(0, ...logits.flat())
  const total = logits.flat().reduce((sum, logit) => sum + Math.exp(logit - most), Math.exp(-most))
  const share = (logit: number): number => Math.exp(logit - most) / total
  const repeated = logits.map(([, repeats]) => share(repeats))
  // With another value of the same type nothing is said again: what would be a repetition is out of the question.
  const open = repeated.map((same, at) => (statesOtherValue(earlier[at]!.statement, later.statement) ? 1 - same : 1))
  return { replaced: logits.map(([replaces], at) => share(replaces) / open[at]!), repeated: repeated.map((same, at) => (open[at] === 1 ? same : 0)) }
}

/** Logits of "replaces" and "repeats" for one pair. */
function pairLogits(features: Float32Array, { weight, bias }: Pick<PairParams, 'weight' | 'bias'>): [number, number] {
  if (weight.data.length !== 2 * features.length) {
    throw new MnemeError('SHAPE_MISMATCH', `pair: expected weights for ${features.length} features, got ${weight.data.length / 2}; load a policy with loadPolicy`)
  }
  let [replaces, repeats] = [bias.data[0]!, bias.data[1]!]
  features.forEach((value, feature) => {
    replaces += value * weight.data[2 * feature]!
    repeats += value * weight.data[2 * feature + 1]!
  })
  return [replaces, repeats]
}

const most = 4096

/** Statements read once: reading one costs more than comparing it. */
export class StatementReader {
  readonly #encoder: EmbeddedEncoder
  readonly #known = new Map<string, Statement>()

  constructor(encoder: EmbeddedEncoder) {
    this.#encoder = encoder
  }

  read(text: string): Statement {
    let statement = this.#known.get(text)
    if (!statement) {
      statement = readStatement(text, this.#encoder)
      if (this.#known.size >= most) this.#known.clear()
      this.#known.set(text, statement)
    }
    return statement
  }
}
