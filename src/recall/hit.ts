// One result of recall.
import type { Kind } from '../config.ts'
import type { Evidence } from '../signals/confidence.ts'
import type { MemoryTier } from '../trace/trace.ts'
import type { HitMedium } from './shown.ts'

/** Whether a hit may be presented as true now, and if not, why not. */
export const statuses = ['current', 'superseded', 'suppressed', 'dormant', 'unstored'] as const
export type Status = (typeof statuses)[number]

/** Status of a hit: `doubted` where another hit for the same question, said later, may have replaced it. */
export type HitStatus = Status | 'doubted'

/** A trace, or a turn of the log that has none. */
export interface Hit {
  /** Id of the trace, or of the turn where there is no trace. */
  id: string
  text: string
  speaker: string
  /** When it was said, in milliseconds. */
  at: number
  kind: Kind
  /** In [0, 1] at the time of the call; 0 for a turn without a trace. */
  strength: number
  /** Sum of the parts: it compares with the scores of the other hits for the same question. */
  score: number
  parts: ScoreParts
  /**
   * Probability that it is evidence for the question, in [0, 1]: it compares between questions. 0 past the best 48. The best
   * hits are low together where memory holds no answer: see `answerability`.
   */
  confidence: number
  /** What its confidence is made of; absent past the best 48. */
  evidence?: Evidence
  /** Ids of the turns that it stands for. */
  sourceIds: string[]
  /** What those turns show; absent where they show nothing. */
  media?: HitMedium[]
  status: HitStatus
  /** Id of the hit that may have replaced it, where it is doubted. */
  doubtedBy?: string
  /** Null for a turn without a trace. */
  tier: MemoryTier | null
}

/** What each head adds to a score, on one scale: one unit is one standard deviation of the cosines. */
export interface ScoreParts {
  /** Cosine of the keys. */
  attention: number
  /** Cosines of the turns before and after, and how likely those around are to be evidence. */
  neighbours: number
  /** Share of the query's words, by BM25. */
  lexical: number
  /** Share of the query's words that find one like them, where it is among the best. */
  alike: number
  /** It speaks of somebody whom the query means, by name, by role or as next of kin. */
  graph: number
  /** It names a member of the class that the query asks for. */
  members: number
  /** Cosine of what its turns show, in the space of the media encoder. */
  media: number
  /** How much the text says: chatter rarely answers. */
  content: number
  /** The question names the speaker, or is (not) put to the assistant. */
  speaker: number
  /** The question names a month, a day or a time of day, and it was said then. */
  time: number
  /** The question asks for a number or a date, and there is one. */
  number: number
  /** The answer is gathered from many: words alike count for more, the same words for less; who tells of what happened is worth more than who asks. */
  gathered: number
  /** Strength, as the attention weighs it. */
  strength: number
}
