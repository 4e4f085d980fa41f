// What the differentiable path learns, and the same path on plain arrays, as a memory runs it. N turns, H further heads.
import { cosines, logits as attentionLogits } from '../attention/kernel.ts'
import type { Config } from '../config.ts'
import { fuse, keyDim, type FusionParams } from '../encode/fusion.ts'
import { activate, type GateParams } from '../gate/network.ts'
import { probabilityOf } from '../signals/classifier.ts'
import { param, type Param, type ParamTree } from '../tensor/params.ts'
import { decayed, halfLifeTicks } from '../trace/strength.ts'
import type { PathHistory, PathQuestion } from './history.ts'

/** Weights from the gate to the order of what is retrieved. */
export interface PathParams extends ParamTree {
  gate: GateParams
  fusion: FusionParams
  /** Logarithms, so that both stay positive. */
  attention: {
    /** [] */
    logBeta: Param
    /** [] */
    logGamma: Param
  }
  heads: {
    /** [H] */
    weight: Param
  }
}

/** Weights of a path whose gate and fusion are given; beta and gamma above 0, the weights of the further heads in order. */
export function pathParams(
  gate: GateParams, fusion: FusionParams, { beta, gamma, heads }: { beta: number; gamma: number; heads: readonly number[] },
): PathParams {
  return {
    gate, fusion, attention: { logBeta: param([], [Math.log(beta)]), logGamma: param([], [Math.log(gamma)]) },
    heads: { weight: param([heads.length], heads) },
  }
}

/** Importance of every turn as the gate on plain arrays gives it, [N]. Equal to sigmoid of `strengthLogits` within 1e-5. */
export function importances({ turns }: PathHistory, { gate }: PathParams): Float32Array {
  return Float32Array.from(turns, ({ features }) => probabilityOf(activate(features, gate).logit))
}

/** Keys of all turns, [N, K], as the fusion on plain arrays gives them. */
export function keysOf({ turns }: PathHistory, { fusion }: PathParams): Float32Array {
  const dim = keyDim(turns[0]?.meaning.length ?? 0, fusion)
  const keys = new Float32Array(turns.length * dim)
  turns.forEach(({ meaning, implicit }, row) => keys.set(fuse(meaning, implicit, fusion), row * dim))
  return keys
}

/**
 * Logits [N] of a question on plain arrays, -Infinity for a turn not said before it; their softmax is the attention of the graph
 * within 1e-5. `strengths` [N] are those that the turns were written with, `keys` those of `keysOf`.
 */
export function questionLogits(
  { turns }: PathHistory, question: PathQuestion, params: PathParams, strengths: Float32Array, keys: Float32Array,
  config: Pick<Config, 'tickMs' | 'halfLifeDays'>,
): Float32Array {
  const { attention, heads, fusion } = params
  const [beta, gamma] = [Math.exp(attention.logBeta.data[0]!) * question.scale, Math.exp(attention.logGamma.data[0]!)]
  const query = fuse(question.meaning, question.moment, fusion)
  const scores = cosines(query, keys, turns.length, query.length, new Float32Array(turns.length))
  const alive = Float32Array.from(turns, ({ kind, tick }, turn) =>
    decayed(strengths[turn]!, question.tick - tick, halfLifeTicks(kind, config)))
  attentionLogits(scores, alive, turns.length, { beta, gamma }, scores)
  const count = heads.weight.data.length
  turns.forEach(({ tick }, turn) => {
    if (tick >= question.tick) scores[turn] = -Infinity
    for (let head = 0; head < count; head++) scores[turn] = scores[turn]! + heads.weight.data[head]! * question.heads[turn * count + head]!
  })
  return scores
}
