// A memory in a model's own weights: facts come in awake, are written in small batches, and are looked after asleep.
import type { Files } from '../checkpoint/files.ts'
import { MnemeError } from '../errors.ts'
import { audit, type Audit, type AuditGround } from './audit.ts'
import { modelMark, openCovariances } from './covariance.ts'
import type { WriteReport } from './edit.ts'
import { EditedModel, recordOf, type EditOptions } from './edited-model.ts'
import { checkRequest, isLive, sameSlot, wordless, type EditRequest, type FactRecord, type FactSource, type FactStage } from './facts.ts'
import type { FormBook } from './forms.ts'
import { openLedger, saveLedger, type GuardPrompt, type Ledger } from './ledger.ts'
import type { LanguageModel, SaveOptions } from './model.ts'
import type { PromptTokenizer } from './prompts.ts'
import { perplexity } from './score.ts'
import { sleep, type SleepOptions, type SleepReport } from './sleep.ts'
import type { EditSite } from './target-state.ts'

export interface WeightMemoryOptions {
  /** Freshly opened from its files, without edits; it stays the caller's. */
  model: LanguageModel
  tokenizer: PromptTokenizer
  /** Where the ledger and the covariances are kept. */
  files: Files
  /** As `locate` found it; a ledger that is there has its own. */
  site: EditSite
  /** Ordinary text: some thousand tokens, for the covariances, and to be left alone where facts are trained in. */
  text: readonly string[]
  /** Other ordinary text, for the perplexity. */
  held: readonly string[]
  /** Prompts as tokens whose answers are to stay, with what the model answers. */
  guard: readonly GuardPrompt[]
  /** Forms by relation; others get general ones. */
  forms?: FormBook
  edit?: EditOptions
  /** Facts less sure than this are not written; default 0.8. */
  leastConfidence?: number
}

export interface WeightStatus {
  facts: Record<FactStage, number>
  /** Facts that wait to be written. */
  waiting: number
  /** How much a sleep is called for: 1 and above is due. One for 30 facts written since, or for a perplexity 5 % higher. */
  pressure: number
  lastAudit: Audit | undefined
}

const covarianceName = 'covariance'
const factsToPressure = 30
const driftToPressure = 0.05
const newestInNap = 10

/** One at a time: a call that changes weights must have ended before the next. */
export class WeightMemory {
  readonly edited: EditedModel
  readonly #options: WeightMemoryOptions
  readonly #ground: AuditGround
  readonly #mark: string
  #waiting: EditRequest[] = []
  #facts: FactRecord[]
  #written: number
  #sinceSleep: number
  #perplexity: { before: number, now: number }
  #lastAudit: Audit | undefined

  private constructor(options: WeightMemoryOptions, edited: EditedModel, ground: AuditGround, mark: string, ledger: Pick<Ledger, 'facts' | 'written' | 'sinceSleep' | 'perplexity'>) {
    this.#options = options
    this.edited = edited
    this.#ground = ground
    this.#mark = mark
    this.#facts = [...ledger.facts]
    this.#written = ledger.written
    this.#sinceSleep = ledger.sinceSleep
    this.#perplexity = ledger.perplexity
  }

  /** Opens the ledger where there is one and puts its weights into the model. Throws what `openLedger` and `openCovariances` throw. */
  static async open(options: WeightMemoryOptions): Promise<WeightMemory> {
    const { model, tokenizer, files } = options
    const mark = await modelMark(model)
    const ledger = await openLedger(files, mark)
    const site = ledger?.site ?? options.site
    const ordinary = options.text.map(text => tokenizer.encode(text))
    const covariances = await openCovariances(files, covarianceName, model, ordinary, site.layers)
    const texts = options.held.map(text => tokenizer.encode(text))
    const edited = new EditedModel(model, tokenizer, site, covariances, options.edit ?? {}, ledger?.originals)
    if (ledger) edited.restore(ledger.weights)
    edited.adopt(ledger?.adapter)
    const before = ledger ? 0 : texts.length === 0 ? 1 : perplexity(model, texts)
    return new WeightMemory(options, edited, { tokenizer, guard: ledger?.guard ?? options.guard, texts, ordinary }, mark,
      ledger ?? { facts: [], written: 0, sinceSleep: 0, perplexity: { before, now: before } })
  }

  /** All records, superseded ones too. */
  get facts(): readonly FactRecord[] {
    return this.#facts
  }

  /** Lets a fact wait for `write`; false for one that must not write weights: not the user's own word, or not sure enough. Throws INVALID_ARGUMENT. */
  remember(request: EditRequest): boolean {
    const { provenance, confidence } = checkRequest(request)
    if (provenance !== 'user' || confidence < (this.#options.leastConfidence ?? 0.8)) return false
    this.#waiting = [...this.#waiting.filter(other => !sameSlot(other, request)), request]
    return true
  }

  /** Takes a source's facts; gives how many of them wait now. */
  collect(source: FactSource): number {
    return source.take().filter(request => this.remember(request)).length
  }

  /**
   * Writes what waits as one batch, by a solve of all live facts together; a fact of the same subject and relation is superseded.
   * Undefined when nothing waits. When it throws, weights and records are as before and the batch waits on.
   */
  async write(): Promise<WriteReport | undefined> {
    if (this.#waiting.length === 0) return undefined
    const batch = this.#waiting.map((request, index) => recordOf(request, `f${this.#written + index + 1}`, this.#options.forms ?? {}))
    const kept = this.#facts.map((old): FactRecord => {
      const next = batch.find(record => sameSlot(record, old))
      return next && isLive(old) ? { ...old, stage: 'superseded', supersededBy: next.id } : old
    })
    const { records, report } = await this.edited.learn(batch, kept.filter(isLive))
    const learned = new Map(records.map(record => [record.id, record]))
    this.#facts = [...kept, ...batch].map(fact => learned.get(fact.id) ?? fact)
    this.#written += batch.length
    this.#sinceSleep += batch.length
    this.#waiting = []
    return report
  }

  /**
   * Takes a fact's words, and those of what it superseded, out of the ledger, and lets none of its kind wait. The next sleep takes
   * it out of the weights, whatever that costs the rest. Throws NOT_FOUND.
   */
  forget(id: string): void {
    const record = this.#facts.find(fact => fact.id === id)
    if (!record) throw new MnemeError('NOT_FOUND', `weights: expected the id of a fact, got '${id}'; see facts`)
    const leaving = new Set([id])
    for (const fact of this.#facts.toReversed()) if (fact.supersededBy !== undefined && leaving.has(fact.supersededBy)) leaving.add(fact.id)
    this.#waiting = this.#waiting.filter(request => !sameSlot(request, record))
    this.#facts = this.#facts.map(fact => leaving.has(fact.id) ? wordless(fact.id) : fact)
  }

  /** Asks for every live fact, and for what was to stay. */
  audit(): Audit {
    this.#lastAudit = audit(this.edited.model, this.#facts.filter(isLive), this.#ground)
    this.#perplexity = { ...this.#perplexity, now: this.#lastAudit.perplexity }
    return this.#lastAudit
  }

  /** See `sleep`. What waits is written first. */
  async sleep(options: Omit<SleepOptions, 'newest'> = {}): Promise<SleepReport> {
    await this.write()
    const report = await this.#rest(options)
    this.#sinceSleep = 0
    return report
  }

  /** Audit and refresh of the newest facts alone: a few seconds' work. */
  async nap(options: SleepOptions = {}): Promise<SleepReport> {
    await this.write()
    return this.#rest({ newest: newestInNap, ...options })
  }

  /** What stands where; cheap. */
  status(): WeightStatus {
    const facts: Record<FactStage, number> = { fresh: 0, sound: 0, degraded: 0, superseded: 0, leaving: 0 }
    for (const { stage } of this.#facts) facts[stage]++
    const drift = Math.max(0, this.#perplexity.now / this.#perplexity.before - 1)
    return { facts, waiting: this.#waiting.length, pressure: this.#sinceSleep / factsToPressure + drift / driftToPressure, lastAudit: this.#lastAudit }
  }

  /** Writes the ledger. Throws STORAGE_FAILED. */
  save(): Promise<void> {
    return saveLedger(this.#options.files, {
      model: this.#mark, site: this.edited.site, originals: this.edited.originals, weights: this.edited.weights(),
      facts: this.#facts, ...this.edited.adapter && { adapter: this.edited.adapter }, guard: this.#ground.guard, perplexity: this.#perplexity, written: this.#written, sinceSleep: this.#sinceSleep,
    })
  }

  /** Writes the edited model as files that other programs load; into a folder of its own. */
  export(files: Files, options?: SaveOptions): Promise<void> {
    return this.edited.model.save(files, options)
  }

  async #rest(options: SleepOptions): Promise<SleepReport> {
    const { report, facts } = await sleep(this.edited, this.#facts, this.#ground, options)
    this.#facts = facts
    this.#lastAudit = report.after
    this.#perplexity = { ...this.#perplexity, now: report.after.perplexity }
    return report
  }
}
