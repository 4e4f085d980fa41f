// Figures of retrieval and classification, and their intervals by seeded bootstrap.
import type { Random } from 'mneme'

/** Turn ids in order of rank: a hit with n sources uses n places, whether or not another hit had them before. */
export function places(hits: readonly { sourceIds: readonly string[] }[]): string[] {
  return hits.flatMap(hit => hit.sourceIds)
}

/** Share of the evidence among the first k places. */
export function recallAt(ranked: readonly string[], evidence: readonly string[], k: number): number {
  const found = new Set(ranked.slice(0, k))
  return evidence.filter(id => found.has(id)).length / evidence.length
}

/** 1 / place of the first evidence; 0 where none is in the list. */
export function reciprocalRank(ranked: readonly string[], evidence: readonly string[]): number {
  const place = ranked.findIndex(id => evidence.includes(id))
  return place < 0 ? 0 : 1 / (place + 1)
}

function discount(place: number): number {
  return 1 / Math.log2(place + 2)
}

/** Normalised discounted cumulative gain at k with gains 0 and 1 (Järvelin and Kekäläinen 2002). */
export function ndcgAt(ranked: readonly string[], evidence: readonly string[], k: number): number {
  const wanted = new Set(evidence)
  const gain = ranked.slice(0, k).reduce((sum, id, place) => sum + (wanted.delete(id) ? discount(place) : 0), 0)
  const ideal = Array.from({ length: Math.min(k, evidence.length) }, (_, place) => discount(place))
  return gain / ideal.reduce((sum, value) => sum + value, 0)
}

/** One labelled thing and the score that should tell it. */
export interface Scored {
  score: number
  positive: boolean
}

/** Average precision; items of equal score count as one group, so that their order in the list tells nothing. */
export function averagePrecision(items: readonly Scored[]): number {
  const groups = new Map<number, { positives: number; all: number }>()
  for (const { score, positive } of items) {
    const group = groups.get(score) ?? { positives: 0, all: 0 }
    groups.set(score, { positives: group.positives + (positive ? 1 : 0), all: group.all + 1 })
  }
  let [seen, found, sum] = [0, 0, 0]
  for (const [, { positives, all }] of [...groups].sort(([a], [b]) => b - a)) {
    seen += all
    found += positives
    sum += (positives * found) / seen
  }
  return found === 0 ? 0 : sum / found
}

/** Share of the pairs of a positive and another in which the positive scores higher, ties for one half; 0 without pairs. */
export function areaUnderCurve(items: readonly Scored[]): number {
  const rising = items.toSorted((a, b) => a.score - b.score)
  let [won, positives, others] = [0, 0, 0]
  for (let from = 0, to = 0; from < rising.length; from = to) {
    let [here, beside] = [0, 0]
    for (; to < rising.length && rising[to]!.score === rising[from]!.score; to++) {
      if (rising[to]!.positive) here++
      else beside++
    }
    won += here * (others + beside / 2)
    positives += here
    others += beside
  }
  return positives * others === 0 ? 0 : won / (positives * others)
}

/** How far probabilities are from what happens. */
export interface Reliability {
  /** Mean squared error (Brier 1950). */
  brier: number
  /** Mean distance of probability and share in ten bins of equal width, by how many lie in each (Naeini et al. 2015). */
  ece: number
}

/** Scores as probabilities of being positive, in [0, 1]. */
export function reliability(items: readonly Scored[]): Reliability {
  const bins = Array.from({ length: 10 }, (_, at) => items.filter(({ score }) => Math.min(9, Math.floor(10 * score)) === at))
  const off = bins.map(bin => Math.abs(bin.reduce((sum, { score, positive }) => sum + score - Number(positive), 0)))
  return {
    brier: mean(items.map(({ score, positive }) => (score - Number(positive)) ** 2)),
    ece: items.length === 0 ? 0 : off.reduce((sum, distance) => sum + distance, 0) / items.length,
  }
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}

export function median(values: readonly number[]): number {
  return quantile(
    [...values].sort((a, b) => a - b),
    0.5
  )
}

/** A quantile of ascending values, interpolated; 0 for none. */
export function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1)
  const below = sorted[Math.floor(place)] ?? 0
  return below + (place % 1) * ((sorted[Math.ceil(place)] ?? below) - below)
}

/** A mean with the interval in which it lies with a certainty of 95 %. */
export interface Estimate {
  mean: number
  low: number
  high: number
}

/** Student's t that 2.5 % exceed, by degrees of freedom from 1. */
const studentT = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145]

/** Mean over seeds with the interval of Student's t (1908); of one seed the interval is that value. From 16 seeds on 1.96. */
export function acrossSeeds(values: readonly number[]): Estimate {
  const middle = mean(values)
  if (values.length < 2) return { mean: middle, low: middle, high: middle }
  const variance = values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1)
  const half = (studentT[values.length - 2] ?? 1.96) * Math.sqrt(variance / values.length)
  return { mean: middle, low: middle - half, high: middle + half }
}

/** Mean over questions with a percentile interval (Efron 1979). Equal seeds draw equal questions, so differences are paired. */
export function bootstrap(values: readonly number[], random: Random, rounds = 1000): Estimate {
  if (values.length === 0) return { mean: 0, low: 0, high: 0 }
  const means = Array.from({ length: rounds }, () => {
    let sum = 0
    for (let draw = 0; draw < values.length; draw++) sum += values[random.integer(values.length)]!
    return sum / values.length
  }).sort((a, b) => a - b)
  return { mean: mean(values), low: quantile(means, 0.025), high: quantile(means, 0.975) }
}

/** The mean of a - b, question by question, with its interval. */
export function pairedDifference(a: readonly number[], b: readonly number[], random: Random, rounds = 1000): Estimate {
  if (a.length !== b.length)
    throw new RangeError(
      `pairedDifference: expected lists of one length, got ${a.length} and ${b.length}; ask both the same questions`
    )
  return bootstrap(
    a.map((value, index) => value - b[index]!),
    random,
    rounds
  )
}
