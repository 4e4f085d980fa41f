// A turn that has been stored, read into the graph.
import { Extractor } from '../extract/extract.ts'
import type { Turn } from '../log/log.ts'
import type { Change, State } from '../state/state.ts'

const machines = new Set(['assistant', 'system', 'tool'])

/** Reads the last turn of the log into the graph. */
export function readGraph(state: State, turn: Turn, change: (change: Change) => void): void {
  if (!state.config.graph.enabled) return
  const others = [...state.log.speakers.keys()].filter(speaker => speaker !== turn.speaker && !machines.has(speaker))
  // "You" is told only where two people talk.
  const addressee = others.length === 1 && turn.speaker !== 'user' ? others[0] : undefined
  new Extractor(state.graph, step => change({ type: 'graph', step })).read({
    text: turn.text, speaker: turn.speaker, ordinal: state.log.size - 1, at: turn.at, ...(addressee !== undefined && { addressee }),
  })
}
