// Many users: one memory and one file for each, opened when it is used, closed when others are used more.
import { filesIn, pathIn, removeFiles } from '../checkpoint/folder.ts'
import { systemClock } from '../clock.ts'
import { MnemeError } from '../errors.ts'
import { checkCount, checkName, checkNames } from '../mneme/check.ts'
import { Mneme } from '../mneme/mneme.ts'
import type { MnemeOptions } from '../mneme/options.ts'
import { fileOf, isFileOf, userOf } from './file-name.ts'
import { shareBetween, type SharedOptions, type SharedPatterns } from './shared.ts'

/** Options of `MnemeHub.open`: those of every memory, and where they lie. */
export interface HubOptions extends Omit<MnemeOptions, 'path' | 'user'> {
  /** Folder of the memories; made where it is missing. */
  folder: string
  /** Memories that are open at once; beyond it the one that was used longest ago is closed. @default 64 */
  maxOpen?: number
  /** Counts ways of working that users have in common, with differential privacy, of those who opted in. @default off */
  shared?: SharedOptions
}

/** What was removed with a user. */
export interface ForgottenUser {
  /** Names of the files. */
  files: string[]
}

/** A memory that is open or being opened, and how many calls use it. */
interface Held {
  opening: Promise<Mneme>
  users: number
}

const names: Readonly<Record<keyof HubOptions, true>> = {
  folder: true, maxOpen: true, shared: true, encoder: true, mediaEncoder: true, reader: true, policy: true, clock: true, timeZone: true, seed: true, config: true, reencode: true, fsync: true,
  countTokens: true, scanKernel: true, llm: true, llmMaxCalls: true, llmTimeoutMs: true,
}

/** The memories of many users in one folder. Make one with `MnemeHub.open`. */
export class MnemeHub {
  readonly #folder: string
  readonly #maxOpen: number
  readonly #options: Omit<MnemeOptions, 'path' | 'user'>
  /** The one that was used longest ago first. */
  readonly #held = new Map<string, Held>()
  /** Ends of memories that are being closed: the next opening of the same file waits. */
  readonly #closing = new Map<string, Promise<void>>()
  #closed = false
  /** Ways of working that many users share. */
  readonly shared: SharedPatterns

  private constructor({ folder, maxOpen = 64, shared, ...options }: HubOptions) {
    this.#folder = folder
    this.#maxOpen = maxOpen
    this.#options = options
    this.shared = shareBetween({
      folder, clock: options.clock ?? systemClock, checkOpen: () => this.#checkOpen(), users: () => this.users(), use: (user, task) => this.use(user, task),
    }, shared)
  }

  /** Opens the hub of a folder. Throws STORAGE_FAILED where it cannot be made or read. */
  static async open(options: HubOptions): Promise<MnemeHub> {
    checkNames('options', options, names, "pass them as in MnemeHub.open({ folder: 'memories' })")
    checkName('folder', options.folder)
    if (checkCount('maxOpen', options.maxOpen ?? 64) < 1) {
      throw new MnemeError('INVALID_ARGUMENT', 'maxOpen: expected at least 1, got 0; pass how many memories may be open at once')
    }
    const hub = new MnemeHub({ ...options })
    await filesIn(options.folder)
    return hub
  }

  /**
   * Calls `task` with the memory of a user, which stays open until the task is done and no longer need be held. Throws
   * LOCKED where another process has it.
   */
  async use<T>(user: string, task: (memory: Mneme) => Promise<T>): Promise<T> {
    this.#checkOpen()
    const file = fileOf(checkName('user', user))
    const held = this.#held.get(file) ?? { opening: this.#open(user, file), users: 0 }
    // The latest is the last.
    this.#held.delete(file)
    this.#held.set(file, held)
    held.users++
    try {
      return await task(await held.opening)
    } catch (error) {
      if (await failed(held.opening)) this.#held.delete(file)
      throw error
    } finally {
      held.users--
      await this.#closeSurplus()
    }
  }

  /** Ids of the users who have a memory here, in order. */
  async users(): Promise<string[]> {
    this.#checkOpen()
    const stored = (await filesIn(this.#folder)).flatMap(name => userOf(name) ?? [])
    const open = [...this.#held.keys()].flatMap(name => userOf(name) ?? [])
    return [...new Set([...stored, ...open])].sort()
  }

  /** Deletes everything of a user: snapshot, journal and what a crash may have left. Waits for running calls. */
  async forgetUser(user: string): Promise<ForgottenUser> {
    this.#checkOpen()
    const file = fileOf(checkName('user', user))
    // The lock is held while the files go: no other process can write them in between.
    return this.use(user, async memory => {
      await memory.close()
      this.#held.delete(file)
      const files = (await filesIn(this.#folder)).filter(name => isFileOf(name, file))
      await removeFiles(this.#folder, files)
      return { files: files.filter(name => !name.endsWith('.lock')) }
    })
  }

  /** Closes every memory after its running calls. */
  async close(): Promise<void> {
    this.#closed = true
    const held = [...this.#held.values()]
    this.#held.clear()
    await Promise.all([...held.map(async ({ opening }) => (await opening).close()), ...this.#closing.values()])
  }

  async #open(user: string, file: string): Promise<Mneme> {
    await this.#closing.get(file)
    return Mneme.open({ ...this.#options, path: pathIn(this.#folder, file), user })
  }

  async #closeSurplus(): Promise<void> {
    for (const [file, held] of this.#held) {
      if (this.#held.size <= this.#maxOpen) return
      if (held.users > 0) continue
      this.#held.delete(file)
      const closing = held.opening.then(memory => memory.close()).finally(() => this.#closing.delete(file))
      this.#closing.set(file, closing)
      await closing
    }
  }

  #checkOpen(): void {
    if (this.#closed) throw new MnemeError('CLOSED', 'hub: expected an open one, got a closed one; open it again with MnemeHub.open')
  }
}

async function failed(opening: Promise<Mneme>): Promise<boolean> {
  return opening.then(() => false, () => true)
}
