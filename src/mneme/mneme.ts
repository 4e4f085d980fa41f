// Mneme: the memory as its host sees it. Calls on one memory run in order; reading does not write.
import type { Clock } from '../clock.ts'
import { relevantHits, renderContext, type CountTokens } from '../context/context.ts'
import { encodeChecked, type Encoder } from '../encode/encoder.ts'
import { fuse } from '../encode/fusion.ts'
import { MnemeError } from '../errors.ts'
import { passages } from '../lexical/passages.ts'
import { planQuery } from '../plan/plan.ts'
import type { Hit } from '../recall/hit.ts'
import { readQuery } from '../recall/query.ts'
import { recall } from '../recall/recall.ts'
import { sleep, type SleepReport } from '../sleep/sleep.ts'
import type { Keeper, Task } from '../state/keeper.ts'
import { tickOf, tickOfTurn, traceOf, type Change, type State } from '../state/state.ts'
import { reinforced } from '../trace/strength.ts'
import { strengthOf } from '../trace/trace.ts'
import { unlessAborted } from './abort.ts'
import { checkName, checkNumber, checkText, readClock } from './check.ts'
import { forgetChanges } from './forget.ts'
import { openMemory, reviveMemory, type MnemeParts } from './open.ts'
import type {
  Explanation, ListOptions, Memory, MnemeOptions, ProcessedTurn, ProcessOptions, RecallOptions, Stats, TurnDecision, TurnInput,
} from './options.ts'
import { Queue } from './queue.ts'
import { readList, readProcess, readRecall, type RecallSettings } from './request.ts'
import { placeTurns, readTurns, type GivenTurn } from './turns.ts'
import { explainId, notFound, tracesUnder, viewById, viewList, viewStats } from './views.ts'
import { decideTurn, type Decider, type EncodedTurn } from './write.ts'

/** A memory for one user. Make one with `Mneme.open` or `Mneme.fromBytes`. */
export class Mneme {
  readonly #keeper: Keeper
  readonly #encoder: Encoder
  readonly #decider: Decider
  readonly #clock: Clock
  readonly #countTokens: CountTokens
  readonly #queue = new Queue()
  /** Traces that the last `process` showed, with the share of the best one's score: feedback is about these. */
  #shown: ReadonlyMap<string, number> = new Map()
  /** Those of them that the next `observe` strengthens, for they were used. */
  #unused: ReadonlyMap<string, number> = new Map()
  #closing: Promise<void> | undefined

  private constructor({ keeper, encoder, decider, options }: MnemeParts) {
    this.#keeper = keeper
    this.#encoder = encoder
    this.#decider = decider
    this.#clock = options.clock
    this.#countTokens = options.countTokens
  }

  /**
   * Opens a memory: the file at `path`, or a new one. Throws LOCKED where another process has it, ENCODER_MISMATCH where
   * another encoder wrote it, the CHECKPOINT_ errors for a file that cannot be read, STORAGE_FAILED for a bad place.
   */
  static async open(options: MnemeOptions = {}): Promise<Mneme> {
    return new Mneme(await openMemory(options))
  }

  /** A memory from `toBytes()` of another. Options as for `open`; with a `path` it is written there. */
  static async fromBytes(bytes: Uint8Array, options: MnemeOptions = {}): Promise<Mneme> {
    return new Mneme(await reviveMemory(bytes, options))
  }

  /** Stores a user's message and the assistant's reply, or one turn of anybody. Strengthens what `process` showed before. */
  async observe(turn: string | TurnInput, reply?: string): Promise<{ decisions: TurnDecision[] }> {
    const message = typeof turn === 'string' ? { text: turn } : turn
    if (reply === undefined) return this.observeMany([message])
    // The reply stands where the message stands.
    const { id: _, ...place } = { ...message }
    return this.observeMany([message, { ...place, text: reply, speaker: 'assistant' }])
  }

  /** Stores turns in order, as they are when the call is made. All are checked and encoded before the first is stored. */
  async observeMany(turns: readonly TurnInput[]): Promise<{ decisions: TurnDecision[] }> {
    const given = this.#readTurns(turns)
    return this.#run(() => this.#observe(given, false))
  }

  /** Stores a statement in long-term memory whatever the gate would say. */
  async remember(text: string): Promise<TurnDecision> {
    const given = this.#readTurns([{ text }])
    const { decisions } = await this.#run(() => this.#observe(given, true))
    return decisions[0]!
  }

  /** Makes a message ready for a model: recalls, and renders what was recalled as delimited data. Changes nothing. */
  async process(message: string, options: ProcessOptions = {}): Promise<ProcessedTurn> {
    const { text, topK, budgetTokens, seen, placement, signal } = readProcess(message, options, this.#state.config.maxTextLength)
    const now = this.#now()
    return this.#run(async () => {
      const plan = planQuery(text, { topK, budgetTokens, searchUnstored: this.#state.config.searchUnstored })
      const settings = { ...readRecall({ k: plan.topK + seen.size }), signal }
      const hits = plan.topK === 0 ? [] : await this.#search(text, settings, now)
      const fresh = relevantHits(hits.filter(hit => !seen.has(hit.text.trim()))).slice(0, plan.topK)
      const { text: context, tokens, used } = renderContext(fresh, plan.budgetTokens, this.#decider.timeZone, this.#countTokens)
      this.#show(used)
      const prompt = placement === 'system' || context === '' ? text : `${context}\n\n${text}`
      return { context, prompt, memories: used, plan, tokens }
    }, signal)
  }

  /** The traces and turns that fit a query best, best first. Changes nothing, unless `reinforce` asks for it. */
  async recall(query: string, options: RecallOptions = {}): Promise<Hit[]> {
    const text = checkText('query', query, this.#state.config.maxTextLength)
    const settings = readRecall(options)
    const now = this.#now()
    return this.#run(async () => {
      const hits = await this.#search(text, settings, now)
      if (settings.reinforce) await this.#use(shares(hits))
      return hits
    }, settings.signal)
  }

  /**
   * Removes a trace with its turns, or a turn with its traces: text, keys and journal bytes are gone after the call. Writes
   * the snapshot; where the disk refuses it, nothing is removed.
   */
  forget(id: string): Promise<void> {
    return this.#run(() => this.#rewrite(change => forgetChanges(this.#state, checkName('id', id), this.#now()).forEach(change)))
  }

  /** Keeps a trace out of recall until `restore`. */
  suppress(id: string): Promise<void> {
    return this.#setSuppressed(id, true)
  }

  /** Undoes `suppress`. */
  restore(id: string): Promise<void> {
    return this.#setSuppressed(id, false)
  }

  /** Rewards (up to 1) or punishes (down to -1) the traces that the last `process` showed, before or after `observe`. */
  feedback(reward: number): Promise<void> {
    return this.#run(async () => {
      checkNumber('reward', reward, -1, 1)
      await this.#use(new Map([...this.#shown].map(([id, share]) => [id, share * reward])))
    })
  }

  /** Moves memory time on by `ticks`, without waiting for the clock. */
  async tick(ticks = 1): Promise<void> {
    checkNumber('ticks', ticks, 0, Number.MAX_SAFE_INTEGER)
    return this.#run(async () => {
      await this.#transact(change => {
        const { latest, manual } = this.#state.time
        change({ type: 'time', latest, manual: manual + ticks })
      })
    })
  }

  /** Sleep: consolidates, starts the next session, and writes the snapshot; where the disk refuses it, nothing has changed. */
  endSession(): Promise<SleepReport> {
    return this.#run(async () => {
      const report = await this.#rewrite(change => {
        const done = sleep(this.#state, this.#now(), change)
        change({ type: 'session', number: this.#state.session + 1 })
        return done
      })
      this.#unused = new Map()
      return report
    })
  }

  /** Writes the snapshot; the journal starts anew. Without a path there is nothing to do. */
  save(): Promise<void> {
    return this.#run(() => this.#keeper.save())
  }

  /** The whole memory as bytes for `Mneme.fromBytes`. */
  toBytes(): Uint8Array {
    this.#checkOpen()
    return this.#keeper.bytes()
  }

  /** A trace, or a turn, by its id. */
  get(id: string): Memory | undefined {
    this.#checkOpen()
    return viewById(this.#state, checkName('id', id), this.#now())
  }

  /** Traces, newest first; of equal times what came last is first. */
  list(options: ListOptions = {}): Memory[] {
    this.#checkOpen()
    return viewList(this.#state, this.#now(), readList(options))
  }

  /** Figures of this memory: what it holds, by store and status, and where its time stands. */
  stats(): Stats {
    this.#checkOpen()
    return viewStats(this.#state, this.#keeper.identity, this.#now())
  }

  /** Why a trace or turn was stored or not, and what became of it. Throws NOT_FOUND. */
  explain(id: string): Explanation {
    this.#checkOpen()
    return explainId(this.#state, checkName('id', id), this.#now())
  }

  /** Waits for running calls and lets go of the file. The journal has every change: nothing need be saved. */
  close(): Promise<void> {
    return this.#closing ??= this.#queue.run(() => this.#keeper.close())
  }

  get #state(): State {
    return this.#keeper.state
  }

  #now(): number {
    return readClock(this.#clock)
  }

  #checkOpen(): void {
    if (!this.#closing) return
    throw new MnemeError('CLOSED', 'memory: expected an open one, got a closed one; open it again with Mneme.open')
  }

  async #run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    this.#checkOpen()
    return this.#queue.run(task, signal)
  }

  /** Makes changes that build on one another, all or none. */
  #transact<T>(task: Task<T>): Promise<T> {
    return this.#keeper.transact(this.#settled(task))
  }

  /** The same with a snapshot: what the changes take out leaves the disk. */
  #rewrite<T>(task: Task<T>): Promise<T> {
    return this.#keeper.rewrite(this.#settled(task))
  }

  /** Memory time settles before the first change: it never goes back behind what was stored. */
  #settled<T>(task: Task<T>): Task<T> {
    return change => {
      const { latest, manual } = this.#state.time
      const now = this.#now()
      let settled = now <= latest
      return task(wanted => {
        if (!settled) change({ type: 'time', latest: now, manual })
        settled = true
        change(wanted)
      })
    }
  }

  #readTurns(inputs: readonly TurnInput[]): GivenTurn[] {
    return readTurns(inputs, this.#state.config.maxTextLength, this.#now())
  }

  async #observe(given: readonly GivenTurn[], insist: boolean): Promise<{ decisions: TurnDecision[] }> {
    const encoded = await this.#encode(given, insist)
    const decisions = await this.#transact(change => {
      this.#useChanges(this.#unused).forEach(change)
      return encoded.map(turn => {
        const { decision, changes } = decideTurn(this.#state, turn, tickOfTurn(this.#state, turn.turn), this.#decider)
        changes.forEach(change)
        return decision
      })
    })
    this.#unused = new Map()
    return { decisions }
  }

  async #encode(given: readonly GivenTurn[], insist: boolean): Promise<EncodedTurn[]> {
    const turns = placeTurns(given, this.#state).map(turn => ({ turn, insist, passages: passages(turn.text) }))
    const vectors = await encodeChecked(this.#encoder, turns.flatMap(turn => turn.passages))
    let start = 0
    return turns.map(turn => ({ ...turn, vectors: vectors.slice(start, start += turn.passages.length) }))
  }

  async #search(text: string, { k, statuses, kinds, asOf, signal }: RecallSettings, now: number): Promise<Hit[]> {
    const read = readQuery(text, this.#state.log.speakers.keys())
    const query = this.#state.config.implicit.enabled ? read : { ...read, moment: null }
    const [vector] = await unlessAborted(encodeChecked(this.#encoder, [query.bare]), signal)
    return recall(this.#state, {
      query, key: fuse(vector!, query.moment, this.#decider.policy.fusion), k, tick: tickOf(this.#state, now),
      timeZone: this.#decider.timeZone, statuses, ...kinds && { kinds }, ...asOf !== undefined && { asOf },
    })
  }

  #show(hits: readonly Hit[]): void {
    this.#shown = shares(hits)
    this.#unused = this.#shown
  }

  /** Strengthens traces by share x config.ltm.reinforcement; negative shares weaken. */
  #use(used: ReadonlyMap<string, number>): Promise<void> {
    return this.#transact(change => this.#useChanges(used).forEach(change))
  }

  #useChanges(used: ReadonlyMap<string, number>): Change[] {
    const state = this.#state
    const tick = tickOf(state, this.#now())
    return [...used].flatMap(([id, share]): Change[] => {
      const trace = traceOf(state, id)
      if (!trace) return []
      const strength = reinforced(strengthOf(trace, tick, state.config), share * state.config.ltm.reinforcement)
      return [{ type: 'update', id, fields: { strength, tick, uses: trace.uses + (share > 0 ? 1 : 0) } }]
    })
  }

  async #setSuppressed(id: string, suppressed: boolean): Promise<void> {
    checkName('id', id)
    return this.#run(() => this.#transact(change => {
      const ids = tracesUnder(this.#state, id)
      if (ids.length === 0) throw notFound(id)
      for (const traceId of ids) change({ type: 'update', id: traceId, fields: { suppressed } })
    }))
  }
}

/** Share of each stored hit in the best one's score. */
function shares(hits: readonly Hit[]): Map<string, number> {
  const best = Math.max(...hits.map(hit => hit.score), Number.MIN_VALUE)
  return new Map(hits.filter(hit => hit.status !== 'unstored').map(hit => [hit.id, Math.min(1, Math.max(0, hit.score / best))]))
}
