// What a memory has learned of its owner: decisions that wait for rewards, and the adaptor that the rewards made. F features.
import { Adaptor, type PackedAdaptor } from './adaptor.ts'
import { Ledger, type PackedLedger } from './ledger.ts'

/** Features of a decision in eight bits a value, [F]: value = byte / 127, for they have length 1. */
export type SmallFeatures = Int8Array

/** One step of learning. */
export type LearningStep =
  /** A turn, by its ordinal, was decided on; `kept` where it got a trace. */
  | { type: 'decided'; turn: number; features: SmallFeatures; kept: boolean }
  /** A reward in [-1, 1] for what showed these turns, with the share of each in [0, 1]. */
  | { type: 'rewarded'; reward: number; turns: readonly number[]; shares: readonly number[] }
  /** Back to the policy as it ships. */
  | { type: 'reset' }

/** Later decisions after which one waits no longer. */
const horizon = 1000
/** What a turn has cost that was kept for nothing, in rewards: as in the worlds that learners are compared in. */
const storagePrice = 0.1

interface Waiting {
  features: SmallFeatures
  kept: boolean
  /** Rewards that had come before it. */
  since: number
}

/** Saved experience. */
export interface PackedExperience {
  rewards: number
  adaptor: PackedAdaptor | null
  ledger: Omit<PackedLedger<unknown>, 'decisions'>
  /** By decision that waits: [n, F] in one piece, [n], [n]. */
  features: Int8Array
  kept: Uint8Array
  since: Uint32Array
}

export class Experience {
  #adaptor: Adaptor | null = null
  #ledger = newLedger()
  #rewards = 0

  /** Rewards that taught something. */
  get rewards(): number {
    return this.#rewards
  }

  /** Decisions that wait. */
  get waiting(): number {
    return this.#ledger.size
  }

  /** Distance from the shipped policy in logits. */
  get drift(): number {
    return this.#adaptor?.drift ?? 0
  }

  /** True where there is nothing to save. */
  get isEmpty(): boolean {
    return this.#adaptor === null && this.#ledger.size === 0
  }

  /** What to add to the logit of a turn with features [F] of length 1, in [-radius, radius]; 0 where another policy was learned on. */
  shift(features: Float64Array, radius: number): number {
    return this.#adaptor?.size === features.length ? this.#adaptor.shift(features, radius) : 0
  }

  apply(step: LearningStep, radius: number): void {
    switch (step.type) {
      case 'decided':
        return this.#decided(step, radius)
      case 'rewarded':
        return this.#rewarded(step, radius)
      case 'reset':
        this.#adaptor = null
        this.#ledger = newLedger()
        this.#rewards = 0
    }
  }

  /** Takes a turn out of what waits. What its rewards taught is in the weights, which hold no words. */
  forget(turn: number): void {
    this.#ledger.drop(turn)
  }

  #decided({ turn, features, kept }: Extract<LearningStep, { type: 'decided' }>, radius: number): void {
    this.#ledger.open(turn, { features, kept, since: this.#rewards })
    for (const { decision, rewarded, reward } of this.#ledger.expire()) {
      // A host that does not reward says nothing about what is not used; and what was not kept has cost nothing.
      if (rewarded || !decision.kept || decision.since === this.#rewards) continue
      this.#learn(decision.features, reward, 1, radius)
    }
  }

  #rewarded({ reward, turns, shares }: Extract<LearningStep, { type: 'rewarded' }>, radius: number): void {
    let taught = false
    turns.forEach((turn, at) => {
      const decision = this.#ledger.get(turn)
      if (!this.#ledger.credit(turn, reward * shares[at]!)) return
      // What it was worth to keep, or would have been: no baseline, for what is not kept brings nothing.
      this.#learn(decision!.features, reward - storagePrice, shares[at]!, radius)
      taught = true
    })
    if (taught) this.#rewards++
  }

  #learn(features: SmallFeatures, target: number, weight: number, radius: number): void {
    // Features of another length are another policy's: what was learned with it means nothing here.
    if (this.#adaptor?.size !== features.length) this.#adaptor = new Adaptor(features.length)
    this.#adaptor.learn(Float64Array.from(features, value => value / 127), target, weight, radius)
  }

  pack(): PackedExperience {
    const { decisions, ...ledger } = this.#ledger.pack()
    return {
      rewards: this.#rewards, adaptor: this.#adaptor?.pack() ?? null, ledger, features: joined(decisions.map(({ features }) => features)),
      kept: Uint8Array.from(decisions, ({ kept }) => Number(kept)), since: Uint32Array.from(decisions, ({ since }) => since),
    }
  }

  static unpack({ rewards, adaptor, ledger, features, kept, since }: PackedExperience): Experience {
    const experience = new Experience()
    const size = kept.length === 0 ? 0 : features.length / kept.length
    const decisions = Array.from(kept, (flag, row): Waiting => ({ features: features.slice(row * size, (row + 1) * size), kept: flag === 1, since: since[row]! }))
    experience.#rewards = rewards
    experience.#adaptor = adaptor && Adaptor.unpack(adaptor)
    experience.#ledger = Ledger.unpack({ ...ledger, decisions }, { horizon, price: storagePrice })
    return experience
  }
}

/** Features of length 1 in eight bits. */
export function shrinkFeatures(features: Float64Array): SmallFeatures {
  return Int8Array.from(features, value => Math.round(127 * value))
}

function newLedger(): Ledger<Waiting> {
  return new Ledger({ horizon, price: storagePrice })
}

function joined(rows: readonly Int8Array[]): Int8Array {
  const size = rows[0]?.length ?? 0
  const all = new Int8Array(rows.length * size)
  rows.forEach((row, at) => all.set(row, at * size))
  return all
}
