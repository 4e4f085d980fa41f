// What comes round every year, and which of its turns is meant: "last spring", "March", "two summers ago", "Easter 2023".
import { dayOf, monthsFrom, weekdayOf, type Day, type Span } from './span.ts'

/** A stretch of days that comes once a year; the year is that of its first day. */
export type Cycle = (year: number) => Span

/** Which turn of a cycle is meant. */
export type Which =
  | { which: 'last' | 'this' | 'next' | 'plain' }
  | { which: 'year'; year: number }
  /** `back` turns before the latest that has begun; `whole`: before the latest that is over. */
  | { which: 'back' | 'whole'; back: number }

/** What is known where a time is read. */
export interface Moment {
  today: Day
  year: number
  /** The text speaks of what is to come. */
  ahead: boolean
}

const reach = 60

/** The turn of a cycle that is meant. Without a word of it: the latest that has begun, or the next that is not over. */
export function turnOf(cycle: Cycle, meant: Which, { today, year, ahead }: Moment): Span {
  if (meant.which === 'year') return cycle(meant.year)
  const turns = Array.from({ length: reach + 3 }, (_, at) => cycle(year + 2 - at))
  const begun = turns.filter(({ first }) => first <= today)
  const over = turns.filter(({ last }) => last < today)
  const coming = turns.filter(({ first }) => first > today).toReversed()
  if (meant.which === 'whole') return over[meant.back]!
  if (meant.which === 'back') return begun[meant.back]!
  const latest = begun[0]!
  const current = latest.last >= today ? latest : undefined
  return {
    last: over[0]!, next: coming[0]!,
    this: current ?? turns.find(({ first }) => first >= dayOf(year, 1, 1) && first < dayOf(year + 1, 1, 1)) ?? latest,
    plain: ahead ? current ?? coming[0]! : latest,
  }[meant.which]
}

const monthNames = 'january february march april may june july august september october november december'.split(' ')

/** 1 to 12 for the name of a month, or its first letters; 0 for anything else. */
export function monthNamed(word: string): number {
  const start = word.toLowerCase().replace('.', '')
  return start.length < 3 ? 0 : monthNames.findIndex(name => name.startsWith(start.slice(0, start === 'sept' ? 3 : undefined))) + 1
}

/** The cycle of a month. */
export function monthCycle(month: number): Cycle {
  return year => monthsFrom(year, month)
}

const seasons: Readonly<Record<string, number>> = { spring: 3, summer: 6, autumn: 9, fall: 9, winter: 12 }

/** The cycle of a season, northern by the calendar of the weather: spring begins in March. */
export function seasonCycle(name: string): Cycle | undefined {
  const month = seasons[name]
  return month === undefined ? undefined : year => monthsFrom(year, month, 3)
}

/** The cycle of a quarter, 1 to 4. */
export function quarterCycle(quarter: number): Cycle {
  return year => monthsFrom(year, 3 * quarter - 2, 3)
}

const days = (month: number, first: number, last = first): Cycle => year => ({ first: dayOf(year, month, first), last: dayOf(year, month, last) })

/** The `count`th weekday of a month. */
function nthWeekday(month: number, weekday: number, count: number): Cycle {
  return year => {
    const first = dayOf(year, month, 1)
    const day = first + ((weekday - weekdayOf(first) + 7) % 7) + 7 * (count - 1)
    return { first: day, last: day }
  }
}

// Easter Sunday of the Gregorian calendar (Meeus 1991, chapter 8).
function easterDay(year: number): Day {
  const a = year % 19
  const [b, c] = [Math.floor(year / 100), year % 100]
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const sum = h + l - 7 * m + 114
  return dayOf(year, Math.floor(sum / 31), (sum % 31) + 1)
}

const easter = (from: number, to: number): Cycle => year => ({ first: easterDay(year) + from, last: easterDay(year) + to })

/** Feasts by the words for them. */
const feasts: readonly (readonly [RegExp, Cycle])[] = [
  [/^(?:christmas eve|xmas eve)$/, days(12, 24)],
  [/^(?:christmas day|xmas day)$/, days(12, 25)],
  [/^boxing day$/, days(12, 26)],
  [/^(?:christmas|xmas)$/, days(12, 24, 26)],
  [/^holidays$/, year => ({ first: dayOf(year, 12, 24), last: dayOf(year + 1, 1, 1) })],
  [/^(?:new year'?s eve|nye|silvester|hogmanay)$/, days(12, 31)],
  [/^(?:new year'?s day)$/, days(1, 1)],
  [/^(?:new year'?s?|the new year)$/, year => ({ first: dayOf(year, 12, 31), last: dayOf(year + 1, 1, 1) })],
  [/^good friday$/, easter(-2, -2)],
  [/^easter sunday$/, easter(0, 0)],
  [/^easter monday$/, easter(1, 1)],
  [/^easter(?: weekend)?$/, easter(-2, 1)],
  [/^(?:pentecost|whitsun)(?: monday)?$/, easter(49, 50)],
  [/^(?:shrove tuesday|pancake day|mardi gras)$/, easter(-47, -47)],
  [/^halloween$/, days(10, 31)],
  [/^valentine'?s(?: day)?$/, days(2, 14)],
  [/^(?:st\.? patrick'?s|paddy'?s)(?: day)?$/, days(3, 17)],
  [/^thanksgiving$/, nthWeekday(11, 3, 4)],
  [/^(?:independence day|the fourth of july|4th of july)$/, days(7, 4)],
  [/^(?:bonfire night|guy fawkes(?: night)?)$/, days(11, 5)],
  [/^mother'?s day$/, nthWeekday(5, 6, 2)],
  [/^father'?s day$/, nthWeekday(6, 6, 3)],
  [/^labou?r day$/, nthWeekday(9, 0, 1)],
  [/^may day$/, days(5, 1)],
]

/** Every word for a feast, as one pattern. */
export const feastPattern: string = feasts.map(([pattern]) => pattern.source.slice(1, -1)).join('|')

/** The cycle of a feast by its words in lower case. */
export function feastCycle(words: string): Cycle | undefined {
  return feasts.find(([pattern]) => pattern.test(words))?.[1]
}
