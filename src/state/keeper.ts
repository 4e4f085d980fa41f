// Keeps a state: every change goes to the journal first, then to memory, so that what was acknowledged survives.
import { loadHasher, type Hasher } from '../checkpoint/bytes.ts'
import { encodeFrame, encodeJournalHeader, framesSince, readJournal } from '../checkpoint/journal.ts'
import { concat, decodeSnapshot, encodeSnapshot, markOf, type SnapshotMark } from '../checkpoint/snapshot.ts'
import type { Storage } from '../checkpoint/storage.ts'
import { defaultConfig, resolveConfig, type Config, type PartialConfig } from '../config.ts'
import { MnemeError } from '../errors.ts'
import type { PassageKeys } from '../log/keys.ts'
import { LongTermMemory } from '../ltm/ltm.ts'
import { ShortTermMemory } from '../stm/stm.ts'
import { packState, unpackState, type PackedState } from './packed.ts'
import { emptyState } from './empty.ts'
import { apply, type Change, type State } from './state.ts'

/** What a checkpoint says of itself beside the state. */
export interface Identity {
  user: string
  encoder: { id: string; dim: number }
  seed: number
}

/** A decoded checkpoint. */
export interface Checkpoint {
  identity: Identity
  state: State
  generation: number
}

interface Tree {
  identity: Identity
  state: PackedState
}

/** What a new memory starts with. */
export interface Birth {
  identity: Identity
  /** Length K of the keys. */
  keyDim: number
  /** Clock reading of tick 0. */
  origin: number
  config: PartialConfig
}

/** What a storage holds, read. */
interface Stored {
  checkpoint: Checkpoint
  /** Bytes of the journal that are whole; undefined where it is missing or older than the snapshot. */
  validLength: number | undefined
  /** Whether a torn frame follows them. */
  torn: boolean
  written: Written
}

/** Bytes of a stored snapshot, and of the journal beside it. */
interface Written {
  snapshot: number
  journal: number
}

/** Makes changes that build on one another: `change` applies each at once. */
export type Task<T> = (change: (change: Change) => void) => T

/** Bytes up to which a journal is not worth a snapshot. */
const smallJournal = 65_536

/** A state with its way to the disk, if it has one. */
export class Keeper {
  readonly identity: Identity
  #state: State
  readonly #hasher: Hasher
  readonly #storage: Storage | undefined
  #generation: number
  #written: Written
  /** The storage refused something: what it holds has to be read before it is written again. */
  #inDoubt = false

  constructor(checkpoint: Checkpoint, hasher: Hasher, storage: Storage | undefined, written: Written = { snapshot: 0, journal: 0 }) {
    this.identity = checkpoint.identity
    this.#state = checkpoint.state
    this.#generation = checkpoint.generation
    this.#hasher = hasher
    this.#storage = storage
    this.#written = written
  }

  /** The memory as it is. Only the keeper changes it. */
  get state(): State {
    return this.#state
  }

  /**
   * Runs a task and journals its changes as one frame. Where the task or the journal fails, none has happened; without a
   * storage, what a task did before it threw stays: a copy for each turn would cost too much.
   */
  async transact<T>(task: Task<T>): Promise<T> {
    return this.#attempt(task, async made => {
      if (made.length === 0 || !this.#storage) return
      const frame = encodeFrame(made, this.#hasher)
      await this.#storage.append(frame)
      this.#written.journal += frame.length
    })
  }

  /**
   * Runs a task and writes what it makes as a snapshot with an empty journal: what it takes out is on the disk no more.
   * Where the task or the snapshot fails, none has happened. One case is left: the snapshot has taken its place, and the
   * disk refuses twice to renew the journal. This throws too, with the changes made; the next change renews the journal.
   */
  async rewrite<T>(task: Task<T>): Promise<T> {
    if (this.#storage) return this.#attempt(task, () => this.#replace())
    const before = this.bytes()
    try {
      return task(change => apply(this.#state, change))
    } catch (error) {
      this.#state = decodeCheckpoint(before, this.#hasher, this.#state.config).checkpoint.state
      throw error
    }
  }

  /** Writes a snapshot and starts an empty journal. Without a storage there is nothing to do. */
  async save(): Promise<void> {
    if (this.#storage) await this.rewrite(() => undefined)
  }

  /** The snapshot as one array. */
  bytes(): Uint8Array {
    return concat(this.#chunks(this.#generation))
  }

  /** The same memory with keys [K] of another encoder: `keys` by document, `traces` every trace anew. */
  async rekeyed(encoder: Identity['encoder'], keys: PassageKeys, traces: readonly Change[]): Promise<Keeper> {
    const { dim } = keys
    const state: State = {
      ...this.#state,
      keys,
      ltm: new LongTermMemory(dim),
      stm: new ShortTermMemory(this.#state.config.stm.capacity),
    }
    for (const change of traces) apply(state, change)
    const checkpoint = { identity: { ...this.identity, encoder }, state, generation: this.#generation }
    const keeper = new Keeper(checkpoint, this.#hasher, this.#storage)
    await keeper.save()
    return keeper
  }

  /** Writes a snapshot where the journal has outgrown it. Where the disk refuses, the journal goes on. */
  async compact(): Promise<void> {
    if (!this.#storage || this.#written.journal <= Math.max(smallJournal, this.#written.snapshot)) return
    await this.save().catch((error: unknown) => {
      if (!MnemeError.isInstance(error) || error.code !== 'STORAGE_FAILED') throw error
    })
  }

  async close(): Promise<void> {
    await this.#storage?.close()
  }

  async #attempt<T>(task: Task<T>, store: (made: readonly Change[]) => Promise<void>): Promise<T> {
    await this.#settle()
    const next = this.#generation + 1
    const made: Change[] = []
    let done: { result: T } | undefined
    try {
      done = {
        result: task(change => {
          made.push(change)
          apply(this.#state, change)
        }),
      }
      await store(made)
      return done.result
    } catch (error) {
      if (!done && made.length === 0) throw error
      this.#inDoubt = true
      // Where this fails too, the next change tries again.
      const stored = await this.#settle().catch(() => undefined)
      // The snapshot was in its place, only the journal was not: now both are.
      if (done && stored === next) return done.result
      throw error
    }
  }

  /** After a failure: goes on from what is stored, with a journal that can take frames. Returns the generation that it found. */
  async #settle(): Promise<number | undefined> {
    if (!this.#inDoubt || !this.#storage) return undefined
    const stored = await readStored(this.#storage, this.#hasher, this.#state.config)
    if (!stored) {
      throw new MnemeError(
        'STORAGE_FAILED',
        'storage: expected the files of this memory, got none; put them back, or keep toBytes() elsewhere',
      )
    }
    const { state, generation } = stored.checkpoint
    this.#state = state
    this.#generation = generation
    if (stored.validLength === undefined) await this.#replace()
    this.#inDoubt = false
    return generation
  }

  async #replace(): Promise<void> {
    if (!this.#storage) return
    const chunks = this.#chunks(this.#generation + 1)
    await this.#storage.replace(chunks, encodeJournalHeader(markOf(chunks), this.#hasher))
    this.#generation++
    this.#written = { snapshot: chunks.reduce((sum, { length }) => sum + length, 0), journal: 0 }
  }

  #chunks(generation: number): Uint8Array[] {
    return encodeSnapshot({ identity: this.identity, state: packState(this.#state) }, this.#hasher, generation)
  }
}

/** Refuses what does not fit by throwing, before anything is written. */
export type Accept = (identity: Identity, state: State) => void

/** Opens what a storage holds, or writes a new memory to it. */
export async function openKeeper(storage: Storage, birth: Birth, accept: Accept): Promise<Keeper> {
  const hasher = await loadHasher()
  const stored = await readStored(storage, hasher, birth.config)
  if (!stored) {
    const keeper = newKeeper(birth, hasher, storage)
    await keeper.save()
    return keeper
  }
  const { checkpoint, validLength, torn, written } = stored
  accept(checkpoint.identity, checkpoint.state)
  const keeper = new Keeper(checkpoint, hasher, storage, written)
  // A journal that is missing or stale can't take frames: a fresh pair replaces it.
  if (validLength === undefined) await keeper.save()
  else if (torn) await storage.truncateJournal(validLength)
  return keeper
}

/** The snapshot with the journal's changes on top; undefined for an empty storage. */
async function readStored(storage: Storage, hasher: Hasher, config: PartialConfig): Promise<Stored | undefined> {
  const { snapshot, journal: bytes } = await storage.read()
  if (!snapshot) {
    if (!bytes) return undefined
    throw new MnemeError(
      'CHECKPOINT_CORRUPT',
      'checkpoint: expected a snapshot beside the journal, got none; put the file back, or move the journal away to start anew',
    )
  }
  const { checkpoint, mark } = decodeCheckpoint(snapshot, hasher, config)
  const journal = bytes && readJournal(bytes, hasher)
  const frames = journal ? framesSince(journal, mark) : []
  for (const frame of frames) for (const change of frame as Change[]) apply(checkpoint.state, change)
  const written = { snapshot: snapshot.length, journal: bytes?.length ?? 0 }
  if (journal?.extends.generation !== mark.generation) return { checkpoint, validLength: undefined, torn: false, written }
  return { checkpoint, validLength: journal.validLength, torn: journal.validLength < bytes!.length, written }
}

/** A new memory; without a storage it lives in this process alone. */
export async function createKeeper(birth: Birth): Promise<Keeper> {
  return newKeeper(birth, await loadHasher(), undefined)
}

/** A memory from the bytes of another's snapshot. */
export async function keeperFromBytes(
  bytes: Uint8Array,
  config: PartialConfig,
  accept: Accept,
  storage: Storage | undefined,
): Promise<Keeper> {
  const hasher = await loadHasher()
  const { checkpoint } = decodeCheckpoint(bytes.slice(), hasher, config)
  accept(checkpoint.identity, checkpoint.state)
  const stored = await storage?.read()
  if (stored?.snapshot ?? stored?.journal) {
    throw new MnemeError(
      'INVALID_ARGUMENT',
      'path: expected a new file for these bytes, got one that holds a memory; choose another path, or open it',
    )
  }
  const keeper = new Keeper(checkpoint, hasher, storage)
  await keeper.save()
  return keeper
}

function newKeeper(birth: Birth, hasher: Hasher, storage: Storage | undefined): Keeper {
  const state = emptyState(resolveConfig(birth.config), birth.keyDim, birth.origin)
  return new Keeper({ identity: birth.identity, state, generation: 0 }, hasher, storage)
}

function decodeCheckpoint(
  bytes: Uint8Array,
  hasher: Hasher,
  config: PartialConfig,
): { checkpoint: Checkpoint; mark: SnapshotMark } {
  const { tree, mark } = decodeSnapshot(bytes, hasher)
  try {
    // The checksums vouch that this is what a Mneme of this format wrote.
    const { identity, state } = tree as Tree
    const unpacked = unpackState(state, overlay(state.config, config))
    return { checkpoint: { identity, state: unpacked, generation: mark.generation }, mark }
  } catch (cause) {
    if (MnemeError.isInstance(cause)) throw cause
    throw new MnemeError('CHECKPOINT_CORRUPT', 'checkpoint: expected the columns of a memory, found others; restore a backup', {
      cause,
    })
  }
}

/** The stored config with the host's settings on top. */
function overlay(stored: Config, given: PartialConfig): Config {
  const before = new Map<string, unknown>(Object.entries(stored))
  const settings = new Map<string, unknown>(Object.entries(given))
  // An older file may lack a setting, or have one that is no more.
  const merged = [...new Set([...Object.keys(defaultConfig), ...settings.keys()])].map((name): [string, unknown] => {
    const [value, over] = [before.get(name), settings.get(name)]
    if (over === undefined) return [name, value]
    return [name, typeof over === 'object' && over !== null ? { ...Object(value), ...over } : over]
  })
  return resolveConfig(Object.fromEntries(merged))
}
