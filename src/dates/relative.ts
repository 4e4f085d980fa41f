// Times told from today: "yesterday", "two weeks ago", "last Tuesday", "the past few days", "next month".
import type { Moment } from './cycle.ts'
import { partOf } from './calendar.ts'
import { alone, count, numberOf, weekdays, which, whichOf, type Groups, type Reading } from './grammar.ts'
import { around, civilOf, dayOf, monthsFrom, weekdayOf, weekendOf, weekOf, yearsFrom, type Span } from './span.ts'

/** The week, month or year `back` before the running one; of a negative number, after it. */
function unitBack(unit: string, back: number, { today }: Moment): Span {
  const { year, month } = civilOf(today)
  switch (unit) {
    case 'day': return around(today - back)
    case 'week': return weekOf(today - 7 * back)
    case 'weekend': return weekendOf(today - 7 * back)
    case 'month': return monthsFrom(year, month - back)
    case 'quarter': return monthsFrom(year, 3 * (Math.ceil(month / 3) - back) - 2, 3)
    case 'year': return yearsFrom(year - back)
    default: return yearsFrom(10 * (Math.floor(year / 10) - back), 10)
  }
}

/** About as long ago as is said: the larger the unit, the wider. */
function ago(amount: number, unit: string, moment: Moment): Span {
  const { year, month, day } = civilOf(moment.today)
  switch (unit) {
    case 'day': return around(moment.today - amount)
    case 'week': return around(moment.today - 7 * amount, 3)
    case 'fortnight': return around(moment.today - 14 * amount, 3)
    case 'month': return around(dayOf(year, month - amount, Math.min(day, 28)), 7)
    default: return unitBack(unit, amount, moment)
  }
}

/** The stretch of days up to today. */
function upToToday(amount: number, unit: string, { today }: Moment): Span {
  const { year, month, day } = civilOf(today)
  switch (unit) {
    case 'day': return { first: today - amount + 1, last: today }
    case 'week': return { first: today - 7 * amount, last: today }
    case 'fortnight': return { first: today - 14 * amount, last: today }
    case 'month': return { first: dayOf(year, month - amount, Math.min(day, 28)), last: today }
    default: return { first: dayOf(year - amount, month, day), last: today }
  }
}

const steps: Readonly<Record<string, number>> = { last: 1, this: 0, plain: 0, next: -1 }

function unitNamed({ which: word, unit }: Groups, moment: Moment): Span {
  return unitBack(unit!, steps[whichOf(word).which]!, moment)
}

/** The day of a weekday; of the day itself, "last Friday" on a Friday is a week ago. */
function weekdayNamed({ which: word, weekday }: Groups, { today, ahead }: Moment): Span {
  const place = weekdays.indexOf(weekday!)
  const back = (weekdayOf(today) - place + 7) % 7
  switch (whichOf(word).which) {
    case 'next': return around(today + 7 - back)
    case 'this': return around(weekOf(today).first + place)
    case 'last': return around(today - (back || 7))
    default: return around(ahead ? today + ((7 - back) % 7) : today - back)
  }
}

function weekdayBack(groups: Groups, weeks: number, moment: Moment): Span {
  return around(weekdayNamed({ ...groups, which: 'last' }, moment).first - 7 * weeks)
}

const weekday = `(?<weekday>${weekdays.join('|')})`
const units = '(?<unit>day|week|weekend|fortnight|month|quarter|year|decade)'

export const relativeReadings: readonly Reading[] = [
  { pattern: '(?:the )?day before yesterday', read: (_, { today }) => around(today - 2) },
  { pattern: '(?:the )?day after tomorrow', read: (_, { today }) => around(today + 2) },
  { pattern: 'yesterday|last night', read: (_, { today }) => around(today - 1) },
  { pattern: 'today|tonight|this (?:morning|afternoon|evening)', read: (_, { today }) => around(today) },
  { pattern: 'tomorrow', read: (_, { today }) => around(today + 1) },
  { pattern: 'the other (?:day|night|evening|morning)', read: (_, { today }) => ({ first: today - 7, last: today - 1 }) },
  { pattern: 'the other week', read: (_, moment) => upToToday(2, 'week', moment) },
  { pattern: 'recently|lately|of late', read: (_, { today }) => ({ first: today - 29, last: today }) },
  { pattern: `${which} ${units}`, read: unitNamed },
  { pattern: String.raw`(?:the )?(?<part>early|late|mid|middle|end|beginning|start)(?: of)? (?:the )?${which} ${units}`, read: (groups, moment) => partOf(groups.part!, unitNamed(groups, moment)) },
  { pattern: `(?:the )?${units} before last`, read: (groups, moment) => unitBack(groups.unit!, 2, moment) },
  { pattern: `(?:the )?${units} after next`, read: (groups, moment) => unitBack(groups.unit!, -2, moment) },
  { pattern: String.raw`${count} ${units}s? (?:ago|back)`, read: (groups, moment) => ago(numberOf(groups), groups.unit!, moment) },
  { pattern: 'half a year ago', read: (_, moment) => ago(6, 'month', moment) },
  { pattern: '(?:a|one) year and a half ago', read: (_, moment) => ago(18, 'month', moment) },
  { pattern: String.raw`(?:the |these )?(?:last|past) ${count} ${units}s?`, read: (groups, moment) => upToToday(numberOf(groups), groups.unit!, moment) },
  { pattern: String.raw`(?:in|over|during|within) the (?:last|past) ${units}`, read: ({ unit }, moment) => upToToday(1, unit!, moment) },
  { pattern: '(?:the )?(?:last|past) fortnight', read: (_, moment) => upToToday(1, 'fortnight', moment) },
  { pattern: String.raw`(?:(?<=\b(?:on|by|since|until|till|before|after|from|of|past|between|and|to) )|${which} )${weekday}${alone}`, read: weekdayNamed },
  { pattern: `(?:on )?${weekday} last week`, read: ({ weekday: name }, { today }) => around(weekOf(today - 7).first + weekdays.indexOf(name!)) },
  { pattern: `(?:the )?${weekday} before last`, read: (groups, moment) => weekdayBack(groups, 1, moment) },
  { pattern: `${count} ${weekday}s ago`, read: (groups, moment) => weekdayBack(groups, numberOf(groups) - 1, moment) },
  { pattern: `a week (?:ago )?(?:on |last |past )?${weekday}`, read: (groups, moment) => weekdayBack(groups, 1, moment) },
  { pattern: `the year (?<year>(?:19|20)\\d\\d)`, read: ({ year }) => yearsFrom(Number(year)) },
]
