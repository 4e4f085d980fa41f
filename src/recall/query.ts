// What a query says beside its meaning: who, when, how many, and its words.
import { localTime } from '../clock.ts'
import { dayAt, holds, type Span } from '../dates/span.ts'
import { circle, implicitNames, statedTime } from '../encode/implicit.ts'
import { splitWords } from '../encode/segment.ts'
import { terms } from '../encode/terms.ts'

/** A query as the heads of recall read it. */
export interface Query {
  text: string
  /** The text with the names of speakers replaced by "I": a name dominates a vector and says nothing of the topic. */
  bare: string
  terms: string[]
  /** Speakers that it names. */
  speakers: ReadonlySet<string>
  /** It speaks to the assistant ("what did you suggest?"). */
  addressesAssistant: boolean
  /** It asks for a number or a date. */
  asksNumber: boolean
  /** It asks for something that was shown: a picture, a drawing, a recording. */
  asksMedium: boolean
  calendar: Calendar | null
  /** The days that it is about; null where it names none. */
  window: Span | null
  /** Time of day and of week that it states, as implicit signals [I]; null where it states none. */
  moment: Float32Array | null
}

/** Calendar parts that a query states; empty sets where it states none. */
export interface Calendar {
  years: ReadonlySet<number>
  /** 1 to 12. */
  months: ReadonlySet<number>
  /** 1 to 31. */
  days: ReadonlySet<number>
}

const roles = new Set(['user', 'assistant', 'system', 'i', 'me'])
const months = 'january february march april may june july august september october november december'.split(' ')
const addressed = /\b(you|your|yours|assistant)\b/i
const numberQuestion =
  /\b(when|since|how (many|much|long|old|often|far|tall|big)|wh(at|ich) (time|date|day|year|month|age|number|price))\b/i

const mediumQuestion = new RegExp(
  String.raw`\b(?:image|picture|pic|photo|photograph|snapshot|screenshot|diagram|drawing|sketch|illustration|chart|graph|plot|figure|map|poster|scan|slide|video|clip|recording|audio)s?\b`, 'i',
)

/** Reads a query; `speakers` are the names of those who speak in the memory. */
export function readQuery(text: string, speakers: Iterable<string>): Query {
  const named = new Set<string>()
  let bare = text
  for (const speaker of speakers) {
    if (roles.has(speaker.toLowerCase())) continue
    const pattern = namePattern(speaker)
    if (!pattern?.test(text)) continue
    named.add(speaker)
    bare = bare.replace(new RegExp(pattern, 'giu'), 'I')
  }
  const nameTerms = new Set([...named].flatMap(terms))
  const found = [...new Set(terms(text))].filter(term => !nameTerms.has(term))
  return {
    text,
    bare,
    speakers: named,
    terms: found,
    addressesAssistant: addressed.test(text),
    asksNumber: numberQuestion.test(text),
    asksMedium: mediumQuestion.test(text),
    calendar: calendarOf(text),
    moment: statedTime(text),
    window: null,
  }
}

// A given name alone names its bearer: "Anna" for "Anna Weber".
function namePattern(speaker: string): RegExp | undefined {
  const whole = speaker.trim()
  const given = whole.split(/\s+/)[0] ?? ''
  // "The" of "The Doctor" names nobody, and neither does one Latin letter.
  const named = given.length > 1 && terms(given).length > 0 ? [whole, given] : [whole]
  const forms = [...new Set(named)].filter(form => form.length > 1 || /[^\p{Script=Latin}]/u.test(form))
  if (forms.length === 0) return undefined
  const escaped = forms.map(form => form.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
  return new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${escaped.join('|')})(?:['’]s)?(?![\p{L}\p{N}])`, 'iu')
}

function calendarOf(text: string): Calendar | null {
  const words = splitWords(text).map(word => word.text)
  const foundMonths = new Set(
    words.flatMap((word, index) => {
      const month = months.indexOf(word) + 1
      // "may" is a verb unless a date stands beside it, or "in".
      const certain =
        word !== 'may' ||
        /^(in|of|last|next|this|early|late|\d{1,4})$/.test(words[index - 1] ?? '') ||
        /^\d{1,4}$/.test(words[index + 1] ?? '')
      return month > 0 && certain ? [month] : []
    }),
  )
  const years = new Set(words.filter(word => /^(19|20)\d\d$/.test(word)).map(Number))
  const days = new Set(
    words.flatMap((word, index) => {
      const day = Number(/^(\d{1,2})(st|nd|rd|th)?$/.exec(word)?.[1] ?? 0)
      const beside = [words[index - 2], words[index - 1], words[index + 1], words[index + 2]]
      return day >= 1 && day <= 31 && beside.some(other => other !== undefined && months.includes(other)) ? [day] : []
    }),
  )
  return foundMonths.size + years.size === 0 ? null : { years, months: foundMonths, days }
}

/**
 * How well a moment agrees with a calendar, in [0, 1]: 1 for the month (and year) stated, .7
 * on another day of it, .5 for a stated year alone and for the month after: people tell of a thing after it happened.
 */
export function calendarAgreement(calendar: Calendar, at: number, timeZone: string): number {
  const { year, month, day } = localTime(at, timeZone)
  if (calendar.months.size === 0) return calendar.years.has(year) ? 0.5 : 0
  const exact = calendar.months.has(month) && (calendar.years.size === 0 || calendar.years.has(year))
  if (exact) return calendar.days.size === 0 || [...calendar.days].some(stated => Math.abs(stated - day) <= 2) ? 1 : 0.7
  const previous = month === 1 ? 12 : month - 1
  const previousYear = month === 1 ? year - 1 : year
  return calendar.months.has(previous) && (calendar.years.size === 0 || calendar.years.has(previousYear)) ? 0.5 : 0
}

/**
 * How well a moment agrees with a window of days, in [0, 1]: 1 within it; .5 soon after it, by as much as it is long or three days: people
 * tell of a thing after it happened.
 */
export function windowAgreement(window: Span, at: number, timeZone: string): number {
  const day = dayAt(at, timeZone)
  if (holds(window, day)) return 1
  const reach = Math.min(lateAtMost, Math.max(lateAtLeast, window.last - window.first + 1))
  return day > window.last && day <= window.last + reach ? 0.5 : 0
}

const [lateAtLeast, lateAtMost] = [3, 31]

const [dayPart, weekPart] = [implicitNames.indexOf('time.daySin'), implicitNames.indexOf('time.weekSin')]

/**
 * How near a moment is to a stated time of day and of week, in [0, 1]: 1 for the hour itself, 0 from a quarter of the
 * circle on.
 */
export function momentAgreement(moment: Float32Array, at: number, timeZone: string): number {
  const { weekday, hour } = localTime(at, timeZone)
  const near = (start: number, turn: number): number => {
    const [sine, cosine] = circle(turn)
    return Math.max(0, moment[start]! * sine + moment[start + 1]! * cosine)
  }
  return Math.max(near(dayPart, hour / 24), near(weekPart, (weekday + hour / 24) / 7))
}

const numberNames = (
  'two three four five six seven eight nine ten eleven twelve twenty thirty hundred thousand once twice half dozen ' +
  'yesterday today tomorrow tonight ago week weeks month months year years monday tuesday wednesday thursday friday saturday ' +
  'sunday january february march april june july august september october november december'
).split(' ')
const numberWords = new RegExp(String.raw`\d|\b(${numberNames.join('|')})\b`, 'i')

/** True where a text holds a number, a date or a stretch of time. */
export function holdsNumber(text: string): boolean {
  return numberWords.test(text)
}
