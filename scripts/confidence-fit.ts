// Fits how sure a hit is evidence on the written lives. Alone (npx tsx scripts/confidence-fit.ts) it writes its part into the policy and
// leaves every other part as it is.
import { argv } from 'node:process'
import { fileURLToPath } from 'node:url'
import { answerabilityOf, fitConfidence, judgeHeldOut, printAnswerability } from '../sim/lab/confidence.ts'
import { live } from '../sim/lab/evaluation.ts'
import { readLives } from '../sim/lab/histories.ts'
import { pose, type Posed } from '../sim/lab/posed.ts'
import type { Policy } from '../src/controller/policy.ts'
import { encodePolicy, loadPolicy } from '../src/controller/policy.ts'
import { embedded, type EmbeddedEncoder } from '../src/encode/embedded.ts'
import { confidencesOf, evidenceNames, evidenceRows, zeroConfidence, type ConfidenceParams } from '../src/signals/confidence.ts'
import { param } from '../src/tensor/params.ts'
import { refit } from './policy-part.ts'

function print(...lines: readonly string[]): void {
  console.log(lines.join('\n'))
}

const library = { confidencesOf, evidenceRows, param }

/** Fits on the lives of a folder as memories with the rest of a policy hold them; prints what a fit is worth on a life that it has not seen. */
export async function fitConfidences(folder: string, encoder: EmbeddedEncoder, rest: Omit<Policy, 'confidence'>): Promise<ConfidenceParams> {
  // The host's own way in: through the bytes, so that what is fitted here is what a memory will load.
  const policy = loadPolicy(encodePolicy({ ...rest, confidence: zeroConfidence() }))
  const posed: Posed[] = []
  for (const history of readLives(folder)) {
    const { memory } = await live(history, { encoder, reader: encoder }, { policy })
    posed.push(...await pose(history, (question, k) => memory.recall(question, { k })))
    await memory.close()
  }
  printAnswerability({ heading: print, print, record: () => undefined }, answerabilityOf(judgeHeldOut(posed, library)), 'By weights that were fitted on the other lives.')
  const fitted = fitConfidence(posed, library)
  console.log(`  weights ${evidenceNames.map((name, at) => `${name} ${fitted.weight.data[at]!.toFixed(2)}`).join(', ')}; bias ${fitted.bias.data[0]!.toFixed(2)}`)
  return fitted
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  await refit(async policy => ({ confidence: await fitConfidences(fileURLToPath(new URL('../sim/lives', import.meta.url)), await embedded(), policy) }))
}
