// Which turns to keep when only some may stay: scores of every turn of a history, and what a budget keeps of the evidence.
import type { Encoder, Random, TurnDecision } from 'mneme'
import type { importanceOf } from 'mneme/research'
import { stems } from './baselines.ts'
import { turnTime, type History } from './histories.ts'

/** One number for every turn of a history in order; the highest stay. */
export type Scores = Record<string, number[]>

/** What the scores are made with. */
export interface Scorers {
  encoder: Encoder
  /** The published formula. */
  published: typeof importanceOf
  /** The gate's decisions on the turns, as it ships. */
  decisions: readonly TurnDecision[]
  random: Random
}

interface Said {
  id: string
  speaker: string
  text: string
  at: number
}

function turnsOf(history: History): Said[] {
  return history.sessions.flatMap(session => session.turns.map((turn, index) => ({ ...turn, at: turnTime(session, index) })))
}

/** Every score of the turns of a history. The published ones are read an hour after the last turn. */
export async function scoreTurns(history: History, { encoder, published, decisions, random }: Scorers): Promise<Scores> {
  const turns = turnsOf(history)
  const novelty = noveltyOf(await encoder.encode(turns.map(({ text }) => text)))
  const byId = new Map(decisions.map(({ turnId, importance }) => [turnId, importance]))
  const end = Math.max(...turns.map(({ at }) => at)) + 3_600_000
  const marks = turns.map(({ text, speaker, at }, index) =>
    published({ text, speaker, novelty: novelty[index]!, ageHours: (end - at) / 3_600_000 }))
  const gate = turns.map(({ id }) => byId.get(id) ?? 0)
  const idf = idfSums(turns.map(({ text }) => text))
  return {
    random: turns.map(() => random.next()),
    'last N': turns.map((_, index) => index),
    'published importance, as documented': marks.map(({ documented }) => documented),
    'published importance, as it runs': marks.map(({ weighted }) => weighted),
    novelty,
    length: turns.map(({ text }) => text.length),
    'sum of idf': idf,
    'the gate': gate,
    'the gate x sum of idf': gate.map((importance, index) => importance * idf[index]!),
    oracle: worthOf(history, turns),
  }
}

/** 1 - best cosine to an earlier turn; 1 for the first. */
export function noveltyOf(keys: readonly Float32Array[]): number[] {
  return keys.map((key, index) => {
    let best = 0
    for (let other = 0; other < index; other++) best = Math.max(best, key.reduce((sum, value, d) => sum + value * keys[other]![d]!, 0))
    return 1 - best
  })
}

/** Sum of ln(n / turns with the word) over the different words of each text. */
export function idfSums(texts: readonly string[]): number[] {
  const words = texts.map(text => new Set(stems(text)))
  const counts = new Map<string, number>()
  for (const own of words) for (const word of own) counts.set(word, (counts.get(word) ?? 0) + 1)
  return words.map(own => [...own].reduce((sum, word) => sum + Math.log(texts.length / counts.get(word)!), 0))
}

/** What a turn adds to the mean share of evidence: 1 / evidence of each question that it answers. No choice keeps more. */
export function worthOf(history: History, turns: readonly { id: string }[]): number[] {
  const worth = new Map<string, number>()
  for (const { evidence } of history.questions) for (const id of evidence) worth.set(id, (worth.get(id) ?? 0) + 1 / evidence.length)
  return turns.map(({ id }) => worth.get(id) ?? 0)
}

/** Ids of the turns with the highest scores, `share` of them rounded to whole turns; equal ones by chance. */
export function keptTurns(history: History, scores: readonly number[], share: number, random: Random): Set<string> {
  const ids = history.sessions.flatMap(session => session.turns.map(({ id }) => id))
  if (ids.length !== scores.length)
    throw new RangeError(`keptTurns: expected ${ids.length} scores, got ${scores.length}; score every turn of the history`)
  const order = random.shuffle(ids.map((id, index) => ({ id, score: scores[index]! }))).sort((a, b) => b.score - a.score)
  return new Set(order.slice(0, Math.round(share * ids.length)).map(({ id }) => id))
}

/** Share of each question's evidence that is kept, question by question. */
export function evidenceKept(history: History, kept: ReadonlySet<string>): number[] {
  return history.questions.map(({ evidence }) => evidence.filter(id => kept.has(id)).length / evidence.length)
}
