// What the shipped gate thinks of turns, each with what was said before it alone.
import type { EmbeddedEncoder, Policy } from 'mneme'
import type * as Research from 'mneme/research'
import type { GateInput, Verdict } from 'mneme/research'

/** The package's own reading of a turn. */
export type Judge = Pick<typeof Research, 'markersOf' | 'messageFeatures' | 'verdictOf'>

/** A turn as the gate saw it. */
export interface Judged {
  gate: GateInput
  verdict: Verdict
  /** Best cosine to a turn before it, in [0, 1]. */
  similarity: number
}

/** Verdicts on turns in order, without what memory would know of their times. */
export function judged(stream: readonly { text: string }[], encoder: EmbeddedEncoder, policy: Pick<Policy, 'gate' | 'keep'>, library: Judge): Judged[] {
  const before: Float32Array[] = []
  const said = new Map<string, number>()
  return stream.map(({ text }): Judged => {
    const vector = encoder.vector(text)
    const similarity = before.reduce((best, other) => Math.max(best, cosine(vector, other)), 0)
    const times = said.get(text) ?? 0
    const gate = {
      meaning: encoder.meaning(text), implicit: null, novelty: 1 - similarity, repetition: times > 0 ? 1 - 2 ** -times : 0, markers: library.markersOf(text),
    }
    before.push(vector)
    said.set(text, times + 1)
    return { gate, similarity, verdict: library.verdictOf({ text, input: gate, message: library.messageFeatures(text, encoder, gate), minilm: null }, policy) }
  })
}

function cosine(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!
  return sum
}
