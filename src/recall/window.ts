// The days that a question is about: named outright, or by an event that memory knows.
import { dayAt, type Span } from '../dates/span.ts'
import { anchorsOf, betweenOf } from '../dates/anchor.ts'
import { eventSpan } from '../dates/event.ts'
import { framed } from '../dates/frame.ts'
import { momentOf, readSpan } from '../dates/read-span.ts'
import { terms } from '../encode/terms.ts'
import type { Teller } from './tellers.ts'

/** Turns that may tell of an event, and the share of its words that one must have. */
const tellers = 8
const sharedTerms = 0.5

/** Finds what was said with some words, best first. */
type Search = (words: string) => Promise<readonly Teller[]>

/** The stretch of days that a question is about, or null. */
export async function readWindow(text: string, now: number, timeZone: string, search: Search): Promise<Span | null> {
  const today = dayAt(now, timeZone)
  const named = (words: string): Promise<Span | undefined> => readSpan(words, momentOf(words, today))
  const either = async (words: string): Promise<Span | undefined> => await named(words) ?? eventOf(words, timeZone, search)
  const sides = betweenOf(text)
  if (sides) {
    const [one, two] = await Promise.all(sides.map(either))
    if (one && two && one.first <= two.last) return { first: one.first, last: two.last }
  }
  const span = await named(text)
  if (span) return span
  for (const { frame, days, phrase } of anchorsOf(text)) {
    const event = await eventOf(phrase, timeZone, search)
    if (event) return framed(frame, event, today, days)
  }
  return null
}

/** The days of what memory tells in some words. */
async function eventOf(words: string, timeZone: string, search: Search): Promise<Span | undefined> {
  const wanted = new Set(terms(words))
  if (wanted.size === 0) return undefined
  const hits = (await search(words)).slice(0, tellers).filter(({ text }) => {
    const told = new Set(terms(text))
    return [...wanted].filter(term => told.has(term)).length >= sharedTerms * wanted.size
  })
  return eventSpan(hits.map(({ text, at, score }) => ({ text, day: dayAt(at, timeZone), fit: score })))
}
