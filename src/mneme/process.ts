// Process: a message made ready for a model. Senses what it sets off, plans, recalls, renders. Changes nothing.
import { relevantHits, renderContext } from '../context/context.ts'
import { entitiesIn } from '../extract/ask.ts'
import { workingTurns } from '../log/working.ts'
import { confidenceIn, firedBy } from '../plan/firing.ts'
import { planQuery, type Plan } from '../plan/plan.ts'
import { messageFeatures } from '../signals/classifier.ts'
import { classifyQuery } from '../signals/query.ts'
import type { Hit } from '../recall/hit.ts'
import type { Query } from '../recall/query.ts'
import { firesFrom, type SignalLevel } from '../signals/signal.ts'
import { readCall } from '../signals/trigger.ts'
import type { State } from '../state/state.ts'
import type { Topic } from '../topics/topic.ts'
import type { Engine } from './engine.ts'
import { whoIsWho } from './graph-view.ts'
import type { ProcessedTurn } from './options.ts'
import { readRecall, type ProcessSettings } from './request.ts'
import { levelsOf, sense, topicsOf } from './sense.ts'
import { rulesThatHold, viewCluster, viewRule } from './views-learned.ts'

/** Turns of a topic that come back with it, the most relevant first. */
const unitSize = 4

export async function processMessage(engine: Engine, settings: ProcessSettings, startedAt: number): Promise<ProcessedTurn> {
  const { state, decider } = engine
  const { text, seen } = settings
  const aim = await engine.aim(text, startedAt, settings.signal)
  const sensed = sense(text, 'user', decider.reader, decider.policy)
  const signals = levelsOf(state, text, 'user', sensed, aim.key)
  if (engine.alert !== null) signals.norepinephrine = engine.alert
  const { norepinephrine } = signals
  const change = norepinephrine.level >= firesFrom ? norepinephrine.level : 0
  const working = new Set(workingTurns(state.log, startedAt, state.slept, state.config.working))
  const features = sensed.features ?? messageFeatures(text, decider.reader)
  const query = classifyQuery(features, decider.policy.query)
  const plan = planQuery(text, {
    query, running: working.size > 0,
    beyond: looksBeyond(state, text, aim.query, working), topK: settings.topK, budgetTokens: settings.budgetTokens, window: aim.query.window, change,
  })
  const topics = plan.topK === 0 ? [] : topicsOf(state, text)
  const pinnedIds = plan.topK === 0 || !state.config.signals.dopamine ? [] : pinnedIn(state)
  const ranked = plan.topK === 0 ? [] : engine
    .rank(aim, readRecall({ k: plan.topK + seen.size }), startedAt, [...pinnedIds, ...topics.flatMap(topic => tracesOf(state, topic))])
    .filter(hit => !seen.has(hit.text.trim()))
  const best = relevantHits(readable(ranked, plan, working, state), plan.relevantShare).slice(0, plan.topK)
  const pinned = new Set(pinnedIds)
  const rules = rulesThatHold(state)
  const fired = plan.layers.includes('procedural') && state.config.procedures.enabled
    ? firedBy(state, () => readCall(text, decider.triggers, features, query, sensed.cues), decider.triggers, decider.policy.procedure.trigger) : []
  const { text: context, tokens, used } = renderContext({
    caution: change > 0 && plan.layers.length > 0 ? cautionFor(norepinephrine) : null,
    procedures: fired.map(({ procedure }) => procedure),
    rules: rules.map(rule => (rule.speaker === 'user' ? rule.text : `${rule.speaker}: ${rule.text}`)),
    people: plan.topK === 0 ? [] : whoIsWho(state, text, seen),
    pinned: ranked.filter(({ id }) => pinned.has(id)),
    hits: together(best, ranked, topics, state),
  }, plan.budgetTokens, decider.timeZone, engine.countTokens)
  engine.show(used, fired.map(({ procedure }) => procedure.id))
  return {
    context, prompt: settings.placement === 'system' || context === '' ? text : `${context}\n\n${text}`, memories: used, signals,
    rules: rules.map(rule => viewRule(state, rule)), clusters: topics.map(topic => viewCluster(state, topic)),
    procedures: fired.map(one => ({ id: one.procedure.id, name: one.procedure.name, instruction: one.procedure.instruction, confidence: confidenceIn(one) })), plan, tokens,
    cost: { llmCalls: 0, tokens, ms: engine.now() - startedAt },
  }
}

/** Hits of the layers that a plan reads: all that was said, or what was worth a trace and is no mood, or the running conversation. */
function readable(ranked: readonly Hit[], { layers }: Plan, working: ReadonlySet<number>, { log }: State): Hit[] {
  if (layers.includes('episodic')) return [...ranked]
  const lasting = layers.includes('semantic')
  return ranked.filter(({ kind, tier, sourceIds }) => (lasting && tier !== null && kind !== 'mood') || sourceIds.some(id => working.has(log.ordinalOf(id) ?? -1)))
}

/** True where a message speaks of somebody whom the running conversation has not named. */
function looksBeyond({ graph, config }: State, text: string, { speakers }: Query, working: ReadonlySet<number>): boolean {
  const meant = config.graph.enabled ? entitiesIn(graph, text) : []
  return speakers.size > 0 || meant.some(id => !graph.entity(id)!.turns.some(turn => working.has(turn)))
}

/** Ids of the pinned traces of both stores. */
function pinnedIn({ ltm, stm }: State): string[] {
  return [...ltm.pinned(), ...stm.list().filter(({ priority }) => priority).map(({ id }) => id)]
}

/** Ids of the traces of a topic. */
function tracesOf({ sources }: State, { turns }: Topic): string[] {
  return turns.flatMap(turn => sources.of(turn))
}

/** The best hits, and with them the best of what belongs to the topics that a message is about. */
function together(best: readonly Hit[], ranked: readonly Hit[], topics: readonly Topic[], state: State): Hit[] {
  const own = new Set(topics.flatMap(({ turns }) => turns.map(turn => state.log.idAt(turn))))
  const unit = ranked.filter(hit => hit.score > 0 && hit.sourceIds.some(id => own.has(id))).slice(0, unitSize)
  return [...new Set([...best, ...unit])]
}

function cautionFor({ cause }: SignalLevel): string {
  return cause.startsWith('frustration')
    ? 'The user sounds upset: do not repeat what did not help, and ask where something is unclear.'
    : 'The subject has just changed: what was said before may not apply.'
}
