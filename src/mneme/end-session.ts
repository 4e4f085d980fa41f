// The end of a session: what was said is compressed, ages and consolidates, and the next session begins.
import { inferLinks } from '../graph/infer.ts'
import { LlmCalls, type Llm } from '../llm/llm.ts'
import { learnProcedures } from '../sleep/procedures.ts'
import { sleep, type SleepReport } from '../sleep/sleep.ts'
import { compress, compressChanges } from './compress.ts'
import type { Engine } from './engine.ts'
import type { Cost } from './options.ts'

/** What a session's end did, phase by phase. */
export type SessionReport = SleepReport & {
  /** Statements taken out of turns, and lines of the language model that no turn backs up. */
  compress: { statements: number; rejected: number }
  /** What the session's turns say that the graph holds. */
  extract: { facts: number; people: number }
  /** Ways of working that were learned, and the instructions that were looked at. */
  procedures: { procedures: number; instructions: number }
  /** What follows from all that the graph holds; nothing of it is stored. */
  infer: { links: number }
  cost: Cost
}

/** The host's language model and its bounds. */
export interface LlmSettings {
  llm: Llm | undefined
  maxCalls: number
  timeoutMs: number
}

/**
 * Ends the running session. Ageing goes by memory time and by sessions with turns in them: called again it changes nothing.
 */
export async function endSession(engine: Engine, { llm, ...bounds }: LlmSettings): Promise<SessionReport> {
  const startedAt = engine.now()
  const calls = new LlmCalls(llm, { ...bounds, countTokens: engine.countTokens })
  const found = await compress(engine.state, engine.encoder, engine.decider, calls)
  const { extract, infer } = graphReport(engine)
  const report = await engine.rewrite(change => {
    compressChanges(engine.state, found, engine.decider).forEach(change)
    const done = sleep(engine.state, engine.now(), change)
    const procedures = learnProcedures(engine.state, { reader: engine.decider.triggers, change })
    if (engine.state.slept < engine.state.log.size) {
      change({ type: 'slept', turn: engine.state.log.size })
      change({ type: 'session', number: engine.state.session + 1 })
    }
    return { ...done, procedures }
  })
  engine.forgetShown()
  return {
    ...report, compress: { statements: found.statements.length, rejected: found.rejected }, extract, infer,
    cost: { llmCalls: calls.calls, tokens: calls.tokens, ms: engine.now() - startedAt },
  }
}

function graphReport({ state: { graph, slept } }: Engine): { extract: SessionReport['extract']; infer: SessionReport['infer'] } {
  const fresh = (turns: readonly number[]): boolean => turns.some(turn => turn >= slept)
  return {
    extract: {
      facts: [...graph.facts()].filter(({ sources }) => fresh(sources)).length,
      people: [...graph.entities()].filter(({ name, turns }) => name !== null && fresh(turns)).length,
    },
    infer: { links: inferLinks(graph).filter(({ inferred }) => inferred).length },
  }
}
