// Mneme: the memory as its host sees it. Calls on one memory run in order; reading does not write.
import type { Hit } from '../recall/hit.ts'
import type { SignalName } from '../signals/signal.ts'
import { tickOf, type State } from '../state/state.ts'
import { trainingLines } from '../training/dataset.ts'
import { writeTextFile } from '../checkpoint/text-file.ts'
import { checkName, checkNumber, checkText } from './check.ts'
import { compareWith } from './compare.ts'
import { Engine, shares } from './engine.ts'
import { viewFacts, type FactsOptions, type FactView } from './facts.ts'
import { fireChanges } from './fire.ts'
import { forgetChanges } from './forget.ts'
import { viewGraph, type GraphView } from './graph-view.ts'
import { viewLayers } from './layers.ts'
import { openMemory, reviveMemory, type MnemeParts } from './open.ts'
import type {
  Cluster, Explanation, ExportTrainingOptions, FireOptions, ListOptions, Memory, MnemeOptions, ProcessedTurn, ProcessOptions, RecallOptions, RuleView, SignalRecord, Stats, TurnDecision,
  TurnInput,
} from './options.ts'
import type { SessionReport, SleepOptions } from './report.ts'
import { viewMembers, type Member } from './members.ts'
import { processMessage } from './process.ts'
import { endSession, sleep, sleepIfDue, type LlmSettings } from './sleep.ts'
import { readFire, readList, readProcess, readRecall, readSleep, readTraining } from './request.ts'
import { viewProcedures, type ProceduresView } from './procedures-view.ts'
import { switched, viewCluster, viewRule, viewSignals } from './views-learned.ts'
import { explainId, notFound, tracesUnder, viewById, viewHistory, viewList, viewStats } from './views.ts'

/** A memory for one user. Make one with `Mneme.open` or `Mneme.fromBytes`. */
export class Mneme {
  readonly #engine: Engine
  readonly #llm: LlmSettings
  /** Who is who. */
  readonly graph: GraphView
  /** Ways of working that the user taught or showed. */
  readonly procedures: ProceduresView

  private constructor(parts: MnemeParts) {
    const engine = new Engine(parts)
    this.#engine = engine
    const { llm, llmMaxCalls: maxCalls, llmTimeoutMs: timeoutMs } = parts.options
    this.#llm = { llm, maxCalls, timeoutMs }
    this.graph = viewGraph(() => this.#state, engine.countTokens, step =>
      engine.run(() => engine.transact(change => change({ type: 'graph', step }))))
    this.procedures = viewProcedures({
      state: () => this.#state, now: () => engine.now(), nameOf: text => engine.decider.triggers.nameOf(text),
      compare: catalogue => compareWith(catalogue, this.#state, engine.decider),
      change: changes => engine.run(() => engine.transact(change => changes().forEach(change))),
    })
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
    // The reply stands where the message stands, and shows nothing of its own.
    const { id: _, media: __, ...place } = { ...message }
    return this.observeMany([message, { ...place, text: reply, speaker: 'assistant' }])
  }

  /** Stores turns in order, as they are when the call is made. All are checked and encoded before the first is stored. */
  async observeMany(turns: readonly TurnInput[]): Promise<{ decisions: TurnDecision[] }> {
    const given = this.#engine.readTurns(turns)
    return this.#engine.run(async () => {
      const seen = await this.#engine.observe(given, false)
      await sleepIfDue(this.#engine, this.#llm)
      return seen
    })
  }

  /** Stores a statement in long-term memory whatever the gate would say. */
  async remember(text: string): Promise<TurnDecision> {
    const given = this.#engine.readTurns([{ text }])
    const { decisions } = await this.#engine.run(() => this.#engine.observe(given, true))
    return decisions[0]!
  }

  /**
   * Says that something is otherwise than was said: stores it whatever the gate would say, and ends the one statement that
   * it replaces, from now on. That stays in the memory as history, and `restore` brings it back.
   */
  async correct(text: string): Promise<TurnDecision> {
    const given = this.#engine.readTurns([{ text }])
    const { decisions } = await this.#engine.run(() => this.#engine.observe(given, true, true))
    return decisions[0]!
  }

  /** A statement with what it replaced and what replaced it, the oldest first. Throws NOT_FOUND. */
  history(id: string): Memory[] {
    return viewHistory(this.#state, checkName('id', id), this.#engine.now())
  }

  /** Traces that are kept out of recall: suppressed by the host, or replaced by others, newest first. */
  suppressed(): Memory[] {
    const settings = readList({ limit: Number.MAX_SAFE_INTEGER })
    return (['suppressed', 'superseded'] as const).flatMap(status => viewList(this.#state, this.#engine.now(), { ...settings, status }))
      .sort((a, b) => b.at - a.at)
  }

  /** Makes a message ready for a model: recalls, and renders what was recalled as delimited data. Changes nothing. */
  async process(message: string, options: ProcessOptions = {}): Promise<ProcessedTurn> {
    const settings = readProcess(message, options, this.#state.config.maxTextLength)
    const now = this.#engine.now()
    return this.#engine.run(() => processMessage(this.#engine, settings, now), settings.signal)
  }

  /** The traces and turns that fit a query best, best first. Changes nothing, unless `reinforce` asks for it. */
  async recall(query: string, options: RecallOptions = {}): Promise<Hit[]> {
    const text = checkText('query', query, this.#state.config.maxTextLength)
    const settings = readRecall(options)
    const now = this.#engine.now()
    return this.#engine.run(async () => {
      const hits = await this.#engine.search(text, settings, now)
      if (settings.reinforce) await this.#engine.use(shares(hits))
      return hits
    }, settings.signal)
  }

  /**
   * Removes a trace with its turns, or a turn with its traces: text, keys and journal bytes are gone after the call. Writes
   * the snapshot; where the disk refuses it, nothing is removed.
   */
  forget(id: string): Promise<void> {
    return this.#engine.run(() => this.#engine.rewrite(change => forgetChanges(this.#state, checkName('id', id), this.#engine.now()).forEach(change)))
  }

  /** Keeps a trace out of recall until `restore`. */
  suppress(id: string): Promise<void> {
    return this.#setSuppressed(id, true)
  }

  /** Undoes `suppress`, or a replacement: the trace holds again. */
  restore(id: string): Promise<void> {
    return this.#setSuppressed(id, false)
  }

  /**
   * Rewards (up to 1) or punishes (down to -1) the traces and ways of working that the last `process` showed, before or after
   * `observe`. With `config.learning.enabled` it also teaches which turns to keep: those shown since the last sleep are credited.
   */
  feedback(reward: number): Promise<void> {
    return this.#engine.run(async () => {
      checkNumber('reward', reward, -1, 1)
      await this.#engine.reward(reward)
    })
  }

  /** Forgets what feedback taught of which turns to keep: decisions are those of the policy as it ships. */
  resetLearning(): Promise<void> {
    return this.#engine.run(() => this.#engine.rewrite(change => change({ type: 'learning', step: { type: 'reset' } })))
  }

  /**
   * Sets a signal off by hand. Dopamine pins what `id` names and strengthens it, gaba suppresses it, serotonin makes its words
   * a rule, acetylcholine a topic of them; norepinephrine makes the next `process` look wider and be careful. Throws NOT_FOUND.
   */
  async fire(signal: SignalName, options: FireOptions = {}): Promise<void> {
    const { name, ...firing } = readFire(signal, options)
    return this.#engine.run(async () => {
      const now = this.#engine.now()
      await this.#engine.transact(change => fireChanges(this.#state, name, firing, now, tickOf(this.#state, now)).forEach(change))
      if (name === 'norepinephrine') this.#engine.alert = { level: firing.level, cause: firing.why }
    })
  }

  /** The signals that acted, newest first: the last two thousand. */
  signals(): SignalRecord[] {
    return viewSignals(this.#state)
  }

  /** Lasting preferences and habits that became rules, oldest first: those that hold, and those that are off or contradicted. */
  rules(): RuleView[] {
    return this.#state.rules.list().filter(({ since }) => since !== null).map(rule => viewRule(this.#state, rule))
  }

  /** Switches a rule off, or on again. Throws NOT_FOUND. */
  async setRule(id: string, { enabled }: { enabled: boolean }): Promise<void> {
    checkName('id', id)
    return this.#engine.run(() => this.#engine.transact(change => change({ type: 'rule', rule: switched(this.#state, id, enabled) })))
  }

  /** Topics that last over turns and sessions. */
  clusters(): Cluster[] {
    return this.#state.topics.map(topic => viewCluster(this.#state, topic))
  }

  /** Moves memory time on by `ticks`, without waiting for the clock. */
  async tick(ticks = 1): Promise<void> {
    checkNumber('ticks', ticks, 0, Number.MAX_SAFE_INTEGER)
    return this.#engine.run(async () => {
      await this.#engine.transact(change => {
        const { latest, manual } = this.#state.time
        change({ type: 'time', latest, manual: manual + ticks })
      })
    })
  }

  /**
   * Consolidates what was said since the last sleep, in six phases, each step kept whole; the session goes on. Throws ABORTED
   * where the signal fires, STORAGE_FAILED where the disk refuses a step: the next sleep goes on from there. Called again it
   * changes nothing.
   */
  async sleep(options: SleepOptions = {}): Promise<SessionReport> {
    const { signal } = readSleep(options)
    return this.#engine.run(() => sleep(this.#engine, this.#llm, signal), signal)
  }

  /** Sleeps, as `sleep` does, and begins the next session. Called again it changes nothing. */
  async endSession(options: SleepOptions = {}): Promise<SessionReport> {
    const { signal } = readSleep(options)
    return this.#engine.run(() => endSession(this.#engine, this.#llm, signal), signal)
  }

  /**
   * The conversations that survived as lines of JSON for fine-tuning, what matters first: suppressed and replaced exchanges
   * are left out, and each message stands with the memories that were in view when it was said.
   */
  trainingLines(options: ExportTrainingOptions = {}): string[] {
    const settings = readTraining(options)
    return trainingLines(this.#state, { ...settings, timeZone: this.#engine.decider.timeZone, countTokens: this.#engine.countTokens })
  }

  /** Writes `trainingLines` to a file; an older file of that name goes. Returns how many. Throws STORAGE_FAILED. */
  async exportTraining(path: string, options: ExportTrainingOptions = {}): Promise<number> {
    checkName('path', path)
    const settings = readTraining(options)
    return this.#engine.run(async () => {
      const lines = this.trainingLines(settings)
      await writeTextFile(path, lines.map(line => `${line}\n`).join(''))
      return lines.length
    })
  }

  /** Writes the snapshot; the journal starts anew. Without a path there is nothing to do. */
  save(): Promise<void> {
    return this.#engine.run(() => this.#engine.keeper.save())
  }

  /** The whole memory as bytes for `Mneme.fromBytes`. */
  toBytes(): Uint8Array {
    this.#engine.checkOpen()
    return this.#engine.keeper.bytes()
  }

  /** A trace, or a turn, by its id. */
  get(id: string): Memory | undefined {
    return viewById(this.#state, checkName('id', id), this.#engine.now())
  }

  /** What people named of a class ("cities", "instruments") up to the last sleep, with the turns, what was named most first. */
  members(name: string): Member[] {
    return viewMembers(this.#state, this.#engine.decider.classes, checkName('name', name))
  }

  /** Traces, newest first; of equal times what came last is first. */
  list(options: ListOptions = {}): Memory[] {
    return viewList(this.#state, this.#engine.now(), readList(options))
  }

  /**
   * What is known of persons as keys and values ("Home: Lyon"), the most important first: of the graph, of rules, and of
   * statements that say more. What was replaced is left out, unless `asOf` asks for a moment at which it held.
   */
  facts(options: FactsOptions = {}): FactView[] {
    return viewFacts(this.#state, this.#engine.now(), options)
  }

  /** Figures of this memory: what it holds, by store, status and layer, and where its time stands. */
  stats(): Stats {
    const now = this.#engine.now()
    return { ...viewStats(this.#state, this.#engine.keeper.identity, now), layers: viewLayers(this.#state, now, this.#engine.reads) }
  }

  /** Why a trace or turn was stored or not, and what became of it. Throws NOT_FOUND. */
  explain(id: string): Explanation {
    return explainId(this.#state, checkName('id', id), this.#engine.now())
  }

  /** Waits for running calls and lets go of the file. The journal has every change: nothing need be saved. */
  close(): Promise<void> {
    return this.#engine.close()
  }

  get #state(): State {
    this.#engine.checkOpen()
    return this.#engine.state
  }

  async #setSuppressed(id: string, suppressed: boolean): Promise<void> {
    checkName('id', id)
    return this.#engine.run(() => this.#engine.transact(change => {
      const ids = tracesUnder(this.#state, id)
      if (ids.length === 0) throw notFound(id)
      for (const traceId of ids) change({ type: 'update', id: traceId, fields: suppressed ? { suppressed } : { suppressed, supersededBy: null, validTo: null } })
    }))
  }
}
