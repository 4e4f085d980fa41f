// Synaptic pruning: traces that are no longer worth their place go; their turns stay in the log, dormant where they have faded.
import { dayMs } from '../clock.ts'
import type { Change, State } from '../state/state.ts'
import { retentionOf } from '../trace/retention.ts'
import { withoutTurn, type Topic } from '../topics/topic.ts'
import { strengthOf, type Trace } from '../trace/trace.ts'
import { example, type Step } from './step.ts'

/** Long-term traces whose retention is below the limit at a tick, in the order in which they were made. */
export function fadedOf(state: State, tick: number): Trace[] {
  const { config } = state
  return state.agenda.fading(state, tick).flatMap(id => state.ltm.get(id) ?? [])
    .filter(trace => retentionOf(trace, tick, config) < config.sleep.pruneBelow)
    .sort((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)))
}

/** Drops long-term traces below `sleep.pruneBelow`, and short-term ones that are dormant. */
export const fade: Step = {
  name: 'fade',
  phase: 'prune',
  take: (state, { now, tick }) => {
    const { config } = state
    const limit = config.sleep.pruneBelow
    const gone = fadedOf(state, tick).map(trace => ({ trace, left: `faded to retention ${retentionOf(trace, tick, config).toPrecision(2)}, below ${limit}` }))
    const short = state.stm.list().map(trace => ({ trace, strength: strengthOf(trace, tick, config) }))
      .filter(({ trace, strength }) => strength < config.dormantBelow && !trace.priority && trace.supersededBy === null && !trace.suppressed)
      .map(({ trace, strength }) => ({ trace, left: `faded to strength ${strength.toPrecision(2)}, below ${config.dormantBelow}` }))
    const all = [...gone, ...short]
    return {
      changes: all.map(({ trace, left }): Change => ({
        type: 'drop', id: trace.id, at: now, cause: `${left}; last strengthened at tick ${trace.tick.toFixed(1)}`,
        // What was of little importance is pruned long before it has faded: its turn is still found by its words.
        ...strengthOf(trace, tick, config) < config.dormantBelow && { faded: true as const },
      })),
      counts: { faded: all.length }, examples: all.map(({ trace }) => example(trace.text)),
    }
  },
}

/** Drops what stayed in short-term memory longer than the age limit and never proved itself; its turn is found by its words. */
export const expire: Step = {
  name: 'expire',
  phase: 'prune',
  take: ({ stm, config }, { now }) => {
    const oldest = now - config.stm.maxAgeDays * dayMs
    const cause = `left short-term memory after ${config.stm.maxAgeDays} days, neither repeated nor used`
    const old = stm.list().filter(({ at, repeats, uses, importance }) => at < oldest && repeats === 0 && uses === 0 && importance < config.sleep.archiveFrom)
    return {
      changes: old.map(({ id }): Change => ({ type: 'drop', id, at: now, cause })),
      counts: { expired: old.length }, examples: old.map(({ text }) => example(text)),
    }
  },
}

/** Takes the text of turns received over `retentionDays` ago out of the log, and out of topics. Traces keep their source ids. */
export const erase: Step = {
  name: 'erase',
  phase: 'prune',
  take: (state, { now }) => {
    const { config, log } = state
    const limit = config.retentionDays
    const ended = limit === null ? [] : state.agenda.erasing(state, now).filter(ordinal => log.at(ordinal)!.receivedAt < now - limit * dayMs).sort((a, b) => a - b)
    const gone = new Set(ended)
    const topics = ended.reduce<readonly Topic[]>((left, turn) => withoutTurn(left, turn), state.topics)
    const grown = state.topics.some(({ turns }) => turns.some(turn => gone.has(turn)))
    return {
      changes: [...ended.map((ordinal): Change => ({ type: 'erase', ordinal })), ...grown ? [{ type: 'topics', topics } as const] : []],
      counts: { erased: ended.length }, examples: ended.map(ordinal => log.idAt(ordinal)),
    }
  },
}
