// Facts as data: what the editor is asked to write, and what the ledger keeps of each.
import { MnemeError } from '../errors.ts'
import type { PromptForm } from './prompts.ts'

/** A fact to be written. */
export interface EditRequest {
  subject: string
  /** What of the subject: one relation has one value, and a later one supersedes it. */
  relation: string
  /** The value, as the model should say it. */
  target: string
  /** The fact in the words it came in. */
  statement: string
  /** From 0 to 1. */
  confidence: number
  /** Who said it: only what the user says writes weights. */
  provenance: 'user' | 'assistant' | 'third-party'
}

/** Where facts come from: a gate, a graph, a test. */
export interface FactSource {
  /** The facts since the last call; they are then the taker's. */
  take(): readonly EditRequest[]
}

/** fresh: written, no audit yet; sound: the last audit found it; degraded: it did not; superseded, leaving: until the next sleep. */
export type FactStage = 'fresh' | 'sound' | 'degraded' | 'superseded' | 'leaving'

/** What one audit found of a fact. Shares from 0 to 1. */
export interface FactScore {
  /** Edit forms that are answered in full. */
  edited: number
  /** Held-out forms that are. */
  held: number
  /** Mean probability of the target over the edit forms. */
  probability: number
}

/** A fact in the ledger. */
export interface FactRecord extends EditRequest {
  /** `f` and a number, in the order of writing. */
  id: string
  stage: FactStage
  /** What asks for it; those held were never keys. */
  forms: readonly PromptForm[]
  /** z: what the site should hold, row-major [written prompts, D]; empty for what an adapter holds. The keys follow from the forms and the weights of the moment. */
  states: Float32Array
  /** The latest last. */
  audits: readonly FactScore[]
  /** The id of the fact that took its place. */
  supersededBy?: string
}

/** Facts that the model should know. */
export function isLive({ stage }: FactRecord): boolean {
  return stage !== 'superseded' && stage !== 'leaving'
}

/** All that is left of a fact which is to leave: the weights still have it. */
export function wordless(id: string): FactRecord {
  return {
    id, stage: 'leaving', subject: '', relation: '', target: '', statement: '', confidence: 0, provenance: 'user', forms: [], states: new Float32Array(), audits: [],
  }
}

/** True for the same subject and relation, without regard to case and blanks. */
export function sameSlot(a: Pick<EditRequest, 'subject' | 'relation'>, b: Pick<EditRequest, 'subject' | 'relation'>): boolean {
  return plain(a.subject) === plain(b.subject) && plain(a.relation) === plain(b.relation)
}

function plain(text: string): string {
  return text.trim().replace(/\s+/g, ' ').toLowerCase()
}

/** Throws INVALID_ARGUMENT for a request with an empty part or a confidence outside of 0 to 1. */
export function checkRequest(request: EditRequest): EditRequest {
  for (const key of ['subject', 'relation', 'target', 'statement'] as const) {
    if (typeof request[key] === 'string' && request[key].trim() !== '') continue
    throw new MnemeError('INVALID_ARGUMENT', `fact: expected a ${key}, got none; pass all parts of the fact`)
  }
  if (request.confidence >= 0 && request.confidence <= 1) return request
  throw new MnemeError('INVALID_ARGUMENT', `fact: expected a confidence from 0 to 1, got ${request.confidence}; pass a probability`)
}
