// The levels of the signals: formulas from probabilities and counts to [0, 1]. See src/README.md for what each one does.
import type { Cues } from './cue.ts'
import { anyOf, type SignalLevel } from './signal.ts'

/**
 * Dopamine, "this matters": 1 - (1 - disclosure)(1 - correction)(1 - request)(1 - praise). `replaces`: the probability that
 * the turn replaces an earlier statement, which is a correction too.
 */
export function dopamineOf({ disclosure, correction, request, praise }: Cues, replaces: number): SignalLevel {
  return anyOf({ disclosure, correction: Math.max(correction, replaces), request, praise })
}

/**
 * The part of dopamine that is about the turn's own words and pins it: 1 - (1 - disclosure · i)(1 - replaces)(1 - request ·
 * (1 + i) / 2) with the gate's importance i. Praise is about what was said before, and a correction pins where it is known
 * what it corrects.
 */
export function pinOf({ disclosure, request }: Cues, replaces: number, importance: number): SignalLevel {
  return anyOf({ disclosure: disclosure * importance, correction: replaces, request: request * (1 + importance) / 2 })
}

/** GABA, "let it fade": the probability that an earlier statement is contradicted. */
export function gabaOf(contradicted: number): SignalLevel {
  return { level: contradicted, cause: contradicted > 0 ? `contradiction ${contradicted.toFixed(2)}` : '' }
}

/** Turns, and sessions, that make a pattern a rule. */
export const ruleTurns = 3
export const ruleSessions = 2

/** Serotonin, "a stable pattern": probability · min(1, turns / 3) · min(1, sessions / 2) of the pattern that a turn shows. */
export function serotoninOf(name: string, probability: number, turns: number, sessions: number): SignalLevel {
  const level = probability * Math.min(1, turns / ruleTurns) * Math.min(1, sessions / ruleSessions)
  return { level, cause: `${name}: ${turns} turns in ${sessions} sessions` }
}

/** Turns after which half of acetylcholine's level is reached. */
const halfDepth = 4

/** Acetylcholine, "go deep": 1 - 2^(-turns / 4) of the topic that a message is about. */
export function acetylcholineOf(topic: string, turns: number): SignalLevel {
  return { level: 1 - 2 ** (-turns / halfDepth), cause: turns > 0 ? `${topic}: ${turns} turns` : '' }
}

/** Cosine of a message with what was said just before, from which on the topic is the same. */
const sameTopic = 0.2

/**
 * Norepinephrine, "something changed": 1 - (1 - frustration)(1 - shift)(1 - jump / 2) with jump = max(0, 1 - cosine / .2) of
 * the message with what was said just before; null where nothing was.
 */
export function norepinephrineOf({ frustration, shift }: Cues, cosine: number | null): SignalLevel {
  const jump = cosine === null ? 0 : Math.min(1, Math.max(0, 1 - cosine / sameTopic))
  return anyOf({ frustration, shift, 'another topic': jump / 2 })
}
