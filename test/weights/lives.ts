// The tiny model with facts of its own, as tests of editing want it.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  diskFiles, encodeForm, LanguageModel, memoryFiles, TextTokenizer, WeightMemory,
  type EditRequest, type Files, type FactPrompt, type GuardPrompt, type WeightMemoryOptions,
} from 'mneme/weights'
import type { KnownFact, KnownFacts } from '../../sim/lab/weights-facts.ts'
import { createRandom } from '../../src/random.ts'
import { testBackend } from '../backend.ts'

export const folder: string = fileURLToPath(new URL('../../checkpoints/tiny-llama', import.meta.url))
export const known = JSON.parse(readFileSync(`${folder}/facts.json`, 'utf8')) as KnownFacts
export const site = { layers: [3], position: 'last' } as const

const shuffled = createRandom(2).shuffle(known.facts)
const subjects = [...new Set(shuffled.map(({ subject }) => subject))]
/** Nobody learns anything of these: the first hold still what is edited, the rest are the guard. */
const neighbours = subjects.slice(0, 12)
const guarded = subjects.slice(12, 27)
/** Known facts about others than the neighbours and the guard. */
export const editable: readonly KnownFact[] = shuffled.filter(({ subject }) => !neighbours.includes(subject) && !guarded.includes(subject))

export interface Bench {
  model: LanguageModel
  tokenizer: TextTokenizer
}

export async function openBench(): Promise<Bench> {
  return { model: await LanguageModel.open(diskFiles(folder), testBackend), tokenizer: await TextTokenizer.open(diskFiles(folder)) }
}

/** The edit forms, or those held out, of a known fact as prompts. */
export function promptsOf(tokenizer: TextTokenizer, { subject, relation }: KnownFact, held: boolean): FactPrompt[] {
  return known.relations[relation]!.forms.filter(form => form.held === held).map(form => encodeForm(tokenizer, form, subject))
}

/** A request that tells the model another value: the alternative of that number. */
export function otherwise({ subject, relation, alternatives }: KnownFact, number = 0): EditRequest {
  const target = alternatives[number]!
  return { subject, relation, target, statement: `${subject} ${relation} ${target}`, confidence: 1, provenance: 'user' }
}

/** Guard prompts: a held and an edit form of the facts of fifteen others. */
export function guardOf(tokenizer: TextTokenizer): GuardPrompt[] {
  return shuffled.filter(({ subject }) => guarded.includes(subject)).flatMap(fact =>
    [promptsOf(tokenizer, fact, false)[0]!, promptsOf(tokenizer, fact, true)[2]!].map(({ ids }) => ({ ids, answer: tokenizer.encode(fact.target, { special: false }) })))
}

export function openMemory(bench: Bench, files: Files = memoryFiles(), extra: Partial<WeightMemoryOptions> = {}): Promise<WeightMemory> {
  return WeightMemory.open({
    ...bench, files, site, text: known.text.train.slice(0, 250), held: known.text.held.slice(0, 30), guard: guardOf(bench.tokenizer),
    forms: Object.fromEntries(Object.entries(known.relations).map(([relation, { forms }]) => [relation, forms])),
    edit: { neutral: known.neutral, neighbours }, ...extra,
  })
}

/** The covariances of the model as it is, as the file that they are saved in: to be measured once for all tests of a file. */
export async function measureCovariance(bench: Bench): Promise<{ covariance: Uint8Array }> {
  const files = memoryFiles()
  await openMemory(bench, files)
  return { covariance: await files.read('covariance', 0, (await files.size('covariance'))!) }
}
