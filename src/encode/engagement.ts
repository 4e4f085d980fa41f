// Engagement: how soon a reply came, whether it takes up the turn before, and praise or complaint said outright.
import { isFunctionWord, phrasePattern, wordsOf } from './prose.ts'

/** Engagement of one turn. */
export interface Engagement {
  /** Log of the time since the turn before: -1 at once, 0 after five minutes, 1 from a week on; 0 without one. */
  delay: number
  /** Share of this turn's content words that the turn before has too, in [0, 1]. */
  followUp: number
  /** Praise or thanks said outright, in [0, 1]. */
  praise: number
  /** Complaint or rejection said outright, in [0, 1]. */
  complaint: number
}

const praise = phrasePattern([
  'thank(?:s| you)', 'thx', 'perfect', 'exactly(?: right)?', 'well done', 'good (?:job|answer|idea|one)',
  'great (?:job|answer|idea|work)', 'that (?:helps|helped|worked|works)', 'love (?:it|that|this)',
  "you're (?:right|the best)", 'brilliant', 'spot on', 'much better',
])
const complaint = phrasePattern([
  "that's (?:wrong|not (?:right|what|it|true|helpful))", 'not what i (?:asked|meant|wanted)',
  "you(?:'re| are) wrong", 'wrong again', "doesn't (?:work|help)", "didn't (?:work|help)", 'i (?:already )?told you',
  'stop (?:it|that|doing|saying|asking)', 'no,? i (?:said|meant)', 'useless', "that's no (?:help|good)", 'too long',
  'not helpful', 'try again', 'bad answer',
])

/** Engagement of `text` at `at` (ms) after the previous turn, if there was one. */
export function engagementOf(
  text: string, words: readonly string[], at: number, previous: { at?: number; text?: string },
): Engagement {
  return {
    delay: previous.at === undefined ? 0 : delayOf(at - previous.at),
    followUp: previous.text === undefined ? 0 : overlap(words, wordsOf(previous.text)),
    praise: share(text, praise, words.length),
    complaint: share(text, complaint, words.length),
  }
}

function delayOf(ms: number): number {
  const seconds = Math.max(1, ms / 1000)
  return Math.max(-1, Math.min(1, Math.log10(seconds / 300) / (seconds < 300 ? Math.log10(300) : Math.log10(2016))))
}

function overlap(words: readonly string[], before: readonly string[]): number {
  const content = new Set(words.filter(word => !isFunctionWord(word)))
  if (content.size === 0) return 0
  const earlier = new Set(before)
  let shared = 0
  for (const word of content) if (earlier.has(word)) shared += 1
  return shared / content.size
}

// A short message that only praises is all praise; a long one with one kind word is a little.
function share(text: string, pattern: RegExp, words: number): number {
  const found = text.match(pattern)?.length ?? 0
  return found === 0 ? 0 : Math.min(1, Math.sqrt((4 * found) / (words + 1)))
}
