// Which of several earlier statements a new one replaces or repeats: a conditional logit (McFadden 1974) over pairs.
import type { EmbeddedEncoder } from '../encode/embedded.ts'
import { MnemeError } from '../errors.ts'
import { param, type Param, type ParamTree } from '../tensor/params.ts'
import { pairFeatureNames, pairFeatures, readStatement, type Statement } from './pair.ts'

/** Weights of the choice: logit = weight · features + bias, one for "replaces" and one for "repeats". */
export interface PairParams extends ParamTree {
  /** [F, 2]. */
  weight: Param
  /** [2]. */
  bias: Param
}

/** All-zero weights, with a bias by which nothing is replaced. */
export function zeroPair(): PairParams {
  return { weight: param([pairFeatureNames.length, 2]), bias: param([2], [-4, -4]) }
}

/** Probability that each earlier statement is replaced, or repeated; with that of neither they sum to 1. */
export interface Choice {
  replaced: number[]
  repeated: number[]
}

/**
 * P(i replaced) = exp(r_i) / (1 + Σ_j exp(r_j) + exp(s_j)) with the logits r for "replaces" and s for "repeats" of every
 * earlier statement. Throws SHAPE_MISMATCH.
 */
export function chooseReplaced(earlier: readonly Statement[], later: Statement, params: PairParams): Choice {
  const logits = earlier.map(statement => pairLogits(pairFeatures(statement, later), params))
  const most = Math.max(0, ...logits.flat())
  const total = logits.flat().reduce((sum, logit) => sum + Math.exp(logit - most), Math.exp(-most))
  const share = (logit: number): number => Math.exp(logit - most) / total
  return { replaced: logits.map(([replaces]) => share(replaces)), repeated: logits.map(([, repeats]) => share(repeats)) }
}

/** Logits of "replaces" and "repeats" for one pair. */
function pairLogits(features: Float32Array, { weight, bias }: PairParams): [number, number] {
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
