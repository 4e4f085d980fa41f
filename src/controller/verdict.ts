// The gate's verdict on a turn: whether it is worth keeping, by its words one by one, and how strong a trace of it begins, by the gate's network.
import { importance, importanceAt, type Importance } from '../gate/gate.ts'
import type { GateInput } from '../gate/network.ts'
import type { MessageFeatures } from '../signals/classifier.ts'
import { keepFeatures, keepLogit, seconded } from '../signals/keep.ts'
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
  const told = importance(input, policy.gate)
  const alone = keepLogit(keepFeatures(text, message, input.implicit), policy.keep)
  const logit = minilm ? seconded(alone, minilm, policy.keep.minilm) : alone
  return { importance: importanceAt(logit), logit, parts: { ...told.parts, wording: logit - told.logit }, strength: told.importance }
}

/** The same moved by some logits, which feedback has taught. */
export function moved({ logit, parts, strength }: Verdict, learned: number): Verdict {
  const to = logit + learned
  return {
    importance: importanceAt(to), logit: to, parts: { ...parts, learned },
    strength: importanceAt(Math.log(strength / (1 - strength)) + learned),
  }
}
