// Decisions that wait for their rewards: which came for which, and what never came.
import { MnemeError } from '../errors.ts'

/** A decision whose time is over, with all that it brought. */
export interface Settled<Decision> {
  id: number
  decision: Decision
  /** Sum of its rewards; minus the price where none came. */
  reward: number
  rewarded: boolean
}

/** A saved ledger: rows of the decisions that wait, the oldest first. */
export interface PackedLedger<Decision> {
  ids: Uint32Array
  rewards: Float64Array
  rewarded: Uint8Array
  /** Numbers of the decisions, from 0. */
  numbers: Uint32Array
  decisions: readonly Decision[]
  opened: number
  late: number
}

export interface LedgerOptions {
  /** Later decisions after which one is closed, from 0. */
  horizon: number
  /** What a decision that nothing came for has cost, from 0. @default 0 */
  price?: number
}

interface Account<Decision> {
  decision: Decision
  reward: number
  rewarded: boolean
  /** Number of the decision, from 0. */
  number: number
}

/** Every reward is credited to one decision once, or comes too late: opened accounts + late = all that was offered. */
export class Ledger<Decision> {
  readonly #accounts = new Map<number, Account<Decision>>()
  readonly #horizon: number
  readonly #price: number
  #opened = 0
  #late = 0

  constructor({ horizon, price = 0 }: LedgerOptions) {
    this.#horizon = horizon
    this.#price = price
  }

  /** Decisions that wait. */
  get size(): number {
    return this.#accounts.size
  }

  /** Sum of the rewards that came for decisions which were closed, or never there. */
  get late(): number {
    return this.#late
  }

  /** Notes a decision under an id that none waits under. Throws INVALID_ARGUMENT. */
  open(id: number, decision: Decision): void {
    if (this.#accounts.has(id)) throw new MnemeError('INVALID_ARGUMENT', `ledger: expected a new id, got ${id}, which waits; close it first`)
    this.#accounts.set(id, { decision, reward: 0, rewarded: false, number: this.#opened++ })
  }

  /** Credits a reward; false where it comes too late. */
  credit(id: number, reward: number): boolean {
    const account = this.#accounts.get(id)
    if (!account) {
      this.#late += reward
      return false
    }
    account.reward += reward
    account.rewarded = true
    return true
  }

  /** The decision that waits under an id. */
  get(id: number): Decision | undefined {
    return this.#accounts.get(id)?.decision
  }

  /** Takes a decision out that nobody shall hear of. */
  drop(id: number): void {
    this.#accounts.delete(id)
  }

  /** Closes and gives the decisions that are older than the horizon, the oldest first. */
  expire(): Settled<Decision>[] {
    const settled: Settled<Decision>[] = []
    for (const [id, { number }] of this.#accounts) {
      if (this.#opened - 1 - number <= this.#horizon) break
      settled.push(this.#close(id))
    }
    return settled
  }

  /** Closes and gives all, the oldest first: no more rewards will come. */
  closeAll(): Settled<Decision>[] {
    return [...this.#accounts.keys()].map(id => this.#close(id))
  }

  #close(id: number): Settled<Decision> {
    const { decision, reward, rewarded } = this.#accounts.get(id)!
    this.#accounts.delete(id)
    return { id, decision, rewarded, reward: rewarded ? reward : -this.#price }
  }

  pack(): PackedLedger<Decision> {
    const accounts = [...this.#accounts.values()]
    return {
      ids: Uint32Array.from(this.#accounts.keys()), rewards: Float64Array.from(accounts, ({ reward }) => reward),
      rewarded: Uint8Array.from(accounts, ({ rewarded }) => Number(rewarded)), numbers: Uint32Array.from(accounts, ({ number }) => number),
      decisions: accounts.map(({ decision }) => decision), opened: this.#opened, late: this.#late,
    }
  }

  static unpack<Decision>({ ids, rewards, rewarded, numbers, decisions, opened, late }: PackedLedger<Decision>, options: LedgerOptions): Ledger<Decision> {
    const ledger = new Ledger<Decision>(options)
    ids.forEach((id, row) => ledger.#accounts.set(id, { decision: decisions[row]!, reward: rewards[row]!, rewarded: rewarded[row] === 1, number: numbers[row]! }))
    ledger.#opened = opened
    ledger.#late = late
    return ledger
  }
}
