// How a word before a time or an event places what is meant: "since", "the weekend after".
import { weekdayOf, type Day, type Span } from './span.ts'

export type Frame =
  | 'in' | 'since' | 'before' | 'after' | 'around' | 'dayBefore' | 'dayAfter' | 'weekBefore' | 'weekAfter' | 'weekendBefore' | 'weekendAfter'
  | 'monthBefore' | 'monthAfter' | 'daysBefore' | 'daysAfter' | 'countBefore' | 'countAfter'

/** Ten years back is as far as "before" looks. */
const farBack = 3653

/** The frames by their words; the first that fits counts. */
export const frameWords: readonly (readonly [string, Frame])[] = [
  ['the week(?: just| right)? before', 'weekBefore'], ['the week(?: just| right)? (?:after|following)', 'weekAfter'],
  ['the weekend before', 'weekendBefore'], ['the weekend (?:after|following)', 'weekendAfter'],
  ['the month before', 'monthBefore'], ['the month (?:after|following)', 'monthAfter'],
  ['the (?:day|night|evening|morning) before', 'dayBefore'], ['the (?:day|night|evening|morning) (?:after|following)', 'dayAfter'],
  ['(?:ever )?since|starting|as of', 'since'], ['before|until|till|up to|prior to|by', 'before'], ['after|following', 'after'],
  ['around(?: the time(?: of| when| that)?)?|about the time(?: of| when| that)?|round|near', 'around'],
]

const before = frameWords.map(([words, frame]) => ({ pattern: new RegExp(String.raw`(?<![\p{L}])(?:${words}|${frame === 'around' ? 'about' : words})(?: the| about| around)? $`, 'u'), frame }))

/** The frame that the words before a time make, in lower case up to it. */
export function frameBefore(lead: string): Frame {
  return before.find(({ pattern }) => pattern.test(lead))?.frame ?? 'in'
}

const upTo = ({ first }: Span, length: number): Span => ({ first: first - length, last: first - 1 })
const from = ({ last }: Span, length: number): Span => ({ first: last + 1, last: last + length })

/** Saturday and Sunday, the first from a day on. */
function weekendFrom(day: Day): Span {
  const saturday = day + ((5 - weekdayOf(day) + 7) % 7)
  return { first: saturday, last: saturday + 1 }
}

const views: Readonly<Record<Frame, (span: Span, today: Day, days: number) => Span>> = {
  in: span => span,
  since: ({ first }, today) => ({ first, last: Math.max(today, first) }),
  before: ({ first }, today) => ({ first: today - farBack, last: first - 1 }),
  after: ({ last }, today) => ({ first: last + 1, last: Math.max(today, last + 1) }),
  around: ({ first, last }) => ({ first: first - 3, last: last + 3 }),
  dayBefore: span => upTo(span, 1), dayAfter: span => from(span, 1),
  weekBefore: span => upTo(span, 7), weekAfter: span => from(span, 7),
  monthBefore: span => upTo(span, 30), monthAfter: span => from(span, 30),
  weekendBefore: ({ first }) => weekendFrom(first - 7), weekendAfter: ({ last }) => weekendFrom(last + 1),
  daysBefore: (span, _, days) => upTo(span, days), daysAfter: (span, _, days) => from(span, days),
  countBefore: ({ first }, _, days) => ({ first: first - days, last: first - days }), countAfter: ({ last }, _, days) => ({ first: last + days, last: last + days }),
}

/** A stretch of days as its frame sees it on a day; `days` where they are counted. */
export function framed(frame: Frame, span: Span, today: Day, days = 0): Span {
  return views[frame](span, today, days)
}
