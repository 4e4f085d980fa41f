// The class of a message: what of memory it needs.
import { classifierLogits, zeroClassifier, type ClassifierParams, type MessageFeatures } from './classifier.ts'
import { softmax } from '../vector.ts'

/**
 * The last turns alone; a few standing facts; what was once said or decided; a way of working that was taught; several of
 * these at once.
 */
export const queryClasses = ['continuation', 'fact', 'deep', 'procedural', 'complex'] as const
export type QueryClass = (typeof queryClasses)[number]

/** Rows for words and pairs of words. */
const phraseRows = 16384

/** The class of a message, and how sure that is. */
export interface ClassifiedQuery {
  class: QueryClass
  /** Probability of the class, in [0, 1]. */
  confidence: number
  /** Of every class; they sum to 1. */
  probabilities: Readonly<Record<QueryClass, number>>
}

/** All-zero weights for a meaning of D values: every class is as likely. */
export function zeroQueryClass(meaningDim: number): ClassifierParams {
  return zeroClassifier(meaningDim, phraseRows, queryClasses.length)
}

/** The class of a message by a softmax over its logits. Throws SHAPE_MISMATCH. */
export function classifyQuery(features: MessageFeatures, params: ClassifierParams): ClassifiedQuery {
  const shares = softmax(classifierLogits(features, params))
  const best = shares.indexOf(Math.max(...shares))
  return {
    class: queryClasses[best]!, confidence: shares[best]!,
    probabilities: Object.fromEntries(queryClasses.map((name, at) => [name, shares[at]!])) as ClassifiedQuery['probabilities'],
  }
}
