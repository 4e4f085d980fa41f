// A rule: a preference or habit that a person has shown again and again.
import { ruleSessions, ruleTurns } from '../signals/levels.ts'
import { shownShare } from '../signals/style.ts'

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
  /** When it became a rule, in milliseconds; null while it is forming. */
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

/** Turns of the speaker within which signs of a style add up: in a long history everything is hinted at some time. */
export const recentTurns = 60

/** Log likelihood ratio from which a style is taken for one that the person has. */
const formedEvidence = 6
/** Least probabilities of the two turns that show it best: weak signs alone are everywhere in a long history. */
const formedBest = [0.9, 0.6] as const
/** A turn that shows a style beyond doubt counts no more than this, as a probability: another three must not be needless. */
const surest = 0.9999

/** Sum of probabilities, and the surest one, that make a pattern of a person's own words a rule. */
const formedSum = 1.0
const formedMost = 0.6

/**
 * True for a pattern that was shown in three turns and two sessions at least, surely enough. Styles: Σ log((1 - ρ) / (1 - p)) over the
 * turns that show it, plus log(1 - ρ) for each between that doesn't, reaches 6, and the best two turns are sure by themselves: whoever has
 * a style shows it in a share ρ of the turns, whoever has not in none. `recent`: ordinals of the speaker's last turns, oldest first.
 */
export function hasFormed({ style, shown: all }: Pick<Rule, 'style' | 'shown'>, recent: readonly number[]): boolean {
  const first = recent[0] ?? 0
  const shown = style === null ? all : all.filter(({ turn }) => turn >= first)
  if (shown.length < ruleTurns || sessionsOf({ shown }) < ruleSessions) return false
  const probabilities = shown.map(({ probability }) => probability)
  if (style === null) return Math.max(...probabilities) >= formedMost && probabilities.reduce((sum, probability) => sum + probability, 0) >= formedSum
  const [best = 0, second = 0] = probabilities.toSorted((a, b) => b - a)
  if (best < formedBest[0] || second < formedBest[1]) return false
  const quiet = recent.filter(turn => turn >= shown[0]!.turn).length - shown.length
  return probabilities.reduce((sum, probability) => sum + evidenceOf(probability), quiet * Math.log(1 - shownShare)) >= formedEvidence
}

/** Log likelihood ratio of a turn that shows a style with a probability, for a person who has it. */
function evidenceOf(probability: number): number {
  return Math.log((1 - shownShare) / (1 - Math.min(surest, probability)))
}

/** Confidence above which a rule is told to the model: three sure turns have .75, and one contradiction takes that to .43. */
const toldAbove = 0.44

/** True for a rule that holds: it has formed, nobody has switched it off, and it is not contradicted away. */
export function holds(rule: Rule): boolean {
  return rule.since !== null && rule.enabled && confidenceOf(rule) > toldAbove
}
