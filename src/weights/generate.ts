// A text continued token by token.
import * as tf from '@tensorflow/tfjs-core'
import { MnemeError } from '../errors.ts'
import { createRandom } from '../random.ts'
import { batchOf } from './batch.ts'
import { KeyValueCache } from './cache.ts'
import { forward, logitsOf } from './forward.ts'
import type { LanguageModel } from './model.ts'
import { sample, type SamplingOptions } from './sampling.ts'
import type { ChatMessage, TextTokenizer } from './tokenizer.ts'

export interface GenerateOptions extends SamplingOptions {
  /** Most tokens that are made; default 256. The model's `positions` bound them too. */
  maxTokens?: number
  /** Of the random choice at temperatures above 0; default 0. */
  seed?: number
  /** Tokens that end the text and are not given; default those of the configuration. */
  endIds?: readonly number[]
  /** Ends it with ABORTED before the next token. */
  signal?: AbortSignal
}

/** The tokens that follow `prompt`, each as soon as it is known; what was begun is freed when the caller stops early. Throws INVALID_ARGUMENT, ABORTED. */
export async function* generate(model: LanguageModel, prompt: readonly number[], options: GenerateOptions = {}): AsyncGenerator<number, void, void> {
  const { maxTokens = 256, seed = 0, endIds = model.config.endIds, signal } = options
  const most = Math.min(maxTokens, model.config.positions - prompt.length)
  const random = createRandom(seed)
  const cache = new KeyValueCache()
  let next: readonly number[] = prompt
  try {
    for (let made = 0; made < most; made++) {
      if (signal?.aborted) throw new MnemeError('ABORTED', 'generate: expected to go on, got an abort; start again', { cause: signal.reason })
      const token = sample(await lastLogits(model, next, cache), options, random)
      if (endIds.includes(token)) return
      yield token
      next = [token]
    }
  } finally {
    cache.dispose()
  }
}

/** The answer to messages as pieces of text. Throws what `generate` and the chat template throw. */
export async function* chat(
  model: LanguageModel,
  tokenizer: TextTokenizer,
  messages: readonly ChatMessage[],
  options: GenerateOptions = {},
): AsyncGenerator<string, void, void> {
  const prompt = tokenizer.encode(tokenizer.prompt(messages), { special: false })
  const endIds = options.endIds ?? [...new Set([...model.config.endIds, ...tokenizer.endIds])]
  yield* pieces(tokenizer, generate(model, prompt, { ...options, endIds }))
}

/** Tokens as text, in pieces that never end within a character. */
export async function* pieces(tokenizer: TextTokenizer, tokens: AsyncIterable<number>): AsyncGenerator<string, void, void> {
  const ids: number[] = []
  let shown = ''
  for await (const id of tokens) {
    ids.push(id)
    const text = tokenizer.decode(ids)
    // A replacement character is the first bytes of one whose rest comes with the next token.
    if (text.endsWith('\ufffd') || !text.startsWith(shown) || text === shown) continue
    yield text.slice(shown.length)
    shown = text
  }
  const text = tokenizer.decode(ids)
  if (text.length > shown.length && text.startsWith(shown)) yield text.slice(shown.length)
}

async function lastLogits(model: LanguageModel, ids: readonly number[], cache: KeyValueCache): Promise<Float32Array> {
  const logits = tf.tidy(() =>
    logitsOf(model.config, model.weights, forward(model.config, model.weights, batchOf([ids]), { cache }), [ids.length - 1]))
  try {
    return await logits.data() as Float32Array
  } finally {
    logits.dispose()
  }
}
