// Sleep: every fact is audited and what degraded is repaired, in a transaction that proves it harmed nothing, or takes itself back.
import { MnemeError } from '../errors.ts'
import type { Adapter } from './adapter.ts'
import { audit, type Audit, type AuditGround } from './audit.ts'
import { consolidate, type Consolidation, type ConsolidateOptions } from './consolidate.ts'
import type { Written } from './edit.ts'
import type { EditedModel, EditedWeights } from './edited-model.ts'
import { isLive, type FactRecord, type FactScore } from './facts.ts'
import { pressed } from './pressed.ts'

export interface SleepOptions {
  /** Only the newest facts, and only by refreshing them: this many. */
  newest?: number
  /** Ends it with ABORTED between two steps; the weights are then what they were. */
  signal?: AbortSignal
  /** A fact is sound with this share of its edit forms; default 1. */
  sound?: number
  /** The same of its held-out forms; default 0.5. */
  soundHeld?: number
  /** How much specificity may fall, beside a tenth of what recall rises: to write lost facts again costs what it cost to write them. Default 0.01. */
  specificitySlack?: number
  /** How much perplexity may rise, as a share; default 0.02. */
  perplexitySlack?: number
  /** Trains facts that were proven long into an adapter, after which no solve has to carry them; default off, and never in a nap. */
  consolidate?: ConsolidateOptions
}

/** What was tried: a repair of the weights as they are, or a joint solve from the original ones. */
export type SleepWay = 'refresh' | 'rebuild'

export interface SleepReport {
  /** The way whose weights stand now; 'none' where nothing was to be done or nothing was good enough. */
  accepted: SleepWay | 'none'
  /** It stands although it was not good enough, since something is to be forgotten. */
  forced: boolean
  /** Ids by what triage said. */
  degraded: string[]
  pruned: string[]
  /** Each pass of each way. */
  tried: { way: SleepWay, audit: Audit, accepted: boolean, residual: number }[]
  before: Audit
  after: Audit
  /** Where it was asked for and there was something to train in. */
  consolidation?: Consolidation
  /** One line for each fact that was live. */
  facts: { id: string, before: FactScore, after: FactScore }[]
}

/** A sleep's outcome: the report and the records as they are afterwards. */
export interface Slept {
  report: SleepReport
  facts: FactRecord[]
}

interface Candidate {
  way: SleepWay
  weights: EditedWeights
  adapter: Adapter | undefined
  facts: FactRecord[]
  audit: Audit
  residual: number
}

const keptAudits = 16
// Over what a way leaves unsound.
const mostPasses = 3
// What leaving a fact out may cost the others.
const pruneSlack = 0.01
// Sixty facts cost some .04 of specificity when they are written, a hundred .05 to .12.
const priceOfRecall = 0.1

/**
 * Snapshot, audit, triage, refresh and rebuild each with further passes, acceptance, pruning by leaving out, consolidation, report.
 * A candidate is accepted when recall rises (or a fact is to be pruned, or the guard was damaged), and specificity and perplexity hold.
 * What was to be forgotten leaves all the same: then the best candidate stands, accepted or not.
 * Throws ABORTED, and what solving throws; the weights are then what they were.
 */
export function sleep(edited: EditedModel, records: readonly FactRecord[], ground: AuditGround, options: SleepOptions = {}): Promise<Slept> {
  return edited.transaction(async () => {
    const [before, adapter] = [edited.weights(), edited.adapter]
    const live = records.filter(isLive)
    const pruned = options.newest === undefined ? records.filter(record => isLeaving(record) || !isLive(record) && edited.holds(record)) : []
    const checked = audit(edited.model, live, ground)
    const degraded = triage(live, checked, options)
    const trained = pruned.some(record => edited.holds(record)) ? retrained(edited, live, ground, options) : adapter
    const candidates: Candidate[] = []
    for (const way of waysFor(degraded, pruned, live, checked, options)) {
      goOn(options.signal)
      edited.restore(before)
      edited.adopt(trained)
      candidates.push(...await attempt(edited, way, live, degraded, ground, options))
    }
    goOn(options.signal)
    const good = candidates.filter(found => accepts(found.audit, checked, pruned.length > 0, options))
    const forced = good.length === 0 && candidates.length > 0 && pruned.some(({ stage }) => stage === 'leaving')
    const best = (forced ? candidates : good).toSorted((a, b) => worth(b.audit) - worth(a.audit))[0]
    edited.restore(best?.weights ?? before)
    edited.adopt(best ? best.adapter : adapter)
    const settled = settle(records, best?.facts ?? live, best?.audit ?? checked, best !== undefined, options)
    const more = options.consolidate && options.newest === undefined
      ? await consolidate(edited, settled, ground, options.consolidate, found => accepts(found, best?.audit ?? checked, false, options, true))
      : undefined
    const after = more?.consolidation.accepted ? more.consolidation.audit : best?.audit ?? checked
    return {
      report: {
        accepted: best?.way ?? 'none',
        forced,
        degraded: [...degraded].map(({ id }) => id),
        pruned: best ? pruned.map(({ id }) => id) : [],
        tried: candidates.map(found => ({ way: found.way, audit: found.audit, accepted: found === best, residual: found.residual })),
        before: checked, after,
        ...more && { consolidation: more.consolidation },
        facts: live.map(({ id }, index) => ({ id, before: checked.facts[index]!, after: after.facts[index]! })),
      },
      facts: more?.facts ?? settled,
    }
  })
}

// Superseded facts that left already have no states.
function isLeaving({ stage, states }: FactRecord): boolean {
  return stage === 'leaving' || stage === 'superseded' && states.length > 0
}

// A nap only refreshes; what leaves can leave by a joint solve alone; a guard that suffered is restored by one.
function waysFor(degraded: ReadonlySet<FactRecord>, pruned: readonly FactRecord[], live: readonly FactRecord[], { specificity }: Audit, { newest }: SleepOptions): SleepWay[] {
  if (newest !== undefined) return [...degraded].some(({ states }) => states.length > 0) ? ['refresh'] : []
  if (pruned.length > 0) return ['rebuild']
  if (![...degraded].some(({ states }) => states.length > 0)) return degraded.size > 0 || specificity < 1 && live.length > 0 ? ['rebuild'] : []
  return ['refresh', 'rebuild']
}

function triage(live: readonly FactRecord[], { facts }: Audit, { sound = 1, soundHeld = 0.5, newest = live.length }: SleepOptions): Set<FactRecord> {
  return new Set(live.filter((_, index) => index >= live.length - newest && !isSound(facts[index]!, sound, soundHeld)))
}

function isSound({ edited, held }: FactScore, sound: number, soundHeld: number): boolean {
  return edited >= sound && held >= soundHeld
}

// What is still not sound is asked for more strongly, pass by pass: of all passes the best that is good enough will stand.
async function attempt(
  edited: EditedModel, way: SleepWay, live: readonly FactRecord[], degraded: ReadonlySet<FactRecord>, ground: AuditGround, options: SleepOptions,
): Promise<Candidate[]> {
  let written = way === 'rebuild'
    ? await edited.rebuild(live, { anew: true })
    : await edited.write(...apart(live, record => degraded.has(record) && !edited.holds(record)))
  let facts = [...live]
  const found = [candidate(edited, way, facts, ground, written)]
  for (let pass = 0; pass < mostPasses && written; pass++) {
    goOn(options.signal)
    const failing = new Set([...triage(facts, found.at(-1)!.audit, options)].filter(record => !edited.holds(record)))
    if (failing.size === 0) break
    const places = new Set(facts.flatMap((record, index) => failing.has(record) ? [index] : []))
    facts = way === 'rebuild' ? pressed(facts, failing, written, edited.model.config.dim) : renewed(edited, facts, failing)
    written = way === 'rebuild' ? await edited.rebuild(facts) : await edited.write(...apart(facts, (_, index) => places.has(index)))
    found.push(candidate(edited, way, facts, ground, written))
  }
  return found
}

function candidate(edited: EditedModel, way: SleepWay, facts: readonly FactRecord[], ground: AuditGround, written: Written | undefined): Candidate {
  return { way, weights: edited.weights(), adapter: edited.adapter, facts: [...facts], audit: audit(edited.model, facts, ground), residual: written?.residual ?? 0 }
}

function apart(facts: readonly FactRecord[], test: (record: FactRecord, index: number) => boolean): [FactRecord[], FactRecord[]] {
  return [facts.filter(test), facts.filter((record, index) => !test(record, index))]
}

// What an adapter holds leaves it by training the others anew.
function retrained(edited: EditedModel, live: readonly FactRecord[], { ordinary = [] }: AuditGround, { consolidate: how }: SleepOptions): Adapter | undefined {
  const staying = live.filter(record => edited.holds(record))
  return staying.length === 0 ? undefined : edited.distil(staying, ordinary, { rank: edited.adapter!.rank, ...how })
}

// Their stored states do not do in these weights: new ones, from here.
function renewed(edited: EditedModel, live: readonly FactRecord[], failing: ReadonlySet<FactRecord>): FactRecord[] {
  const states = edited.states([...failing])
  let next = 0
  return live.map(record => failing.has(record) ? { ...record, states: states[next++]!.states } : record)
}

// With `level` standing still is enough.
function accepts(found: Audit, before: Audit, prunes: boolean, { specificitySlack = 0.01, perplexitySlack = 0.02 }: SleepOptions, level = false): boolean {
  const fall = specificitySlack + priceOfRecall * Math.max(0, found.recall - before.recall)
  const holds = found.specificity >= before.specificity - fall && found.perplexity <= before.perplexity * (1 + perplexitySlack)
  const recalls = found.recall >= before.recall - (prunes ? pruneSlack : 0)
  const rises = found.recall > before.recall || found.paraphrase > before.paraphrase || found.specificity > before.specificity
  return holds && recalls && (prunes || level || rises)
}

function worth({ recall, paraphrase, specificity }: Audit): number {
  return recall + paraphrase + specificity
}

// Superseded facts stay as history, without what could write them again; those that are to leave are gone.
function settle(records: readonly FactRecord[], live: readonly FactRecord[], { facts }: Audit, accepted: boolean, options: SleepOptions): FactRecord[] {
  const { sound = 1, soundHeld = 0.5, newest } = options
  const scores = new Map(live.map((record, index) => [record.id, { record, score: facts[index]! }]))
  return records.flatMap((record): FactRecord[] => {
    const found = scores.get(record.id)
    if (found) {
      const stage = isSound(found.score, sound, soundHeld) ? 'sound' : 'degraded'
      return [{ ...found.record, stage, audits: [...record.audits, found.score].slice(-keptAudits) }]
    }
    if (!accepted || newest !== undefined) return [record]
    return record.stage === 'leaving' ? [] : [{ ...record, states: new Float32Array() }]
  })
}

function goOn(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new MnemeError('ABORTED', 'sleep: expected to go on, got an abort; sleep again', { cause: signal.reason })
}
