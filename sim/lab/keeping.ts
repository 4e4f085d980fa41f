// Which turns to keep when only some may stay: scores of every turn of a history, and what a budget keeps of the evidence.
import type { Encoder, Random, TurnDecision } from 'mneme'
import type { importanceOf } from 'mneme/research'
import { stems } from './baselines.ts'
import { turnTime, type History } from './histories.ts'
import { namesAndDigits, thumbPoints } from './thumb.ts'

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
  const keys = await encoder.encode(turns.map(({ text }) => text))
  const novelty = noveltyOf(keys)
  const byId = new Map(decisions.map(({ turnId, importance }) => [turnId, importance]))
  const end = Math.max(...turns.map(({ at }) => at)) + 3_600_000
  const marks = turns.map(({ text, speaker, at }, index) =>
    published({ text, speaker, novelty: novelty[index]!, ageHours: (end - at) / 3_600_000 }))
  return {
    random: turns.map(() => random.next()),
    'last N': turns.map((_, index) => index),
    'least recently used': lastUses(keys),
    'published importance, as documented': marks.map(({ documented }) => documented),
    'published importance, as it runs': marks.map(({ weighted }) => weighted),
    novelty,
    length: turns.map(({ text }) => text.length),
    'sum of idf': idfSums(turns.map(({ text }) => text)),
    'names and digits': turns.map(({ text }) => namesAndDigits(text)),
    'rules of thumb': turns.map(({ text }) => thumbPoints(text)),
    'the gate': turns.map(({ id }) => byId.get(id) ?? 0),
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

/** Place of the last turn to which each is the nearest of all before it; its own where there is none. */
export function lastUses(keys: readonly Float32Array[]): number[] {
  const uses = keys.map((_, index) => index)
  keys.forEach((key, index) => {
    let [nearest, best] = [index, -Infinity]
    for (let other = 0; other < index; other++) {
      const cosine = key.reduce((sum, value, d) => sum + value * keys[other]![d]!, 0)
      if (cosine > best) [nearest, best] = [other, cosine]
    }
    uses[nearest] = index
  })
  return uses
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

/** A history of which only some turns were ever said; its questions stay. */
export function remainder(history: History, kept: ReadonlySet<string>): History {
  const sessions = history.sessions.map(({ at, turns }) => ({ at, turns: turns.filter(({ id }) => kept.has(id)) }))
  return { ...history, sessions: sessions.filter(({ turns }) => turns.length > 0) }
}
