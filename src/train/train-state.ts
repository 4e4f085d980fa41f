// Where training stands, as one tree of plain data and as the bytes of one file.
import { decodeTree, encodeTree } from '../checkpoint/bytes.ts'
import { MnemeError } from '../errors.ts'
import { leaves, type ParamTree } from '../tensor/params.ts'
import type { AdamState } from '../tensor/optimizer.ts'

/** All that goes on with training needs beside the samples and settings: the order of samples follows from seed and step. */
export interface TrainState<P extends ParamTree> {
  /** Updates made. */
  step: number
  params: P
  optimizer: AdamState
  /** The parameters of the lowest held-out loss so far, and after which update they stood. */
  best: { step: number; loss: number; params: P }
}

const format = 'mneme-training'
const version = 1
// Every leaf stays in the header, as in a policy file.
const unsummed = { checksum: (): bigint => 0n }

/** The bytes of a state. Equal states give equal bytes. */
export function encodeTrainState<P extends ParamTree>(state: TrainState<P>): Uint8Array {
  return encodeTree({ format, version, state }, unsummed, Infinity).header
}

/**
 * A state from its bytes; `like` has the structure of its parameters. Throws CHECKPOINT_CORRUPT for damaged bytes,
 * CHECKPOINT_FOREIGN for another format or version, SHAPE_MISMATCH with the path of a leaf that is missing or has another shape.
 */
export function decodeTrainState<P extends ParamTree>(bytes: Uint8Array, like: P): TrainState<P> {
  const file = decodeTree({ header: bytes, blocks: [] }, unsummed, 'training state') as { format?: unknown; version?: unknown; state?: TrainState<P> } | null
  if (file?.format !== format || file.version !== version || !file.state) {
    throw new MnemeError('CHECKPOINT_FOREIGN',
      `training state: expected ${format} ${version}, got ${String(file?.format)} ${String(file?.version)}; begin anew, or pass a file of this version`)
  }
  const { params, optimizer, best } = file.state
  for (const [name, tree] of Object.entries({ params, mean: optimizer?.mean, variance: optimizer?.variance, best: best?.params })) checkTree(name, tree, like)
  return file.state
}

function checkTree(name: string, tree: ParamTree | undefined, like: ParamTree): void {
  const held = new Map(leaves(tree ?? {}))
  for (const [path, { shape, data }] of leaves(like)) {
    const found = held.get(path)
    if (found?.shape.join() === shape.join() && found.data.length === data.length) continue
    throw new MnemeError('SHAPE_MISMATCH', `training state at '${name}.${path}': expected shape [${shape.join(', ')}], ` +
      `got ${found ? `[${found.shape.join(', ')}]` : 'none'}; go on with the parameters that it was begun with`)
  }
}
