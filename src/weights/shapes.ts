// The weights that a configuration calls for, by name.
import { corrupt } from '../checkpoint/msgpack.ts'
import { MnemeError } from '../errors.ts'
import type { ModelConfig } from './config.ts'
import type { StoredTensor } from './tensor-files.ts'

/** Name and shape of every weight that a forward pass reads, in the order of the network. */
export function shapesOf(config: ModelConfig): Map<string, number[]> {
  const { dim, innerDim, layers, vocabulary, headDim } = config
  const [queryDim, keyDim] = [config.heads * headDim, config.keyHeads * headDim]
  const shapes = new Map<string, number[]>([['model.embed_tokens.weight', [vocabulary, dim]]])
  for (let layer = 0; layer < layers; layer++) {
    const add = (name: string, shape: number[]): unknown => shapes.set(`model.layers.${layer}.${name}`, shape)
    add('input_layernorm.weight', [dim])
    for (const [name, width] of [['q', queryDim], ['k', keyDim], ['v', keyDim]] as const) {
      add(`self_attn.${name}_proj.weight`, [width, dim])
      if (config.bias !== 'none') add(`self_attn.${name}_proj.bias`, [width])
    }
    add('self_attn.o_proj.weight', [dim, queryDim])
    if (config.bias === 'qkvo') add('self_attn.o_proj.bias', [dim])
    add('post_attention_layernorm.weight', [dim])
    add('mlp.gate_proj.weight', [innerDim, dim])
    add('mlp.up_proj.weight', [innerDim, dim])
    add('mlp.down_proj.weight', [dim, innerDim])
  }
  shapes.set('model.norm.weight', [dim])
  if (!config.tied) shapes.set('lm_head.weight', [vocabulary, dim])
  return shapes
}

/** The name of a layer's down projection: what edits write to. */
export function downProjection(layer: number): string {
  return `model.layers.${layer}.mlp.down_proj.weight`
}

/** Throws NOT_FOUND for a weight that is not stored, CHECKPOINT_CORRUPT for one of another shape; what else is stored is left aside. */
export function checkStored(shapes: ReadonlyMap<string, readonly number[]>, stored: ReadonlyMap<string, StoredTensor>): void {
  for (const [name, shape] of shapes) {
    const found = stored.get(name)
    if (!found) {
      throw new MnemeError('NOT_FOUND', `weights: expected '${name}' [${shape.join(', ')}], got none; check that config.json is this model's`)
    }
    if (found.shape.join() !== shape.join()) {
      throw corrupt(`weights: '${name}'`, `shape [${shape.join(', ')}] as config.json has it`, `[${found.shape.join(', ')}]`)
    }
  }
}
