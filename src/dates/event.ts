// Which of several statements tells of an event, and the days on which it happened by that.
import { momentOf, readSpan } from './read-span.ts'
import { around, type Day, type Span } from './span.ts'

/** Something said that may tell of an event. */
export interface Telling {
  text: string
  /** The day on which it was said. */
  day: Day
  /** How well it fits the words for the event; only the differences count, in standard deviations of a cosine. */
  fit: number
}

const longest = 31
/** What somebody says who was just there, or is about to be. */
const atHand = /\b(?:today|tonight|this (?:morning|afternoon|evening)|just|yesterday|last night|tomorrow|first day|finally|done|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|next week|at last|it's over|is over)\b|!/i
const past = /\b(?:was|were|had|did|went|came|got|took|moved|started|passed|broke|turned|yesterday|last|ago|ed)\b|\p{L}{3,}ed\b/iu
/** What a statement at hand is ahead of others. */
const lead = 1.5

/** The days of the event that the best of some statements tells of, or undefined where there is none. */
export async function eventSpan(tellings: readonly Telling[]): Promise<Span | undefined> {
  const rank = ({ text, fit }: Telling): number => fit + (atHand.test(text) ? lead : 0)
  const [best] = tellings.toSorted((a, b) => rank(b) - rank(a))
  if (!best) return undefined
  const moment = momentOf(best.text, best.day)
  const told = await readSpan(best.text, { ...moment, ahead: moment.ahead || !past.test(best.text) })
  return told && told.last - told.first < longest ? told : around(best.day)
}
