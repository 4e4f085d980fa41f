// Serotonin: what a turn shows of a person's lasting preferences and habits, entered into the rules that form of them.
import type { Turn } from '../log/log.ts'
import { isMachine } from '../log/speaker.ts'
import { confidenceOf, hasFormed, holds, recentTurns, sessionsOf, type Rule } from '../rules/rule.ts'
import { ruleTurns, serotoninOf } from '../signals/levels.ts'
import { atRest, firesFrom, type SignalLevel } from '../signals/signal.ts'
import { styleOf } from '../signals/style.ts'
import { turnCosine } from '../state/passages.ts'
import type { Change, State } from '../state/state.ts'
import type { Sensed } from './sense.ts'

/** A turn that has been stored, as its rules are learned. */
interface Shows {
  turn: Turn
  /** Its place in the log, where it is the last. */
  ordinal: number
  /** Unit key [K]. */
  key: Float32Array
  sensed: Sensed
}

/** Cosine from which two habits that no style covers are one. */
const sameHabit = 0.62
/** Probability from which a turn shows a style for sure: it takes the opposite back, and strengthens a rule that has formed. */
const sureFrom = 0.9
/** Probability of a style from which a habit is no other one. */
const nothingElseFrom = 0.99
/** Patterns of a person's own words that are kept while they form: the latest. */
const mostForming = 100

/** Enters what a turn shows; gives the level of the pattern that is nearest to being a rule. */
export function learnRules(state: State, shows: Shows, change: (change: Change) => void): SignalLevel {
  // What two people like to each other is no rule for an assistant.
  if (talksWithPeople(state, shows.turn)) return atRest().serotonin
  const { styles, cues, announces } = shows.sensed
  let level = atRest().serotonin
  const enter = (rule: Rule, probability: number): void => {
    change({ type: 'rule', rule })
    const own = serotoninOf(rule.id, rule.since === null ? probability : Math.max(probability, confidenceOf(rule)), rule.shown.length, sessionsOf(rule))
    if (own.level > level.level) level = own
  }
  for (const { name, probability } of styles) {
    const known = state.rules.of(shows.turn.speaker).find(({ style }) => style === name) ?? blank(state, shows, name, styleOf(name)!.says)
    // "I eat meat again": the same subject, taken back.
    if (known.since !== null && announces > 0) change({ type: 'rule', rule: { ...known, against: [...known.against, shows.ordinal] } })
    else if (known.since === null || probability >= sureFrom) enter(shownAgain(state, known, shows, probability), probability)
    if (probability >= sureFrom) contradict(state, shows, new Set(styleOf(name)!.opposes), change)
  }
  const [best] = styles
  if (cues.habit >= firesFrom && !(best && best.probability >= nothingElseFrom)) {
    enter(shownAgain(state, likeIt(state, shows) ?? blank(state, shows, null, shows.sensed.habit), shows, cues.habit), cues.habit)
    forgetOldest(state, shows.turn.speaker, change)
  }
  return level
}

/** True where others than a speaker and machines have spoken. */
export function talksWithPeople({ log }: State, { speaker }: Pick<Turn, 'speaker'>): boolean {
  return [...log.speakers.keys()].some(other => other !== speaker && !isMachine(other))
}

function blank({ rules }: State, { turn, ordinal }: Shows, style: string | null, text: string): Rule {
  return {
    id: rules.nextId, speaker: turn.speaker, style, text, quotes: style === null ? ordinal : null, shown: [], against: [], enabled: true, since: null,
  }
}

function shownAgain(state: State, rule: Rule, { turn, ordinal }: Shows, probability: number): Rule {
  const next = { ...rule, shown: [...rule.shown, { turn: ordinal, session: turn.session, probability }] }
  if (rule.since !== null) return next
  const forms = next.shown.length >= ruleTurns && hasFormed(next, lastTurnsOf(state, turn.speaker)) && !isToldAlready(state, next)
  return { ...next, since: forms ? turn.at : null }
}

/** Ordinals of a speaker's last turns, oldest first. */
function lastTurnsOf({ log }: State, speaker: string): number[] {
  const ordinals: number[] = []
  for (let ordinal = log.size - 1; ordinal >= 0 && ordinals.length < recentTurns; ordinal--) {
    if (log.speakerAt(ordinal) === speaker) ordinals.push(ordinal)
  }
  return ordinals.reverse()
}

/** True where most of the turns that show a pattern made another rule, or one that it takes back still holds: that must end first. */
function isToldAlready({ rules }: State, { id, speaker, style, shown }: Rule): boolean {
  return rules.of(speaker).some(other => other.id !== id && other.since !== null && (
    2 * shown.filter(({ turn }) => other.shown.some(showing => showing.turn === turn)).length > shown.length ||
    (style !== null && other.style !== null && styleOf(style)!.opposes.includes(other.style) && holds(other))
  ))
}

/** Weakens the rules of styles that a turn takes back. */
function contradict({ rules }: State, { turn, ordinal }: Shows, styles: ReadonlySet<string>, change: (change: Change) => void): void {
  for (const rule of rules.of(turn.speaker)) {
    if (rule.style !== null && styles.has(rule.style)) change({ type: 'rule', rule: { ...rule, against: [...rule.against, ordinal] } })
  }
}

/** The pattern of a person's own words that a turn is most like. */
function likeIt(state: State, { turn, key }: Shows): Rule | undefined {
  const own = state.rules.of(turn.speaker).filter(({ style }) => style === null)
  const nearness = ({ shown }: Rule): number =>
    Math.max(-1, ...shown.map(showing => turnCosine(state, showing.turn, key)))
  const near = own.map(rule => ({ rule, cosine: nearness(rule) })).sort((a, b) => b.cosine - a.cosine)
  return near[0] && near[0].cosine >= sameHabit ? near[0].rule : undefined
}

function forgetOldest({ rules }: State, speaker: string, change: (change: Change) => void): void {
  const forming = rules.of(speaker).filter(({ style, since }) => style === null && since === null)
  for (const { id } of forming.slice(0, Math.max(0, forming.length - mostForming))) change({ type: 'unrule', id })
}
