// A turn that has been stored, and what its signals leave behind: rules, and entries in the log of signals.
import type { Turn } from '../log/log.ts'
import { isMachine } from '../log/speaker.ts'
import { dopamineOf, gabaOf, norepinephrineOf } from '../signals/levels.ts'
import { atRest, firesFrom, signalNames, type Signals } from '../signals/signal.ts'
import type { Change, State } from '../state/state.ts'
import { learnRules } from './learn-rules.ts'
import { cosineBefore, topicLevel, topicsOf, type Sensed } from './sense.ts'

/** What became of a turn. */
export interface Stored {
  turn: Turn
  /** Unit key [K]. */
  key: Float32Array
  sensed: Sensed
  /** Probability that it replaces an earlier statement. */
  replaces: number
  /** Traces over it, and those that it ended. */
  traces: readonly string[]
  ended: readonly string[]
}

/** Learns from the last turn of the log; gives the levels of its signals. */
export function learn(state: State, stored: Stored, change: (change: Change) => void): Signals {
  const { turn, sensed, replaces, ended } = stored
  const { signals: on } = state.config
  const ordinal = state.log.size - 1
  const levels = atRest()
  if (isMachine(turn.speaker)) return levels
  if (on.dopamine) levels.dopamine = dopamineOf(sensed.cues, replaces)
  if (on.gaba) levels.gaba = gabaOf(ended.length > 0 ? Math.max(replaces, firesFrom) : 0)
  if (on.serotonin) levels.serotonin = learnRules(state, { turn, ordinal, key: stored.key, sensed }, change)
  levels.acetylcholine = topicLevel(topicsOf(state, turn.text))
  if (on.norepinephrine) levels.norepinephrine = norepinephrineOf(sensed.cues, cosineBefore(state, turn.text, stored.key, ordinal))
  for (const signal of signalNames) {
    const { level, cause } = levels[signal]
    if (level < firesFrom) continue
    const traces = signal === 'gaba' ? stored.ended : signal === 'dopamine' ? stored.traces : []
    change({ type: 'signal', event: { signal, level, cause, trigger: 'turn', at: turn.at, turn: ordinal, traces } })
  }
  return levels
}
