// Options as the host passes them, checked, copied and filled in while the call is made: later changes to them do not count.
import { systemClock, systemTimeZone, type Clock } from '../clock.ts'
import { resolveConfig, type Kind } from '../config.ts'
import { checkMediaEncoder } from '../encode/media-encoder.ts'
import { estimateTokens, type CountTokens } from '../context/tokens.ts'
import { layers as allLayers, type Layer } from '../plan/plan.ts'
import type { Status } from '../recall/hit.ts'
import {
  checkCount, checkFunction, checkHistory, checkKinds, checkLayers, checkName, checkNames, checkNumber, checkSignal, checkStatuses, checkText, checkTime, checkWord,
} from './check.ts'
import { provideKernel } from '../tensor/scan/wasm.ts'
import { signalNames, type SignalName } from '../signals/signal.ts'
import { memoryTiers, type MemoryTier } from '../trace/trace.ts'
import { templates, type Template } from '../training/template.ts'
import type { ExportTrainingOptions, FireOptions, ListOptions, MnemeOptions, ProcessOptions, RecallOptions } from './options.ts'
import type { SleepOptions } from './report.ts'

/** Options of `open` with what every memory has. */
export type OpenSettings = MnemeOptions & { timeZone: string; clock: Clock; countTokens: CountTokens; llmMaxCalls: number; llmTimeoutMs: number }

const openNames: Readonly<Record<keyof MnemeOptions, true>> = {
  path: true, user: true, encoder: true, reader: true, policy: true, clock: true, timeZone: true, seed: true, config: true,
  mediaEncoder: true, reencode: true, fsync: true, countTokens: true, scanKernel: true, llm: true, llmMaxCalls: true, llmTimeoutMs: true,
}

/** Reads the options of `open` and `fromBytes`. Throws INVALID_ARGUMENT or INVALID_CONFIG. */
export function readOpen(options: MnemeOptions): OpenSettings {
  checkNames('options', options, openNames, "pass them as in Mneme.open({ path: 'alex.mneme' })")
  const { clock, countTokens, config, llm, llmMaxCalls = 4, llmTimeoutMs = 20_000 } = options
  checkFunction('clock', clock, 'pass one like () => Date.now(), or leave it out')
  checkFunction('countTokens', countTokens, 'pass one from a text to a number, or leave it out')
  checkFunction('llm', llm, 'pass one from a prompt to a promise of its answer, or leave it out')
  if (options.mediaEncoder !== undefined) checkMediaEncoder(options.mediaEncoder)
  resolveConfig(config ?? {})
  const settings = {
    ...options, timeZone: options.timeZone ?? systemTimeZone(),
    clock: clock ?? systemClock, countTokens: countTokens ?? estimateTokens, config: structuredClone(config ?? {}),
    llmMaxCalls: checkCount('llmMaxCalls', llmMaxCalls), llmTimeoutMs: checkCount('llmTimeoutMs', llmTimeoutMs),
  }
  // Last: it counts for the whole process, so nothing else may be wrong.
  if (options.scanKernel !== undefined) provideKernel(options.scanKernel)
  return settings
}

/** Reads the options of `sleep` and `endSession`. Throws INVALID_ARGUMENT. */
export function readSleep(options: SleepOptions): { signal: AbortSignal | undefined } {
  const { signal } = checkNames('options', options, { signal: true }, pass)
  return { signal: checkSignal(signal) }
}

/** What to recall, without the query. */
export interface RecallSettings {
  k: number
  statuses: ReadonlySet<Status>
  kinds: ReadonlySet<Kind> | undefined
  asOf: number | undefined
  reinforce: boolean
  signal: AbortSignal | undefined
}

const pass = 'pass one, or leave it out'
const recallNames: Readonly<Record<keyof RecallOptions, true>> = {
  k: true, kinds: true, asOf: true, include: true, reinforce: true, signal: true,
}

/** Reads the options of `recall`. Throws INVALID_ARGUMENT. */
export function readRecall(options: RecallOptions): RecallSettings {
  const { k = 10, include = [], kinds, asOf, reinforce = false, signal } = checkNames('options', options, recallNames, pass)
  return {
    k: checkCount('k', k),
    statuses: new Set<Status>(['current', 'unstored', ...checkStatuses(include)]),
    kinds: kinds && checkKinds(kinds),
    asOf: asOf === undefined ? undefined : checkTime('asOf', asOf),
    reinforce, signal: checkSignal(signal),
  }
}

/** A message to process. */
export interface ProcessSettings {
  text: string
  topK: number | undefined
  budgetTokens: number | undefined
  layers: ReadonlySet<Layer>
  /** What the model sees anyway, trimmed. */
  seen: ReadonlySet<string>
  placement: 'user' | 'system'
  signal: AbortSignal | undefined
}

const processNames: Readonly<Record<keyof ProcessOptions, true>> = {
  topK: true, budgetTokens: true, layers: true, history: true, placement: true, signal: true,
}

/** Reads the message and options of `process`. Throws INVALID_ARGUMENT. */
export function readProcess(message: string, options: ProcessOptions, maxTextLength: number): ProcessSettings {
  const text = checkText('message', message, maxTextLength)
  checkNames('options', options, processNames, pass)
  const { topK, budgetTokens, layers = allLayers, history = [], placement = 'user', signal } = options
  checkWord('placement', placement, ['user', 'system'])
  return {
    text, topK: topK === undefined ? undefined : checkCount('topK', topK),
    budgetTokens: budgetTokens === undefined ? undefined : checkCount('budgetTokens', budgetTokens), layers: checkLayers(layers),
    seen: new Set(checkHistory(history).map(said => said.trim())), placement, signal: checkSignal(signal),
  }
}

/** Which memories to list. */
export interface ListSettings {
  kind: Kind | undefined
  status: Status | undefined
  tier: MemoryTier | undefined
  /** Said after this moment, in milliseconds. */
  after: number
  limit: number
}

const listNames: Readonly<Record<keyof ListOptions, true>> = { kind: true, status: true, tier: true, after: true, limit: true }

/** Reads the options of `list`. Throws INVALID_ARGUMENT. */
export function readList(options: ListOptions): ListSettings {
  const { kind, status, tier, after, limit = 100 } = checkNames('options', options, listNames, pass)
  if (kind !== undefined) checkKinds([kind])
  if (status !== undefined) checkStatuses([status])
  if (tier !== undefined) checkWord('tier', tier, memoryTiers)
  return { kind, status, tier, after: after === undefined ? -Infinity : checkTime('after', after), limit: checkCount('limit', limit) }
}

const fireNames: Readonly<Record<keyof FireOptions, true>> = { id: true, level: true, why: true }

/** Reads the arguments of `fire`. Throws INVALID_ARGUMENT. */
export function readFire(signal: SignalName, options: FireOptions): { name: SignalName; id: string | undefined; level: number; why: string } {
  checkWord('signal', signal, signalNames)
  const { id, level = 1, why = 'by hand' } = checkNames('options', options, fireNames, pass)
  checkNumber('level', level, 0, 1)
  return { name: signal, id: id === undefined ? undefined : checkName('id', id), level, why: checkName('why', why) }
}

const trainingNames: Readonly<Record<keyof ExportTrainingOptions, true>> = { template: true, weight: true, budgetTokens: true }

/** Reads the options of `trainingLines`. Throws INVALID_ARGUMENT. */
export function readTraining(options: ExportTrainingOptions): { template: Template; weight: number; budgetTokens: number } {
  const { template = 'messages', weight = 1, budgetTokens = 400 } = checkNames('options', options, trainingNames, pass)
  checkWord('template', template, templates)
  return { template, weight: checkCount('weight', weight), budgetTokens: checkCount('budgetTokens', budgetTokens) }
}
