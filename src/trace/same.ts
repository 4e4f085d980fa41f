// Whether two texts say the same thing, so that one may strengthen the other's trace instead of making its own.
import { splitWords } from '../encode/segment.ts'

const numberNames = new Set(('one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen ' +
  'seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand monday tuesday wednesday ' +
  'thursday friday saturday sunday january february march april may june july august september october november december ' +
  'morning noon afternoon evening night today tomorrow yesterday').split(' '))
const negations = new Set(['not', 'no', 'never', 'none', 'nothing', 'nobody', 'without', 'don', 't', 'cannot', 'neither', 'nor', 'stopped', 'quit'])
const fillers = new Set('a an the oh well so and but also just really very too again please um uh'.split(' '))

function parts(text: string): { words: Set<string>; exact: string } {
  const words = new Set<string>()
  const exact: string[] = []
  for (const { text: word } of splitWords(text)) {
    if (!/[\p{L}\p{N}]/u.test(word) || fillers.has(word)) continue
    words.add(word)
    if (/\d/.test(word) || numberNames.has(word) || negations.has(word)) exact.push(word)
  }
  return { words, exact: exact.sort().join(' ') }
}

/**
 * True where two texts share at least four fifths of their words, and all of their numbers, days and negations:
 * "the meeting is at 3" and "the meeting is at 5" are near in every embedding and say different things.
 */
export function sameStatement(a: string, b: string): boolean {
  const first = parts(a)
  const second = parts(b)
  if (first.exact !== second.exact) return false
  let shared = 0
  for (const word of first.words) if (second.words.has(word)) shared++
  const union = first.words.size + second.words.size - shared
  return union === 0 ? a.trim() === b.trim() : shared / union >= 0.8
}
