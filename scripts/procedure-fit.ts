// Fits what tells ways of working on scripts/procedures. Alone (npx tsx scripts/procedure-fit.ts) it writes its part into the policy and
// leaves every other part as it is.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { argv } from 'node:process'
import { fileURLToPath } from 'node:url'
import { decodeTree, encodeTree } from '../src/checkpoint/bytes.ts'
import { embedded, type EmbeddedEncoder } from '../src/encode/embedded.ts'
import type { Policy, ProcedureParams } from '../src/controller/policy.ts'
import { readScenarios } from './scenario.ts'
import { fitTeaching, linesOf } from './teaching-fit.ts'
import { fitTrigger, type MessageClassifiers } from './trigger-fit.ts'

/** Fits the part of a policy that tells ways of working; `folder` holds the labelled texts of every part. */
export function fitProcedure(folder: string, encoder: EmbeddedEncoder, classifiers: MessageClassifiers): ProcedureParams {
  const scenarios = readScenarios(join(folder, 'procedures'))
  // Teaching is told from other talk: conversations without any would have it everywhere.
  const talks = scenarios.filter(({ turns }) => turns.some(({ speaker }) => speaker === 'assistant'))
  return {
    teaching: fitTeaching(talks, join(folder, 'messages'), join(folder, 'queries'), encoder),
    trigger: fitTrigger(scenarios, linesOf(join(folder, 'messages'), () => true), encoder, classifiers),
  }
}

/** Fits anew and writes the policy with this part changed alone. */
async function refit(): Promise<void> {
  const path = fileURLToPath(new URL('../checkpoints/policy-en.msgpack', import.meta.url))
  // A policy without this part is one of an older version, which loadPolicy would refuse.
  const unsummed = { checksum: (): bigint => 0n }
  const file = decodeTree({ header: new Uint8Array(readFileSync(path)), blocks: [] }, unsummed, 'policy') as { params: Policy }
  const procedure = fitProcedure(fileURLToPath(new URL('.', import.meta.url)), await embedded(), file.params)
  const bytes = encodeTree({ ...file, params: { ...file.params, procedure } }, unsummed, Infinity).header
  writeFileSync(path, bytes)
  console.log(`wrote checkpoints/policy-en.msgpack, ${(bytes.length / 1024).toFixed(0)} KiB`)
}

if (argv[1] === fileURLToPath(import.meta.url)) await refit()
