// Models of forgetting that tell the chance of each attempt, and their fit by gradient of the log-loss.
import type { Kind, Random } from 'mneme'
import type * as Research from 'mneme/research'
import { createAdam } from './adam.ts'
import { reliability } from './metrics.ts'
import type { Rehearsal } from './rehearsals.ts'

/** Probabilities of an item's attempts, in order, each from what was before it. */
export interface ForgettingModel {
  name: string
  /** Free numbers to begin with; none for a model that is taken as it is. */
  start: readonly number[]
  predict(item: Rehearsal, params: Float64Array): number[]
}

const kinds: readonly Kind[] = ['episodic', 'semantic', 'preference', 'procedural', 'mood']

export function forgettingModels({ fsrsWeights, fsrsRanges, firstReviewed, reviewed, retrievability }: typeof Research): ForgettingModel[] {
  /** Published weights times e^param, within their ranges. */
  const weightsOf = (params: Float64Array): number[] => fsrsWeights.map((weight, index) => {
    const [least, most] = fsrsRanges[index]!
    return Math.min(most, Math.max(least, weight * Math.exp(params[index] ?? 0)))
  })
  const byFsrs = ({ attempts }: Rehearsal, weights: readonly number[], scale = 1): number[] => {
    let memory = firstReviewed(3, weights)
    memory = { ...memory, stability: memory.stability * scale }
    return attempts.map(({ days, recalled }) => {
      const chance = retrievability(days, memory.stability, weights)
      memory = reviewed(memory, days, recalled ? 3 : 1, weights)
      return chance
    })
  }
  return [
    { name: 'a constant', start: [0], predict: ({ attempts }, [level]) => attempts.map(() => logistic(level!)) },
    { name: 'constant λ', start: [Math.log(30)], predict: ({ attempts }, [half]) => attempts.map(({ days }) => 2 ** (-days / Math.exp(half!))) },
    { name: 'λ by kind', start: [...kinds.map(() => Math.log(30)), 1, -1], predict: byKind },
    { name: 'FSRS-6, published', start: [], predict: item => byFsrs(item, fsrsWeights) },
    { name: 'FSRS-6, fitted', start: fsrsWeights.map(() => 0), predict: (item, params) => byFsrs(item, weightsOf(params)) },
    {
      name: 'FSRS-6, fitted, first S by kind', start: [...fsrsWeights, ...kinds].map(() => 0),
      predict: (item, params) => byFsrs(item, weightsOf(params), Math.exp(params[fsrsWeights.length + kinds.indexOf(item.kind)]!)),
    },
  ]
}

/** The package's exponential model: S · λ^t with a half-life for each kind; a success adds r (1 - S), a failure takes r S. */
function byKind({ kind, attempts }: Rehearsal, params: Float64Array): number[] {
  const halfLife = Math.exp(params[kinds.indexOf(kind)]!)
  const [first, rate] = [logistic(params[kinds.length]!), logistic(params[kinds.length + 1]!)]
  let strength = first
  return attempts.map(({ days, recalled }) => {
    const chance = strength * 2 ** (-days / halfLife)
    strength = recalled ? chance + rate * (1 - chance) : chance * (1 - rate)
    return chance
  })
}

function logistic(value: number): number {
  return 1 / (1 + Math.exp(-value))
}

/** Mean of -log p(what happened) over all attempts; no chance counts as surer than .999. */
export function logLoss(items: readonly Rehearsal[], predict: (item: Rehearsal) => readonly number[]): number {
  let [sum, count] = [0, 0]
  for (const item of items) {
    predict(item).forEach((chance, place) => {
      const sure = Math.min(0.999, Math.max(0.001, chance))
      sum -= Math.log(item.attempts[place]!.recalled ? sure : 1 - sure)
      count++
    })
  }
  return sum / count
}

/** Expected calibration error in ten bins, see `reliability`. */
export function calibrationError(items: readonly Rehearsal[], predict: (item: Rehearsal) => readonly number[]): number {
  return reliability(items.flatMap(item => predict(item).map((score, place) => ({ score, positive: item.attempts[place]!.recalled })))).ece
}

export interface FitSettings {
  steps: number
  /** Items behind each step. */
  batch: number
  /** Adam's rate at the first step; it falls to 0. */
  rate: number
}

/** Parameters after Adam on the log-loss of batches, gradients by forward differences: there are few parameters and no tape. */
export function fitModel(model: ForgettingModel, items: readonly Rehearsal[], random: Random, { steps, batch, rate }: FitSettings): Float64Array {
  const params = Float64Array.from(model.start)
  if (params.length === 0) return params
  const update = createAdam(params.length, rate)
  const gradient = new Float64Array(params.length)
  const width = 1e-5
  for (let step = 0; step < steps; step++) {
    const some = Array.from({ length: batch }, () => random.pick(items))
    const loss = (): number => logLoss(some, item => model.predict(item, params))
    const here = loss()
    for (let index = 0; index < params.length; index++) {
      const value = params[index]!
      params[index] = value + width
      gradient[index] = (loss() - here) / width
      params[index] = value
    }
    update(params, gradient, 1 - step / steps)
  }
  return params
}

