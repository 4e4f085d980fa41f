// The four layers that a plan reads, as figures: what each holds now, and what the last `process` took to read it.
import { workingTurns } from '../log/working.ts'
import type { Layer } from '../plan/plan.ts'
import type { State } from '../state/state.ts'
import { allFacts } from './facts.ts'

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

/**
 * Working: the turns of the running conversation that are in mind. Semantic: what `facts` tells of everybody, as "key: value".
 * Episodic: every turn whose text the log holds. Views of one memory: a turn may stand in all.
 */
export function viewLayers(state: State, now: number, reads: LayerReads): Record<Layer, LayerStats> {
  const { log, config } = state
  const textOf = (ordinal: number): string[] => {
    const turn = log.at(ordinal)
    return turn ? [turn.text] : []
  }
  const texts: Record<Layer, readonly string[]> = {
    working: workingTurns(log, now, state.slept, config.working).flatMap(textOf),
    semantic: allFacts(state, now).map(({ key, value }) => `${key}: ${value}`),
    episodic: Array.from({ length: log.size }, (_, ordinal) => textOf(ordinal)).flat(),
    // Ways of working have no store of their own.
    procedural: [],
  }
  const figures = (layer: Layer): LayerStats => ({
    items: texts[layer].length, tokens: texts[layer].reduce((sum, text) => sum + Math.ceil(text.length / 4), 0),
    ...reads[layer] !== undefined && { readMs: reads[layer] },
  })
  return { working: figures('working'), semantic: figures('semantic'), episodic: figures('episodic'), procedural: figures('procedural') }
}
