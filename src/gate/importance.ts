// Importance by the formula that MemoryKit publishes ("amygdala"): weights chosen by reasoning, for comparison with the gate's.
import { phrasePattern, wordsOf } from '../encode/prose.ts'
import { toneOf } from '../encode/tone.ts'

/** What the formula looks at. */
export interface PublishedInput {
  text: string
  /** @default 'user' */
  speaker?: string
  /** How new it is to memory, in [0, 1]. @default 0 */
  novelty?: number
  /** Hours since it was said, from 0. @default 0 */
  ageHours?: number
}

/** Importance by the published formula, with its parts. */
export interface PublishedImportance {
  /** What kind of saying it is, in [0, 1]. */
  base: number
  /** How strongly it is felt, in [0, 1]. */
  emotional: number
  /** In [0, .5]. */
  novelty: number
  /** e^(-h/24), in (0, 1]. */
  recency: number
  /** (base + emotional + novelty) · recency, in [0, 2.5]: as it is documented. */
  documented: number
  /** .4 base + .3 emotional + .2 novelty + .1 recency, in [0, 1]: as its code runs. */
  weighted: number
}

/** What is added to the base, which is cut at 1. */
export const publishedWeights = {
  baseline: 0.5, user: 0.1, question: 0.2, decision: 0.3, marker: 0.5, code: 0.15, long: 0.1,
} as const

const decision = phrasePattern([
  'i will', "i(?:'|’)ll", "we(?:'|’)ll", "let(?:'|’)s", 'we should', 'i(?: have)? decided', 'going to', 'plan to', 'commit to', 'promise', 'agree to', 'must',
])
const marker = phrasePattern([
  'important', 'critical', 'crucial', 'essential', 'vital', 'remember', "don(?:'|’)t forget", 'note that', 'take note', 'key point', 'always', 'never', 'from now on',
])
const longFrom = 500
/** Half the valence counts; from this valence on (either way) it is strong, and counts more. */
const strong = 0.5
const boosts = { negative: 2, positive: 1.5 }
const noveltyShare = 0.5

/**
 * MemoryKit's importance of one turn (github.com/rapozoantonio/memorykit, technical requirements 6.3), each addition on a
 * baseline of 1/2; sentiment is the valence of the text by AFINN. It decides nothing here: `mneme sim budget` says why.
 */
export function importanceOf({ text, speaker = 'user', novelty: fresh = 0, ageHours = 0 }: PublishedInput): PublishedImportance {
  const base = baseOf(text, speaker)
  const emotional = emotionOf(text)
  const novelty = noveltyShare * Math.min(1, Math.max(0, fresh))
  const recency = Math.exp(-Math.max(0, ageHours) / 24)
  return {
    base, emotional, novelty, recency,
    documented: (base + emotional + novelty) * recency,
    weighted: 0.4 * base + 0.3 * emotional + 0.2 * novelty + 0.1 * recency,
  }
}

function baseOf(text: string, speaker: string): number {
  const { baseline, user, question, decision: decided, marker: marked, code, long } = publishedWeights
  // Whoever talks without being an assistant is a user of the memory.
  const sum = baseline
    + (speaker === 'assistant' ? 0 : user)
    + (text.includes('?') ? question : 0)
    + (has(text, decision) ? decided : 0)
    + (has(text, marker) ? marked : 0)
    + (text.includes('```') ? code : 0)
    + (text.length > longFrom ? long : 0)
  return Math.min(1, sum)
}

/** |valence| / 2, twice that where it is strongly negative, one and a half times where strongly positive; at most 1. */
function emotionOf(text: string): number {
  const { valence } = toneOf(text, wordsOf(text))
  const boost = valence <= -strong ? boosts.negative : valence >= strong ? boosts.positive : 1
  return Math.min(1, (Math.abs(valence) / 2) * boost)
}

// A pattern that finds every occurrence remembers where it was: search() starts anew.
function has(text: string, pattern: RegExp): boolean {
  return text.search(pattern) >= 0
}
