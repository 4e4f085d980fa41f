// Stretches of whole days on the local calendar, as pairs of day numbers: no time zone is needed to compare them.
import { dayMs, localTime } from '../clock.ts'

/** Days since 1970-01-01 on the local calendar. */
export type Day = number

/** First and last day, both included. */
export interface Span {
  first: Day
  last: Day
}

/** A day as people name it: month from 1. */
export interface Civil {
  year: number
  month: number
  day: number
}

/** A day of the calendar; a month or a day past the end counts on into the next. */
export function dayOf(year: number, month: number, day: number): Day {
  return Date.UTC(year, month - 1, day) / dayMs
}

/** The local day of a moment in milliseconds. */
export function dayAt(at: number, timeZone: string): Day {
  const { year, month, day } = localTime(at, timeZone)
  return dayOf(year, month, day)
}

/** A day by its names. */
export function civilOf(day: Day): Civil {
  const date = new Date(day * dayMs)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
}

/** "2024-05-31". */
export function dateOf(day: Day): string {
  return new Date(day * dayMs).toISOString().slice(0, 10)
}

/** 0 for Monday to 6 for Sunday. */
export function weekdayOf(day: Day): number {
  return (((day + 3) % 7) + 7) % 7
}

/** One day and `reach` days to both sides. */
export function around(day: Day, reach = 0): Span {
  return { first: day - reach, last: day + reach }
}

/** From Monday to Sunday. */
export function weekOf(day: Day): Span {
  const first = day - weekdayOf(day)
  return { first, last: first + 6 }
}

/** Whole months, `count` of them. */
export function monthsFrom(year: number, month: number, count = 1): Span {
  return { first: dayOf(year, month, 1), last: dayOf(year, month + count, 1) - 1 }
}

/** Whole years. */
export function yearsFrom(year: number, count = 1): Span {
  return monthsFrom(year, 1, 12 * count)
}

/** Saturday and Sunday of the week of a day. */
export function weekendOf(day: Day): Span {
  const { last } = weekOf(day)
  return { first: last - 1, last }
}

/** True where a day lies in a span. */
export function holds({ first, last }: Span, day: Day): boolean {
  return first <= day && day <= last
}
