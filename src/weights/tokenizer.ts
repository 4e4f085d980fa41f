// Text to tokens and messages to a prompt, as the model's own files say, by the packages of Hugging Face.
import type { Tokenizer } from '@huggingface/tokenizers'
import type * as Jinja from '@huggingface/jinja'
import type { Files } from '../checkpoint/files.ts'
import { corrupt } from '../checkpoint/msgpack.ts'
import { MnemeError } from '../errors.ts'
import { parseObject } from './safetensors.ts'
import { readSmall } from './tensor-files.ts'

/** One message of a conversation. */
export interface ChatMessage {
  role: 'system' | 'user' | 'assistant'
  content: string
}

const names = { tokenizer: 'tokenizer.json', config: 'tokenizer_config.json', template: 'chat_template.jinja' } as const
const maxTokenizerBytes: number = 64 * 2 ** 20
const maxConfigBytes: number = 4 * 2 ** 20
const maxTemplateBytes: number = 2 ** 18
const maxRange = 10_000
const encoder = new TextEncoder()

type Render = (values: Record<string, unknown>) => string

/** A model's tokenizer and chat template. */
export class TextTokenizer {
  /** Ids that end a turn by the tokenizer's own word. */
  readonly endIds: readonly number[]
  readonly #tokenizer: Tokenizer
  readonly #template: Render | undefined
  readonly #texts: Readonly<Record<string, string>>

  private constructor(tokenizer: Tokenizer, template: Render | undefined, texts: Record<string, string>) {
    this.#tokenizer = tokenizer
    this.#template = template
    this.#texts = texts
    const end = texts['eos_token'] === undefined ? undefined : tokenizer.token_to_id(texts['eos_token'])
    this.endIds = end === undefined ? [] : [end]
  }

  /**
   * Reads tokenizer.json, tokenizer_config.json and chat_template.jinja where it is there. A template can run long: open
   * files of models that you trust to that degree. Throws NOT_FOUND, CHECKPOINT_CORRUPT.
   */
  static async open(files: Files): Promise<TextTokenizer> {
    const bytes = await readSmall(files, names.tokenizer, maxTokenizerBytes)
    if (!bytes) throw new MnemeError('NOT_FOUND', `tokenizer: expected ${names.tokenizer}, got none; fetch it with the model`)
    const json = parseObject(bytes, names.tokenizer)
    const config = parseObject(await readSmall(files, names.config, maxConfigBytes) ?? encoder.encode('{}'), names.config)
    const beside = await readSmall(files, names.template, maxTemplateBytes)
    const source = beside ? new TextDecoder().decode(beside) : templateIn(config)
    const [{ Tokenizer }, jinja] = await Promise.all([import('@huggingface/tokenizers'), import('@huggingface/jinja')])
    const tokenizer = guarded(names.tokenizer, () => {
      const made = new Tokenizer(json, config)
      made.encode('a')
      return made
    })
    if (source !== undefined && source.length > maxTemplateBytes) throw corrupt(names.template, `at most ${maxTemplateBytes} characters`, `${source.length}`)
    return new TextTokenizer(tokenizer, source === undefined ? undefined : guarded(names.template, () => compile(jinja, source)), textsIn(config))
  }

  /** Token ids of a text; with `special` (the default) those that the model wants around a text too. */
  encode(text: string, { special = true }: { special?: boolean } = {}): number[] {
    return [...this.#tokenizer.encode(text, { add_special_tokens: special }).ids]
  }

  /** The text of token ids, without special tokens. */
  decode(ids: readonly number[]): string {
    return ids.length === 0 ? '' : this.#tokenizer.decode([...ids], { skip_special_tokens: true })
  }

  /** The id of a token by its text, where there is one. */
  id(token: string): number | undefined {
    return this.#tokenizer.token_to_id(token)
  }

  /**
   * The text that asks the model for an answer to messages; its special tokens are in it. Throws NOT_FOUND without a
   * template, CHECKPOINT_FOREIGN where the template refuses the messages.
   */
  prompt(messages: readonly ChatMessage[], { answer = true }: { answer?: boolean } = {}): string {
    if (!this.#template) {
      throw new MnemeError('NOT_FOUND', 'tokenizer: expected a chat template, got none; use a model that is made for conversations')
    }
    try {
      return this.#template({ ...this.#texts, messages, add_generation_prompt: answer })
    } catch (cause) {
      const got = cause instanceof Error ? cause.message : String(cause)
      throw new MnemeError('CHECKPOINT_FOREIGN', `chat template: expected a prompt, got ${got}; pass messages that it takes`, { cause })
    }
  }
}

// As Template.render does, but with a range that cannot fill the memory, and without the time of day.
function compile({ Environment, Interpreter, Template }: typeof Jinja, source: string): Render {
  const { parsed } = new Template(source)
  return values => {
    const environment = new Environment()
    const globals = { true: true, false: false, none: null, True: true, False: false, None: null, raise_exception: refuse, range: boundedRange }
    for (const [name, value] of Object.entries({ ...globals, ...values })) environment.set(name, value)
    return String(new Interpreter(environment).run(parsed).value)
  }
}

function refuse(reason: unknown): never {
  throw new Error(String(reason))
}

function boundedRange(start: number, stop?: number, step = 1): number[] {
  const [from, to] = stop === undefined ? [0, start] : [start, stop]
  const count = Math.max(0, Math.ceil((to - from) / step))
  if (!(count <= maxRange)) throw new RangeError(`range of more than ${maxRange}`)
  return Array.from({ length: count }, (_, index) => from + index * step)
}

function templateIn(config: Record<string, unknown>): string | undefined {
  const given = config['chat_template']
  if (given === undefined || given === null || typeof given === 'string') return given ?? undefined
  const list = Array.isArray(given) ? given as { name?: unknown, template?: unknown }[] : []
  const chosen = list.find(({ name }) => name === 'default')?.template
  if (typeof chosen === 'string') return chosen
  throw corrupt(names.config, 'a chat_template of text', typeof given)
}

// bos_token and its kind, which stand as text or as an object with the text in it.
function textsIn(config: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(config).flatMap(([key, value]): [string, string][] => {
    const text = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)['content'] : value
    return key.endsWith('_token') && typeof text === 'string' ? [[key, text]] : []
  }))
}

function guarded<T>(what: string, work: () => T): T {
  try {
    return work()
  } catch (cause) {
    throw corrupt(what, 'what the packages of Hugging Face read', cause instanceof Error ? cause.message : String(cause), cause)
  }
}
