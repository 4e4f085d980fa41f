// Keeps a state: every change goes to the journal first, then to memory, so that what was acknowledged survives.
import { loadHasher, type Hasher } from '../checkpoint/bytes.ts'
import { encodeFrame, encodeJournalHeader, framesSince, readJournal, type Journal } from '../checkpoint/journal.ts'
import { concat, decodeSnapshot, encodeSnapshot } from '../checkpoint/snapshot.ts'
import type { Storage } from '../checkpoint/storage.ts'
import { resolveConfig, type Config, type PartialConfig } from '../config.ts'
import { MnemeError } from '../errors.ts'
import type { PassageKeys } from '../log/keys.ts'
import { LongTermMemory } from '../ltm/ltm.ts'
import { ShortTermMemory } from '../stm/stm.ts'
import { packState, unpackState, type PackedState } from './packed.ts'
import { apply, emptyState, type Change, type State } from './state.ts'

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

/** A state with its way to the disk, if it has one. */
export class Keeper {
  readonly identity: Identity
  #state: State
  readonly #hasher: Hasher
  readonly #storage: Storage | undefined
  #generation: number

  constructor(checkpoint: Checkpoint, hasher: Hasher, storage: Storage | undefined) {
    this.identity = checkpoint.identity
    this.#state = checkpoint.state
    this.#generation = checkpoint.generation
    this.#hasher = hasher
    this.#storage = storage
  }

  /** The memory as it is. Only the keeper changes it. */
  get state(): State {
    return this.#state
  }

  /**
   * Runs a task whose changes build on one another: `change` applies each at once. All are journalled as one frame when
   * the task returns. Where the task or the journal fails, none has happened.
   */
  async transact<T>(task: (change: (change: Change) => void) => T): Promise<T> {
    const made: Change[] = []
    try {
      const result = task(change => {
        apply(this.#state, change)
        made.push(change)
      })
      if (this.#storage && made.length > 0) await this.#storage.append(encodeFrame(made, this.#hasher))
      return result
    } catch (error) {
      if (made.length > 0 && this.#storage) this.#state = (await readStored(this.#storage, this.#hasher, this.#state.config))!.checkpoint.state
      throw error
    }
  }

  /** Writes a snapshot and starts an empty journal. Without a storage there is nothing to do. */
  async save(): Promise<void> {
    if (!this.#storage) return
    const next = this.#generation + 1
    await this.#storage.replace(this.#chunks(next), encodeJournalHeader(next, this.identity, this.#hasher))
    this.#generation = next
  }

  /** The snapshot as one array. */
  bytes(): Uint8Array {
    return concat(this.#chunks(this.#generation))
  }

  /** The same memory with keys [K] of another encoder: `keys` by document, `traces` every trace anew. */
  async rekeyed(encoder: Identity['encoder'], keys: PassageKeys, traces: readonly Change[]): Promise<Keeper> {
    const { dim } = keys
    const state: State = { ...this.#state, keys, ltm: new LongTermMemory(dim), stm: new ShortTermMemory(this.#state.config.stm.capacity) }
    for (const change of traces) apply(state, change)
    const checkpoint = { identity: { ...this.identity, encoder }, state, generation: this.#generation }
    const keeper = new Keeper(checkpoint, this.#hasher, this.#storage)
    await keeper.save()
    return keeper
  }

  async close(): Promise<void> {
    await this.#storage?.close()
  }

  #chunks(generation: number): Uint8Array[] {
    return encodeSnapshot({ identity: this.identity, state: packState(this.#state) }, this.#hasher, generation)
  }
}

/** Opens what a storage holds, or writes a new memory to it. `accept` may refuse the identity by throwing. */
export async function openKeeper(storage: Storage, birth: Birth, accept: (identity: Identity) => void): Promise<Keeper> {
  const hasher = await loadHasher()
  const stored = await readStored(storage, hasher, birth.config)
  if (!stored) {
    const keeper = newKeeper(birth, hasher, storage)
    await keeper.save()
    return keeper
  }
  const { checkpoint, journal, torn } = stored
  accept(checkpoint.identity)
  const keeper = new Keeper(checkpoint, hasher, storage)
  // A journal that is missing, stale or without a header can't take frames: a fresh pair replaces it.
  if (journal?.header?.generation !== checkpoint.generation) await keeper.save()
  else if (torn) await storage.truncateJournal(journal.validLength)
  return keeper
}

/** The snapshot with the journal's changes on top; undefined for an empty storage. */
async function readStored(
  storage: Storage, hasher: Hasher, config: PartialConfig,
): Promise<{ checkpoint: Checkpoint; journal: Journal | undefined; torn: boolean } | undefined> {
  const stored = await storage.read()
  const journal = stored.journal && readJournal(stored.journal, hasher)
  if (!stored.snapshot) {
    if (!journal || journal.frames.length === 0) return undefined
    throw new MnemeError('CHECKPOINT_CORRUPT',
      'checkpoint: expected a snapshot beside the journal, got none; put the file back, or move the journal away to start anew')
  }
  const checkpoint = decodeCheckpoint(stored.snapshot, hasher, config)
  const frames = journal ? framesSince(journal, checkpoint.generation) : []
  for (const frame of frames) for (const change of frame as Change[]) apply(checkpoint.state, change)
  return { checkpoint, journal, torn: journal !== undefined && journal.validLength < (stored.journal?.length ?? 0) }
}

/** A new memory; without a storage it lives in this process alone. */
export async function createKeeper(birth: Birth): Promise<Keeper> {
  return newKeeper(birth, await loadHasher(), undefined)
}

/** A memory from the bytes of another's snapshot. */
export async function keeperFromBytes(
  bytes: Uint8Array, config: PartialConfig, accept: (identity: Identity) => void, storage: Storage | undefined,
): Promise<Keeper> {
  const hasher = await loadHasher()
  const checkpoint = decodeCheckpoint(bytes.slice(), hasher, config)
  accept(checkpoint.identity)
  const stored = await storage?.read()
  if (stored?.snapshot ?? stored?.journal) {
    throw new MnemeError('INVALID_ARGUMENT', 'path: expected a new file for these bytes, got one that holds a memory; choose another path, or open it')
  }
  const keeper = new Keeper(checkpoint, hasher, storage)
  await keeper.save()
  return keeper
}

function newKeeper(birth: Birth, hasher: Hasher, storage: Storage | undefined): Keeper {
  const state = emptyState(resolveConfig(birth.config), birth.keyDim, birth.origin)
  return new Keeper({ identity: birth.identity, state, generation: 0 }, hasher, storage)
}

function decodeCheckpoint(bytes: Uint8Array, hasher: Hasher, config: PartialConfig): Checkpoint {
  const { tree, generation } = decodeSnapshot(bytes, hasher)
  try {
    // The checksums vouch that this is what a Mneme of this format wrote.
    const { identity, state } = tree as Tree
    return { identity, state: unpackState(state, overlay(state.config, config)), generation }
  } catch (cause) {
    if (MnemeError.isInstance(cause)) throw cause
    throw new MnemeError('CHECKPOINT_CORRUPT', 'checkpoint: expected the columns of a memory, found others; restore a backup', { cause })
  }
}

/** The stored config with the host's settings on top. */
function overlay(stored: Config, given: PartialConfig): Config {
  const merged = Object.fromEntries(Object.entries(stored).map(([name, value]) => {
    const over: unknown = new Map<string, unknown>(Object.entries(given)).get(name)
    const nested = typeof value === 'object' && value !== null && typeof over === 'object' && over !== null
    return [name, nested ? { ...value, ...over } : over === undefined ? value : over]
  }))
  return resolveConfig(merged)
}
