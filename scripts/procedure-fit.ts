// Fits what tells ways of working on scripts/procedures. Alone (npx tsx scripts/procedure-fit.ts) it writes its part into the policy and
// leaves every other part as it is.
import { join } from 'node:path'
import { argv } from 'node:process'
import { fileURLToPath } from 'node:url'
import { embedded, type EmbeddedEncoder } from '../src/encode/embedded.ts'
import type { ProcedureParams } from '../src/controller/policy.ts'
import { refit } from './policy-part.ts'
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

if (argv[1] === fileURLToPath(import.meta.url)) {
  await refit(async policy => ({ procedure: fitProcedure(fileURLToPath(new URL('.', import.meta.url)), await embedded(), policy) }))
}
