// Dates in full and times counted back, by chrono-node: "12 March 2024", "2024-03-12", "two weeks ago".
import { around, civilOf, dayOf, yearsFrom, type Span } from './span.ts'
import type { Moment } from './cycle.ts'

/** A time expression in a text, by its place. */
export interface Found {
  start: number
  end: number
  span: Span
}

/** Days to both sides of what is told by a count of units: nobody counts months to the day. */
const reach: readonly (readonly [RegExp, number])[] = [[/month/, 7], [/week/, 3]]

// Loaded with the first text that may hold a date, and not for any digit: that takes tens of milliseconds once.
const mayHoldDate = /\d[./-]\d|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,? (?:the )?\d|\d(?:st|nd|rd|th)?(?: of)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\b(?:ago|earlier)\b/i

/** What chrono reads strictly; it has no cases for seasons, parts or feasts, and in its casual mode takes names for months. */
export async function explicitDates(text: string, moment: Moment): Promise<Found[]> {
  if (!mayHoldDate.test(text)) return []
  const { strict } = await import('chrono-node/en')
  const { year, month, day } = civilOf(moment.today)
  return strict.parse(text, new Date(year, month - 1, day, 12)).flatMap(({ index, text: words, start }): Found[] => {
    const [ofYear, ofMonth, ofDay] = [start.get('year')!, start.get('month')!, start.get('day')!]
    // "in the week" is no week from now.
    if (!start.isCertain('year') || !mayHoldDate.test(words)) return []
    const end = index + words.length
    if (!start.isCertain('month')) return [{ start: index, end, span: yearsFrom(ofYear) }]
    if (!start.isCertain('day')) return []
    return [{ start: index, end, span: around(dayOf(ofYear, ofMonth, ofDay), reach.find(([unit]) => unit.test(words))?.[1] ?? 0) }]
  })
}
