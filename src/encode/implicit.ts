// Implicit signals: what a turn tells beside its words (when, in what tone, in which style, how engaged).
import { localTime } from '../clock.ts'
import { engagementOf } from './engagement.ts'
import { styleOf } from './style.ts'
import { toneOf } from './tone.ts'
import { wordsOf } from './prose.ts'

/** Names of the dimensions of an implicit vector, in order. */
export const implicitNames = [
  /** Position in the day and in the week as points on a circle. */
  'time.daySin', 'time.dayCos', 'time.weekSin', 'time.weekCos',
  'tone.valence', 'tone.arousal',
  'style.length', 'style.question', 'style.code', 'style.list', 'style.formality', 'style.assistant',
  'engagement.delay', 'engagement.followUp', 'engagement.praise', 'engagement.complaint',
] as const

export type ImplicitName = (typeof implicitNames)[number]

/** Number of implicit dimensions. */
export const implicitDim: number = implicitNames.length

/** A turn and what came before it. Times in milliseconds. */
export interface TurnContext {
  text: string
  speaker: string
  at: number
  previousAt?: number
  previousText?: string
  previousSpeaker?: string
}

/**
 * The implicit vector of a turn, [implicitDim], each value in [-1, 1]. `timeZone` is an IANA name.
 * A turn that follows the same speaker is no reply: it has no delay and takes nothing up.
 */
export function implicitSignals(turn: TurnContext, timeZone: string): Float32Array {
  const words = wordsOf(turn.text)
  const { weekday, hour } = localTime(turn.at, timeZone)
  const tone = toneOf(turn.text, words)
  const style = styleOf(turn.text, words, turn.speaker)
  const replies = turn.previousSpeaker === undefined || turn.previousSpeaker !== turn.speaker
  const engagement = engagementOf(turn.text, words, turn.at, {
    ...(replies && turn.previousAt !== undefined && { at: turn.previousAt }),
    ...(replies && turn.previousText !== undefined && { text: turn.previousText }),
  })
  return Float32Array.of(
    ...circle(hour / 24), ...circle((weekday + hour / 24) / 7),
    tone.valence, tone.arousal,
    style.length, style.question, style.code, style.list, style.formality, style.assistant,
    engagement.delay, engagement.followUp, engagement.praise, engagement.complaint,
  )
}

/** A point on the unit circle for a share of a turn. */
export function circle(turn: number): [sin: number, cos: number] {
  return [Math.sin(2 * Math.PI * turn), Math.cos(2 * Math.PI * turn)]
}

const dayParts: readonly (readonly [pattern: RegExp, hour: number])[] = [
  [/\b(?:mornings?|breakfast|at dawn|sunrise|wak(?:e|ing) up)\b/i, 8],
  [/\b(?:noon|midday|lunch(?:time|es)?|lunch breaks?)\b/i, 12.5],
  [/\bafternoons?\b/i, 15.5],
  [/\b(?:evenings?|dinner(?:time)?|supper|after work|sunset)\b/i, 19.5],
  [/\b(?:nights?|tonight|bedtime|before bed|late at night)\b/i, 22.5],
  [/\bmidnight\b/i, 0],
]
const dayNames = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const dayPattern = /\b(sunday|monday|tuesday|wednesday|thursday|friday|saturday)(?:s|'s)?\b/gi
const clockPattern = /\b(?:at|around|about|after|before|by)\s+(\d{1,2})(?::(\d{2}))?\s*(am|pm)?(?![\d%-])/gi

/**
 * The time of day or week that a text states ("in the evening", "on weekends", "Monday mornings", "at 7 pm"), as an
 * implicit vector whose other dimensions are 0; null when it states none. Several times are averaged.
 */
export function statedTime(text: string): Float32Array | null {
  const hours = [...dayParts.filter(([pattern]) => pattern.test(text)).map(([, hour]) => hour), ...clockHours(text)]
  const days = statedDays(text)
  if (hours.length === 0 && days.length === 0) return null
  const vector = new Float32Array(implicitDim)
  vector.set(mean(hours.map(hour => circle(hour / 24))), 0)
  const moments = days.flatMap(day => (hours.length ? hours : [12]).map(hour => circle((day + hour / 24) / 7)))
  vector.set(mean(moments), 2)
  return vector
}

function statedDays(text: string): number[] {
  const days = [...text.matchAll(dayPattern)].map(match => dayNames.indexOf((match[1] ?? '').toLowerCase()))
  if (/\bweekends?\b/i.test(text)) days.push(6, 0)
  if (/\b(?:weekdays?|work(?:ing)?[ -]?days?|week nights?|weeknights?)\b/i.test(text)) days.push(1, 2, 3, 4, 5)
  return days
}

// A bare "at 7" may be a count or an age: only a clock time counts.
function clockHours(text: string): number[] {
  const found: number[] = []
  for (const [, hour, minutes, half] of text.matchAll(clockPattern)) {
    const said = Number(hour)
    if (said > 24 || (minutes === undefined && half === undefined)) continue
    const noon = half?.toLowerCase() === 'pm' ? 12 : 0
    found.push((half ? (said % 12) + noon : said) + Number(minutes ?? 0) / 60)
  }
  return found
}

function mean(points: readonly (readonly [number, number])[]): [number, number] {
  if (points.length === 0) return [0, 0]
  const sum = (axis: 0 | 1): number => points.reduce((total, point) => total + point[axis], 0)
  return [sum(0) / points.length, sum(1) / points.length]
}
