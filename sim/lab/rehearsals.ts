// Simulated recall histories, by three models of forgetting of which none is the one that is fitted to them.
import type { Kind, Random } from 'mneme'

/** One attempt to recall. */
interface Attempt {
  /** Since the attempt before, or since it was learned. */
  days: number
  recalled: boolean
  /** The probability with which it was drawn. */
  chance: number
}

/** One item, from when it was learned. */
export interface Rehearsal {
  kind: Kind
  attempts: Attempt[]
}

/** Tells the chance of the next attempt after some days, and takes its outcome. */
interface Learner {
  chance(days: number): number
  take(days: number, recalled: boolean): void
}

const kinds: readonly Kind[] = ['episodic', 'semantic', 'preference', 'procedural', 'mood']
/** How much longer than an episode things of a kind last. */
const lasting: Readonly<Record<Kind, number>> = { episodic: 1, semantic: 4, preference: 2, procedural: 2, mood: 0.25 }

/** What draws an item, by name. */
export const generators: Readonly<Record<string, (kind: Kind, random: Random) => Learner>> = {
  'activation (ACT-R)': activation,
  'fast and slow trace': twoTraces,
  'bursts of need': bursts,
}

export function drawRehearsals(name: string, count: number, random: Random): Rehearsal[] {
  return Array.from({ length: count }, () => {
    const kind = random.pick(kinds)
    const learner = generators[name]!(kind, random)
    const attempts = Array.from({ length: 4 + random.integer(9) }, (): Attempt => {
      // Three in ten come within the day.
      const days = random.next() < 0.3 ? 0.02 + 0.6 * random.next() : spread(6, 1.3, random)
      const chance = learner.chance(days)
      const recalled = random.next() < chance
      learner.take(days, recalled)
      return { days, recalled, chance }
    })
    return { kind, attempts }
  })
}

/** Log-normal around a median. */
function spread(median: number, width: number, random: Random): number {
  return median * Math.exp(width * random.normal())
}

/**
 * Base-level activation with the spacing effect of Pavlik and Anderson (2005): m = ln sum t_i^-d_i over all presentations, each
 * with a decay d_i = c e^m + a of the activation that it met; p = 1 / (1 + e^((threshold - m - item) / s)). Time in hours.
 */
function activation(kind: Kind, random: Random): Learner {
  const [base, slope, threshold, noise] = [0.18, 0.22, -1.1, 0.35]
  const item = 0.3 * random.normal() + 0.3 * Math.log2(lasting[kind])
  let now = 0
  const seen: { at: number; decay: number }[] = [{ at: 0, decay: base }]
  const level = (at: number): number => Math.log(seen.reduce((sum, { at: then, decay }) => sum + Math.max(0.1, at - then) ** -decay, 0))
  return {
    chance: days => 1 / (1 + Math.exp((threshold - level(now + 24 * days) - item) / noise)),
    take(days) {
      now += 24 * days
      seen.push({ at: now, decay: slope * Math.exp(level(now)) + base })
    },
  }
}

/** A fast trace that fades in days and a slow one that fades in months, to which a success adds what the fast one has lost. */
function twoTraces(kind: Kind, random: Random): Learner {
  const fastDays = spread(4 * lasting[kind], 0.5, random)
  const slowDays = spread(120, 0.5, random)
  const gain = 0.15 + 0.5 * random.next()
  let [fast, slow] = [1, 0.1]
  return {
    chance: days => 0.02 + 0.96 * (1 - (1 - fast * Math.exp(-days / fastDays)) * (1 - slow * Math.exp(-days / slowDays))),
    take(days, recalled) {
      fast *= Math.exp(-days / fastDays)
      slow *= Math.exp(-days / slowDays)
      slow = recalled ? slow + gain * (1 - slow) * (1 - fast) : slow * 0.7
      fast = recalled ? 1 : 0.8
    },
  }
}

/** What an agent is asked: an item is needed nearly always while its business lasts, hardly ever between two such times. */
function bursts(kind: Kind, random: Random): Learner {
  const item = spread(5 * lasting[kind], 0.6, random)
  const lengthOf = (on: boolean): number => spread(on ? item : 40, 0.8, random)
  let on = true
  let left = lengthOf(on)
  return {
    chance(days) {
      let ahead = days
      for (; ahead >= left; left = lengthOf(on)) {
        ahead -= left
        on = !on
      }
      left -= ahead
      return on ? 0.92 : 0.08
    },
    take: () => undefined,
  }
}
