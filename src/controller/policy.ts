// The policy: all learned weights of the write path, and its file.
import { ClassTable } from '../classes/class-table.ts'
import { decodeTree, encodeTree } from '../checkpoint/bytes.ts'
import { initialFusion } from '../encode/fusion.ts'
import type { FusionParams } from '../encode/fusion.ts'
import { MnemeError } from '../errors.ts'
import { mapParams, param } from '../tensor/params.ts'
import type { Param, ParamTree } from '../tensor/params.ts'
import { zeroClassifier, type ClassifierParams } from '../signals/classifier.ts'
import { zeroConfidence, type ConfidenceParams } from '../signals/confidence.ts'
import { cueNames, cuePhraseRows } from '../signals/cue.ts'
import { zeroGather } from '../signals/gather.ts'
import { zeroKeep, type KeepParams } from '../signals/keep.ts'
import { zeroQueryClass } from '../signals/query.ts'
import { zeroPair, type PairParams } from '../signals/replace.ts'
import { styleNames, stylePhraseRows } from '../signals/style.ts'
import { zeroTeaching } from '../signals/teaching.ts'
import { zeroTrigger, type TriggerParams } from '../signals/trigger.ts'
import { zeroKind } from '../gate/kind.ts'
import type { KindParams } from '../gate/kind.ts'
import { featureCount, zeroGate } from '../gate/network.ts'
import type { GateParams } from '../gate/network.ts'
import { zeroWorth, type WorthParams } from '../gate/worth.ts'
import { actions, controllerFeatures } from './controller.ts'
import type { ControllerParams } from './controller.ts'

/** Weights that tell ways of working. */
export interface ProcedureParams extends ParamTree {
  /** Tells turns that teach, and turns that say how a request is to be done. */
  teaching: ClassifierParams
  /** Tells whether a message calls for one. */
  trigger: TriggerParams
}

/** Weights that decide what is kept, as what, and under which key. */
interface PolicyParams extends ParamTree {
  gate: GateParams
  keep: KeepParams
  kind: KindParams
  controller: ControllerParams
  fusion: FusionParams
  pair: PairParams
  cue: ClassifierParams
  style: ClassifierParams
  query: ClassifierParams
  gather: ClassifierParams
  procedure: ProcedureParams
  confidence: ConfidenceParams
  worth: WorthParams
}

/** A policy: its weights and what they were fitted on. */
export interface Policy {
  /** Id of the encoder whose meaning vectors the gate and the kind were fitted on. */
  meaning: string
  /** Tells how strong a trace begins. */
  gate: GateParams
  /** Tells whether a turn is worth keeping. */
  keep: KeepParams
  kind: KindParams
  controller: ControllerParams
  fusion: FusionParams
  /** Tells what a statement replaces or repeats. */
  pair: PairParams
  /** Tells what a message does: discloses, corrects, denies... */
  cue: ClassifierParams
  /** Tells which lasting preference or habit a message shows. */
  style: ClassifierParams
  /** Tells what of memory a message needs. */
  query: ClassifierParams
  /** Tells a question for all of something from one for a single thing. */
  gather: ClassifierParams
  /** The table of classes, as `ClassTable` reads it. */
  classes: string
  /** Tells who teaches a way of working, and what calls for it. */
  procedure: ProcedureParams
  /** Tells how sure a hit is evidence. */
  confidence: ConfidenceParams
  /** Tells what a full memory keeps. */
  worth: WorthParams
}

const format = 'mneme-policy'
const version = 4
// Every leaf stays in the header, which has no checksums: shapes and values are checked one by one.
const unsummed = { checksum: (): bigint => 0n }

const tables = new WeakMap<Policy, ClassTable>()

/** The table of classes of a policy, read once. */
export function classTableOf(policy: Policy): ClassTable {
  let table = tables.get(policy)
  if (!table) tables.set(policy, (table = new ClassTable(policy.classes)))
  return table
}

/** The bytes of a policy. Equal policies give equal bytes. */
export function encodePolicy({ meaning, classes, ...params }: Policy): Uint8Array {
  return encodeTree({ format, version, meaning, classes, params }, unsummed, Infinity).header
}

/**
 * A policy from its bytes. Throws CHECKPOINT_CORRUPT for damaged bytes, CHECKPOINT_FOREIGN for another format or version,
 * SHAPE_MISMATCH with the path of a leaf that is missing or has another shape than this version's features need.
 */
export function loadPolicy(bytes: Uint8Array | ArrayBuffer): Policy {
  const header = bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes)
  const file = decodeTree({ header, blocks: [] }, unsummed, 'policy')
  const { format: gotFormat, version: gotVersion, meaning, classes, params } = members(file)
  if (gotFormat !== format || gotVersion !== version || typeof meaning !== 'string' || typeof classes !== 'string') {
    throw new MnemeError('CHECKPOINT_FOREIGN',
      `policy: expected ${format} ${version}, got ${String(gotFormat)} ${String(gotVersion)}; ` +
      'pass checkpoints/policy-en.msgpack of this package')
  }
  const meaningDim = leafAt(params, 'gate.direct').data.length - featureCount(0)
  const units = leafAt(params, 'gate.output').data.length
  if (meaningDim < 1) throw mismatch('gate.direct', [featureCount(1)], leafAt(params, 'gate.direct').shape)
  return { meaning, classes, ...mapParams(template(meaningDim, units), (expected, path) => checked(leafAt(params, path), expected, path)) }
}

function template(meaningDim: number, units: number): PolicyParams {
  return {
    gate: zeroGate(meaningDim, units),
    keep: zeroKeep(meaningDim),
    kind: zeroKind(meaningDim),
    controller: { weight: param([controllerFeatures.length, actions.length]) },
    fusion: initialFusion(),
    pair: zeroPair(meaningDim),
    cue: zeroClassifier(meaningDim, cuePhraseRows, cueNames.length),
    style: zeroClassifier(meaningDim, stylePhraseRows, styleNames.length),
    query: zeroQueryClass(meaningDim),
    gather: zeroGather(meaningDim),
    procedure: { teaching: zeroTeaching(meaningDim), trigger: zeroTrigger(meaningDim) },
    confidence: zeroConfidence(),
    worth: zeroWorth(),
  }
}

function checked(leaf: Param, expected: Param, path: string): Param {
  // The rows of the fusion are free: how many dims a key gives to time and tone is learned.
  const rows = path === 'fusion.weight' ? leaf.shape[0] ?? 0 : expected.shape[0] ?? 0
  const shape = [rows, ...expected.shape.slice(1)]
  const size = shape.reduce((product, extent) => product * extent, 1)
  if (leaf.shape.join() !== shape.join() || leaf.data.length !== size) throw mismatch(path, shape, leaf.shape)
  if (!leaf.data.every(Number.isFinite)) {
    throw new MnemeError('CHECKPOINT_CORRUPT',
      `policy at '${path}': expected finite numbers, got others; restore the file from a backup`)
  }
  return { shape, data: leaf.data }
}

function leafAt(params: unknown, path: string): Param {
  const node = path.split('.').reduce<unknown>((tree, name) => members(tree)[name], params)
  const { shape, data } = members(node)
  if (!(data instanceof Float32Array) || !Array.isArray(shape) || !shape.every(extent => typeof extent === 'number')) {
    throw new MnemeError('SHAPE_MISMATCH',
      `policy at '${path}': expected a parameter, got ${typeof node}; pass the policy of this version`)
  }
  return { shape, data }
}

function members(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function mismatch(path: string, expected: readonly number[], got: readonly number[]): MnemeError {
  return new MnemeError('SHAPE_MISMATCH',
    `policy at '${path}': expected shape [${expected.join(', ')}], got [${got.join(', ')}]; run npm run train again`)
}
