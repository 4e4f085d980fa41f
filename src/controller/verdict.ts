// The gate's verdict on a turn: whether it is worth keeping, by its words one by one, and how strong a trace of it begins, by the gate's network.
import { importance, importanceAt, logitAt, type Importance } from '../gate/gate.ts'
import type { GateInput } from '../gate/network.ts'
import type { MessageFeatures } from '../signals/classifier.ts'
import { markerNames } from '../gate/markers.ts'
import { keepFeatures, keepParts, seconded } from '../signals/keep.ts'
import type { Policy } from './policy.ts'

/** Importance of a turn with its reasons, and its strength. */
export interface Verdict extends Importance {
  /** What a trace of it begins with, strictly inside (0, 1). */
  strength: number
}

/** A text as it was read. */
export interface Reading {
  text: string
  input: GateInput
  message: MessageFeatures
  /** Its vector by all-MiniLM-L6-v2, [384], where that is memory's encoder. */
  minilm: Float32Array | null
}

/** The verdict on a text. Throws SHAPE_MISMATCH when a vector does not fit the weights. */
export function verdictOf({ text, input, message, minilm }: Reading, policy: Pick<Policy, 'gate' | 'keep'>): Verdict {
  const strength = importance(input, policy.gate).importance
  const { logit, parts } = keepParts(keepFeatures(text, message, input.implicit), policy.keep, policy.gate.center.data.subarray(-markerNames.length))
  if (!minilm) return { importance: importanceAt(logit), logit, parts, strength }
  const both = seconded(logit, minilm, policy.keep.minilm)
  return { importance: importanceAt(both), logit: both, parts: { ...parts, meaning: (parts['meaning'] ?? 0) + both - logit }, strength }
}

/** The same moved by some logits, which feedback has taught. */
export function moved({ logit, parts, strength }: Verdict, learned: number): Verdict {
  const to = logit + learned
  return {
    importance: importanceAt(to), logit: to, parts: { ...parts, learned },
    strength: importanceAt(logitAt(strength) + learned),
  }
}
