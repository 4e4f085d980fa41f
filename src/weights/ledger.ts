// What was written into a model, in one file: the weights as they were and as they are, and a record of each fact.
import { loadHasher } from '../checkpoint/bytes.ts'
import type { Files } from '../checkpoint/files.ts'
import { corrupt } from '../checkpoint/msgpack.ts'
import { decodeSnapshot, encodeSnapshot } from '../checkpoint/snapshot.ts'
import { MnemeError } from '../errors.ts'
import type { Adapter } from './adapter.ts'
import type { FactRecord } from './facts.ts'
import { readSmall } from './tensor-files.ts'
import type { EditSite } from './target-state.ts'

/** A prompt whose answer is to stay, with the answer that the model gave before any edit. */
export interface GuardPrompt {
  ids: readonly number[]
  answer: readonly number[]
}

/** All that a restart needs beside the model's own files. Weights by name. */
export interface Ledger {
  /** Of the model before any edit; see `modelMark`. */
  model: string
  site: EditSite
  /** The edited layers' weights before any edit. */
  originals: Readonly<Record<string, Float32Array>>
  /** The same weights now: a joint solve would give them only nearly. */
  weights: Readonly<Record<string, Float32Array>>
  facts: readonly FactRecord[]
  /** Of facts that were trained in; they have no states. */
  adapter?: Adapter
  guard: readonly GuardPrompt[]
  /** Perplexity of unrelated text before any edit, and at the last audit. */
  perplexity: { before: number, now: number }
  /** Facts written so far, and since the last sleep. */
  written: number
  sinceSleep: number
}

const fileName = 'ledger'
const kind = 'weights-ledger'
const maxFileBytes = 2 ** 32

/** Writes the ledger, all or nothing. */
export async function saveLedger(files: Files, ledger: Ledger): Promise<void> {
  await files.write(fileName, encodeSnapshot({ kind, ledger }, await loadHasher()))
}


/**
 * The ledger that was written there, undefined where there is none. Throws CHECKPOINT_FOREIGN for another model's, CHECKPOINT_CORRUPT
 * for a damaged one.
 */
export async function openLedger(files: Files, model: string): Promise<Ledger | undefined> {
  const bytes = await readSmall(files, fileName, maxFileBytes)
  if (!bytes) return undefined
  const { tree } = decodeSnapshot(bytes, await loadHasher())
  const { kind: found, ledger } = tree as { kind?: unknown, ledger?: Ledger }
  if (found !== kind || !ledger || !Array.isArray(ledger.facts) || !Array.isArray(ledger.site?.layers)) {
    throw corrupt(fileName, 'a ledger of facts in weights', String(found))
  }
  if (ledger.model === model) return ledger
  throw new MnemeError('CHECKPOINT_FOREIGN',
    `ledger: expected that of model ${model}, got one of ${ledger.model}; open it with the model it was made with, before any edit`)
}
