// Parameter trees: named float arrays with shapes, plain data that can be saved, mapped and compared.
import { MnemeError } from '../errors.ts'

/** One parameter: row-major float32 values. */
export interface Param {
  shape: number[]
  data: Float32Array
}

/** A tree whose leaves are parameters. */
export interface ParamTree {
  [name: string]: Param | ParamTree
}

/** True for a leaf. */
export function isParam(node: Param | ParamTree): node is Param {
  return node['data'] instanceof Float32Array && Array.isArray(node['shape'])
}

/** A parameter from values; without values, zeros. Throws SHAPE_MISMATCH when the count does not fit. */
export function param(shape: number[], values?: ArrayLike<number>): Param {
  const size = shape.reduce((product, extent) => product * extent, 1)
  if (values && values.length !== size) {
    throw new MnemeError(
      'SHAPE_MISMATCH',
      `param: shape [${shape.join(', ')}] holds ${size} values, got ${values.length}; pass as many`,
    )
  }
  return { shape, data: values ? Float32Array.from(values) : new Float32Array(size) }
}

/** Leaves in the order of their sorted paths, as [path, param]; a path joins names with dots. */
export function leaves(tree: ParamTree, prefix = ''): [path: string, leaf: Param][] {
  return Object.keys(tree)
    .sort()
    .flatMap(name => {
      const node = tree[name]!
      const path = prefix ? `${prefix}.${name}` : name
      return isParam(node) ? [[path, node] as [string, Param]] : leaves(node, path)
    })
}

/** A tree of the same structure with every leaf mapped. */
export function mapParams<T extends ParamTree>(tree: T, map: (leaf: Param, path: string) => Param, prefix = ''): T {
  const entries = Object.entries(tree).map(([name, node]) => {
    const path = prefix ? `${prefix}.${name}` : name
    return [name, isParam(node) ? map(node, path) : mapParams(node, map, path)]
  })
  return Object.fromEntries(entries) as T
}
