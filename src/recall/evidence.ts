// What tells that a hit is evidence for a question, whatever the question: see signals/confidence.ts.
import { sentencesOf, writtenWordsOf } from '../encode/prose.ts'
import type { Evidence } from '../signals/confidence.ts'
import { turnCosine } from '../state/passages.ts'
import type { State } from '../state/state.ts'
import type { Alikeness } from './alike.ts'
import type { Hit } from './hit.ts'
import type { Query } from './query.ts'
import { recallWeights } from './rank.ts'

/** What the words and the key of a question tell of its hits. */
interface Sight {
  query: Query
  /** Content words of the question [W]. */
  asked: readonly string[]
  /** How they find one like them in hits. */
  alike: Alikeness
  /** Unit key [K] of the question. */
  key: Float32Array
}

/** Reads the evidence of hits for a question; `row` is a hit's place among those that its words were held against. */
export function evidenceReader(state: State, { query, asked, alike: { shares, matches, weights }, key }: Sight): (hit: Hit, row: number) => Evidence {
  const names = placesOfNames(query.bare, asked)
  const rarest = weights.indexOf(Math.max(...weights))
  const [speaker] = query.speakers.size === 1 ? query.speakers : []
  return (hit, row) => {
    const from = row * asked.length
    return {
      cosine: cosineOf(state, hit, key),
      covered: shares[row]!,
      rarest: rarest < 0 ? 0 : matches[from + rarest]!,
      named: names.reduce((least, word) => Math.min(least, matches[from + word]!), 1),
      other: Number(speaker !== undefined && hit.speaker !== speaker),
      person: hit.parts.graph / recallWeights.graph,
      member: hit.parts.members / recallWeights.members,
      time: hit.parts.time,
      content: hit.parts.content / recallWeights.content,
      length: Math.log1p(hit.text.length),
      strength: hit.parts.strength,
      words: asked.length,
    }
  }
}

/** Which of the words of a question are written as names: with a capital within a sentence. */
function placesOfNames(bare: string, asked: readonly string[]): number[] {
  const names = new Set(sentencesOf(bare).flatMap(sentence => writtenWordsOf(sentence).slice(1)).filter(word => /^\p{Lu}/u.test(word))
    .map(word => word.toLowerCase().replaceAll('’', "'")))
  return asked.flatMap((word, at) => (names.has(word) ? [at] : []))
}

/** Cosine of a hit's best passage; of its trace, where the passages are gone. */
function cosineOf(state: State, { id, sourceIds }: Hit, key: Float32Array): number {
  let best = -1
  for (const source of sourceIds) {
    const ordinal = state.log.ordinalOf(source)
    if (ordinal !== undefined) best = Math.max(best, turnCosine(state, ordinal, key))
  }
  return best === -1 ? (state.ltm.cosine(id, key) ?? 0) : best
}
