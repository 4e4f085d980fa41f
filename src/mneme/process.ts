// Process: a message made ready for a model. Senses what it sets off, plans, recalls, renders. Changes nothing.
import type { Kind } from '../config.ts'
import { relevantHits, renderContext } from '../context/context.ts'
import { entitiesIn } from '../extract/ask.ts'
import { workingTurns } from '../log/working.ts'
import { confidenceIn, firedBy } from '../plan/firing.ts'
import { planQuery, type Layer } from '../plan/plan.ts'
import { classifyQuery } from '../signals/query.ts'
import type { Hit } from '../recall/hit.ts'
import type { Query } from '../recall/query.ts'
import { answerability } from '../signals/confidence.ts'
import { firesFrom, type SignalLevel } from '../signals/signal.ts'
import { readCall } from '../signals/trigger.ts'
import type { State } from '../state/state.ts'
import type { Topic } from '../topics/topic.ts'
import type { Engine } from './engine.ts'
import { whoIsWho } from './graph-view.ts'
import type { LayerReads } from './layers.ts'
import type { ProcessedTurn } from './options.ts'
import { readRecall, type ProcessSettings } from './request.ts'
import { levelsOf, sense, topicsOf } from './sense.ts'
import { rulesThatHold, viewCluster, viewRule } from './views-learned.ts'

/** The layer that a trace belongs to; a turn without one is episodic. */
const layerOfKind: Readonly<Record<Kind, Layer>> = { semantic: 'semantic', preference: 'semantic', episodic: 'episodic', mood: 'episodic', procedural: 'procedural' }

/** Hits that recall looks for where the host does not say: candidates are four times as many. */
const mostSought = 32

/** Turns of a topic that come back with it, the most relevant first. */
const unitSize = 4

export async function processMessage(engine: Engine, settings: ProcessSettings, startedAt: number): Promise<ProcessedTurn> {
  const { state, decider } = engine
  const { text, seen } = settings
  const reads: LayerReads = {}
  const timed = <T>(layer: Layer, task: () => T): T => {
    const began = engine.now()
    const found = task()
    reads[layer] = (reads[layer] ?? 0) + engine.now() - began
    return found
  }
  const aim = await engine.aim(text, startedAt, settings.signal)
  const sensed = sense(text, 'user', decider.reader, decider.policy, () => aim.features)
  const signals = levelsOf(state, text, 'user', sensed, aim.key)
  if (engine.alert !== null) signals.norepinephrine = engine.alert
  const { norepinephrine } = signals
  const change = norepinephrine.level >= firesFrom ? norepinephrine.level : 0
  const working = timed('working', () => new Set(workingTurns(state.log, startedAt, state.slept, state.config.working)))
  const { fullHistory } = engine
  const query = classifyQuery(aim.features, decider.policy.query)
  const plan = planQuery(text, {
    query, believes: state.config.plan.enabled, running: working.size > 0,
    beyond: looksBeyond(state, text, aim.query, working), topK: settings.topK, budgetTokens: settings.budgetTokens, allowed: settings.layers,
    history: { turns: state.log.live, tokens: fullHistory }, window: aim.query.window, change,
  })
  const semantic = settings.layers.has('semantic')
  // What a plan that goes no further than the conversation does not read, it does not search.
  const planned = new Set(plan.layers)
  const isNear = !reachesFar(planned)
  const topics = plan.topK === 0 ? [] : topicsOf(state, text)
  const { dopamine } = state.config.signals
  const ranked = plan.topK === 0 ? [] : timed(isNear ? 'working' : 'episodic', () => engine
    .rank(aim, readRecall({ k: Math.min(plan.topK, settings.topK ?? mostSought) + seen.size }), startedAt, {
      also: [...dopamine ? pinnedInStm(state) : [], ...topics.flatMap(topic => tracesOf(state, topic))], pinned: dopamine && reachesFar(settings.layers), graph: semantic && !isNear, ...isNear && { within: working },
    }))
    .filter(hit => !seen.has(hit.text.trim()) && isIn(hit, settings.layers, working, state))
  const best = relevantHits(ranked.filter(hit => isIn(hit, planned, working, state)), plan.relevantShare).slice(0, plan.topK)
  const [rules, people] = timed('semantic', () => [semantic ? rulesThatHold(state) : [], plan.topK === 0 || !semantic ? [] : whoIsWho(state, text, seen)] as const)
  const fired = plan.layers.includes('procedural') && state.config.procedures.enabled
    ? timed('procedural', () => firedBy(state, () => readCall(text, decider.triggers, aim.features, query, sensed.cues), decider.triggers, decider.policy.procedure.trigger)) : []
  const { text: context, tokens: contextTokens, used } = renderContext({
    caution: change > 0 && plan.layers.length > 0 ? cautionFor(norepinephrine) : null,
    procedures: fired.map(({ procedure }) => procedure),
    rules: rules.map(rule => (rule.speaker === 'user' ? rule.text : `${rule.speaker}: ${rule.text}`)),
    people,
    pinned: dopamine ? ranked.filter(({ tier }) => tier === 'priority') : [],
    hits: together(best, ranked, topics, state),
  }, plan.budgetTokens, decider.timeZone, engine.countTokens)
  engine.show(used, fired.map(({ procedure }) => procedure.id))
  engine.reads = reads
  return {
    context, prompt: settings.placement === 'system' || context === '' ? text : `${context}\n\n${text}`, memories: used, signals,
    rules: rules.map(rule => viewRule(state, rule)), clusters: topics.map(topic => viewCluster(state, topic)),
    procedures: fired.map(one => ({ id: one.procedure.id, name: one.procedure.name, instruction: one.procedure.instruction, confidence: confidenceIn(one) })), plan,
    confidence: answerability(ranked),
    tokens: { context: contextTokens, fullHistory, saved: Math.max(0, fullHistory - contextTokens) },
    cost: { llmCalls: 0, tokens: contextTokens, ms: engine.now() - startedAt },
  }
}

/** True for a hit that one of the layers gives: by the kind of its trace, or as part of the running conversation. */
function isIn({ kind, tier, sourceIds }: Hit, layers: ReadonlySet<Layer>, working: ReadonlySet<number>, { log }: State): boolean {
  if (layers.has(tier === null ? 'episodic' : layerOfKind[kind])) return true
  return layers.has('working') && sourceIds.some(id => working.has(log.ordinalOf(id) ?? -1))
}

/** True where some layers hold more than the running conversation. */
function reachesFar(layers: ReadonlySet<Layer>): boolean {
  return layers.has('semantic') || layers.has('episodic')
}

/** True where a message speaks of somebody whom the running conversation has not named. */
function looksBeyond({ graph, config }: State, text: string, { speakers }: Query, working: ReadonlySet<number>): boolean {
  const meant = config.graph.enabled ? entitiesIn(graph, text) : []
  return speakers.size > 0 || meant.some(id => !graph.entity(id)!.turns.some(turn => working.has(turn)))
}

/** Ids of the pinned traces of short-term memory. */
function pinnedInStm({ stm }: State): string[] {
  return stm.list().filter(({ priority }) => priority).map(({ id }) => id)
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
