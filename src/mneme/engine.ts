// The engine under the facade: runs calls in order, writes changes, encodes, searches, and knows what was shown last.
import type { Clock } from '../clock.ts'
import type { CountTokens } from '../context/tokens.ts'
import { encodeChecked, type Encoder } from '../encode/encoder.ts'
import { encodeMediaText, type MediaEncoder } from '../encode/media-encoder.ts'
import { fuse } from '../encode/fusion.ts'
import { wordVectorsOf } from '../encode/word-vectors.ts'
import { MnemeError } from '../errors.ts'
import { passages } from '../lexical/passages.ts'
import { doubted } from '../recall/doubt.ts'
import type { Hit } from '../recall/hit.ts'
import { readQuery, type Query } from '../recall/query.ts'
import { membersAsked } from '../recall/members.ts'
import { recall } from '../recall/recall.ts'
import { refine } from '../recall/refine.ts'
import { tellersOf, type Teller } from '../recall/tellers.ts'
import { readWindow } from '../recall/window.ts'
import { messageFeatures, type MessageFeatures } from '../signals/classifier.ts'
import { gathers } from '../signals/gather.ts'
import { firesFrom, type SignalLevel } from '../signals/signal.ts'
import type { Keeper, Task } from '../state/keeper.ts'
import { tickOf, tickOfTurn, traceOf, type Change, type State } from '../state/state.ts'
import { strengthened } from '../trace/trace.ts'
import { unlessAborted } from './abort.ts'
import { readClock } from './check.ts'
import type { LayerReads } from './layers.ts'
import { Eligibility } from './eligibility.ts'
import { encodeMedia, identified } from './media.ts'
import { FullHistory } from './full-history.ts'
import type { MnemeParts } from './open.ts'
import type { TurnDecision, TurnInput } from './options.ts'
import { Queue } from './queue.ts'
import { readGraph } from './read-graph.ts'
import { readRecall, type RecallSettings } from './request.ts'
import { ToldProcedures } from './told.ts'
import { placeTurns, readTurns, type GivenTurn } from './turns.ts'
import { learn } from './learn.ts'
import { traceOfTurn } from './replace.ts'
import { learnFrom } from './learn-procedures.ts'
import { decideTurn, type Decider, type EncodedTurn, type Write } from './write.ts'

export class Engine {
  readonly keeper: Keeper
  readonly encoder: Encoder
  readonly decider: Decider
  readonly countTokens: CountTokens
  readonly #mediaEncoder: MediaEncoder | undefined
  readonly #fullHistory: FullHistory
  readonly #clock: Clock
  readonly #queue = new Queue()
  /** Traces that the last `process` showed, with the share of the best one's score: feedback is about these. */
  #shown: ReadonlyMap<string, number> = new Map()
  /** Those of them that the next `observe` strengthens, for they were used. */
  #unused: ReadonlyMap<string, number> = new Map()
  /** Ids of everything that the last `process` put into its context: the next turn was said with it in view. */
  #context: readonly string[] = []
  /** Turns whose decisions feedback is about. */
  readonly #eligible = new Eligibility()
  /** Procedures that contexts have told. */
  readonly told: ToldProcedures = new ToldProcedures()
  #closing: Promise<void> | undefined
  /** Norepinephrine set off by hand, until the next turn is observed. */
  alert: SignalLevel | null = null
  /** What the last `process` took to read each layer. */
  reads: LayerReads = {}

  constructor({ keeper, encoder, decider, options }: MnemeParts) {
    this.keeper = keeper
    this.encoder = encoder
    this.decider = decider
    this.countTokens = options.countTokens
    this.#mediaEncoder = options.mediaEncoder
    this.#fullHistory = new FullHistory(options.countTokens)
    this.#clock = options.clock
  }

  /** Waits for running calls and lets go of the file. */
  close(): Promise<void> {
    return this.#closing ??= this.#queue.run(() => this.keeper.close())
  }

  /** What was shown counts as used no longer. */
  forgetShown(): void {
    this.#unused = new Map()
    this.#context = []
    this.told.forget()
  }

  /** Memory has slept: earlier contexts than the last are rewarded no more. */
  endCycle(): void {
    this.#eligible.endCycle()
  }

  get state(): State {
    return this.keeper.state
  }

  /** Tokens of the whole stored history as lines "speaker: text". */
  get fullHistory(): number {
    return this.#fullHistory.tokensOf(this.state.log)
  }

  /** The clock, read. */
  now(): number {
    return readClock(this.#clock)
  }

  /** Throws CLOSED. */
  checkOpen(): void {
    if (!this.#closing) return
    throw new MnemeError('CLOSED', 'memory: expected an open one, got a closed one; open it again with Mneme.open')
  }

  /** Runs a task after those before it. */
  async run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    this.checkOpen()
    return this.#queue.run(task, signal)
  }

  /** Makes changes that build on one another, all or none. */
  transact<T>(task: Task<T>, now: number = this.now()): Promise<T> {
    return this.keeper.transact(this.#settled(task, now))
  }

  /** The same with a snapshot: what the changes take out leaves the disk. */
  rewrite<T>(task: Task<T>, now: number = this.now()): Promise<T> {
    return this.keeper.rewrite(this.#settled(task, now))
  }

  /** Memory time settles before the first change: it never goes back behind what was stored. */
  #settled<T>(task: Task<T>, now: number): Task<T> {
    return change => {
      const { latest, manual } = this.state.time
      let settled = now <= latest
      return task(wanted => {
        if (!settled) change({ type: 'time', latest: now, manual })
        settled = true
        change(wanted)
      })
    }
  }

  /** Turns as they are at the call. */
  readTurns(inputs: readonly TurnInput[]): GivenTurn[] {
    return readTurns(inputs, this.state.config.maxTextLength, this.now())
  }

  /** Stores turns; `insist` puts them into long-term memory whatever the gate says. */
  async observe(given: readonly GivenTurn[], insist: boolean, corrects = false): Promise<{ decisions: TurnDecision[] }> {
    const encoded = await this.#encode(given, insist, corrects)
    const decisions = await this.transact(change => {
      this.#useChanges(this.#unused).forEach(change)
      this.told.used(this.state).forEach(change)
      return encoded.map((turn, at) => {
        const write = decideTurn(this.state, turn, tickOfTurn(this.state, turn.turn), this.decider)
        if (at === 0 && this.#context.length > 0) change({ type: 'shown', turn: this.state.log.size, ids: this.#context })
        return this.#store(turn, write, change)
      })
    })
    this.told.answered()
    this.#unused = new Map()
    this.#context = []
    this.alert = null
    return { decisions }
  }

  #store({ turn }: EncodedTurn, { decision, changes, sensed, replaces }: Write, change: (change: Change) => void): TurnDecision {
    const { state } = this
    const ended: string[] = []
    const noting = (wanted: Change): void => {
      if (wanted.type === 'update' && wanted.fields.supersededBy) ended.push(wanted.id)
      if (wanted.type === 'trace' && wanted.trace.supersededBy !== null) ended.push(wanted.trace.id)
      change(wanted)
    }
    changes.forEach(noting)
    readGraph(state, turn, noting)
    const ordinal = state.log.size - 1
    const signals = learn(state, {
      turn, key: state.keys.at(state.lexical.documentsOf(ordinal)[0]!), sensed, replaces, traces: state.sources.of(ordinal), ended,
    }, change)
    learnFrom(state, { turn, ordinal, teaching: sensed.teaching }, this.decider, change)
    this.told.judged(state, sensed.cues, turn.at).forEach(change)
    // Praise is about what the last context showed.
    if (state.config.signals.dopamine && sensed.cues.praise >= firesFrom) this.#useChanges(this.#shown, sensed.cues.praise).forEach(change)
    return { ...decision, signals }
  }

  async #encode(given: readonly GivenTurn[], insist: boolean, corrects: boolean): Promise<EncodedTurn[]> {
    const turns = placeTurns(given, this.state).map(turn => ({ turn, insist, corrects, passages: passages(turn.text) }))
    const shown = await Promise.all(given.map(({ media }) => Promise.all(media.map(identified))))
    const media = await encodeMedia(shown, this.state.media, this.encoder, this.#mediaEncoder)
    const vectors = await encodeChecked(this.encoder, turns.flatMap(turn => turn.passages))
    let start = 0
    return turns.map((turn, at) => ({ ...turn, vectors: vectors.slice(start, start += turn.passages.length), media: media[at]! }))
  }

  /** The best hits for a text. */
  async search(text: string, settings: RecallSettings, now: number): Promise<Hit[]> {
    return this.rank(await this.aim(text, now, settings.signal), settings, now).slice(0, settings.k)
  }

  /** A text as a query, with its key and the days that it is about. */
  async aim(text: string, now: number, signal?: AbortSignal): Promise<Aim> {
    const aim = await this.#aimAt(text, signal)
    const tellers = async (words: string): Promise<Teller[]> =>
      tellersOf(this.state, await this.#aimAt(words, signal), { tick: tickOf(this.state, now), statuses: readRecall({}).statuses })
    const window = this.state.config.dates.enabled ? await readWindow(text, now, this.decider.timeZone, tellers) : null
    const mediaKey = await this.#mediaKey(text, signal)
    const features = messageFeatures(text, this.decider.reader)
    const gathered = this.state.config.aggregate.enabled ? gathers(features, this.decider.policy.gather) : 0
    return { ...aim, features, gathers: gathered, query: { ...aim.query, window }, ...mediaKey && { mediaKey } }
  }

  /** A text in the space of media; undefined where nothing is known there. */
  async #mediaKey(text: string, signal: AbortSignal | undefined): Promise<Float32Array | undefined> {
    if (!this.#mediaEncoder || !this.state.media.encoder) return undefined
    return unlessAborted(encodeMediaText(this.#mediaEncoder, text), signal)
  }

  async #aimAt(text: string, signal?: AbortSignal): Promise<Pick<Aim, 'query' | 'key'>> {
    const read = readQuery(text, this.state.log.speakers.keys())
    const { implicit, dates } = this.state.config
    const query = { ...read, ...!implicit.enabled && { moment: null }, ...!dates.enabled && { calendar: null } }
    const [vector] = await unlessAborted(encodeChecked(this.encoder, [query.bare]), signal)
    return { query, key: fuse(vector!, query.moment, this.decider.policy.fusion) }
  }

  /** Every candidate for a query, best first; the traces of `also` are among them whatever they are like, and with `pinned` the nearest of the pinned. */
  rank(
    { query, key, mediaKey, gathers: gathered = 0 }: Pick<Aim, 'query' | 'key'> & Partial<Aim>, { k, statuses, kinds, asOf }: RecallSettings, now: number,
    { also = [], pinned = false, graph = true, within }: Candidates = {},
  ): Hit[] {
    const found = recall(this.state, {
      query, key, k, tick: tickOf(this.state, now), timeZone: this.decider.timeZone, statuses, also, pinned, graph,
      members: this.state.config.aggregate.enabled && graph ? membersAsked(this.state, query.text, this.decider.classes) : new Map(),
      ...within && { within }, ...mediaKey && { mediaKey }, ...kinds && { kinds }, ...asOf !== undefined && { asOf },
    })
    const hits = refine(this.state, found, query, { words: wordVectorsOf(this.decider.reader), key, confidence: this.decider.policy.confidence, gathers: gathered })
    return this.state.config.signals.gaba ? doubted(this.state, hits) : hits
  }

  /** Notes what a context shows, and the procedures that it tells. */
  show(hits: readonly Hit[], procedures: readonly string[]): void {
    this.told.show(procedures)
    this.#shown = shares(hits)
    this.#unused = this.#shown
    this.#eligible.show(hits)
    this.#context = hits.map(({ id }) => id)
  }

  /** Rewards, or punishes, what the last context showed. */
  reward(reward: number): Promise<void> {
    return this.transact(change => {
      this.#useChanges(this.#shown, reward).forEach(change)
      this.told.rewarded(this.state, reward, this.now()).forEach(change)
      const { turns, shares: eligible } = this.#eligible.turns(id => this.state.log.ordinalOf(id))
      if (this.state.config.learning.enabled && reward !== 0 && turns.length > 0) change({ type: 'learning', step: { type: 'rewarded', reward, turns, shares: eligible } })
    })
  }

  /** Strengthens traces by share x config.ltm.reinforcement; negative shares weaken. */
  use(used: ReadonlyMap<string, number>): Promise<void> {
    return this.transact(change => this.#useChanges(used).forEach(change))
  }

  #useChanges(used: ReadonlyMap<string, number>, reward = 1): Change[] {
    const state = this.state
    const tick = tickOf(state, this.now())
    let next = state.traces + 1
    return [...used].flatMap(([id, shown]): Change[] => {
      const share = shown * reward
      const trace = traceOf(state, id)
      if (!trace) return share > 0 ? this.#revive(id, `m${next++}`, share, tick) : []
      return [{ type: 'update', id, fields: { ...strengthened(trace, tick, share, state.config), uses: trace.uses + (share > 0 ? 1 : 0) } }]
    })
  }

  /** A turn whose trace faded away is used: it gets one again. */
  #revive(turnId: string, id: string, share: number, tick: number): Change[] {
    const state = this.state
    const ordinal = state.log.ordinalOf(turnId)
    if (ordinal === undefined || !state.log.hasFaded(ordinal)) return []
    const trace = traceOfTurn(state, ordinal, id)
    if (!trace) return []
    return [{ type: 'trace', tier: 'ltm', trace: { ...trace, ...strengthened(trace, tick, share, state.config), uses: 1 } }]
  }
}

/** What is a candidate beside what the heads find. */
interface Candidates {
  also?: Iterable<string>
  pinned?: boolean
  graph?: boolean
  within?: ReadonlySet<number>
}

/** What recall aims at. */
interface Aim {
  query: Query
  /** The text's features, for the classifiers. */
  features: MessageFeatures
  /** Probability that the answer is to be gathered from several places, in [0, 1). */
  gathers: number
  /** Unit key [K]. */
  key: Float32Array
  /** Unit vector [D] in the space of media. */
  mediaKey?: Float32Array
}

/** Share of each hit that use can strengthen in the best one's score: of a trace, or of a turn whose trace faded. */
export function shares(hits: readonly Hit[]): Map<string, number> {
  const best = Math.max(...hits.map(hit => hit.score), Number.MIN_VALUE)
  return new Map(hits.filter(hit => hit.tier !== null || hit.status === 'dormant').map(hit => [hit.id, Math.min(1, Math.max(0, hit.score / best))]))
}
