// What somebody was: with "was", who was a boss or a wife is none any more, while a sister is one still.
import type { Role } from '../graph/relation.ts'
import type { Phrase } from './phrase.ts'
import { normAt, type Token } from './token.ts'

const passing: ReadonlySet<Role> = new Set<Role>(['boss', 'colleague', 'partner', 'spouse'])

/** "She was my boss", "I was married to Bo": said with the verb at a place of what comes after it. */
export function wasOnce(tokens: readonly Token[], at: number, phrase: Phrase | undefined): boolean {
  if (!/^(was|were)$/.test(normAt(tokens, at))) return false
  if (phrase?.type === 'kin') return passing.has(phrase.kin.role) && phrase.owner !== null && phrase.names.length === 0 && tokens[phrase.end]?.norm !== 'instead'
  return /^(married|engaged)$/.test(normAt(tokens, at + 1)) && tokens[at + 2]?.norm === 'to'
}
