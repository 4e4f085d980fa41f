// Fits what a full memory keeps on the lives, the histories between friends and generated worlds; on its own, judges it and writes it into the policy.
import { fileURLToPath } from 'node:url'
import { bootstrap, mean } from '../sim/lab/metrics.ts'
import { readLives } from '../sim/lab/histories.ts'
import type { History } from '../sim/lab/histories.ts'
import { evidenceKept, idfSums, keptTurns } from '../sim/lab/keeping.ts'
import { fitHead, lessonOf, readWorth, weighted, worldCount, type Lesson, type WorthHistory } from '../sim/lab/worth.ts'
import { generateWorlds } from '../sim/world/world.ts'
import { embedded, type EmbeddedEncoder } from '../src/encode/embedded.ts'
import { terms } from '../src/encode/terms.ts'
import { verdictOf } from '../src/controller/verdict.ts'
import type { Policy } from '../src/controller/policy.ts'
import { markersOf } from '../src/gate/markers.ts'
import { machineFeature, worthFeatures, worthFeaturesOf } from '../src/gate/worth-features.ts'
import { spreadOf, worthOf, worthScores, type WorthParams } from '../src/gate/worth.ts'
import { createRandom } from '../src/random.ts'
import { messageFeatures } from '../src/signals/classifier.ts'
import { param } from '../src/tensor/params.ts'
import { refit } from './policy-part.ts'

const library = { machineFeature, markersOf, messageFeatures, param, spreadOf, terms, verdictOf, worthFeatures, worthFeaturesOf }

/** The parts of a policy that the worth reads a verdict from. */
type Gates = Pick<Policy, 'gate' | 'keep'>
const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

/** Our own texts as they were read. */
export interface Material {
  written: { history: History; read: WorthHistory; lesson: Lesson }[]
  worlds: Lesson[]
}

const learn = ({ chosen, worth }: WorthHistory): Lesson => lessonOf(chosen, worth, library)

/** Reads our own texts, with verdicts of the policy, as lessons. */
export function readMaterial(encoder: EmbeddedEncoder, policy: Gates): Material {
  const written = [...readLives(path('../sim/lives')), ...readLives(path('histories'))].map(history => {
    const read = readWorth(history, encoder, policy, library)
    return { history, read, lesson: learn(read) }
  })
  return { written, worlds: generateWorlds(worldCount, { half: 'taught', seed: 1000 }).map(world => learn(readWorth(world, encoder, policy, library))) }
}

/** Weights of the worth. */
export function fitWorth({ written, worlds }: Material): WorthParams {
  return fitHead(weighted(written.map(({ lesson }) => lesson), worlds), library)
}

/** Prints what a quarter of the turns keeps of the evidence of histories that were left out of the fit, one at a time. */
export function judgeWorth({ written, worlds }: Material): void {
  const random = createRandom(1)
  const kept: Record<string, number[]> = {}
  const tell = (name: string, history: History, scores: readonly number[]): void => {
    const group = history.id.startsWith('friends') ? 'friends' : 'lives'
    const shares = evidenceKept(history, keptTurns(history, scores, 0.25, random));
    (kept[`${name}, ${group}`] ??= []).push(...shares)
  }
  for (const { history, read } of written) {
    const others = written.filter(other => other.read !== read).map(({ lesson }) => lesson)
    const params = fitHead(weighted(others, worlds), library)
    const texts = history.sessions.flatMap(({ turns }) => turns.map(({ text }) => text))
    tell('sum of idf', history, idfSums(texts))
    tell('length', history, texts.map(text => text.length))
    tell('worth', history, worthScores(read.chosen, params))
    tell('worth as written', history, read.written.map(row => worthOf(row, params)))
  }
  console.log('evidence kept by a quarter of the turns, each history left out of the fit:')
  for (const [name, shares] of Object.entries(kept)) {
    const { low, high } = bootstrap(shares, createRandom(1))
    console.log(`  ${name.padEnd(28)} ${mean(shares).toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const encoder = await embedded()
  await refit(policy => {
    const material = readMaterial(encoder, policy)
    judgeWorth(material)
    return { worth: fitWorth(material) }
  })
}
