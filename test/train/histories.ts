// Small random histories for tests, and the loss of the path in doubles, written apart from src.
import { kinds } from '../../src/config.ts'
import { implicitDim } from '../../src/encode/implicit.ts'
import { featureCount, zeroGate } from '../../src/gate/network.ts'
import { createRandom } from '../../src/random.ts'
import { mapParams, param } from '../../src/tensor/params.ts'
import type { PathHistory, PathQuestion } from '../../src/train/history.ts'
import { pathParams, type PathParams } from '../../src/train/path-params.ts'

export const time = { tickMs: 86_400_000, halfLifeDays: { episodic: 365, semantic: 3650, preference: 730, procedural: 730, mood: 0.5 } }

export const [textDim, heads] = [3, 2]

/** A history of `count` turns, one a day, and questions: two at its end, one in its middle, one that comes before its evidence. */
export function randomHistory(count: number, seed: number): PathHistory {
  const random = createRandom(seed)
  const draw = (size: number): Float32Array => Float32Array.from({ length: size }, () => random.normal())
  const unit = (): Float32Array => {
    const vector = draw(textDim)
    return vector.map(value => value / Math.hypot(...vector))
  }
  const implicit = (): Float32Array => draw(implicitDim).map(value => Math.tanh(value))
  const question = (tick: number, evidence: number[]): PathQuestion => ({
    meaning: unit(), moment: tick % 2 ? implicit() : null, tick, scale: 1.5, evidence, heads: draw(count * heads),
  })
  return {
    turns: Array.from({ length: count }, (_, tick) => ({
      features: draw(featureCount(textDim)), meaning: unit(), implicit: tick % 3 ? implicit() : null, kind: kinds[tick % 4]!, tick,
    })),
    questions: [question(count, [1, count - 1]), question(count + 1, [2]), question(count >> 1, [0, count - 2]), question(3, [count - 1])],
  }
}

/** Random weights, no leaf of them zero. */
export function randomParams(seed: number): PathParams {
  const random = createRandom(seed)
  const fusion = { weight: param([2, implicitDim]) }
  const params = pathParams(zeroGate(textDim, 3), fusion, { beta: 2, gamma: 0.7, heads: [0.5, -0.3] })
  return mapParams(params, ({ shape, data }, path) => ({ shape, data: /log|heads/.test(path) ? data : data.map(() => 0.3 * random.normal()) }))
}

/** Values of a leaf by its path. */
export type Leaf = (path: string) => ArrayLike<number>

/** Logit of each turn's importance. */
export function referenceGate({ turns }: PathHistory, leaf: Leaf): number[] {
  const [center, direct, hidden, hiddenBias, output, bias] =
    ['center', 'direct', 'hidden', 'hiddenBias', 'output', 'bias'].map(name => leaf(`gate.${name}`)) as [ArrayLike<number>, ...ArrayLike<number>[]]
  return turns.map(({ features }) => {
    let logit = bias![0]!
    const units = output!.length
    for (let unit = 0; unit < units; unit++) {
      let sum = hiddenBias![unit]!
      features.forEach((value, at) => { sum += (value - center[at]!) * hidden![at * units + unit]! })
      logit += output![unit]! * Math.tanh(sum)
    }
    features.forEach((value, at) => { logit += (value - center[at]!) * direct![at]! })
    return logit
  })
}

/** -log of the mean attention mass on the evidence, given the logits of the strengths. */
export function referenceRetrieval({ turns, questions }: PathHistory, leaf: Leaf, logits: readonly number[]): number {
  const weight = leaf('fusion.weight')
  const key = (text: Float32Array, implicit: Float32Array | null): number[] => {
    const rows = weight.length / implicitDim
    const projected = Array.from({ length: rows }, (_, row) =>
      implicit ? implicit.reduce((sum, value, at) => sum + value * weight[row * implicitDim + at]!, 0) : 0)
    const all = [...text, ...projected]
    const norm = Math.hypot(...all)
    return all.map(value => value / norm)
  }
  const keys = turns.map(({ meaning, implicit }) => key(meaning, implicit))
  const [beta, gamma] = [Math.exp(leaf('attention.logBeta')[0]!), Math.exp(leaf('attention.logGamma')[0]!)]
  const losses = questions.flatMap(({ meaning, moment, tick, scale, evidence, heads: said }) => {
    const query = key(meaning, moment)
    const powers = turns.map((turn, at) => {
      if (turn.tick >= tick) return 0
      const strength = 2 ** -((tick - turn.tick) / time.halfLifeDays[turn.kind]) / (1 + Math.exp(-logits[at]!))
      const cosine = keys[at]!.reduce((sum, value, column) => sum + value * query[column]!, 0)
      const further = [...leaf('heads.weight') as number[]].reduce((sum, value, head) => sum + value * said[at * heads + head]!, 0)
      return Math.max(strength, 1e-6) ** gamma * Math.exp(beta * scale * cosine + further)
    })
    const mass = evidence.reduce((sum, at) => sum + powers[at]!, 0) / powers.reduce((sum, power) => sum + power, 0)
    return mass > 0 ? [-Math.log(mass)] : []
  })
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length
}

/** price · (mean strength - share)². */
export function referenceBudget(logits: readonly number[], share: number, price: number): number {
  const mean = logits.reduce((sum, logit) => sum + 1 / (1 + Math.exp(-logit)), 0) / logits.length
  return price * (mean - share) ** 2
}
