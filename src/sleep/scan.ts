// Scan: what was said since the last sleep and is not consolidated.
import type { Night } from '../state/night.ts'
import { tickOf, type State } from '../state/state.ts'
import { example, type Step } from './step.ts'

/** A night that begins, before it has looked at anything. */
export function nightfall(state: State, now: number): Night {
  return { now, tick: tickOf(state, now), until: state.slept, step: 'scan', turn: state.slept, archive: [], calls: 0, load: 0 }
}

/** Ordinals of the turns that a night consolidates. */
export function turnsOf({ slept }: State, { until }: Night): number[] {
  return Array.from({ length: until - slept }, (_, at) => slept + at)
}

/** Sets the bounds of the night: every turn since the last one. */
export const scan: Step = {
  name: 'scan',
  phase: 'scan',
  take: (state, night) => {
    const until = state.log.size
    const turns = turnsOf(state, { ...night, until }).flatMap(ordinal => state.log.at(ordinal) ?? [])
    return {
      changes: [],
      counts: { turns: turns.length, traces: state.sleep.touched.size },
      examples: turns.map(({ text }) => example(text)),
      night: { until, load: state.sleep.load },
    }
  },
}
