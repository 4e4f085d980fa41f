// A trained model that knows facts, ready to be changed: draws of facts and bystanders, a memory in its weights, what is measured.
import { existsSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { createRandom } from 'mneme'
import {
  diskFiles, downProjection, encodeForm, LanguageModel, locate, memoryFiles, openCovariances, perplexity, scoreCompletions, TextTokenizer, WeightMemory,
  type Completion, type EditedWeights, type EditRequest, type EditSite, type Files, type GuardPrompt, type LocateCase, type Located,
} from 'mneme/weights'
import { UsageError, type Flag } from './command.ts'
import { share } from './report.ts'
import { root } from './repository.ts'
import type { KnownFact, KnownFacts, PromptForm } from './weights-facts.ts'

/** What every experiment shares. The model is as it was opened whenever a memory is. */
export interface WeightsBench {
  model: LanguageModel
  tokenizer: TextTokenizer
  known: KnownFacts
  located: Located
  site: EditSite
  originals: EditedWeights
  /** The covariances, measured once. */
  covariance: Uint8Array
}

/** Who takes part in one run; nobody is in two lists. */
export interface Draw {
  /** To be changed, in order. */
  facts: readonly KnownFact[]
  /** Names whose answers edits hold still. */
  neighbours: readonly string[]
  /** What sleep looks at to accept a repair. */
  guard: readonly KnownFact[]
  /** What nobody but the experiment looks at. */
  witnesses: readonly KnownFact[]
}

/** A fact with the value that it should have now. */
export interface Wanted {
  fact: KnownFact
  target: string
}

/** Shares from 0 to 1. */
export interface Measured {
  /** Edit forms answered with the new value, mean over facts. */
  recall: number
  /** The same of forms that were never keys. */
  paraphrase: number
  /** The same of those in which a user asks: questions and chat. */
  asked: number
  /** The first edit form alone, a raw beginning: what the known recipe writes. */
  raw: number
  /** Witnesses' facts answered as before. */
  specificity: number
  /** Perplexity of text that nobody else looks at, over what it was. */
  perplexity: number
}

export const modelFlags: Readonly<Record<string, Flag>> = {
  model: { value: 'DIR', about: 'a model of scripts/train-weights.ts', default: 'checkpoints/tiny-llama' },
  draws: { value: 'N', about: 'draws of facts and orders', default: '5' },
}

// The name that a memory in weights looks for.
const covarianceName = 'covariance'
const bystanders = { neighbours: 12, watched: 15 }
const locateCases = 12
/** Texts that facts may be trained in beside. */
const ordinaryTexts = 250
/** Texts that sleep reads; the others are the experiment's. */
const sleepTexts = 60

/** Opens a model and finds its site. Throws UsageError where there is none. */
export async function openWeightsBench(path: string): Promise<WeightsBench> {
  const folder = [path, join(root, path)].find(place => existsSync(join(place, 'facts.json')))
  if (folder === undefined) throw new UsageError(`--model: expected a folder with a model and facts.json, got ${path}; npm run train:weights makes one`)
  const model = await LanguageModel.open(diskFiles(folder), { prefer: 'wasm' })
  const tokenizer = await TextTokenizer.open(diskFiles(folder))
  const known = JSON.parse(readFileSync(join(folder, 'facts.json'), 'utf8')) as KnownFacts
  const cases = createRandom(known.seed).shuffle(known.facts).slice(0, locateCases).map((fact): LocateCase => ({
    prompts: formsOf(known, fact, false).slice(0, 2).map(form => encodeForm(tokenizer, form, fact.subject)),
    target: tokens(tokenizer, fact.target), alternative: tokens(tokenizer, fact.alternatives[0]!),
  }))
  const located = locate(model, cases)
  const originals = Object.fromEntries(located.site.layers.map(layer => [downProjection(layer), model.values(downProjection(layer))]))
  const files = memoryFiles()
  await openCovariances(files, covarianceName, model, known.text.train.slice(0, model.config.innerDim).map(text => tokenizer.encode(text)), located.site.layers)
  const covariance = await files.read(covarianceName, 0, (await files.size(covarianceName))!)
  return { model, tokenizer, known, located, site: located.site, originals, covariance }
}

/** A place for a ledger, with the covariances in it. */
export function ledgerFiles({ covariance }: WeightsBench): Files {
  return memoryFiles({ [covarianceName]: covariance })
}

/** The draw of a number. No witness has half a name of a neighbour: none is among the names that edits make of these to hold still. */
export function drawOf(known: KnownFacts, seed: number): Draw {
  const facts = createRandom(seed).shuffle(known.facts)
  const subjects = [...new Set(facts.map(({ subject }) => subject))]
  const neighbours = subjects.slice(0, bystanders.neighbours)
  const words = new Set(neighbours.flatMap(name => name.split(' ')))
  const [others, far] = [subjects.slice(bystanders.neighbours), subjects.filter(name => name.split(' ').every(word => !words.has(word)))]
  const witnesses = new Set(far.slice(0, bystanders.watched))
  const guard = new Set(others.filter(name => !witnesses.has(name)).slice(0, bystanders.watched))
  const of = (names: ReadonlySet<string>): KnownFact[] => facts.filter(({ subject }) => names.has(subject))
  return { neighbours, guard: of(guard), witnesses: of(witnesses), facts: of(new Set(others.filter(name => !witnesses.has(name) && !guard.has(name)))) }
}

/** Puts the weights back and opens the memory that was saved in `files`, or an empty one. */
export async function openMemory(bench: WeightsBench, draw: Draw, files: Files = ledgerFiles(bench)): Promise<WeightMemory> {
  const { model, tokenizer, known, site } = bench
  restore(bench)
  return WeightMemory.open({
    model, tokenizer, files, site, text: known.text.train.slice(0, ordinaryTexts), held: known.text.held.slice(0, sleepTexts),
    guard: draw.guard.flatMap((fact): GuardPrompt[] => watchForms(known, fact).map(form =>
      ({ ids: encodeForm(tokenizer, form, fact.subject).ids, answer: tokens(tokenizer, fact.target) }))),
    forms: Object.fromEntries(Object.entries(known.relations).map(([relation, { forms }]) => [relation, forms])),
    edit: { neutral: known.neutral, neighbours: draw.neighbours },
  })
}

/** The model as it was opened. */
export function restore({ model, originals }: WeightsBench): void {
  for (const [name, values] of Object.entries(originals)) model.replace(name, values)
}

/** A request that changes a fact to the alternative of that number. */
export function requestOf({ subject, relation, alternatives }: KnownFact, number = 0): EditRequest {
  const target = alternatives[number]!
  return { subject, relation, target, statement: `${subject} : ${relation} ${target}`, confidence: 1, provenance: 'user' }
}

/** Asks for the facts and looks at the witnesses; `before` is the perplexity of the model as it was opened. */
export function measure({ model, tokenizer, known }: WeightsBench, wanted: readonly Wanted[], draw: Draw, before = 1): Measured {
  const asked = wanted.flatMap(({ fact, target }) => known.relations[fact.relation]!.forms.map((form, index) =>
    ({ form, index, ...completion(tokenizer, form, fact, target) })))
  const watched = draw.witnesses.flatMap(fact => watchForms(known, fact).map(form => completion(tokenizer, form, fact, fact.target)))
  const scores = scoreCompletions(model, [...asked, ...watched])
  const shareOf = (of: (row: { form: PromptForm, index: number }) => boolean): number =>
    rate(asked.flatMap((row, at) => of(row) ? [scores[at]!.exact] : []))
  return {
    recall: shareOf(({ form }) => !form.held),
    paraphrase: shareOf(({ form }) => form.held),
    asked: shareOf(({ form }) => form.held && form.kind !== 'statement'),
    raw: shareOf(({ index }) => index === 0),
    specificity: rate(scores.slice(asked.length).map(({ exact }) => exact)),
    perplexity: perplexity(model, known.text.held.slice(sleepTexts).map(text => tokenizer.encode(text))) / before,
  }
}

/** Share of the facts' edit forms that are answered with the value. */
export function answered({ model, tokenizer, known }: WeightsBench, wanted: readonly Wanted[]): number {
  return rate(scoreCompletions(model, wanted.flatMap(({ fact, target }) =>
    formsOf(known, fact, false).map(form => completion(tokenizer, form, fact, target)))).map(({ exact }) => exact))
}

/** Seconds of processor time that the work took: others on the machine do not count. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1e6
}

/** What was measured, in one line. */
export function measuredLine({ recall, paraphrase, asked, specificity, perplexity: ratio }: Measured): string {
  return `recall ${share(recall)}, paraphrase ${share(paraphrase)}, asked ${share(asked)}, specificity ${share(specificity)}, perplexity ${percent(ratio)}`
}

/** "0.981 (0.960)": the mean and the worst. */
export function meanAndWorst(values: readonly number[]): string {
  const { mean, worst } = summarise(values)
  return `${share(mean)} (${share(worst)})`
}

/** The same of a ratio, as a change in percent; more is worse. */
export function changeAndWorst(ratios: readonly number[]): string {
  const { mean, worst } = summarise(ratios, 'most')
  return `${percent(mean)} (${percent(worst)})`
}

/** Mean, and the worst by the direction: the least, or the most where less is better. */
export function summarise(values: readonly number[], worst: 'least' | 'most' = 'least'): { mean: number, worst: number } {
  return { mean: values.reduce((sum, value) => sum + value, 0) / values.length, worst: worst === 'least' ? Math.min(...values) : Math.max(...values) }
}

/** A model's folder as it may stand in a report. */
export function nameOf(path: string): string {
  return path.startsWith('/') ? relative('.', path) : path
}

/** Forms of a known fact: those that edits use, or those held back. */
export function formsOf(known: KnownFacts, { relation }: KnownFact, held: boolean): PromptForm[] {
  return known.relations[relation]!.forms.filter(form => form.held === held)
}

/** The tokens of a value. */
export function tokens(tokenizer: TextTokenizer, value: string): number[] {
  return tokenizer.encode(value, { special: false })
}

// One form of each list, so that bystanders are asked in words of edits and in others.
function watchForms(known: KnownFacts, fact: KnownFact): PromptForm[] {
  return [formsOf(known, fact, false)[0]!, formsOf(known, fact, true).at(-1)!]
}

function completion(tokenizer: TextTokenizer, form: PromptForm, fact: KnownFact, target: string): Completion {
  return { prompt: encodeForm(tokenizer, form, fact.subject).ids, target: tokens(tokenizer, target) }
}

function percent(ratio: number): string {
  return `${((ratio - 1) * 100).toFixed(1)} %`
}

function rate(values: readonly boolean[]): number {
  return values.length === 0 ? 1 : values.filter(Boolean).length / values.length
}
