// Turns that teach a way of working outright, turns that say how the request at hand is to be done, and the sentences that do.
import type { EmbeddedEncoder } from '../encode/embedded.ts'
import { sentencesOf } from '../encode/prose.ts'
import { classify, messageFeatures, zeroClassifier, type ClassifierParams, type MessageFeatures } from './classifier.ts'

/** Teaches a way of working for later; instructs how to do what is asked for now, or corrects how it was done. */
export const teachingNames = ['teaches', 'instructs'] as const

/** Probabilities, each in [0, 1]. */
export type Teaching = Readonly<Record<(typeof teachingNames)[number], number>>

/** Rows for words and pairs of words. */
export const teachingPhraseRows = 8192

/** A turn in which there is neither. */
export const noTeaching: Teaching = { teaches: 0, instructs: 0 }

/** All-zero weights for a meaning of D values. */
export function zeroTeaching(meaningDim: number): ClassifierParams {
  return zeroClassifier(meaningDim, teachingPhraseRows, teachingNames.length)
}

/** Probabilities for a turn. Throws SHAPE_MISMATCH. */
export function teachingIn(features: MessageFeatures, params: ClassifierParams): Teaching {
  const [teaches, instructs] = classify(features, params)
  return { teaches: teaches!, instructs: instructs! }
}

/** A sentence between the surest and the next sure one belongs to the instruction, too. */
const sureShare = 0.35

/** The sentences of a text that teach or instruct, from the first to the last, in the user's own words. */
export function instructionIn(text: string, label: keyof Teaching, encoder: EmbeddedEncoder, params: ClassifierParams): string {
  const sentences = sentencesOf(text)
  if (sentences.length < 2) return text.trim()
  const sure = sentences.map(sentence => {
    const { teaches, instructs } = teachingIn(messageFeatures(sentence, encoder), params)
    // What is taught in two sentences goes on like an instruction: "Then ...".
    return label === 'teaches' ? Math.max(teaches, instructs) : instructs
  })
  const least = sureShare * Math.max(...sure)
  const first = sure.findIndex(probability => probability >= least)
  const last = sure.findLastIndex(probability => probability >= least)
  const start = text.indexOf(sentences[first]!)
  return text.slice(start, text.indexOf(sentences[last]!, start) + sentences[last]!.length)
}
