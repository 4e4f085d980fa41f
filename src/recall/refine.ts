// The second look: the best candidates word by word, which would cost too much for all of them.
import { contentWords, type WordVectors } from '../encode/word-vectors.ts'
import { confidencesOf, type ConfidenceParams } from '../signals/confidence.ts'
import type { State } from '../state/state.ts'
import { alikeness } from './alike.ts'
import { aroundHits } from './around.ts'
import { evidenceReader } from './evidence.ts'
import type { Hit, ScoreParts } from './hit.ts'
import type { Query } from './query.ts'
import { recallWeights, total } from './rank.ts'

/** Candidates that get it, and hits that are judged after it: a context holds no more, and more change no answer. */
const looked = 48

/**
 * What changes for an answer that is gathered, times its probability. In a list the question's own words stand in what says
 * least ("do you like books?"); what counts is that something like them is told of. Fitted on the lists of the written lives
 * and rounded.
 */
const gathering = {
  /** Share of the lexical part that is taken away. */
  lexical: 0.45,
  /** More for words alike. */
  alike: 2,
  /** More, as a share, for the speaker. */
  speaker: 0.3,
  /** Taken from a text that does nothing but ask. */
  asks: 1,
  /** For each word of the past, up to three. */
  past: 0.1,
  /** For a word that says when. */
  when: 0.15,
}

/** What the second look uses beside the hits. */
interface Sight {
  words: WordVectors
  /** Unit key [K] of the query. */
  key: Float32Array
  confidence: ConfidenceParams
  /** Probability that the answer is to be gathered from several places, in [0, 1). */
  gathers: number
}

/** Hits, best first, in the order that the second look gives, the best of them with their confidence. */
export function refine(state: State, hits: readonly Hit[], query: Query, { words, key, confidence, gathers }: Sight): Hit[] {
  const asked = contentWords(query.bare)
  const first = hits.slice(0, looked)
  const alike = alikeness(asked, first.map(({ text }) => text), state.lexical, words)
  const matched = first.map((hit, row) => {
    const share = alike.shares[row]!
    return scored(hit, { alike: recallWeights.alike * share, gathered: gathers === 0 ? 0 : gathers * gatheredPart(hit, share) })
  })
  const around = aroundHits(state, matched)
  const seen = matched.map((hit, row) => ({ row, hit: around[row] === 0 ? hit : scored(hit, { neighbours: hit.parts.neighbours + recallWeights.around * around[row]! }) }))
  const sorted = [...seen, ...hits.slice(looked).map(hit => ({ row: looked, hit }))].sort(({ hit: a }, { hit: b }) => b.score - a.score || b.at - a.at)
  const read = evidenceReader(state, { query, asked, alike, key })
  const best = sorted.slice(0, looked).map(({ hit, row }) => (row < looked ? { ...hit, evidence: read(hit, row) } : hit))
  const probabilities = confidencesOf(best, confidence)
  return sorted.map(({ hit }, at) => (at < looked ? { ...best[at]!, confidence: probabilities[at]! } : hit))
}

/** A hit with some parts of its score changed. */
function scored(hit: Hit, changed: Partial<ScoreParts>): Hit {
  const parts = { ...hit.parts, ...changed }
  return { ...hit, parts, score: total(parts) }
}

function gatheredPart({ text, parts }: { text: string; parts: ScoreParts }, alike: number): number {
  const sentences = Math.max(1, text.match(/[.!?…]+/g)?.length ?? 1)
  const asks = Math.min(1, (text.match(/\?/g)?.length ?? 0) / sentences)
  const past = Math.min(3, text.match(pastWord)?.length ?? 0)
  return gathering.alike * alike - gathering.lexical * parts.lexical + gathering.speaker * Math.max(0, parts.speaker) -
    gathering.asks * asks + gathering.past * past + gathering.when * Number(whenWord.test(text))
}

const pastWord = /\b(?:went|saw|did|got|took|came|made|ate|bought|read|wrote|ran|won|found|met|gave|left|been|had|was|were|just|last|yesterday|recently|[a-z]{3,}ed)\b/gi
const whenWord = /\b(?:last|yesterday|ago|week|weekend|month|today|\d+)\b/i
