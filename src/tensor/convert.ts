// Parameter trees to tensors and back. This file imports tfjs-core: load it lazily, after `loadBackend`.
import * as tf from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import { isParam, type Param, type ParamTree } from './params.ts'

/** A tree whose leaves are tensors. */
export interface TensorTree {
  [name: string]: Tensor | TensorTree
}

/** The tree of tensors with the names of the parameter tree `P`. */
export type Tensors<P extends ParamTree> = { [Name in keyof P]: TensorOf<P[Name]> }
type TensorOf<Node> = Node extends Param ? Tensor : Node extends ParamTree ? Tensors<Node> : never

/** One float32 tensor per leaf. The values are copied; the caller owns the tensors (`tf.dispose(tree)` frees them). */
export function toTensors<P extends ParamTree>(params: P): Tensors<P> {
  const entries = Object.entries(params).map(([name, node]): [string, Tensor | TensorTree] =>
    // The cpu backend keeps the very array it is given.
    [name, isParam(node) ? tf.tensor(node.data.slice(), node.shape, 'float32') : toTensors(node)])
  return Object.fromEntries(entries) as Tensors<P>
}

/** The values of every tensor as a parameter tree; the tensors stay the caller's. */
export function fromTensors(tensors: TensorTree): ParamTree {
  return Object.fromEntries(Object.entries(tensors).map(([name, node]) =>
    [name, node instanceof tf.Tensor ? toParam(node) : fromTensors(node)]))
}

/** One tensor's values, copied. */
export function toParam(tensor: Tensor): Param {
  return { shape: [...tensor.shape], data: Float32Array.from(tensor.dataSync()) }
}

/** Leaves in the order of their sorted paths, as `leaves` of a parameter tree gives them. */
export function tensorLeaves(tree: TensorTree, prefix = ''): [path: string, leaf: Tensor][] {
  return Object.keys(tree).sort().flatMap(name => {
    const node = tree[name]!
    const path = prefix ? `${prefix}.${name}` : name
    return node instanceof tf.Tensor ? [[path, node] as [string, Tensor]] : tensorLeaves(node, path)
  })
}
