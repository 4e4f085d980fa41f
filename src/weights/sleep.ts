// Sleep: every fact is audited and what degraded is repaired, in a transaction that proves it harmed nothing, or takes itself back.
import { MnemeError } from '../errors.ts'
import { audit, type Audit, type AuditGround } from './audit.ts'
import type { EditedModel, EditedWeights } from './edited-model.ts'
import { isLive, type FactRecord, type FactScore } from './facts.ts'

export interface SleepOptions {
  /** Only the newest facts, and only by refreshing them: this many. */
  newest?: number
  /** Ends it with ABORTED between two steps; the weights are then what they were. */
  signal?: AbortSignal
  /** A fact is sound with this share of its edit forms; default 1. */
  sound?: number
  /** The same of its held-out forms; default 0.5. */
  soundHeld?: number
  /** How much specificity may fall; default 0.01. */
  specificitySlack?: number
  /** How much perplexity may rise, as a share; default 0.02. */
  perplexitySlack?: number
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
  tried: { way: SleepWay, audit: Audit, accepted: boolean, residual: number }[]
  before: Audit
  after: Audit
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
  facts: FactRecord[]
  audit: Audit
  residual: number
}

const keptAudits = 16
// What leaving a fact out may cost the others.
const pruneSlack = 0.01

/**
 * Snapshot, audit, triage, refresh and rebuild each with a second pass, acceptance, pruning by leaving out, report.
 * A candidate is accepted when recall rises (or a fact is to be pruned, or the guard was damaged), and specificity and perplexity hold.
 * What was to be forgotten leaves all the same: then the best candidate stands, accepted or not.
 * Throws ABORTED, and what solving throws; the weights are then what they were.
 */
export function sleep(edited: EditedModel, records: readonly FactRecord[], ground: AuditGround, options: SleepOptions = {}): Promise<Slept> {
  return edited.transaction(async () => {
    const before = edited.weights()
    const live = records.filter(isLive)
    const pruned = options.newest === undefined ? records.filter(isLeaving) : []
    const checked = audit(edited.model, live, ground)
    const degraded = triage(live, checked, options)
    const candidates: Candidate[] = []
    for (const way of waysFor(degraded, pruned, live, checked, options)) {
      goOn(options.signal)
      edited.restore(before)
      candidates.push(await attempt(edited, way, live, degraded, ground, options))
    }
    goOn(options.signal)
    const good = candidates.filter(candidate => accepts(candidate.audit, checked, pruned.length > 0, options))
    const forced = good.length === 0 && candidates.length > 0 && pruned.some(({ stage }) => stage === 'leaving')
    const best = (forced ? candidates : good).toSorted((a, b) => worth(b.audit) - worth(a.audit))[0]
    edited.restore(best?.weights ?? before)
    const after = best?.audit ?? checked
    return {
      report: {
        accepted: best?.way ?? 'none',
        forced,
        degraded: [...degraded].map(({ id }) => id),
        pruned: best ? pruned.map(({ id }) => id) : [],
        tried: candidates.map(candidate => ({ way: candidate.way, audit: candidate.audit, accepted: candidate === best, residual: candidate.residual })),
        before: checked, after,
        facts: live.map(({ id }, index) => ({ id, before: checked.facts[index]!, after: after.facts[index]! })),
      },
      facts: settle(records, best?.facts ?? live, after, best !== undefined, options),
    }
  })
}

// Superseded facts that left already have no states.
function isLeaving({ stage, states }: FactRecord): boolean {
  return stage === 'leaving' || stage === 'superseded' && states.length > 0
}

// A nap only refreshes; what leaves can leave by a joint solve alone; a guard that suffered is restored by one.
function waysFor(degraded: ReadonlySet<FactRecord>, pruned: readonly FactRecord[], live: readonly FactRecord[], { specificity }: Audit, { newest }: SleepOptions): SleepWay[] {
  if (newest !== undefined) return degraded.size > 0 ? ['refresh'] : []
  if (pruned.length > 0) return ['rebuild']
  if (degraded.size === 0) return specificity < 1 && live.length > 0 ? ['rebuild'] : []
  return ['refresh', 'rebuild']
}

function triage(live: readonly FactRecord[], { facts }: Audit, { sound = 1, soundHeld = 0.5, newest = live.length }: SleepOptions): Set<FactRecord> {
  return new Set(live.filter((_, index) => index >= live.length - newest && !isSound(facts[index]!, sound, soundHeld)))
}

function isSound({ edited, held }: FactScore, sound: number, soundHeld: number): boolean {
  return edited >= sound && held >= soundHeld
}

async function attempt(
  edited: EditedModel, way: SleepWay, live: readonly FactRecord[], degraded: ReadonlySet<FactRecord>, ground: AuditGround, options: SleepOptions,
): Promise<Candidate> {
  const first = way === 'rebuild'
    ? await edited.rebuild(live)
    : await edited.write([...degraded], live.filter(record => !degraded.has(record)))
  goOn(options.signal)
  const passed = audit(edited.model, live, ground)
  const failing = triage(live, passed, options)
  if (failing.size === 0) return { way, weights: edited.weights(), facts: [...live], audit: passed, residual: first?.residual ?? 0 }
  // Their stored states do not do in these weights: new ones, from here.
  const failed = [...failing]
  const states = edited.states(failed)
  const renewed = new Map(failed.map((record, index) => [record, { ...record, states: states[index]!.states }]))
  const second = await edited.write([...renewed.values()], live.filter(record => !failing.has(record)))
  return {
    way, weights: edited.weights(), facts: live.map(record => renewed.get(record) ?? record), audit: audit(edited.model, live, ground),
    residual: Math.max(first?.residual ?? 0, second.residual),
  }
}

function accepts(found: Audit, before: Audit, prunes: boolean, { specificitySlack = 0.01, perplexitySlack = 0.02 }: SleepOptions): boolean {
  const holds = found.specificity >= before.specificity - specificitySlack && found.perplexity <= before.perplexity * (1 + perplexitySlack)
  const level = found.recall >= before.recall - (prunes ? pruneSlack : 0)
  const rises = found.recall > before.recall || found.paraphrase > before.paraphrase || found.specificity > before.specificity
  return holds && level && (prunes || rises)
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
