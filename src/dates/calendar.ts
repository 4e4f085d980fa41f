// Times that the calendar names: dates, months, seasons, quarters, feasts, years, decades, and parts of them.
import { feastCycle, feastPattern, monthCycle, monthNamed, quarterCycle, seasonCycle, turnOf, type Cycle, type Moment } from './cycle.ts'
import { alone, before, count, day, month, numberOf, ofYear, ordinals, season, weekdays, which, whichOf, year, type Groups, type Reading } from './grammar.ts'
import { around, civilOf, dayOf, monthsFrom, weekdayOf, yearsFrom, type Day, type Span } from './span.ts'

/** The turn of a cycle that the words around it mean: of a year that is named, or the last, this or the next. */
function cycled(cycle: Cycle, { year: told, short, which: word }: Groups, moment: Moment): Span {
  if (told !== undefined) return turnOf(cycle, { which: 'year', year: Number(told) }, moment)
  if (short !== undefined) return turnOf(cycle, { which: 'year', year: Number(short) + (Number(short) > 50 ? 1900 : 2000) }, moment)
  return turnOf(cycle, whichOf(word), moment)
}

function cycleOf({ month: name, season: time = '' }: Groups): Cycle {
  return name === undefined ? seasonCycle(time)! : monthCycle(monthNamed(name))
}

/** A month, a season, or a bare year. */
function named(groups: Groups, moment: Moment): Span {
  return groups.whole === undefined ? cycled(cycleOf(groups), groups, moment) : yearsFrom(Number(groups.whole))
}

function dated(groups: Groups, moment: Moment): Span | undefined {
  const number = Number(groups.day)
  const name = monthNamed(groups.month!)
  return number < 1 || number > 31 ? undefined : cycled(of => around(dayOf(of, name, number)), groups, moment)
}

/** "3 to 7 June". */
function daysOf(groups: Groups, moment: Moment): Span | undefined {
  const last = dated(groups, moment)
  const first = Number(groups.from)
  return last && first >= 1 && first < Number(groups.day) ? { first: last.first - Number(groups.day) + first, last: last.last } : undefined
}

/** "Friday the 13th": the latest one, or the next. */
function weekdayAndDay({ weekday, day: number }: Groups, { today, ahead }: Moment): Span | undefined {
  const fits = (at: Day): boolean => civilOf(at).day === Number(number) && weekdayOf(at) === weekdays.indexOf(weekday!)
  for (let away = 0; away < 800; away++) if (fits(ahead ? today + away : today - away)) return around(ahead ? today + away : today - away)
  return undefined
}

/** "the 5th": the latest that has begun, or the next. */
function dayOfMonth({ day: said }: Groups, { today, ahead }: Moment): Span | undefined {
  const number = Number(said)
  const { year: now, month: running, day: current } = civilOf(today)
  return number < 1 || number > 31 ? undefined : around(dayOf(now, running + (ahead ? Number(number < current) : -Number(number > current)), number))
}

/** A part of a stretch: of a month ten days, of a year four months, of others a third. */
export function partOf(name: string, span: Span): Span {
  const length = span.last - span.first + 1
  const half = Math.floor(length / 2)
  if (/first (?:half|part)/.test(name)) return { first: span.first, last: span.first + half - 1 }
  if (/second half|latter/.test(name)) return { first: span.first + half, last: span.last }
  const [one, two] = thirds(span, length)
  if (/early|begin|start/.test(name)) return { first: span.first, last: span.first + one - 1 }
  if (/late|end/.test(name)) return { first: span.first + two, last: span.last }
  return { first: span.first + one, last: span.first + two - 1 }
}

function thirds({ first }: Span, length: number): [number, number] {
  if (length > 27 && length < 32) return [10, 20]
  if (length < 300) return [Math.floor(length / 3), Math.floor((2 * length) / 3)]
  const { year: of } = civilOf(first)
  return [monthsFrom(of, 5).first - first, monthsFrom(of, 9).first - first]
}

/** "the first weekend of May", "the last Tuesday in June". */
function nth(index: string, name: string, span: Span): Span {
  const [place, last] = [ordinals.indexOf(index), index === 'last']
  if (name === 'week') return last ? { first: span.last - 6, last: span.last } : { first: span.first + 7 * place, last: span.first + 7 * place + 6 }
  const wanted = name === 'weekend' ? 5 : weekdays.indexOf(name)
  const first = span.first + ((wanted - weekdayOf(span.first) + 7) % 7)
  const at = first + 7 * (last ? Math.floor((span.last - first) / 7) : place)
  return { first: at, last: at + Number(name === 'weekend') }
}

const decades: Readonly<Record<string, number>> = { fifties: 1950, sixties: 1960, seventies: 1970, eighties: 1980, nineties: 1990, noughties: 2000 }
const whole = String.raw`(?:${month}|${season}|${year.replace('year', 'whole')})`
const part = String.raw`(?:the )?(?<part>(?:very )?(?:beginning|start|end)|early|late|mid|middle|first half|second half|first part|latter part|back end|tail end)(?: of| in)?[ -](?:the )?`
const turns = String.raw`(?:${month}|${season})`

export const calendarReadings: readonly Reading[] = [
  { pattern: String.raw`(?:the )?${day}(?: of)? ${month}`, read: dated },
  { pattern: String.raw`${month} (?:the )?${day}(?![\d:])`, read: dated },
  { pattern: String.raw`(?:the )?(?<from>\d{1,2})(?:st|nd|rd|th)?(?: ?[-–] ?| (?:to|and|until|till|through) )(?:the )?${day}(?: of)? ${month}${ofYear}?`, read: daysOf },
  { pattern: String.raw`(?<weekday>${weekdays.join('|')}),? the (?<day>\d{1,2})(?:st|nd|rd|th)`, read: weekdayAndDay },
  { pattern: String.raw`(?<=\b(?:on|since|until|till|before|after|by|from|to|of|around|and) )the (?<day>\d{1,2})(?:st|nd|rd|th)(?! (?:floor|birthday|anniversary|time|year|grade|century))`, read: dayOfMonth },
  { pattern: String.raw`(?:the )?(?<nth>${ordinals.join('|')}|last) (?<unit>week|weekend|${weekdays.join('|')}) (?:of|in) (?:${which} )?${whole}${ofYear}?`,
    read: (groups, moment) => nth(groups.nth!, groups.unit!, named(groups, moment)) },
  { pattern: String.raw`${part}(?:${which} )?${whole}${ofYear}?`, read: (groups, moment) => partOf(groups.part!, named(groups, moment)) },
  { pattern: String.raw`${which} ${turns}`, read: named },
  { pattern: String.raw`${turns}${ofYear}`, read: named },
  { pattern: `${before}${month}`, read: named },
  { pattern: `${before}${season}${alone}`, read: named },
  { pattern: '(?<month>january|february|july|september|october|november|december)', read: named },
  { pattern: String.raw`(?:the )?${turns} before last`, read: (groups, moment) => turnOf(cycleOf(groups), { which: 'whole', back: 1 }, moment) },
  { pattern: String.raw`${count} ${turns}s? ago`, read: (groups, moment) => turnOf(cycleOf(groups), { which: 'back', back: numberOf(groups) - 1 }, moment) },
  { pattern: String.raw`(?:${which}(?: year['’]s)? |(?<=\b(?:at|on|over|for|during|since|until|till|before|after|by|around|from|to|between|and) (?:the )?))(?<feast>${feastPattern})${ofYear}?`,
    read: (groups, moment) => cycled(feastCycle(groups.feast!.replace('’', "'"))!, groups, moment) },
  { pattern: String.raw`(?<feast>${feastPattern})(?:${ofYear}|${alone})`,
    read: (groups, moment) => cycled(feastCycle(groups.feast!.replace('’', "'"))!, groups, moment) },
  { pattern: String.raw`${count} (?<feast>christmas|easter|halloween|thanksgiving)(?:es|s)? ago`,
    read: (groups, moment) => turnOf(feastCycle(groups.feast!)!, { which: 'back', back: numberOf(groups) - 1 }, moment) },
  { pattern: String.raw`(?:${which} )?q(?<quarter>[1-4])${ofYear}?`, read: (groups, moment) => cycled(quarterCycle(Number(groups.quarter)), groups, moment) },
  { pattern: String.raw`(?:the )?(?<nth>${ordinals.join('|')}) quarter${ofYear}?`, read: (groups, moment) => cycled(quarterCycle(ordinals.indexOf(groups.nth!) + 1), groups, moment) },
  { pattern: String.raw`(?:the )?(?<decade>(?:19|20)?\d0)s`, read: ({ decade }) => yearsFrom(Number(decade) + (decade!.length > 2 ? 0 : Number(decade) >= 40 ? 1900 : 2000), 10) },
  { pattern: `the (?<decade>${Object.keys(decades).join('|')})`, read: ({ decade }) => yearsFrom(decades[decade!]!, 10) },
  { pattern: String.raw`(?<=\b(?:in|of|since|until|till|before|after|by|during|from|to|between|and|over|around|year|throughout|through) )${year}(?! (?:euros?|dollars|pounds|people|steps|words|calories|km|metres|meters|kcal|miles))`,
    read: groups => yearsFrom(Number(groups.year)) },
]
