// The forward pass of a Llama. B sequences, T tokens, S tokens seen (cached ones before these), D width of the residual
// stream, F width of the MLP, H heads, K heads of keys, h extent of a head, V vocabulary.
import * as tf from '@tensorflow/tfjs-core'
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import { MnemeError } from '../errors.ts'
import { matmul } from '../tensor/matmul.ts'
import type { Batch } from './batch.ts'
import type { SeenTokens } from './cache.ts'
import type { ModelConfig } from './config.ts'
import { frozen, type Product } from './product.ts'
import { frequencies, rotations } from './rope.ts'

/** Weights by their names in the files; matrices as stored, [outputs, inputs]. */
export type Weights = Readonly<Record<string, Tensor>>

/** Looks at activations and may put others in their place: what a hook returns goes on. A hook owns nothing; `tf.keep` what must stay. */
export interface Hooks {
  /** The residual stream after a layer, [B, T, D]; layer -1 is the embedding. */
  state?: (layer: number, state: Tensor) => Tensor
  /** What goes into a layer's down projection, [B, T, F]. */
  keys?: (layer: number, keys: Tensor) => Tensor
}

export interface ForwardOptions {
  hooks?: Hooks
  /** `trained` where weights want gradients; default `frozen`. */
  product?: Product
  /** Keys and values of the tokens before; a `KeyValueCache` adds those of the batch and takes no gradients, a fixed one does. */
  cache?: SeenTokens
  /** Starts with the residual stream after this layer, [B, T, D], instead of the embedding: what lies before is not computed. */
  from?: { layer: number, state: Tensor }
  /** The last layer that is computed, for those who only look; default all. */
  until?: number
}

interface Context {
  config: ModelConfig
  weights: Weights
  hooks: Hooks
  product: Product
  cache: SeenTokens | undefined
  cos: Tensor
  sin: Tensor
  bias: Tensor
}

/**
 * The residual stream after the last layer, normalised, [B, T, D]. Runs in the caller's `tf.tidy`, who owns the result.
 * Differentiable with respect to whatever hooks add and, with `product: trained`, to the weights.
 * Throws INVALID_ARGUMENT for ids outside of the vocabulary.
 */
export function forward(config: ModelConfig, weights: Weights, batch: Batch, options: ForwardOptions = {}): Tensor {
  const { hooks = {}, product = frozen, cache, from, until = config.layers - 1 } = options
  checkIds(config, batch)
  return tf.tidy(() => {
    const { positions, bias } = placesOf(config, batch, cache)
    const context: Context = { config, weights, hooks, product, cache, bias, ...turnsOf(config, batch, positions) }
    let state = from?.state ?? passed(hooks.state, -1, embed(config, weights, batch))
    for (let layer = (from?.layer ?? -1) + 1; layer <= until; layer++) {
      state = passed(hooks.state, layer, block(context, layer, state))
    }
    return norm(state, named(weights, 'model.norm.weight'), config.normEpsilon)
  })
}

/** Logits [R, V] of rows of a normalised state [B, T, D]: those at the flat indices `places`, or all. */
export function logitsOf(config: ModelConfig, weights: Weights, state: Tensor, places?: readonly number[], product: Product = frozen): Tensor {
  return tf.tidy(() => {
    const flat = tf.reshape(state, [-1, config.dim])
    const rows = places ? tf.gather(flat, tf.tensor1d([...places], 'int32')) : flat
    return product(rows, named(weights, config.tied ? 'model.embed_tokens.weight' : 'lm_head.weight'))
  })
}

function checkIds({ vocabulary }: ModelConfig, { ids, mask }: Batch): void {
  const wrong = ids.find((id, index) => mask[index] === 1 && !(id >= 0 && id < vocabulary))
  if (wrong === undefined) return
  throw new MnemeError('INVALID_ARGUMENT', `forward: expected token ids below ${vocabulary}, got ${wrong}; use the model's own tokenizer`)
}

function embed({ dim }: ModelConfig, weights: Weights, { ids, mask, rows, length }: Batch): Tensor {
  const places = tf.tensor1d(ids.map((id, index) => mask[index] === 1 ? id : 0), 'int32')
  return tf.reshape(tf.gather(named(weights, 'model.embed_tokens.weight'), places), [rows, length, dim])
}

function block(context: Context, layer: number, state: Tensor): Tensor {
  const { weights, config: { normEpsilon }, hooks, product } = context
  const weight = (name: string): Tensor => named(weights, `model.layers.${layer}.${name}.weight`)
  const attended = tf.add(state, attend(context, layer, norm(state, weight('input_layernorm'), normEpsilon)))
  const input = flatten(norm(attended, weight('post_attention_layernorm'), normEpsilon))
  const gate = product(input, weight('mlp.gate_proj'))
  const keys = tf.mul(tf.mul(gate, tf.sigmoid(gate)), product(input, weight('mlp.up_proj')))
  const [rows, length] = state.shape as [number, number]
  const given = passed(hooks.keys, layer, tf.reshape(keys, [rows, length, -1]))
  return tf.add(attended, tf.reshape(product(flatten(given), weight('mlp.down_proj')), state.shape))
}

function attend(context: Context, layer: number, input: Tensor): Tensor {
  const { weights, config: { heads, keyHeads, headDim, bias }, product, cache } = context
  const [rows, length] = input.shape as [number, number]
  const flat = flatten(input)
  const project = (name: string, count: number, turned: boolean): Tensor4D => {
    const full = `model.layers.${layer}.self_attn.${name}`
    const plain = product(flat, named(weights, `${full}.weight`))
    const value = bias === 'none' ? plain : tf.add(plain, named(weights, `${full}.bias`))
    const apart: Tensor4D = tf.transpose(tf.reshape(value, [rows, length, count, headDim]), [0, 2, 1, 3])
    return turned ? turn(context, apart) : apart
  }
  const queries = tf.reshape(project('q_proj', heads, true), [rows * keyHeads, heads / keyHeads * length, headDim])
  const own = { keys: project('k_proj', keyHeads, true), values: project('v_proj', keyHeads, false) }
  const { keys, values } = cache ? cache.extend(layer, own) : own
  const join = (x: Tensor): Tensor => tf.reshape(x, [rows * keyHeads, x.shape[2]!, headDim])
  const scores = tf.add(tf.mul(matmul(queries, join(keys), false, true), 1 / Math.sqrt(headDim)), context.bias)
  const mixed = matmul(tf.softmax(scores), join(values))
  const together = tf.reshape(tf.transpose(tf.reshape(mixed, [rows, heads, length, headDim]), [0, 2, 1, 3]), [rows * length, heads * headDim])
  const out = product(together, named(weights, `model.layers.${layer}.self_attn.o_proj.weight`))
  const output = bias === 'qkvo' ? tf.add(out, named(weights, `model.layers.${layer}.self_attn.o_proj.bias`)) : out
  return tf.reshape(output, input.shape)
}

// x [B, H, T, h] rotated by its positions.
function turn({ cos, sin }: Context, x: Tensor4D): Tensor4D {
  const [first, second] = tf.split(x, 2, 3) as [Tensor4D, Tensor4D]
  return tf.add(tf.mul(x, cos), tf.mul(tf.concat([tf.neg(second), first], 3), sin))
}

function norm(x: Tensor, weight: Tensor, epsilon: number): Tensor {
  return tf.mul(tf.mul(x, tf.rsqrt(tf.add(tf.mean(tf.square(x), -1, true), epsilon))), weight)
}

function flatten(x: Tensor): Tensor2D {
  return tf.reshape(x, [-1, x.shape.at(-1)!])
}

function passed(hook: ((layer: number, x: Tensor) => Tensor) | undefined, layer: number, x: Tensor): Tensor {
  return hook ? hook(layer, x) : x
}

function named(weights: Weights, name: string): Tensor {
  const weight = weights[name]
  if (weight) return weight
  throw new MnemeError('NOT_FOUND', `forward: expected a weight '${name}', got none; pass all weights of the model`)
}

// Positions count a row's own tokens; what may be attended to is what is a token and not later.
function placesOf(config: ModelConfig, { mask, rows, length }: Batch, cache: SeenTokens | undefined): { positions: Int32Array, bias: Tensor } {
  const seen = cache ? cache.see(mask, rows, length) : { mask, length }
  const past = seen.length - length
  const positions = new Int32Array(rows * length)
  const group = config.heads / config.keyHeads
  const uniform = seen.mask.every(each => each === 1)
  const [blocks, copies] = uniform ? [1, 1] : [rows, config.keyHeads]
  const bias = new Float32Array(blocks * copies * group * length * seen.length)
  for (let row = 0; row < rows; row++) {
    let tokens = 0
    for (let place = 0; place < seen.length; place++) {
      if (place >= past) positions[row * length + place - past] = tokens
      tokens += seen.mask[row * seen.length + place]!
    }
  }
  for (let row = 0; row < blocks; row++) {
    for (let line = 0; line < copies * group * length; line++) {
      const start = (row * copies * group * length + line) * seen.length
      const last = past + line % length
      for (let place = 0; place < seen.length; place++) {
        if (place > last || seen.mask[row * seen.length + place] === 0) bias[start + place] = -1e9
      }
    }
  }
  return { positions, bias: tf.tensor3d(bias, [blocks * copies, group * length, seen.length]) }
}

function turnsOf(config: ModelConfig, { rows, length }: Batch, positions: Int32Array): { cos: Tensor, sin: Tensor } {
  const first = positions.subarray(0, length)
  const same = positions.every((position, index) => position === first[index % length])
  const { cos, sin } = rotations(frequencies(config), same ? first : positions)
  const shape: [number, number, number, number] = [same ? 1 : rows, 1, length, config.headDim]
  return { cos: tf.tensor4d(cos, shape), sin: tf.tensor4d(sin, shape) }
}
