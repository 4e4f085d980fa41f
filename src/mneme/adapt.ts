// The gate's verdict on a turn, moved by what feedback has taught. Reads only.
import type { Kind } from '../config.ts'
import { unitOf } from '../controller/adaptor.ts'
import { shrinkFeatures, type LearningStep } from '../controller/experience.ts'
import type { Policy } from '../controller/policy.ts'
import { trunkOf } from '../controller/trunk.ts'
import { wordsOf } from '../encode/prose.ts'
import { terms } from '../encode/terms.ts'
import { moved, type Verdict } from '../controller/verdict.ts'
import type { GateInput } from '../gate/network.ts'
import { fillsOf } from '../state/fills.ts'
import type { State } from '../state/state.ts'

/** A turn as the gate sees it, and what it says. */
export interface Judged {
  text: string
  input: GateInput
  gate: Verdict
  /** Best cosine to a trace, in [0, 1]. */
  similarity: number
  kinds: Readonly<Record<Kind, number>>
}

/** The verdict, and features [F] of length 1 by which it is learned from; null where nothing is learned. */
export interface Adapted {
  gate: Verdict
  features: Float64Array | null
}

/** The verdict of the shipped gate; where learning is on, moved by at most `config.learning.trustRegion` logits. */
export function adapt(state: State, judged: Judged, policy: Policy): Adapted {
  const { config, experience } = state
  if (!config.learning.enabled || !config.gate.enabled) return { gate: judged.gate, features: null }
  const { text, input, gate, similarity, kinds } = judged
  const features = unitOf(trunkOf({
    gate: input, logit: gate.logit, similarity, kinds, words: wordsOf(text).length, idf: idfOf(state, text),
    ...fillsOf(state),
  }, policy.gate))
  const learned = experience.shift(features, config.learning.trustRegion)
  return { gate: learned === 0 ? gate : moved(gate, learned), features }
}

/** What the ledger of decisions keeps of one. */
export function decided(turn: number, features: Float64Array, kept: boolean): LearningStep {
  return { type: 'decided', turn, features: shrinkFeatures(features), kept }
}

// A word that was never said is as rare as any can be.
function idfOf({ lexical }: State, text: string): number {
  return [...new Set(terms(text))].reduce((sum, term) => sum + (lexical.idf(term) || lexical.highestIdf), 0)
}
