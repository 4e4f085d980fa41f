// Opening: puts encoder, policy, state and storage together, and refuses what does not fit.
import { openFileStorage, readPackageFile } from '../checkpoint/file.ts'
import type { Storage } from '../checkpoint/storage.ts'
import { localTime } from '../clock.ts'
import { embedded } from '../encode/embedded.ts'
import { encodeChecked, type Encoder } from '../encode/encoder.ts'
import { fuse, keyDim } from '../encode/fusion.ts'
import { PassageKeys, shrinkKey } from '../log/keys.ts'
import { passages } from '../lexical/passages.ts'
import { MnemeError } from '../errors.ts'
import { classTableOf, loadPolicy, type Policy } from '../controller/policy.ts'
import { createKeeper, keeperFromBytes, openKeeper, type Accept, type Birth, type Identity, type Keeper } from '../state/keeper.ts'
import { isMinilm } from '../signals/keep.ts'
import { StatementReader } from '../signals/replace.ts'
import { captionPassages } from '../state/medium.ts'
import { TriggerReader } from '../signals/trigger-text.ts'
import { traceOf, type Change, type State } from '../state/state.ts'
import { checkCount, checkName, readClock } from './check.ts'
import type { MnemeOptions } from './options.ts'
import { readOpen, type OpenSettings } from './request.ts'
import { signalsOf, type Decider } from './write.ts'

/** What a memory is put together from. */
export interface MnemeParts {
  keeper: Keeper
  encoder: Encoder
  decider: Decider
  options: OpenSettings
}

/** Opens the file at `path`, or makes a new memory. */
export async function openMemory(given: MnemeOptions): Promise<MnemeParts> {
  const options = readOpen(given)
  return assemble(options, async (birth, accept) => {
    if (options.path === undefined) return createKeeper(birth)
    const storage = await openFileStorage(options.path, { fsync: options.fsync ?? false })
    return releasing(storage, () => openKeeper(storage, birth, accept))
  })
}

/** A memory from the bytes of another; written to `path` where there is one. */
export async function reviveMemory(bytes: Uint8Array, given: MnemeOptions): Promise<MnemeParts> {
  if (!(bytes instanceof Uint8Array)) {
    throw new MnemeError('INVALID_ARGUMENT', `bytes: expected a Uint8Array, got ${typeof bytes}; pass what toBytes() gave`)
  }
  const options = readOpen(given)
  return assemble(options, async (_birth, accept) => {
    const storage =
      options.path === undefined ? undefined : await openFileStorage(options.path, { fsync: options.fsync ?? false })
    return releasing(storage, () => keeperFromBytes(bytes, options.config ?? {}, accept, storage))
  })
}

async function assemble(
  options: OpenSettings,
  makeKeeper: (birth: Birth, accept: Accept) => Promise<Keeper>,
): Promise<MnemeParts> {
  const reader = options.reader ?? (await embedded())
  const encoder = checkEncoder(options.encoder ?? reader)
  const policy = options.policy ?? (await shippedPolicy())
  if (policy.meaning !== reader.id) {
    throw new MnemeError(
      'ENCODER_MISMATCH',
      `policy: expected one fitted on the reader "${reader.id}", got one for "${policy.meaning}"; ` +
        'pass the reader and the policy of the same package',
    )
  }
  const identity: Identity = {
    user: checkName('user', options.user ?? 'user'),
    encoder: { id: encoder.id, dim: encoder.dim },
    seed: checkCount('seed', options.seed ?? 1),
  }
  const birth: Birth = {
    identity,
    keyDim: keyDim(encoder.dim, policy.fusion),
    origin: readClock(options.clock),
    config: options.config ?? {},
  }
  localTime(birth.origin, options.timeZone)
  const keeper = await makeKeeper(birth, (stored, state) => {
    checkIdentity(stored, options, encoder)
    checkMediaVectors(state, options)
  })
  const decider = { reader, policy, timeZone: options.timeZone, statements: new StatementReader(reader), triggers: new TriggerReader(reader), classes: classTableOf(policy), minilm: isMinilm(encoder) }
  try {
    const own = madeBy(keeper.identity, encoder) ? keeper : await reencode(keeper, encoder, decider)
    if (hasForeignVectors(own.state, options)) await own.rewrite(change => change({ type: 'unencode' }))
    return { keeper: own, encoder, decider, options }
  } catch (error) {
    await keeper.close()
    throw error
  }
}

function checkEncoder(encoder: Encoder): Encoder {
  if (encoder instanceof Promise) {
    throw new MnemeError('INVALID_ARGUMENT', 'encoder: expected an encoder, got a promise of one; await it')
  }
  if (typeof encoder.encode !== 'function' || !Number.isInteger(encoder.dim) || encoder.dim < 1) {
    throw new MnemeError(
      'INVALID_ARGUMENT',
      'encoder: expected an id, a dim from 1 and a function encode, got something else; see the Encoder type',
    )
  }
  checkName('encoder.id', encoder.id)
  return encoder
}

function madeBy({ encoder: stored }: Identity, encoder: Encoder): boolean {
  return stored.id === encoder.id && stored.dim === encoder.dim
}

async function releasing<T>(storage: Storage | undefined, task: () => Promise<T>): Promise<T> {
  try {
    return await task()
  } catch (error) {
    await storage?.close()
    throw error
  }
}

function checkIdentity(stored: Identity, options: MnemeOptions, encoder: Encoder): void {
  if (options.user !== undefined && stored.user !== options.user) {
    throw new MnemeError(
      'INVALID_ARGUMENT',
      `user: expected "${stored.user}", who owns this memory, got "${options.user}"; open another file for each user`,
    )
  }
  if (!madeBy(stored, encoder) && !options.reencode) {
    throw new MnemeError(
      'ENCODER_MISMATCH',
      `encoder: expected "${stored.encoder.id}" of ${stored.encoder.dim} dims, which made the keys of ` +
        `this memory, got "${encoder.id}" of ${encoder.dim}; pass that one, or make all keys anew with ` +
        'Mneme.open({ ..., reencode: true })',
    )
  }
}

function hasForeignVectors({ media: { encoder } }: State, { mediaEncoder }: OpenSettings): boolean {
  return mediaEncoder !== undefined && encoder !== null && (encoder.id !== mediaEncoder.id || encoder.dim !== mediaEncoder.dim)
}

function checkMediaVectors(state: State, options: OpenSettings): void {
  if (options.reencode || !hasForeignVectors(state, options)) return
  const { encoder } = state.media
  const { id, dim } = options.mediaEncoder!
  throw new MnemeError(
    'ENCODER_MISMATCH',
    `mediaEncoder: expected "${encoder!.id}" of ${encoder!.dim} dims, which made the vectors of media in this memory, got "${id}" of ${dim}; ` +
      'pass that one or none: without the bytes, which are not kept, no other can make them anew. With reencode: true they go, and captions remain',
  )
}

/** The same memory with keys of another encoder. */
async function reencode(keeper: Keeper, encoder: Encoder, decider: Decider): Promise<Keeper> {
  const { state } = keeper
  const { fusion } = decider.policy
  const ids = [...state.ltm.entries(), ...state.stm.list()].map(({ id }) => id)
  const held = ids.map(id => traceOf(state, id)!)
  // A turn whose text is gone keeps its places, with empty keys.
  const captions = captionsByDocument(state)
  const passagesOf = Array.from({ length: state.log.size }, (_, ordinal) => {
    const turn = state.log.at(ordinal)
    const said = turn ? passages(turn.text) : []
    return state.lexical.documentsOf(ordinal).map((document, index) => captions.get(document) ?? said[index] ?? '')
  })
  const texts = [...held.map(trace => trace.text), ...passagesOf.flat().filter(Boolean)]
  const vectors = await encodeChecked(encoder, texts)
  const traces = held.map((trace, index): Change => {
    const key = fuse(vectors[index]!, implicitOf(state, trace.sources[0], decider), fusion)
    return { type: 'trace', tier: state.stm.get(trace.id) ? 'stm' : 'ltm', trace: { ...trace, key } }
  })
  const keys = new PassageKeys(keyDim(encoder.dim, fusion))
  let next = held.length
  passagesOf.forEach((texts_, ordinal) => {
    const implicit = implicitOf(state, ordinal, decider)
    for (const text of texts_)
      keys.push(text ? shrinkKey(fuse(vectors[next++]!, implicit, fusion)) : shrinkKey(new Float32Array(keys.dim)))
  })
  return keeper.rekeyed({ id: encoder.id, dim: encoder.dim }, keys, traces)
}

/** The words of media, by the documents that hold them. */
function captionsByDocument({ media }: State): ReadonlyMap<number, string> {
  return new Map(media.list().flatMap(({ shown }) => shown).flatMap(showing => {
    const words = captionPassages(showing)
    return showing.documents.map((document, index): [number, string] => [document, words[index]!])
  }))
}

function implicitOf(state: State, ordinal: number | undefined, decider: Decider): Float32Array | null {
  const turn = ordinal === undefined ? undefined : state.log.at(ordinal)
  return turn && ordinal !== undefined ? signalsOf(state, turn, ordinal, decider.timeZone) : null
}

let shipped: Promise<Policy> | undefined

function shippedPolicy(): Promise<Policy> {
  shipped ??= readPackageFile('policy-en.msgpack').then(bytes => loadPolicy(bytes))
  shipped.catch(() => {
    shipped = undefined
  })
  return shipped
}
