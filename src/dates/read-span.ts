// The stretch of days that a text speaks of, and the event that it hangs one on.
import { calendarReadings } from './calendar.ts'
import type { Moment } from './cycle.ts'
import { explicitDates, type Found } from './explicit.ts'
import { frameBefore, framed } from './frame.ts'
import { relativeReadings } from './relative.ts'
import { civilOf, dayOf, holds, weekdayOf, type Day, type Span } from './span.ts'

const readings = [...relativeReadings, ...calendarReadings]
  .map(({ pattern, read }) => ({ pattern: new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${pattern})(?![\p{L}\p{N}])`, 'gu'), read }))

const hint = /\d|day|night|week|month|year|ago|ly\b|last|past|this|next|spring|summer|autumn|fall|winter|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mas|easter|halloween|valentine|thanksgiving|quarter|ies\b|morrow|eve\b|gras|silvester|hogmanay/

const ahead = /\b(?:will|going to|'ll|next|upcoming|coming|tomorrow|planned|plans?|due|scheduled|supposed to)\b/

/** The moment that a text is read at. */
export function momentOf(text: string, today: Day): Moment {
  return { today, year: civilOf(today).year, ahead: ahead.test(text.toLowerCase()) }
}

/** Time expressions in a text, in order; of several at one place the longest. */
async function expressions(text: string, moment: Moment): Promise<Found[]> {
  const lower = text.toLowerCase()
  if (!hint.test(lower)) return []
  const found = readings.flatMap(({ pattern, read }) => [...lower.matchAll(pattern)].flatMap((match): Found[] => {
    const span = read(match.groups ?? {}, moment)
    return span ? [{ start: match.index, end: match.index + match[0].length, span }] : []
  }))
  found.push(...await explicitDates(text, moment))
  const longest: Found[] = []
  for (const one of found.sort((a, b) => b.end - b.start - (a.end - a.start))) {
    if (longest.every(({ start, end }) => one.end <= start || one.start >= end)) longest.push(one)
  }
  return longest.sort((a, b) => a.start - b.start)
}

/** The stretch of days that a text names, or undefined. */
export async function readSpan(text: string, moment: Moment): Promise<Span | undefined> {
  const lower = text.toLowerCase()
  const [one, two] = joined(await expressions(text, moment), lower)
  if (!one) return undefined
  if (two && isRange(lower.slice(0, one.start), lower.slice(one.end, two.start))) {
    const { first } = earlier(one.span, two.span, lower.slice(one.start, one.end))
    return { first: Math.min(first, two.span.first), last: two.span.last }
  }
  return framed(frameBefore(lower.slice(0, one.start)), one.span, moment.today)
}

function isRange(lead: string, link: string): boolean {
  return (/\b(?:between|from) (?:the )?$/.test(lead) && /^,? (?:and|to|until|till|through|up to)(?: the)? $/.test(link)) || /^ ?(?:[-–]|to|until|till|through) ?(?:the )?$/.test(link)
}

/** Expressions that stand together and mean one: "Wednesday last week", "the 5th of last month", "June of the year before last". */
function joined(found: readonly Found[], lower: string): Found[] {
  const list: Found[] = []
  for (const next of found.toReversed()) {
    const [following] = list
    const span = following && /^,? ?(?:of |in |on |from )?(?:the )?$/.test(lower.slice(next.end, following.start)) ? joinSpans(next.span, following.span) : undefined
    if (span) list[0] = { start: next.start, end: following!.end, span }
    else list.unshift(next)
  }
  return list
}

const lengthOf = ({ first, last }: Span): number => last - first + 1

/** The narrower of two, in the wider: the same day of that week, month or year. */
function joinSpans(one: Span, two: Span): Span | undefined {
  const [narrow, wide] = lengthOf(one) <= lengthOf(two) ? [one, two] : [two, one]
  if (holds(wide, narrow.first) && holds(wide, narrow.last)) return narrow
  const shift = shiftInto(narrow.first, wide)
  return shift === undefined ? undefined : { first: narrow.first + shift, last: narrow.last + shift }
}

function shiftInto(day: Day, { first, last }: Span): number | undefined {
  const length = last - first + 1
  const { month, day: number } = civilOf(day)
  if (length >= 365) return dayOf(civilOf(first).year, month, number) - day
  if (length >= 28 && length <= 31) return first + number - 1 - day
  return length === 7 ? first + weekdayOf(day) - day : undefined
}

/** The start of a range before its end: a weekday within the week before it, a date within the year. */
function earlier(one: Span, two: Span, words: string): Span {
  const week = words.endsWith('day')
  const { year, month, day } = civilOf(one.first)
  const at = week ? two.first - ((two.first - one.first) % 7 + 7) % 7 : [0, 1].map(back => dayOf(civilOf(two.first).year - back, month, day)).find(first => first <= two.last) ?? one.first
  return /\b(?:19|20)\d\d$/.test(words) || (!week && year === civilOf(two.first).year) ? one : { first: at, last: at + one.last - one.first }
}
