// What a message does to the memory: it tells of oneself, corrects, denies, praises...
import { classify, type ClassifierParams, type MessageFeatures } from './classifier.ts'

/** The cues: personal disclosure, correction, denial, praise, "remember", habit or preference, frustration, change of topic. */
export const cueNames = ['disclosure', 'correction', 'denial', 'praise', 'request', 'habit', 'frustration', 'shift'] as const
export type CueName = (typeof cueNames)[number]

/** Probability of each cue, in [0, 1]. */
export type Cues = Readonly<Record<CueName, number>>

/** A message in which there is nothing. */
export const noCues: Cues = { disclosure: 0, correction: 0, denial: 0, praise: 0, request: 0, habit: 0, frustration: 0, shift: 0 }

/** Rows for words and pairs of words. */
export const cuePhraseRows = 4096

/** Probabilities of the cues. Throws SHAPE_MISMATCH. */
export function cuesOf(features: MessageFeatures, params: ClassifierParams): Cues {
  const found = classify(features, params)
  return Object.fromEntries(cueNames.map((name, label) => [name, found[label]!])) as Cues
}
