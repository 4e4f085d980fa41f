// The four layers that a plan reads, as figures: what each holds now, and what the last `process` took to read it.
import type { Kind } from '../config.ts'
import { workingTurns } from '../log/working.ts'
import type { Layer } from '../plan/plan.ts'
import { isActive } from '../procedures/procedure.ts'
import { holds } from '../rules/rule.ts'
import type { State } from '../state/state.ts'
import { tracesOf } from './views.ts'

/** What a layer holds. */
export interface LayerStats {
  items: number
  /** Estimate for the texts of its items: one for every four characters, for that costs nothing. */
  tokens: number
  /** What the last `process` of this open memory took to read it, by the memory's clock; left out before the first one. */
  readMs?: number
}

/** Milliseconds by layer. */
export type LayerReads = Partial<Record<Layer, number>>

/** Kinds of what lasts. */
const lasting: ReadonlySet<Kind> = new Set<Kind>(['semantic', 'preference'])

/**
 * Working: the turns of the running conversation that are in mind. Semantic: traces of lasting kinds that nothing replaced or
 * suppressed, and rules that hold. Episodic: every turn whose text the log holds. Procedural: the ways of working that may be
 * told. Views of one memory: a turn may stand in all.
 */
export function viewLayers(state: State, now: number, reads: LayerReads): Record<Layer, LayerStats> {
  const { log, config, rules, procedures } = state
  const textOf = (ordinal: number): string[] => {
    const turn = log.at(ordinal)
    return turn ? [turn.text] : []
  }
  const texts: Record<Layer, readonly string[]> = {
    working: workingTurns(log, now, state.slept, config.working).flatMap(textOf),
    semantic: [...lastingTexts(state), ...rules.list().filter(holds).map(({ text }) => text)],
    episodic: Array.from({ length: log.size }, (_, ordinal) => textOf(ordinal)).flat(),
    procedural: config.procedures.enabled ? procedures.list().filter(isActive).map(({ instruction }) => instruction) : [],
  }
  const figures = (layer: Layer): LayerStats => ({
    items: texts[layer].length, tokens: texts[layer].reduce((sum, text) => sum + Math.ceil(text.length / 4), 0),
    ...reads[layer] !== undefined && { readMs: reads[layer] },
  })
  return { working: figures('working'), semantic: figures('semantic'), episodic: figures('episodic'), procedural: figures('procedural') }
}

function lastingTexts(state: State): string[] {
  const texts: string[] = []
  for (const { kind, suppressed, supersededBy, text } of tracesOf(state)) if (lasting.has(kind) && !suppressed && supersededBy === null) texts.push(text)
  return texts
}
