// What a model answers, measured: targets after prompts, and the perplexity of texts.
import * as tf from '@tensorflow/tfjs-core'
import { batchOf } from './batch.ts'
import { forward, logitsOf, type ForwardOptions } from './forward.ts'
import { crossEntropy } from './loss.ts'
import type { LanguageModel } from './model.ts'

/** Tokens of a prompt and of what should follow; neither is empty. */
export interface Completion {
  prompt: readonly number[]
  target: readonly number[]
}

export interface CompletionScore {
  /** Every target token is the likeliest after those before it: what generation at temperature 0 would say. */
  exact: boolean
  /** Natural logarithm of the probability of all of the target. */
  logProbability: number
}

const batchRows = 64

/** Scores completions in batches, each alone in its row. Throws INVALID_ARGUMENT for an empty one. */
export function scoreCompletions(model: LanguageModel, items: readonly Completion[], options: Pick<ForwardOptions, 'hooks'> = {}): CompletionScore[] {
  return inBatches(items, ({ prompt, target }) => prompt.length + target.length, part => {
    const batch = batchOf(part.map(({ prompt, target }) => [...prompt, ...target]))
    const places = part.flatMap(({ prompt, target }, row) => target.map((_, index) => row * batch.length + prompt.length + index - 1))
    const targets = part.flatMap(({ target }) => target)
    const rows = tf.tidy(() => {
      const logits = logitsOf(model.config, model.weights, forward(model.config, model.weights, batch, options), places)
      return [crossEntropy(logits, targets), tf.argMax(logits, 1)]
    })
    const [losses, best] = rows.map(row => Array.from(row.dataSync())) as [number[], number[]]
    tf.dispose(rows)
    let at = 0
    return part.map(({ target }) => {
      const [start, end] = [at, at += target.length]
      return {
        exact: target.every((id, index) => best[start + index] === id),
        logProbability: -losses.slice(start, end).reduce((sum, loss) => sum + loss, 0),
      }
    })
  })
}

/** exp of the mean loss per token, the first of each text aside. Texts have two tokens or more. */
export function perplexity(model: LanguageModel, texts: readonly (readonly number[])[], options: Pick<ForwardOptions, 'hooks'> = {}): number {
  const scores = scoreCompletions(model, texts.map(ids => ({ prompt: ids.slice(0, 1), target: ids.slice(1) })), options)
  const tokens = texts.reduce((sum, ids) => sum + ids.length - 1, 0)
  return Math.exp(-scores.reduce((sum, { logProbability }) => sum + logProbability, 0) / tokens)
}

// Alike lengths together: less padding. The results come in the order of the items.
function inBatches<T, R>(items: readonly T[], lengthOf: (item: T) => number, work: (part: T[]) => R[]): R[] {
  const order = items.map((item, index) => ({ item, index })).sort((a, b) => lengthOf(a.item) - lengthOf(b.item) || a.index - b.index)
  const results: R[] = Array.from({ length: items.length })
  for (let start = 0; start < order.length; start += batchRows) {
    const part = order.slice(start, start + batchRows)
    work(part.map(({ item }) => item)).forEach((result, index) => {
      results[part[index]!.index] = result
    })
  }
  return results
}
