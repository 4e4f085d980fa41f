// Fits what tells a question for all of something from a question for one thing on scripts/questions.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { averagePrecision } from '../sim/lab/metrics.ts'
import type { EmbeddedEncoder } from '../src/encode/embedded.ts'
import { messageFeatures, type ClassifierParams } from '../src/signals/classifier.ts'
import { zeroGather } from '../src/signals/gather.ts'
import { bare, fitClassifier, heldOutLogits, type ClassifierFit, type Labelled } from './classifier-fit.ts'

/** Fits on every file of a folder, one writer each; prints what a fit is worth on writers that it has not seen. */
export function fitGather(folder: string, encoder: EmbeddedEncoder): ClassifierParams {
  const settings: ClassifierFit = {
    phraseRows: zeroGather(encoder.dim).phrase.shape[0]!, epochs: 16, densePenalty: 1e-3, phrasePenalty: 3e-4, positiveWeight: 1,
  }
  const questions = readQuestions(folder, encoder)
  const figures = [questions, bare(questions)].map(some => {
    const held = heldOutLogits(some, settings)
    const precision = averagePrecision(held.map(([logit], at) => ({ score: logit!, positive: some[at]!.labels[0]! })))
    const right = held.filter(([logit], at) => (logit! > 0) === some[at]!.labels[0]!).length / held.length
    return `average precision ${precision.toFixed(3)}, right ${right.toFixed(3)}`
  })
  console.log(`${questions.length} questions for one thing or for all, by writers: ${figures[0]}; by vectors alone ${figures[1]}`)
  return fitClassifier(questions, settings)
}

/** A line is `all` or `one`, a tab, and the question. */
function readQuestions(folder: string, encoder: EmbeddedEncoder): Labelled[] {
  return readdirSync(folder).sort().flatMap((file, voice) => readFileSync(join(folder, file), 'utf8').split('\n').flatMap((line): Labelled[] => {
    const [label, question] = line.split('\t')
    return question ? [{ voice, labels: [label === 'all'], features: messageFeatures(question, encoder) }] : []
  }))
}
