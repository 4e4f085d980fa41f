// A rule: a preference or habit that a person has shown again and again.
import { ruleSessions, ruleTurns } from '../signals/levels.ts'
import { firesFrom } from '../signals/signal.ts'

/** One turn that shows a pattern. */
interface Showing {
  /** Ordinal of the turn. */
  turn: number
  session: string
  /** How surely it shows it, in [0, 1]. */
  probability: number
}

/** A pattern in what a person wants or does; a rule once it has been shown often enough. */
export interface Rule {
  id: string
  /** Whose it is. */
  speaker: string
  /** Name of a known style, or null for a pattern that is known by its words alone. */
  style: string | null
  /** What it says, in the words of the style, of the person, or of the host's language model. */
  text: string
  /** Ordinal of the turn whose words the text is, or null. */
  quotes: number | null
  shown: readonly Showing[]
  /** Ordinals of the turns that contradict it. */
  against: readonly number[]
  /** False once the host has switched it off. */
  enabled: boolean
  /** When it became a rule, in milliseconds; null while it is forming, or where the host made it. */
  since: number | null
}

/** Who takes a preference back says so once: a contradiction weighs as much as the three turns that made the rule. */
const againstWeight = 3

/** How far a rule can be trusted, in [0, 1): s / (s + 3c + 1) with s the sum of its probabilities and c its contradictions. */
export function confidenceOf({ shown, against }: Rule): number {
  const support = shown.reduce((sum, { probability }) => sum + probability, 0)
  return support / (support + againstWeight * against.length + 1)
}

/** Sessions in which a pattern was shown. */
export function sessionsOf({ shown }: Pick<Rule, 'shown'>): number {
  return new Set(shown.map(({ session }) => session)).size
}

/** Sum of probabilities, and the surest one, that make a pattern a rule: three weak signs are no sign. */
const formedSum = 1.0
const formedMost = 0.6

/** Turns after which a weak sign counts no more: in a long history everything is hinted at some time. */
const weakTurns = 60

/** True for a pattern that was shown in three turns and two sessions at least, surely enough. */
export function hasFormed(rule: Pick<Rule, 'shown'>): boolean {
  const latest = Math.max(...rule.shown.map(({ turn }) => turn))
  const shown = rule.shown.filter(({ turn, probability }) => probability >= firesFrom || latest - turn <= weakTurns)
  const probabilities = shown.map(({ probability }) => probability)
  return shown.length >= ruleTurns && sessionsOf({ shown }) >= ruleSessions && Math.max(...probabilities) >= formedMost &&
    probabilities.reduce((sum, probability) => sum + probability, 0) >= formedSum
}

/** Confidence above which a rule is told to the model: three sure turns have .75, and one contradiction takes that to .43. */
const toldAbove = 0.44

/** True for a rule that holds: it has formed, nobody has switched it off, and it is not contradicted away. */
export function holds(rule: Rule): boolean {
  return rule.since !== null && rule.enabled && confidenceOf(rule) > toldAbove
}
