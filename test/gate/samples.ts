// The shipped policy and the inputs that a text makes on its own, for the tests of the write path.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { loadPolicy } from '../../src/controller/policy.ts'
import type { Policy } from '../../src/controller/policy.ts'
import { embedded } from '../../src/encode/embedded.ts'
import { implicitSignals } from '../../src/encode/implicit.ts'
import { markersOf } from '../../src/gate/markers.ts'
import type { GateInput } from '../../src/gate/network.ts'

const path = new URL('../../checkpoints/policy-en.msgpack', import.meta.url)
export const policyBytes: Uint8Array = readFileSync(fileURLToPath(path))
export const policy: Policy = loadPolicy(policyBytes)
export const encoder = await embedded()

/** What the gate sees of a text that is new to a memory with some content. */
export function inputOf(text: string, overrides: Partial<GateInput> & { speaker?: string } = {}): GateInput {
  const { speaker = 'user', ...rest } = overrides
  return {
    meaning: encoder.meaning(text), implicit: implicitSignals({ text, speaker, at: 0 }, 'UTC'),
    novelty: 0.6, repetition: 0, markers: markersOf(text), ...rest,
  }
}
