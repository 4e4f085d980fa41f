// The event that a text hangs a time on: "before the move", "the weekend after my birthday", "when the car broke down".
import { count, numberOf } from './grammar.ts'
import { frameWords, type Frame } from './frame.ts'

/** An event by the words for it, and how the time meant stands to it. */
export interface Anchor {
  frame: Frame
  /** Days from the event, where they are counted: "two days before". */
  days?: number
  /** Words for the event: "the move", "I changed jobs". */
  phrase: string
}

const unitDays: Readonly<Record<string, number>> = { day: 1, week: 7, month: 30 }
const clauseEnd = String.raw`(?=\s*(?:[,;?!]|\.(?:\s|$)|\s(?:and|but) (?:what|who|how|did|do)\b|$))`
const phrase = String.raw`(?<phrase>[^,;?!]+?)${clauseEnd}`

const counted = new RegExp(String.raw`(?<![\p{L}])(?<all>(?:in |during |over )?the )?${count} (?<unit>day|week|month)s? (?<side>before|after) ${phrase}`, 'u')
const framed = frameWords.map(([words, frame]) => ({ frame, pattern: new RegExp(String.raw`(?<![\p{L}])(?:${words}) ${phrase}`, 'u') }))
// "when did I", "when is": a question for a time, not an event.
const during = new RegExp(String.raw`(?<![\p{L}])(?:during|while|throughout|the (?:day|night|evening|morning|week|weekend|time) (?:of|when|that|we|i)|on the day(?: of| that| when)?|at the time of|when(?! (?:did|do|does|is|was|are|were|will|can|could|should|would|have|has|had|am|'s)\b)) ${phrase}`, 'u')

/** The events that a text hangs a time on, the likeliest first. */
export function anchorsOf(text: string): Anchor[] {
  const lower = text.toLowerCase().replaceAll('’', "'")
  const told = counted.exec(lower)?.groups
  if (told) {
    const days = numberOf({ count: told['count']! }) * unitDays[told['unit']!]!
    const before = told['side'] === 'before'
    return [{ frame: told['all'] === undefined ? (before ? 'countBefore' : 'countAfter') : before ? 'daysBefore' : 'daysAfter', days, phrase: told['phrase']! }]
  }
  const found = framed.flatMap(({ frame, pattern }): Anchor[] => {
    const said = pattern.exec(lower)?.groups?.['phrase']
    return said === undefined ? [] : [{ frame, phrase: said }]
  })
  const said = during.exec(lower)?.groups?.['phrase']
  if (said !== undefined) found.push({ frame: 'in', phrase: said })
  return found
}

const between = new RegExp(String.raw`(?<![\p{L}])between (?<one>[^,;?!]+?) and (?<two>[^,;?!]+?)${clauseEnd}`, 'u')

/** Both ends of "between the operation and Easter". */
export function betweenOf(text: string): [string, string] | undefined {
  const { one, two } = between.exec(text.toLowerCase().replaceAll('’', "'"))?.groups ?? {}
  return one === undefined || two === undefined ? undefined : [one, two]
}
