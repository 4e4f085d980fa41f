// How sure it is that a hit is evidence for its question, by what compares between questions; and that any of some hits is.
import { param, type Param, type ParamTree } from '../tensor/params.ts'

/** What a hit's confidence is made of. Scores compare within one question; these compare between questions. */
export interface Evidence {
  /** Cosine of its best passage with the question, in [-1, 1]. */
  cosine: number
  /** Share of the question's words, by weight, that find one like them, in [0, 1]. */
  covered: number
  /** The same of the question's rarest word. */
  rarest: number
  /** The same of that name in the question which it matches worst; 1 where the question names nobody but speakers. */
  named: number
  /** 1 where the question names one speaker and it was said by another, else 0. */
  other: number
  /** How much it speaks of whom the question means, in [0, 1]. */
  person: number
  /** How much it names members of what the question asks for, in [0, 1]. */
  member: number
  /** How well its day and hour fit those that the question states: the part of the score. */
  time: number
  /** How much it says, in [0, 1]. */
  content: number
  /** ln(1 + characters). */
  length: number
  /** Its strength, as the score counts it. */
  strength: number
  /** Words of the question that carry content. */
  words: number
}

/** Names of the features of a hit among others: its evidence, and where it stands among them. */
export const evidenceNames: readonly (keyof Evidence | 'lead' | 'place')[] = [
  'cosine', 'covered', 'rarest', 'named', 'other', 'person', 'member', 'time', 'content', 'length', 'strength', 'words', 'lead', 'place',
]

/** Weights of a logistic regression over the features of a hit. F features. */
export interface ConfidenceParams extends ParamTree {
  /** [F]. */
  weight: Param
  /** [1]. */
  bias: Param
}

/** Best hits that tell whether memory holds an answer. */
const judged = 10

/** A hit as its confidence needs it; one that nobody looked at word by word has no evidence. */
export interface Judged {
  score: number
  evidence?: Evidence
}

/** All-zero weights: every hit is as likely evidence as not. */
export function zeroConfidence(): ConfidenceParams {
  return { weight: param([evidenceNames.length]), bias: param([1]) }
}

/**
 * Features [F] of each hit, best first; null for one without evidence. `lead` is the score above the mean of the best ten, `place`
 * ln(1 + hits before it).
 */
export function evidenceRows(hits: readonly Judged[]): (Float64Array | null)[] {
  const best = hits.slice(0, judged)
  const mean = best.reduce((sum, { score }) => sum + score, 0) / Math.max(1, best.length)
  return hits.map(({ score, evidence }, at) => {
    const all = evidence && { ...evidence, lead: score - mean, place: Math.log1p(at) }
    return all ? Float64Array.from(evidenceNames, name => all[name]) : null
  })
}

/** Probability, in [0, 1], that each of the hits for a question, best first, is evidence; 0 for one without. */
export function confidencesOf(hits: readonly Judged[], { weight, bias }: ConfidenceParams): Float64Array {
  return Float64Array.from(evidenceRows(hits), row => {
    if (!row) return 0
    return 1 / (1 + Math.exp(-row.reduce((sum, value, feature) => sum + value * weight.data[feature]!, bias.data[0]!)))
  })
}

/**
 * Probability, in [0, 1], that memory holds an answer to the question that some hits were found for: 1 - Π(1 - confidence) over the
 * best ten of them (noisy-or; Pearl 1988, Probabilistic Reasoning in Intelligent Systems, 4.3.2). 0 for no hits.
 */
export function answerability(hits: readonly { confidence: number }[]): number {
  return 1 - hits.slice(0, judged).reduce((rest, { confidence }) => rest * (1 - confidence), 1)
}
