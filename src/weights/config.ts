// The config.json of models that are built like Llama: what is computed, and what is refused by name.
import { corrupt } from '../checkpoint/msgpack.ts'
import { MnemeError } from '../errors.ts'

/** How rotary frequencies are scaled; see `rope.ts`. */
export type RopeScaling =
  | { type: 'default' }
  | { type: 'linear', factor: number }
  | { type: 'llama3', factor: number, lowFrequency: number, highFrequency: number, trainedPositions: number }

/** What a forward pass needs to know. Extents are positive integers. */
export interface ModelConfig {
  /** `model_type` of config.json. */
  family: 'llama' | 'qwen2'
  layers: number
  /** Width of the residual stream. */
  dim: number
  /** Width of a layer's MLP: the length of the keys of its down projection. */
  innerDim: number
  heads: number
  /** Divides `heads`: that many queries share a key. */
  keyHeads: number
  /** Even. */
  headDim: number
  vocabulary: number
  normEpsilon: number
  ropeBase: number
  ropeScaling: RopeScaling
  /** Which projections of attention add a bias. */
  bias: 'none' | 'qkv' | 'qkvo'
  /** The output layer is the embedding. */
  tied: boolean
  /** Longest text that the model was made for, in tokens. */
  positions: number
  /** Ids that end an answer. */
  endIds: number[]
}

const what = 'config.json'
const maxExtent = 2 ** 22

type Json = Record<string, unknown>

/**
 * Reads a parsed config.json of transformers 4 or 5. Throws CHECKPOINT_FOREIGN, naming what is missing here, for a model
 * that would need more than this package computes, CHECKPOINT_CORRUPT for values out of range.
 */
export function parseConfig(json: Json): ModelConfig {
  const family = familyOf(json)
  refuseOthers(json, family)
  const heads = count(json, 'num_attention_heads')
  const dim = count(json, 'hidden_size')
  const keyHeads = count(json, 'num_key_value_heads', heads)
  const headDim = count(json, 'head_dim', dim / heads)
  if (heads % keyHeads !== 0) throw corrupt(what, `num_key_value_heads that divides ${heads}`, `${keyHeads}`)
  if (headDim % 2 !== 0) throw corrupt(what, 'an even head_dim', `${headDim}`)
  const rope = (json['rope_parameters'] ?? json['rope_scaling'] ?? {}) as Json
  return {
    family,
    layers: count(json, 'num_hidden_layers'),
    dim,
    innerDim: count(json, 'intermediate_size'),
    heads,
    keyHeads,
    headDim,
    vocabulary: count(json, 'vocab_size'),
    normEpsilon: positive(json, 'rms_norm_eps', 1e-6),
    ropeBase: positive(rope['rope_theta'] === undefined ? json : rope, 'rope_theta', 10_000),
    ropeScaling: parseScaling(rope),
    bias: family === 'qwen2' ? 'qkv' : flag(json, 'attention_bias') ? 'qkvo' : 'none',
    tied: flag(json, 'tie_word_embeddings'),
    positions: count(json, 'max_position_embeddings', 2048),
    endIds: [json['eos_token_id']].flat().filter((id): id is number => Number.isSafeInteger(id)),
  }
}

function familyOf(json: Json): 'llama' | 'qwen2' {
  const type = json['model_type']
  if (type === 'llama' || type === 'qwen2') return type
  const name = String(type).slice(0, 40)
  const lacking = /moe|mixtral/.test(name) ? 'mixture of experts' : /mistral/.test(name) ? 'sliding-window attention'
    : /gemma|phi|gpt|qwen3|smollm3/.test(name) ? 'its architecture' : 'its model_type'
  throw foreign(`model_type 'llama' or 'qwen2'`, `'${name}' (missing here: ${lacking})`)
}

function refuseOthers(json: Json, family: string): void {
  const refuse = (missing: string, key: string): void => {
    throw foreign(`a dense, unquantised ${family} model`, `${key} ${JSON.stringify(json[key])?.slice(0, 80)} (missing here: ${missing})`)
  }
  if (json['quantization_config'] !== undefined && json['quantization_config'] !== null) refuse('quantised weights', 'quantization_config')
  for (const key of ['num_experts', 'num_local_experts', 'n_routed_experts']) {
    if (typeof json[key] === 'number' && json[key] > 1) refuse('mixture of experts', key)
  }
  if (flag(json, 'use_sliding_window')) refuse('sliding-window attention', 'use_sliding_window')
  if (Array.isArray(json['layer_types']) && json['layer_types'].some(type => type !== 'full_attention')) {
    refuse('layers other than full attention', 'layer_types')
  }
  if ((json['hidden_act'] ?? 'silu') !== 'silu') refuse('an activation other than silu', 'hidden_act')
  if (flag(json, 'mlp_bias')) refuse('biases in the MLP', 'mlp_bias')
  if (typeof json['partial_rotary_factor'] === 'number' && json['partial_rotary_factor'] !== 1) {
    refuse('rotary positions on a part of the head', 'partial_rotary_factor')
  }
}

function parseScaling(rope: Json): RopeScaling {
  if (typeof rope !== 'object') throw corrupt(what, 'an object of rope parameters', typeof rope)
  const type = rope['rope_type'] ?? rope['type'] ?? 'default'
  if (type === 'default') return { type }
  if (type === 'linear') return { type, factor: positive(rope, 'factor') }
  if (type !== 'llama3') {
    throw foreign('RoPE scaling default, linear or llama3', `${JSON.stringify(type)?.slice(0, 40)} (missing here: that scaling)`)
  }
  const [lowFrequency, highFrequency] = [positive(rope, 'low_freq_factor'), positive(rope, 'high_freq_factor')]
  if (highFrequency <= lowFrequency) throw corrupt(what, `high_freq_factor above ${lowFrequency}`, `${highFrequency}`)
  return { type, factor: positive(rope, 'factor'), lowFrequency, highFrequency, trainedPositions: count(rope, 'original_max_position_embeddings') }
}

function count(json: Json, key: string, fallback?: number): number {
  const value = json[key] ?? fallback
  if (Number.isSafeInteger(value) && (value as number) > 0 && (value as number) <= maxExtent) return value as number
  throw corrupt(what, `${key} from 1 to ${maxExtent}`, JSON.stringify(value)?.slice(0, 40) ?? 'none')
}

function positive(json: Json, key: string, fallback?: number): number {
  const value = json[key] ?? fallback
  if (typeof value === 'number' && value > 0 && Number.isFinite(value)) return value
  throw corrupt(what, `a positive ${key}`, JSON.stringify(value)?.slice(0, 40) ?? 'none')
}

function flag(json: Json, key: string): boolean {
  const value = json[key] ?? false
  if (typeof value === 'boolean') return value
  throw corrupt(what, `${key} true or false`, JSON.stringify(value)?.slice(0, 40) ?? 'none')
}

function foreign(expected: string, got: string): MnemeError {
  return new MnemeError('CHECKPOINT_FOREIGN', `${what}: expected ${expected}, got ${got}; use a Llama, SmolLM2, Qwen2 or Qwen2.5 model`)
}
