// The semantic layer as a view: what is known of each person as keys and values. Nothing of it is stored.
import { subjectWord } from '../encode/subject-word.ts'
import { terms } from '../encode/terms.ts'
import { userId } from '../graph/entity.ts'
import { factKey } from '../graph/fact-key.ts'
import { holdsAt, inferLinks, type Link } from '../graph/infer.ts'
import { isAttribute } from '../graph/fact.ts'
import { labelOf, type Relation } from '../graph/relation.ts'
import { nameOf } from '../graph/world.ts'
import { isMachine } from '../log/speaker.ts'
import { confidenceOf } from '../rules/rule.ts'
import { tickOf, traceOf, type State } from '../state/state.ts'
import { strengthOf, type Entry } from '../trace/trace.ts'
import { checkCount, checkName, checkNames, checkTime } from './check.ts'
import { partsOf, without } from './replace.ts'
import { rulesThatHold } from './views-learned.ts'
import { replacementsIn, tracesOf } from './views.ts'

/** Something known of a person, as a key and a value: "Home: Lyon". */
export interface FactView {
  /** `f` and the numbers of the facts in the graph that it stands on, or the id of the rule or trace; none twice. */
  id: string
  /** The relation ("Home", "Sister", "Allergy"); of a statement `Fact_` or `Preference_` and the word that it is about. */
  key: string
  value: string
  /** Importance of the strongest source times its strength now, in [0, 1]. */
  importance: number
  /** How surely it was understood and still holds, in [0, 1]. */
  confidence: number
  /** Whose it is. */
  speaker: string
  /** Ids of the turns that say it. */
  sourceIds: string[]
  /** When it was first said, in milliseconds. */
  validFrom: number
  /** When it was said to be over, in milliseconds; null while it holds. */
  validTo: number | null
}

/** Options of `facts`. */
export interface FactsOptions {
  /** Whose. @default those of all persons, not of assistants */
  speaker?: string
  /** At most. @default 100 */
  limit?: number
  /** What held at that moment. @default now */
  asOf?: number | Date
}

/** Whose facts, and when. */
interface Scope {
  state: State
  /** Memory time now, in ticks. */
  tick: number
  /** The moment that is asked for, in milliseconds. */
  at: number
}

const names: Readonly<Record<keyof FactsOptions, true>> = { speaker: true, limit: true, asOf: true }

/**
 * What is known of persons, the most important first: attributes and relations of the graph, rules that hold, and statements of
 * kind semantic or preference that say more. Throws INVALID_ARGUMENT.
 */
export function viewFacts(state: State, now: number, options: FactsOptions): FactView[] {
  const { speaker, limit = 100, asOf } = checkNames('options', options, names, 'pass one, or leave it out')
  if (speaker !== undefined) checkName('speaker', speaker)
  checkCount('limit', limit)
  return allFacts(state, now, asOf === undefined ? Infinity : checkTime('asOf', asOf))
    .filter(fact => (speaker === undefined ? !isMachine(fact.speaker) : fact.speaker === speaker)).slice(0, limit)
}

/** Every fact at a moment (in milliseconds; now by default), the most important first. */
function allFacts(state: State, now: number, at: number = Infinity): FactView[] {
  const scope = { state, tick: tickOf(state, now), at }
  const links = inferLinks(state.graph, at)
  const known = [...state.log.speakers.keys()].flatMap(speaker => graphFacts(scope, speaker, links))
  const rules = ruleFacts(scope)
  return [...known, ...rules, ...statementFacts(scope, [...known, ...rules])]
    .sort((a, b) => b.importance - a.importance || b.validFrom - a.validFrom || (a.id < b.id ? -1 : 1))
}

/** Of what the graph asserts on messages that nothing was tuned on, the share that is true (sealed suite, see the README). */
const readRightly = 0.93

/** Attributes and named relations of a speaker. */
function graphFacts(scope: Scope, speaker: string, links: readonly Link[]): FactView[] {
  const { graph } = scope.state
  const self = speaker === 'user' ? userId : graph.named(speaker.toLowerCase())[0]
  if (self === undefined || isMachine(speaker)) return []
  const attributes = graph.about(self).filter(fact => fact.subject === self && isAttribute(fact.predicate) && holdsAt(fact, scope.at))
    .map(({ id, predicate, object }) => ({ id: `f${id}`, relation: predicate as Relation, object: String(object), proof: [id] as readonly number[] }))
  const relations = links.filter(({ subject, object }) => subject === self && (graph.entity(object)?.name ?? null) !== null)
    .map(({ role, object, proof, inferred }) => ({
      id: `f${proof.join('-')}${inferred ? `~${self}-${role}-${object}` : ''}`, relation: labelOf(role, graph.entity(object)!.gender), object: nameOf(graph, object), proof,
    }))
  return [...attributes, ...relations].flatMap(({ id, relation, object, proof }) =>
    relation === null ? [] : graphFact(scope, { id, key: factKey(relation), speaker }, object, proof))
}

function graphFact(scope: Scope, named: Pick<FactView, 'id' | 'key' | 'speaker'>, object: string, proof: readonly number[]): FactView[] {
  const { state } = scope
  const premises = proof.flatMap(id => state.graph.fact(id) ?? [])
  const standing = premises.map(({ sources }) => sources.filter(source => stands(scope, source, object)))
  if (standing.length === 0 || standing.some(sources => sources.length === 0)) return []
  const sources = [...new Set(standing.flat())].sort((a, b) => a - b)
  // A conclusion needs every premise; who says a thing twice must be misread twice.
  const confidence = standing.reduce((product, own) => product * (1 - (1 - readRightly) ** own.length), 1) * undoubted(state, sources)
  return [{
    ...named, value: asWritten(state, sources, object), importance: worthOf(scope, sources), confidence,
    sourceIds: sources.map(source => state.log.idAt(source)), validFrom: Math.max(...premises.map(({ at }) => at)),
    validTo: premises.reduce<number | null>((end, { endedAt }) => (endedAt === null ? end : Math.min(end ?? Infinity, endedAt)), null),
  }]
}

/** True for a trace that held at the moment asked for, and that nobody suppressed. */
function held({ at: from, validTo, supersededBy, suppressed }: Entry, at: number): boolean {
  return !suppressed && from <= at && (supersededBy === null || (validTo !== null && validTo > at))
}

function entriesOver(state: State, source: number): Entry[] {
  return state.sources.of(source).flatMap(id => traceOf(state, id) ?? [])
}

/** True for a turn that still says something: its trace over those words holds, or it has none. */
function stands({ state, at }: Scope, source: number, object: string): boolean {
  const over = entriesOver(state, source)
  const saying = over.filter(({ text }) => text.toLowerCase().includes(object))
  const asked = saying.length > 0 ? saying : over
  return asked.length === 0 || asked.some(trace => held(trace, at))
}

/** Importance of the strongest source times its strength now. A turn without a trace fades as one of its kind would have. */
function worthOf({ state, tick, at }: Scope, sources: readonly number[]): number {
  return Math.max(0, ...sources.map(source => {
    const over = entriesOver(state, source).filter(trace => held(trace, at))
    if (over.length > 0) return Math.max(...over.map(trace => trace.importance * strengthOf(trace, tick, state.config)))
    const turn = state.log.at(source)
    if (!turn) return 0
    return turn.importance * strengthOf({ kind: turn.kind, strength: turn.strength, tick: turn.tick }, tick, state.config)
  }))
}

/** Probability that nothing said later replaced any of some turns. */
function undoubted({ doubts }: State, sources: readonly number[]): number {
  return sources.reduce((least, source) => Math.min(least, 1 - (doubts.get(source)?.probability ?? 0)), 1)
}

/** A value of the graph, which has small letters, as a source spells it. */
function asWritten(state: State, sources: readonly number[], value: string): string {
  for (const source of sources) {
    for (const text of [...entriesOver(state, source).map(entry => entry.text), state.log.at(source)?.text ?? '']) {
      const at = text.toLowerCase().indexOf(value)
      if (at >= 0) return text.slice(at, at + value.length)
    }
  }
  return value
}

/** Preferences and habits that hold. */
function ruleFacts(scope: Scope): FactView[] {
  const { state, at } = scope
  return rulesThatHold(state).filter(({ since }) => since !== null && since <= at).map(rule => {
    const sources = rule.shown.map(({ turn }) => turn)
    return {
      id: rule.id, key: `Preference_${subjectWord(rule.text) ?? 'Note'}`, value: rule.text, importance: worthOf(scope, sources),
      confidence: confidenceOf(rule), speaker: rule.speaker, sourceIds: sources.map(source => state.log.idAt(source)), validFrom: rule.since!, validTo: null,
    }
  })
}

/** Statements of which the facts before do not tell everything. */
function statementFacts(scope: Scope, before: readonly FactView[]): FactView[] {
  const { state, tick, at } = scope
  const told = new Map<string, FactView[]>()
  for (const fact of before) for (const id of fact.sourceIds) told.set(id, [...(told.get(id) ?? []), fact])
  const replaced = replacementsIn(state)
  const standing = [...tracesOf(state)]
    .filter(trace => held(trace, at) && strengthOf(trace, tick, state.config) >= state.config.dormantBelow)
    .map(trace => ({ trace, first: firstOf(state, trace, replaced) }))
    .filter(({ first: { kind } }) => kind === 'semantic' || kind === 'preference')
  // What was taken out of a turn stands in for it here: each statement has a key of its own.
  const inParts = new Set(standing.filter(({ trace }) => trace.atomic).flatMap(({ trace }) => trace.sources))
  return standing.filter(({ trace: { atomic, sources } }) => atomic || !sources.some(source => inParts.has(source))).flatMap(({ trace, first }): FactView[] => {
    const sourceIds = trace.sources.map(source => state.log.idAt(source))
    const value = untold(trace.text, sourceIds.flatMap(id => told.get(id) ?? []))
    if (value === '') return []
    return [{
      id: trace.id, key: `${first.kind === 'preference' ? 'Preference' : 'Fact'}_${subjectWord(first === trace ? value : first.text) ?? 'Note'}`, value,
      importance: trace.importance * strengthOf(trace, tick, state.config), confidence: undoubted(state, trace.sources),
      speaker: trace.speaker, sourceIds, validFrom: trace.at, validTo: trace.validTo,
    }]
  })
}

/** The oldest statement that one stands in for: it gives kind and key, so that a correction changes the value alone. */
function firstOf(state: State, trace: Entry, replaced: ReadonlyMap<string, readonly string[]>): Entry {
  let first = trace
  for (const seen = new Set<string>(); !seen.has(first.id);) {
    seen.add(first.id)
    const earlier = (replaced.get(first.id) ?? []).flatMap(id => traceOf(state, id) ?? []).sort((a, b) => a.at - b.at)[0]
    first = earlier ?? first
  }
  return first
}

/** What of a text the facts from its turn do not tell; empty where they tell all. */
function untold(text: string, facts: readonly FactView[]): string {
  if (facts.length === 0) return text
  const known = new Set(facts.flatMap(({ key, value }) => [...terms(key), ...terms(value), ...(tellingTerms.get(key) ?? [])]))
  const repeats = (part: string): boolean => facts.some(({ value }) => value === part || part.toLowerCase().includes(value.toLowerCase())) &&
    terms(part.replace(mannerWords, ' ')).every(term => known.has(term))
  return partsOf(text).filter(repeats).reduce((left, part) => (left === part ? '' : without(left, part)), text)
}

/** "I am *severely* allergic": how, not what. */
const mannerWords = /\b\p{L}{2,}ly\b/giu

/** Words by which relations are told, as index terms: they say no more than the key. */
const tellingTerms: ReadonlyMap<string, readonly string[]> = new Map(Object.entries({
  Home: 'live living move moved house flat', Employer: 'work working job employed', Job: 'work working', Birthplace: 'born', School: 'study studying student university',
  Allergy: 'allergic allergies', Likes: 'like love enjoy fond', Dislikes: 'dislike hate', Owns: 'own bought', Language: 'speak',
}).map(([key, words]) => [key, terms(words)]))
