// What a host sees of what was learned: rules, topics and the log of signals. Reads only.
import { MnemeError } from '../errors.ts'
import { confidenceOf, holds, type Rule } from '../rules/rule.ts'
import type { State } from '../state/state.ts'
import type { Topic } from '../topics/topic.ts'
import type { Cluster, RuleView, SignalRecord } from './options.ts'

/** The rules that are told to the model, the surest first. */
export function rulesThatHold({ rules, config }: State): Rule[] {
  return config.signals.serotonin ? rules.list().filter(holds).sort((a, b) => confidenceOf(b) - confidenceOf(a)) : []
}

export function viewRule({ log, config }: State, rule: Rule): RuleView {
  return {
    id: rule.id, speaker: rule.speaker, text: rule.text, confidence: confidenceOf(rule), active: config.signals.serotonin && holds(rule),
    enabled: rule.enabled, sourceIds: rule.shown.map(({ turn }) => log.idAt(turn)), contradictedBy: rule.against.map(turn => log.idAt(turn)),
    since: rule.since,
  }
}

/** A rule switched on or off. Throws NOT_FOUND. */
export function switched({ rules }: State, id: string, enabled: boolean): Rule {
  const rule = rules.get(id)
  if (!rule) throw new MnemeError('NOT_FOUND', `id: expected that of a rule, got "${id}"; rules() gives ids`)
  return { ...rule, enabled }
}

export function viewCluster({ log }: State, { id, name, turns, since }: Topic): Cluster {
  return { id, name, turnIds: turns.map(turn => log.idAt(turn)), since }
}

/** The signals that acted, newest first. */
export function viewSignals({ signals, log }: State): SignalRecord[] {
  return signals.map(({ turn, traces, ...event }) => ({ ...event, turnId: turn === null ? null : log.idAt(turn), traceIds: [...traces] })).reverse()
}
