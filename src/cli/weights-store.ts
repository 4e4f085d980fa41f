// A model's folder with a memory in its weights beside it, as the commands of `mneme weights` open it.
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createRandom, MnemeError } from '../index.ts'
import {
  diskFiles, encodeForm, LanguageModel, locate, scoreCompletions, TextTokenizer, WeightMemory,
  type Completion, type EditRequest, type EditSite, type Files, type GuardPrompt, type LocateCase, type Located, type PromptForm,
} from '../weights.ts'
import { UsageError } from './command.ts'

/** What a memory in weights is measured against: facts that the model knows, and ordinary text. */
interface Ground {
  /** Forms by relation, `{s}` for the subject. */
  relations: Readonly<Record<string, { forms: readonly PromptForm[] }>>
  /** The beginning of a sentence about `{s}` that tells nothing. */
  neutral: string
  /** What the model answers, and other values that it might be taught. */
  facts: readonly { subject: string, relation: string, target: string, alternatives: readonly string[] }[]
  /** `train` for the covariances, some thousand tokens; `held`, other text, for the perplexity. */
  text: { train: readonly string[], held: readonly string[] }
}

export interface StoreOptions {
  /** Where ledger and covariances are kept; default `mneme` in the model's folder. */
  memory?: string | undefined
  /** File with the ground; default facts.json in the model's folder. */
  ground?: string | undefined
}

/** Everything that was opened; `close` frees the model. */
export interface Store {
  model: LanguageModel
  tokenizer: TextTokenizer
  memory: WeightMemory
  folder: string
  modelFiles: Files
  close: () => void
}

export const storeFlags = { memory: { type: 'string' }, ground: { type: 'string' } } as const

// How many subjects of the ground hold edits still, and how many are watched.
const neighbours = 12
const guarded = 15
const cases = 12

/** Opens DIR and the memory in its weights; the first time the site is located and kept. Throws UsageError, and what opening throws. */
export async function openStore(dir: string, options: StoreOptions): Promise<Store> {
  const { model, tokenizer, ground } = await openModel(dir, options)
  try {
    const folder = options.memory ?? join(dir, 'mneme')
    await mkdir(folder, { recursive: true })
    const files = diskFiles(folder)
    const known = await files.size('ledger') !== undefined
    // A ledger has its own.
    const site: EditSite = known ? { layers: [], position: 'last' } : locateIn(model, tokenizer, ground).site
    const subjects = subjectsOf(ground)
    const memory = await WeightMemory.open({
      model, tokenizer, files, site, text: ground.text.train, held: ground.text.held,
      guard: guardOf(model, tokenizer, ground, subjects.slice(neighbours, neighbours + guarded)),
      forms: Object.fromEntries(Object.entries(ground.relations).map(([relation, { forms }]) => [relation, forms])),
      edit: { neutral: ground.neutral, neighbours: subjects.slice(0, neighbours) },
    })
    if (!known) await memory.save()
    return { model, tokenizer, memory, folder, modelFiles: diskFiles(dir), close: () => model.dispose() }
  } catch (error) {
    model.dispose()
    throw error
  }
}

/** Where the model of DIR keeps its facts. */
export async function locateFacts(dir: string, options: StoreOptions, layers: number | undefined): Promise<Located> {
  const { model, tokenizer, ground } = await openModel(dir, options)
  try {
    return locateIn(model, tokenizer, ground, layers)
  } finally {
    model.dispose()
  }
}

/** "SUBJECT | RELATION | VALUE" as the user's own word. Throws UsageError. */
export function requestIn(text: string): EditRequest {
  const [subject = '', relation = '', target = '', ...rest] = text.split('|').map(part => part.trim())
  if (subject === '' || relation === '' || target === '' || rest.length > 0) {
    throw new UsageError(`expected "SUBJECT | RELATION | VALUE", got "${text}"`)
  }
  return { subject, relation, target, statement: `${subject}: ${relation} ${target}`, confidence: 1, provenance: 'user' }
}

async function openModel(dir: string, { ground: path = join(dir, 'facts.json') }: StoreOptions): Promise<{ model: LanguageModel, tokenizer: TextTokenizer, ground: Ground }> {
  const ground = await readGround(path)
  const files = diskFiles(dir)
  const tokenizer = await TextTokenizer.open(files)
  return { model: await LanguageModel.open(files), tokenizer, ground }
}

async function readGround(path: string): Promise<Ground> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new MnemeError('NOT_FOUND', `ground: expected ${path}, got none; pass --ground FILE with facts that the model knows`, { cause })
  })
  const ground = parsed(text) as Partial<Ground> | undefined
  const { relations, facts, text: texts } = ground ?? {}
  if (relations && strings(texts?.train) && strings(texts?.held) && typeof ground?.neutral === 'string' && Array.isArray(facts) && facts.every(fact =>
    [fact?.subject, fact?.relation, fact?.target].every(part => typeof part === 'string') && Array.isArray(relations[fact.relation]?.forms) && strings(fact.alternatives))) return ground as Ground
  throw new MnemeError('INVALID_ARGUMENT', `ground: expected relations with forms, facts, neutral and text in ${path}, got something else; see checkpoints/tiny-llama/facts.json`)
}

function strings(list: unknown): boolean {
  return Array.isArray(list) && list.every(each => typeof each === 'string')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function subjectsOf({ facts }: Ground): string[] {
  return createRandom(1).shuffle([...new Set(facts.map(({ subject }) => subject))])
}

function locateIn(model: LanguageModel, tokenizer: TextTokenizer, { relations, facts }: Ground, layers?: number): Located {
  const chosen = createRandom(1).shuffle(facts.filter(({ alternatives }) => alternatives.length > 0)).slice(0, cases)
  if (chosen.length === 0) throw new MnemeError('NOT_FOUND', 'ground: expected facts with alternatives, got none; give each fact another value')
  return locate(model, chosen.map(({ subject, relation, target, alternatives: [other = ''] }): LocateCase => ({
    prompts: relations[relation]!.forms.filter(({ held }) => !held).slice(0, 2).map(form => encodeForm(tokenizer, form, subject)),
    target: tokenizer.encode(target, { special: false }), alternative: tokenizer.encode(other, { special: false }),
  })), layers === undefined ? {} : { layers })
}

// What the model does not know cannot get lost.
function guardOf(model: LanguageModel, tokenizer: TextTokenizer, { relations, facts }: Ground, subjects: readonly string[]): GuardPrompt[] {
  const asked = facts.filter(({ subject }) => subjects.includes(subject)).flatMap(({ subject, relation, target }) =>
    relations[relation]!.forms.slice(0, 1).map((form): Completion => ({ prompt: encodeForm(tokenizer, form, subject).ids, target: tokenizer.encode(target, { special: false }) })))
  const scores = scoreCompletions(model, asked)
  return asked.flatMap(({ prompt, target }, index) => scores[index]!.exact ? [{ ids: prompt, answer: target }] : [])
}
