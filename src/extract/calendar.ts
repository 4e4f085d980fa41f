// Words of the calendar, which stand where places and firms do: "in May", "for Easter", "since Monday".
const months = 'january|february|march|april|may|june|july|august|september|october|november|december'
const weekdays = 'monday|tuesday|wednesday|thursday|friday|saturday|sunday'
const feasts = 'christmas|easter|lent|ramadan|eid|hanukkah|diwali|thanksgiving|halloween|midsummer'

/** Begins with a date, a season, a feast, or a year of school. */
export const calendar: RegExp = new RegExp(String.raw`^(?:(?:${months}|${weekdays}|${feasts}|spring|summer|autumn|winter|year|grade|class|form)\b|\d)`)

const month = /^(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)(?:uary|ruary|ch|il|e|y|ust|ember|tember|ober)?$/

/** True for a month, in full or cut short. */
export function isMonth(norm: string): boolean {
  return month.test(norm)
}
