// A history with questions as the differentiable path reads it: what the gate saw of every turn, what each head says of every pair.
import { noveltyOf } from '../sim/lab/keeping.ts'
import { turnTime, type History } from '../sim/lab/histories.ts'
import { dayMs } from '../src/clock.ts'
import type { Policy } from '../src/controller/policy.ts'
import type { EmbeddedEncoder } from '../src/encode/embedded.ts'
import { fuse } from '../src/encode/fusion.ts'
import { implicitSignals } from '../src/encode/implicit.ts'
import { contentWords, type WordVectors } from '../src/encode/word-vectors.ts'
import { kindOf } from '../src/gate/kind.ts'
import { markersOf } from '../src/gate/markers.ts'
import { featuresOf, type GateInput } from '../src/gate/network.ts'
import { LexicalIndex } from '../src/lexical/lexical.ts'
import { alikeness } from '../src/recall/alike.ts'
import { readQuery } from '../src/recall/query.ts'
import { recallWeights, scoreParts, type Candidate } from '../src/recall/rank.ts'
import { statementOf } from '../src/trace/same.ts'
import type { PathHistory, PathQuestion } from '../src/train/history.ts'
import { dot } from '../src/vector.ts'

/** The heads beside attention. What each says of a pair is its part of today's score, so that a weight of 1 is today's. */
export const headNames = ['lexical', 'alike', 'neighbours', 'content', 'speaker', 'time', 'number'] as const

interface Said {
  id: string
  speaker: string
  text: string
  at: number
  session: number
}

/** What a history is read with. */
export interface PathReader {
  encoder: EmbeddedEncoder
  words: WordVectors
  policy: Pick<Policy, 'gate' | 'kind' | 'fusion'>
}

/** One history; its questions are asked an hour after its last turn. */
export function readPath(history: History, reader: PathReader): PathHistory {
  const said = history.sessions.flatMap((session, number): Said[] =>
    session.turns.map(({ id, speaker, text }, index) => ({ id, speaker, text, at: turnTime(session, index), session: number })))
  const start = said[0]!.at
  const vectors = said.map(({ text }) => reader.encoder.vector(text))
  const implicit = said.map((turn, index) => implicitSignals({ ...turn, ...previousOf(said, index) }, 'UTC'))
  const keys = vectors.map((vector, turn) => fuse(vector, implicit[turn]!, reader.policy.fusion))
  const novelty = noveltyOf(keys)
  const times = new Map<string, number>()
  const turns = said.map(({ text, speaker, at }, turn) => {
    const statement = `${speaker}: ${statementOf(text)}`
    const before = times.get(statement) ?? 0
    times.set(statement, before + 1)
    const input: GateInput = {
      meaning: reader.encoder.meaning(text), implicit: implicit[turn]!, markers: markersOf(text),
      novelty: Math.min(1, novelty[turn]!), repetition: 1 - 2 ** -before,
    }
    return {
      features: featuresOf(input, reader.policy.gate.center.data), meaning: vectors[turn]!, implicit: implicit[turn]!,
      kind: kindOf(input, reader.policy.kind).kind, tick: (at - start) / dayMs,
    }
  })
  const lexical = new LexicalIndex()
  for (const [turn, { text, session }] of said.entries()) lexical.add(text, turn, session)
  const places = new Map(said.map(({ id }, turn) => [id, turn]))
  const tick = (said.at(-1)!.at + 3_600_000 - start) / dayMs
  return {
    turns,
    questions: history.questions.map(({ question, evidence }): PathQuestion => ({
      ...askOf(question, history.speakers, said, keys, lexical, reader), tick, evidence: evidence.map(id => places.get(id)!),
    })),
  }
}

function previousOf(said: readonly Said[], index: number): { previousAt: number; previousText: string; previousSpeaker: string } | undefined {
  const before = said[index - 1]
  return before?.session === said[index]!.session ? { previousAt: before.at, previousText: before.text, previousSpeaker: before.speaker } : undefined
}

/** A question with the scale of its cosines (as recall's scan takes it, from every key) and what each head says of each turn. */
function askOf(
  text: string, speakers: readonly string[], said: readonly Said[], keys: readonly Float32Array[], lexical: LexicalIndex,
  { encoder, words, policy }: PathReader,
): Omit<PathQuestion, 'tick' | 'evidence'> {
  const query = readQuery(text, speakers)
  const meaning = encoder.vector(query.bare)
  const key = fuse(meaning, null, policy.fusion)
  const cosines = keys.map(other => dot(key, other))
  const count = cosines.length + prior.weight
  const mean = (cosines.reduce((sum, value) => sum + value, 0) + prior.weight * prior.mean) / count
  const scale = 1 / Math.sqrt((cosines.reduce((sum, value) => sum + (value - mean) ** 2, 0) + prior.weight * prior.variance) / count)
  const most = lexical.highestScore(query.terms)
  const { scores } = lexical.search(query.terms, true)
  const { shares } = alikeness(contentWords(query.bare), said.map(turn => turn.text), lexical, words)
  const beside = (turn: number, other: number): number => said[other]?.session === said[turn]!.session ? (cosines[other]! - mean) * scale : 0
  const heads = said.flatMap(({ text: told, speaker, at }, turn) => {
    const candidate: Candidate = {
      text: told, speaker, at, strength: 1, attention: 0, before: beside(turn, turn - 1), after: beside(turn, turn + 1),
      lexical: most > 0 ? scores[turn]! / most : 0, terms: lexical.lengthOf(turn), graph: 0, members: 0, media: 0,
    }
    const parts = { ...scoreParts(candidate, query, 'UTC'), alike: recallWeights.alike * shares[turn]! }
    return headNames.map(name => parts[name])
  })
  return { meaning, moment: null, scale, heads: Float32Array.from(heads) }
}

const prior = { mean: 0.15, variance: 0.015, weight: 8 }
