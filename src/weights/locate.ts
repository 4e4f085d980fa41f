// Where a model keeps its facts: causal patching (Meng et al. 2022), confirmed by what can be changed there.
import * as tf from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import { MnemeError } from '../errors.ts'
import { createRandom } from '../random.ts'
import { activationsAt } from './activations.ts'
import { batchOf } from './batch.ts'
import { forward, logitsOf, type Hooks } from './forward.ts'
import { crossEntropy } from './loss.ts'
import type { LanguageModel } from './model.ts'
import { placeIn, type EditPosition, type FactPrompt } from './prompts.ts'
import { addAt, replaceAt } from './rows.ts'
import { optimizeStates, type EditSite, type TargetStateOptions, type TokenFact } from './target-state.ts'

/** A fact that the model knows, and another value that it might be taught. */
export interface LocateCase {
  prompts: readonly FactPrompt[]
  /** What the model answers. */
  target: readonly number[]
  /** What a trial edit should make it answer. */
  alternative: readonly number[]
}

export interface LocateOptions extends TargetStateOptions {
  /** How many layers are edited together; default a third of the model's, 1 or 2: two move less of what an edit should not. */
  layers?: number
  /** Of the noise on the subject; default 0. */
  seed?: number
}

export interface Located {
  site: EditSite
  /** Share of trial facts that the site's state alone can change, from 0 to 1. */
  success: number
  /** Per position the share of the target's log-probability that comes back when the state after a layer is put back: layer 0 first. */
  effects: Record<EditPosition, number[]>
}

/** A state after a layer that brings back this share holds the fact. */
const resolved = 0.99
const leastSuccess = 0.5
const noise = 3

/**
 * Covers the subjects with noise (three standard deviations of the embeddings), puts back one clean state at a time, and
 * takes the middle of the layers at which that brings the answers back, or else the one at which it does most; the position with
 * the larger effect first. Cases are one batch: some dozens. Throws NOT_FOUND where no site lets half of the trial facts be changed.
 */
export function locate(model: LanguageModel, cases: readonly LocateCase[], options: LocateOptions = {}): Located {
  const { layers = Math.min(2, Math.max(1, Math.floor(model.config.layers / 3))), seed = 0 } = options
  const effectsAt = (position: EditPosition): number[] => patchingEffects(model, cases, prompt => placeIn(prompt, position), seed)
  const effects = { subject: effectsAt('subject'), last: effectsAt('last') }
  const best = (position: EditPosition): number => Math.max(...effects[position])
  const positions = (['subject', 'last'] as const).toSorted((a, b) => best(b) - best(a))
  const facts = cases.map(({ prompts, alternative }): TokenFact => ({ prompts, target: alternative }))
  let most = 0
  for (const position of positions) {
    const holding = effects[position].flatMap((effect, layer) => effect >= resolved ? [layer] : [])
    const top = holding[Math.floor(holding.length / 2)] ?? effects[position].indexOf(best(position))
    const site = { layers: Array.from({ length: Math.min(layers, top + 1) }, (_, index) => top - Math.min(layers, top + 1) + 1 + index), position }
    const success = optimizeStates(model, facts, site, options).filter(({ exact }) => exact).length / cases.length
    if (success >= leastSuccess) return { site, success, effects }
    most = Math.max(most, success)
  }
  throw new MnemeError('NOT_FOUND',
    `locate: expected a site where half of the trial facts can be changed, got ${most.toFixed(2)}; pass facts that the model knows, or a larger clamp`)
}

/**
 * Share of the lost log-probability that comes back when the clean state at one place of each first prompt is put back, by layer, 0
 * first: causal patching. `placeOf` names the place by the prompt, an index among its tokens.
 */
export function patchingEffects(model: LanguageModel, cases: readonly Pick<LocateCase, 'prompts' | 'target'>[], placeOf: (prompt: FactPrompt) => number, seed = 0): number[] {
  const { config } = model
  const texts = cases.map(({ prompts: [prompt], target }) => ({ prompt: prompt!, target }))
  const batch = batchOf(texts.map(({ prompt, target }) => [...prompt.ids, ...target]))
  const cover = noiseOver(model, texts.map(({ prompt }) => prompt), batch.length, seed)
  const sites = texts.map(({ prompt }, row) => ({ place: row * batch.length + placeOf(prompt), vector: row }))
  const score = (hooks: Hooks): number => tf.tidy(() => {
    const places = texts.flatMap(({ prompt, target }, row) => target.map((_, index) => row * batch.length + prompt.ids.length - 1 + index))
    const logits = logitsOf(config, model.weights, forward(config, model.weights, batch, { hooks }), places)
    return -tf.mean(crossEntropy(logits, texts.flatMap(({ target }) => target))).dataSync()[0]!
  })
  const covered = (layer: number, state: Tensor): Tensor => layer === -1 ? cover(state) : state
  const [clean, lost] = [score({}), score({ state: covered })]
  return Array.from({ length: config.layers }, (_, layer) => {
    const { states } = activationsAt(model, texts.map(({ prompt }) => ({ ids: prompt.ids, place: placeOf(prompt) })), { states: layer })
    const patched = score({ state: (at, state) =>
      at === layer ? replaceAt(state, tf.tensor2d(states, [texts.length, config.dim]), sites) : covered(at, state) })
    return clean - lost > 0 ? (patched - lost) / (clean - lost) : 0
  })
}

function noiseOver(model: LanguageModel, prompts: readonly FactPrompt[], length: number, seed: number): (state: Tensor) => Tensor {
  const random = createRandom(seed)
  const table = model.values('model.embed_tokens.weight')
  const deviation = Math.sqrt(table.reduce((sum, value) => sum + value * value, 0) / table.length)
  const places = prompts.flatMap(({ subject }, row) => Array.from({ length: subject.end - subject.start }, (_, index) => row * length + subject.start + index))
  const vectors = Float32Array.from({ length: places.length * model.config.dim }, () => random.normal() * noise * deviation)
  return state => addAt(state, tf.tensor2d(vectors, [places.length, model.config.dim]), places.map((place, vector) => ({ place, vector })))
}
