// Does the answer to a question stand in one place, or is it gathered from several: "which cities", "how often", "what do both"?
import { classify, zeroClassifier, type ClassifierParams, type MessageFeatures } from './classifier.ts'

/** Rows for words and pairs of words. */
const phraseRows = 4096

/** All-zero weights for a meaning of D values: as likely as not. */
export function zeroGather(meaningDim: number): ClassifierParams {
  return zeroClassifier(meaningDim, phraseRows, 1)
}

/** Probability that the answer is to be gathered, in (0, 1). Throws SHAPE_MISMATCH. */
export function gathers(features: MessageFeatures, params: ClassifierParams): number {
  return classify(features, params)[0]!
}
