// Noise on counts: the discrete Laplace distribution, P(k) = (1 - a) / (1 + a) · a^|k| with a = exp(-rate), drawn exactly.
import { MnemeError } from '../errors.ts'
import type { RandomWord } from '../random.ts'

/** ε / sensitivity as a fraction of whole numbers, so that what is drawn has exactly the stated probabilities. */
export interface NoiseRate {
  numerator: number
  denominator: number
}

/** Chance in whole numbers. */
export interface Coin {
  /** An integer in [0, count), each as likely. */
  below(count: number): number
  /** True with probability `part / whole`. */
  chance(part: number, whole: number): boolean
}

const words = 2 ** 32
/** Rounds that no source needs which is random: the chance is below 2^-900. */
const mostRounds = 10_000

/** The rate at which counts of sensitivity `most` are private for `thousandths` / 1000. */
export function noiseRate(thousandths: number, most: number): NoiseRate {
  const common = divisor(thousandths, 1000 * most)
  return { numerator: thousandths / common, denominator: (1000 * most) / common }
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b)
}

/** Chance from 32-bit words, without a bias: words beyond the last whole multiple are drawn again. */
export function coinOf(word: RandomWord): Coin {
  const below = (count: number): number => {
    const bound = words - (words % count)
    for (let round = 0; round < mostRounds; round++) {
      const drawn = word()
      if (!Number.isInteger(drawn) || drawn < 0 || drawn >= words) throw unfit(`${drawn}`)
      if (drawn < bound) return drawn % count
    }
    throw unfit('the same again and again')
  }
  return { below, chance: (part, whole) => below(whole) < part }
}

/**
 * A draw of the distribution by whole numbers alone (Canonne, Kamath and Steinke 2020, algorithms 1 and 2): draws by floating-point
 * logarithms leave gaps that tell the count (Mironov 2012).
 */
export function discreteLaplace({ numerator, denominator }: NoiseRate, coin: Coin): number {
  for (let round = 0; round < mostRounds; round++) {
    const rest = coin.below(denominator)
    if (!decays(rest, denominator, coin)) continue
    let whole = 0
    while (decays(1, 1, coin)) if (++whole > mostRounds) throw unfit('the same again and again')
    const size = Math.floor((rest + denominator * whole) / numerator)
    const negative = coin.chance(1, 2)
    // Zero would come twice, from either side.
    if (!negative || size > 0) return negative ? -size : size
  }
  throw unfit('the same again and again')
}

/** True with probability exp(-part / whole), for part <= whole: an alternating series of coins. */
function decays(part: number, whole: number, coin: Coin): boolean {
  let tries = 1
  while (coin.chance(part, whole * tries)) if (++tries > mostRounds) throw unfit('the same again and again')
  return tries % 2 === 1
}

function unfit(got: string): MnemeError {
  return new MnemeError('INVALID_ARGUMENT', `random: expected integers from 0 to 4294967295 by chance, got ${got}; leave it out for the machine's own`)
}

/** Probability of a draw. */
export function noiseProbability({ numerator, denominator }: NoiseRate, k: number): number {
  const a = Math.exp(-numerator / denominator)
  return ((1 - a) / (1 + a)) * a ** Math.abs(k)
}

/** Probability of a draw of k or more. */
export function noiseTail({ numerator, denominator }: NoiseRate, k: number): number {
  const a = Math.exp(-numerator / denominator)
  return k > 0 ? a ** k / (1 + a) : 1 - a ** (1 - k) / (1 + a)
}

/** The least k such that none of so many draws reaches it, with a probability of `certainty` (by the union bound). */
export function noiseMargin(rate: NoiseRate, draws: number, certainty: number): number {
  const share = (1 - certainty) / draws
  // a^k / (1 + a) <= share.
  const a = Math.exp(-rate.numerator / rate.denominator)
  const k = Math.max(0, Math.floor(-Math.log(share * (1 + a)) * (rate.denominator / rate.numerator)) - 1)
  return noiseTail(rate, k) <= share ? k : noiseTail(rate, k + 1) <= share ? k + 1 : k + 2
}
