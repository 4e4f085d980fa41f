// How much a message sounds like one that replaces something said before, whatever that is: "scratch that", "it's Lyon now".
import { classifierLogits, zeroClassifier, type ClassifierParams, type MessageFeatures } from './classifier.ts'

/** Rows for words and pairs of words. */
export const announcePhraseRows = 16384

/** All-zero weights for a meaning of D values: every message is as likely to. */
export function zeroAnnounce(meaningDim: number): ClassifierParams {
  return zeroClassifier(meaningDim, announcePhraseRows, 1)
}

/** The logit. Throws SHAPE_MISMATCH where the weights are for another encoder. */
export function announceLogit(features: MessageFeatures, params: ClassifierParams): number {
  return classifierLogits(features, params)[0]!
}
