// A membership attack: who knows everything but whether one user took part guesses it from releases by the likelihood ratio.
import { discreteLaplace, noiseProbability, noiseTail, type Coin, type NoiseRate } from 'mneme/research'

/** What is attacked. */
export interface Attacked {
  /** Counts of the others for each entry that the one user would add to. */
  others: readonly number[]
  /** Null for exact counts. */
  rate: NoiseRate | null
  /** The noisy count from which an entry is shown. */
  least: number
  /** Releases of the same counts, all of which the attacker sees. */
  releases: number
  /** Counts of all entries, or of those alone that are shown. */
  sees: 'all' | 'shown'
}

/** How often the guess "took part" is made where the user did, less how often where the user did not, in [-1, 1]; an undecided guess counts half. */
export function advantageOf(attacked: Attacked, trials: number, coin: Coin): number {
  let difference = 0
  for (let trial = 0; trial < trials; trial++) {
    difference += guess(attacked, 1, coin) - guess(attacked, 0, coin)
  }
  return difference / trials
}

/** The most that any attacker can gain on releases of ε in all: (e^ε - 1) / (e^ε + 1) (Kairouz, Oh and Viswanath 2015, theorem 2.1). */
export function advantageBound(epsilon: number): number {
  return Math.tanh(epsilon / 2)
}

/** 1 for "took part", 0 for "did not", 1/2 where nothing tells. */
function guess({ others, rate, least, releases, sees }: Attacked, present: 0 | 1, coin: Coin): number {
  let evidence = 0
  for (let release = 0; release < releases; release++) {
    for (const count of others) {
      const seen = count + present + (rate ? discreteLaplace(rate, coin) : 0)
      evidence += sees === 'all' || seen >= least ? probability(rate, seen - count - 1) - probability(rate, seen - count) : hidden(rate, least - count - 1) - hidden(rate, least - count)
    }
  }
  return Math.abs(evidence) < 1e-9 ? 0.5 : Number(evidence > 0)
}

/** Logarithm, bounded: without noise some outcomes are impossible. */
const certain = 1e3
const log = (value: number): number => (value > 0 ? Math.max(-certain, Math.log(value)) : -certain)

function probability(rate: NoiseRate | null, noise: number): number {
  return log(rate ? noiseProbability(rate, noise) : Number(noise === 0))
}

/** That the noise is less than this. */
function hidden(rate: NoiseRate | null, border: number): number {
  return log(rate ? noiseTail(rate, 1 - border) : Number(border > 0))
}
