import { describe, expect, it } from 'vitest'
import { parseConfig } from '../../src/weights/config.ts'
import { frequencies } from '../../src/weights/rope.ts'

const plain = {
  model_type: 'llama', vocab_size: 100, hidden_size: 64, intermediate_size: 128, num_hidden_layers: 2, num_attention_heads: 4,
}

describe('config.json', () => {
  it('fills in what older files leave out', () => {
    expect(parseConfig(plain)).toEqual({
      family: 'llama', layers: 2, dim: 64, innerDim: 128, heads: 4, keyHeads: 4, headDim: 16, vocabulary: 100, normEpsilon: 1e-6,
      ropeBase: 10_000, ropeScaling: { type: 'default' }, bias: 'none', tied: false, positions: 2048, endIds: [],
    })
  })

  it('reads what Qwen2.5 0.5B publishes', () => {
    expect(parseConfig({
      architectures: ['Qwen2ForCausalLM'], attention_dropout: 0, bos_token_id: 151643, eos_token_id: 151645, hidden_act: 'silu', hidden_size: 896,
      initializer_range: 0.02, intermediate_size: 4864, max_position_embeddings: 32768, max_window_layers: 21, model_type: 'qwen2',
      num_attention_heads: 14, num_hidden_layers: 24, num_key_value_heads: 2, rms_norm_eps: 1e-6, rope_theta: 1_000_000, sliding_window: 32768,
      tie_word_embeddings: true, torch_dtype: 'bfloat16', use_sliding_window: false, vocab_size: 151936,
    })).toMatchObject({ bias: 'qkv', headDim: 64, keyHeads: 2, tied: true, ropeBase: 1e6, endIds: [151645] })
  })

  it('reads rope parameters where transformers 4 and 5 put them', () => {
    const scaling = { factor: 8, low_freq_factor: 1, high_freq_factor: 4, original_max_position_embeddings: 8192 }
    const older = parseConfig({ ...plain, rope_theta: 5e5, rope_scaling: { ...scaling, rope_type: 'llama3' } })
    const newer = parseConfig({ ...plain, rope_parameters: { ...scaling, rope_type: 'llama3', rope_theta: 5e5 } })
    expect(newer).toEqual(older)
    expect(older.ropeScaling.type).toBe('llama3')
    expect(parseConfig({ ...plain, rope_scaling: { type: 'linear', factor: 2 } }).ropeScaling).toEqual({ type: 'linear', factor: 2 })
  })

  it.each<[object, string]>([
    [{ model_type: 'mixtral' }, 'mixture of experts'],
    [{ model_type: 'qwen2_moe' }, 'mixture of experts'],
    [{ model_type: 'mistral' }, 'sliding-window attention'],
    [{ model_type: 'gemma2' }, 'its architecture'],
    [{ model_type: 7 }, 'model_type'],
    [{ quantization_config: { bits: 4 } }, 'quantised weights'],
    [{ num_local_experts: 8 }, 'mixture of experts'],
    [{ model_type: 'qwen2', use_sliding_window: true }, 'sliding-window attention'],
    [{ model_type: 'qwen2', layer_types: ['full_attention', 'sliding_attention'] }, 'layers other than full attention'],
    [{ hidden_act: 'gelu' }, 'an activation other than silu'],
    [{ mlp_bias: true }, 'biases in the MLP'],
    [{ partial_rotary_factor: 0.5 }, 'rotary positions'],
    [{ rope_scaling: { rope_type: 'yarn', factor: 2 } }, 'that scaling'],
    [{ rope_scaling: { type: 'dynamic', factor: 2 } }, 'that scaling'],
  ])('refuses %j by what is missing', (extra, missing) => {
    expect(() => parseConfig({ ...plain, ...extra })).toThrow(expect.objectContaining({
      code: 'CHECKPOINT_FOREIGN', message: expect.stringContaining(missing) as string }) as Error)
  })

  it.each([
    { hidden_size: 0 }, { hidden_size: '64' }, { hidden_size: 1e12 }, { num_hidden_layers: 1.5 }, { vocab_size: -1 }, { num_key_value_heads: 3 },
    { head_dim: 15 }, { hidden_size: 66 }, { rms_norm_eps: 0 }, { rms_norm_eps: 'small' }, { rope_theta: -1 }, { tie_word_embeddings: 'yes' },
    { rope_scaling: 'linear' }, { rope_scaling: { rope_type: 'linear' } }, { num_attention_heads: undefined },
    { rope_scaling: { rope_type: 'llama3', factor: 8, low_freq_factor: 4, high_freq_factor: 4, original_max_position_embeddings: 8 } },
  ])('refuses %j as damaged', extra => {
    expect(() => parseConfig({ ...plain, ...extra })).toThrow(expect.objectContaining({ code: 'CHECKPOINT_CORRUPT' }) as Error)
  })
})

it('slows only what turns seldom, as Llama 3.1 does', () => {
  const config = parseConfig({ ...plain, rope_theta: 5e5, head_dim: 128, rope_scaling: {
    rope_type: 'llama3', factor: 8, low_freq_factor: 1, high_freq_factor: 4, original_max_position_embeddings: 8192 } })
  const base = frequencies({ ...config, ropeScaling: { type: 'default' } })
  const ratios = Array.from(frequencies(config), (rate, pair) => base[pair]! / rate)
  expect(ratios[0]).toBe(1)
  expect(ratios.at(-1)).toBeCloseTo(8, 10)
  expect(ratios.every((ratio, pair) => pair === 0 || ratio >= ratios[pair - 1]! - 1e-12)).toBe(true)
  expect(new Set(ratios.filter(ratio => ratio > 1.001 && ratio < 7.999)).size).toBeGreaterThan(3)
})
