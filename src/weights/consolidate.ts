// Consolidation: facts that audit after audit found sound are trained into a low-rank adapter, and leave the joint solve.
import { audit, type Audit, type AuditGround } from './audit.ts'
import type { DistilOptions } from './distil.ts'
import type { EditedModel } from './edited-model.ts'
import { isLive, type FactRecord } from './facts.ts'

export interface ConsolidateOptions extends DistilOptions {
  /** Audits by sleep that a fact must have passed in a row; default 3. */
  proven?: number
}

export interface Consolidation {
  /** Ids of the facts that were newly trained in. */
  facts: string[]
  accepted: boolean
  /** With them in the adapter. */
  audit: Audit
}

/**
 * Trains the facts that are proven, and those that an adapter holds already, into a new adapter, and solves for the rest on top of it.
 * Where `accepts` refuses what the audit finds, weights and adapter are what they were. Undefined where nothing is newly proven.
 */
export async function consolidate(
  edited: EditedModel, records: readonly FactRecord[], ground: AuditGround, options: ConsolidateOptions, accepts: (found: Audit) => boolean,
): Promise<{ facts: FactRecord[], consolidation: Consolidation } | undefined> {
  const live = records.filter(isLive)
  const proven = live.filter(record => !edited.holds(record) && isProven(record, options))
  if (proven.length === 0) return undefined
  const [before, adapter] = [edited.weights(), edited.adapter]
  edited.adopt(edited.distil(live.filter(record => edited.holds(record) || proven.includes(record)), ground.ordinary ?? [], options))
  await edited.rebuild(live, { anew: true })
  const found = audit(edited.model, live, ground)
  const accepted = accepts(found)
  if (!accepted) {
    edited.adopt(adapter)
    edited.restore(before)
  }
  return {
    facts: accepted ? records.map(record => edited.holds(record) ? { ...record, states: new Float32Array() } : record) : [...records],
    consolidation: { facts: proven.map(({ id }) => id), accepted, audit: found },
  }
}

// Sound now; an audit that a fact passed in full tells the same whatever the thresholds of the moment are.
function isProven({ stage, audits }: FactRecord, { proven = 3 }: ConsolidateOptions): boolean {
  return stage === 'sound' && audits.length >= proven && audits.slice(-proven).every(({ edited }) => edited === 1)
}
