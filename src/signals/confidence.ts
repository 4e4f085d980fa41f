// How sure it is that a hit is evidence for its question, by what compares between questions; and that any of some hits is.
import { param, type Param, type ParamTree } from '../tensor/params.ts'
import { probabilityOf } from './classifier.ts'

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
export function evidenceRows(hits: readonly Judged[]): (readonly number[] | null)[] {
  const best = hits.slice(0, judged)
  const mean = best.reduce((sum, { score }) => sum + score, 0) / Math.max(1, best.length)
  return hits.map(({ score, evidence }, at) => (evidence ? rowOf(evidence, score - mean, Math.log1p(at)) : null))
}

// In the order of `evidenceNames`: to look each name up takes longer than all else that a confidence needs.
function rowOf(of: Evidence, lead: number, place: number): number[] {
  return [of.cosine, of.covered, of.rarest, of.named, of.other, of.person, of.member, of.time, of.content, of.length, of.strength, of.words, lead, place]
}

/** Probability, in [0, 1], that each of the hits for a question, best first, is evidence; 0 for one without. */
export function confidencesOf(hits: readonly Judged[], { weight, bias }: ConfidenceParams): number[] {
  return evidenceRows(hits).map(row => {
    if (!row) return 0
    let logit = bias.data[0]!
    for (let feature = 0; feature < row.length; feature++) logit += row[feature]! * weight.data[feature]!
    return probabilityOf(logit)
  })
}

/**
 * Probability, in [0, 1], that memory holds an answer to the question that some hits were found for: 1 - Π(1 - confidence) over the
 * best ten of them (noisy-or; Pearl 1988, Probabilistic Reasoning in Intelligent Systems, 4.3.2). 0 for no hits.
 */
export function answerability(hits: readonly { confidence: number }[]): number {
  return 1 - hits.slice(0, judged).reduce((rest, { confidence }) => rest * (1 - confidence), 1)
}
