// The world as an environment of decisions: a turn is seen, a decision is taken, and questions later tell what it was worth.
import type { WorldTurn } from './session.ts'
import { generateWorld, type World, type WorldOptions } from './world.ts'

/** ignore drops the turn, STM keeps it for a while, LTM for good, reinforce makes what it is about last. */
export const actions = ['ignore', 'STM', 'LTM', 'reinforce'] as const
export type Action = (typeof actions)[number]

/** What a decision sees. */
export interface Observation {
  /** Number of the decision, from 0. */
  step: number
  turn: Pick<WorldTurn, 'id' | 'speaker' | 'text'>
  /** Time of saying in ms. */
  at: number
  session: number
}

/** Why a reward came, and the decisions that it is for. */
export interface Entry {
  cause: 'answer' | 'storage' | 'pollution'
  amount: number
  /** Steps of the decisions, rising; those of an answer share its amount equally. */
  decisions: number[]
}

export interface Step {
  /** Sum of the ledger's amounts. */
  reward: number
  done: boolean
  /** The next turn; undefined when done. */
  observation: Observation | undefined
  ledger: Entry[]
}

/** Prices in rewards; one question answered in full is 1. */
export interface Prices {
  /** Of storing a turn for a while, for good, and of making older ones last. */
  STM: number
  LTM: number
  reinforce: number
  /** Of keeping chatter, beside its storage; half of it for a while. */
  pollution: number
}

export const standardPrices: Prices = { STM: 0.02, LTM: 0.1, reinforce: 0.02, pollution: 0.15 }

/** Sessions after which what was kept for a while is gone. */
const shortSessions = 2

interface Kept {
  step: number
  session: number
  lasting: boolean
}

interface Due {
  evidence: string[]
  /** Index of the session before which it is asked. */
  session: number
}

/** `new WorldEnvironment(options).reset(seed)`, then `step` for each turn until done. The same seed and actions give the same rewards. */
export class WorldEnvironment {
  readonly #options: Omit<WorldOptions, 'seed'>
  readonly #prices: Prices
  #turns: { turn: WorldTurn; at: number; session: number }[] = []
  #due: Due[] = []
  #kept = new Map<string, Kept>()
  /** Turn that tells a fact. */
  #tellers = new Map<string, string>()
  #at = 0
  #world: World | undefined

  constructor(options: Omit<WorldOptions, 'seed'>, prices: Prices = standardPrices) {
    this.#options = options
    this.#prices = prices
  }

  /** The world of the episode: for an oracle and for statistics, not for a policy. */
  get world(): World {
    if (!this.#world) throw new Error('environment: expected an episode, got none; call reset first')
    return this.#world
  }

  /** Begins the episode of a seed. */
  reset(seed: number): Observation {
    const world = generateWorld({ ...this.#options, seed })
    this.#world = world
    this.#turns = world.sessions.flatMap(({ at, turns }, session) => turns.map((turn, index) => ({ turn, at: at + index * 60_000, session })))
    const sessionOf = new Map(this.#turns.map(({ turn, session }) => [turn.id, session]))
    // A question comes some sessions after its last evidence, by its place in the list, at the latest at the end.
    this.#due = world.questions.map(({ evidence }, index) => {
      const last = Math.max(...evidence.map(id => sessionOf.get(id)!))
      return { evidence, session: Math.min(world.sessions.length, last + 1 + (index % 6)) }
    })
    this.#kept = new Map()
    this.#tellers = new Map(this.#turns.flatMap(({ turn }) => turn.tells.map(fact => [fact, turn.id] as const)))
    this.#at = 0
    return this.#observation()!
  }

  /** Decides on the turn that was seen last. Rewards of questions come when the session before which they are asked begins. */
  step(action: Action): Step {
    const here = this.#turns[this.#at]
    if (!here) throw new Error('environment: expected a running episode, got one that is over; call reset')
    const ledger = this.#act(action, here.turn, here.session)
    this.#at++
    const next = this.#turns[this.#at]
    if (!next) for (let session = here.session + 1; session <= this.world.sessions.length; session++) ledger.push(...this.#ask(session))
    else if (next.session > here.session) ledger.push(...this.#ask(next.session))
    return { reward: ledger.reduce((sum, { amount }) => sum + amount, 0), done: !next, observation: this.#observation(), ledger }
  }

  #observation(): Observation | undefined {
    const here = this.#turns[this.#at]
    if (!here) return undefined
    const { id, speaker, text } = here.turn
    return { step: this.#at, turn: { id, speaker, text }, at: here.at, session: here.session }
  }

  #act(action: Action, turn: WorldTurn, session: number): Entry[] {
    if (action === 'ignore') return []
    const decisions = [this.#at]
    if (action === 'reinforce') {
      for (const fact of turn.recalls) {
        const kept = this.#kept.get(this.#tellers.get(fact) ?? '')
        if (kept && this.#alive(kept, session)) kept.lasting = true
      }
      return [{ cause: 'storage', amount: -this.#prices.reinforce, decisions }]
    }
    const lasting = action === 'LTM'
    this.#kept.set(turn.id, { step: this.#at, session, lasting })
    const storage: Entry = { cause: 'storage', amount: -this.#prices[action], decisions }
    if (turn.keep > 0) return [storage]
    return [storage, { cause: 'pollution', amount: -this.#prices.pollution * (lasting ? 1 : 0.5), decisions }]
  }

  #alive({ lasting, session: since }: Kept, session: number): boolean {
    return lasting || session - since <= shortSessions
  }

  /** What the questions before a session bring: the share of each one's evidence that is still there. */
  #ask(session: number): Entry[] {
    return this.#due.filter(due => due.session === session).flatMap(({ evidence }): Entry[] => {
      const found = evidence.map(id => this.#kept.get(id)).filter(kept => kept !== undefined && this.#alive(kept, session))
      if (found.length === 0) return []
      return [{ cause: 'answer', amount: found.length / evidence.length, decisions: found.map(kept => kept!.step).sort((a, b) => a - b) }]
    })
  }
}
