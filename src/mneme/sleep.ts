// Sleep as the engine runs it: step by step, each kept whole, so that a night can be interrupted and gone on with.
import { MnemeError } from '../errors.ts'
import { LlmCalls, type Llm } from '../llm/llm.ts'
import { nightfall } from '../sleep/scan.ts'
import { phaseNames, type PhaseName, type Step, type Taken } from '../sleep/step.ts'
import { stepsWith } from '../sleep/steps.ts'
import { wantsSleep } from '../sleep/pressure.ts'
import { measureScan } from '../recall/scan.ts'
import type { Night } from '../state/night.ts'
import { tickOf, type Change } from '../state/state.ts'
import { unlessAborted } from './abort.ts'
import type { Engine } from './engine.ts'
import type { Cost, SessionReport } from './report.ts'
import { statementsStep } from './statements.ts'

/** The host's language model and its bounds. */
export interface LlmSettings {
  llm: Llm | undefined
  maxCalls: number
  timeoutMs: number
}

/** What a phase has done so far. */
interface Progress {
  counts: Record<string, number>
  examples: string[]
  ms: number
}

/** Examples that a phase reports. */
const mostExamples = 3

/**
 * Consolidates everything since the last sleep; goes on first with a night that was interrupted. Stops between two steps
 * when the signal fires, with ABORTED: what is done is kept.
 */
export async function sleep(engine: Engine, { llm, ...bounds }: LlmSettings, signal?: AbortSignal): Promise<SessionReport> {
  const startedAt = engine.now()
  const phases = new Map(phaseNames.map((name): [PhaseName, Progress] => [name, { counts: {}, examples: [], ms: 0 }]))
  const cost: Cost = { llmCalls: 0, tokens: 0, ms: 0 }
  for (let resumed = true; resumed;) {
    const begun = engine.state.sleep.night
    resumed = begun !== null
    const calls = new LlmCalls(llm, { ...bounds, countTokens: engine.countTokens })
    calls.calls = begun?.calls ?? 0
    await runNight(engine, stepsWith(statementsStep(engine, calls), engine.decider), { signal, note: ({ phase }, taken, ms) => note(phases.get(phase)!, taken, ms) })
    cost.llmCalls += calls.calls - (begun?.calls ?? 0)
    cost.tokens += calls.tokens
  }
  engine.endCycle()
  const tuning = measureScan(engine.state, tickOf(engine.state, startedAt))
  if (tuning) await engine.transact(change => change({ type: 'tuned', tuning }), startedAt)
  await engine.keeper.compact()
  return { ...Object.fromEntries(phases) as Record<PhaseName, Progress>, cost: { ...cost, ms: engine.now() - startedAt } }
}

/** Sleeps and begins the next session, where the running one has turns. */
export async function endSession(engine: Engine, llm: LlmSettings, signal?: AbortSignal): Promise<SessionReport> {
  const report = await sleep(engine, llm, signal)
  const { session, sessionFrom, log } = engine.state
  if (sessionFrom < log.size) await engine.transact(change => change({ type: 'session', number: session + 1 }))
  engine.forgetShown()
  return report
}

/** Sleeps where the config asks for it. The turns before are kept: a disk that refuses the sleep is no reason to tell them again. */
export async function sleepIfDue(engine: Engine, llm: LlmSettings): Promise<void> {
  if (!wantsSleep(engine.state, engine.now())) return
  await sleep(engine, llm).catch((error: unknown) => {
    if (!MnemeError.isInstance(error) || error.code !== 'STORAGE_FAILED') throw error
  })
}

/** How a night is watched and ended early. */
interface Watch {
  signal?: AbortSignal | undefined
  note: (step: Step, taken: Taken, ms: number) => void
}

/** Runs one night: the one that was interrupted, else one over everything new. Where there is nothing to do nothing is written. */
export async function runNight(engine: Engine, steps: readonly Step[], { signal, note: tell }: Watch): Promise<void> {
  let night = engine.state.sleep.night ?? nightfall(engine.state, engine.now())
  let at = night.step === 'end' ? steps.length : Math.max(0, steps.findIndex(({ name }) => name === night.step))
  for (let step = steps[at]; step; step = steps[at]) {
    const startedAt = engine.now()
    const taken = await unlessAborted(takeStep(step, engine, night, signal), signal)
    if (!taken.again) at++
    night = { ...night, ...taken.night, step: steps[at]?.name ?? 'end' }
    await commit(engine, night, taken.changes)
    tell(step, taken, engine.now() - startedAt)
  }
  const { slept, sleep: { night: begun } } = engine.state
  if (begun || night.until > slept) await engine.transact(change => change({ type: 'slept', turn: night.until, at: night.now }), night.now)
}

async function takeStep(step: Step, engine: Engine, night: Night, signal: AbortSignal | undefined): Promise<Taken> {
  // A step on its own leaves the process no moment to fire the signal in.
  if (signal) await new Promise(resolve => { setTimeout(resolve, 0) })
  return step.take(engine.state, night)
}

/** Makes the changes of a step, with where the night stands after it. A step without any is done again after an interruption. */
async function commit(engine: Engine, night: Night, changes: readonly Change[]): Promise<void> {
  const { slept, sleep: { night: begun } } = engine.state
  if (changes.length === 0 && (begun !== null || night.until === slept)) return
  const task = (change: (change: Change) => void): void => {
    changes.forEach(change)
    change({ type: 'night', night })
  }
  // What is erased leaves the disk: the snapshot is written anew.
  if (changes.some(({ type }) => type === 'erase')) await engine.rewrite(task, night.now)
  else await engine.transact(task, night.now)
}

function note(progress: Progress, { counts, examples }: Taken, ms: number): void {
  for (const [name, count] of Object.entries(counts)) progress.counts[name] = (progress.counts[name] ?? 0) + count
  progress.examples = [...progress.examples, ...examples].slice(0, mostExamples)
  progress.ms += ms
}
