// Topics: words that come back in many turns and several sessions, with the turns around them.
import { terms, wordsBehind } from '../encode/terms.ts'
import { isMachine } from '../log/speaker.ts'
import { acetylcholineOf } from '../signals/levels.ts'
import { topicSessions, topicTurns, type Topic } from '../topics/topic.ts'
import type { Night } from '../state/night.ts'
import type { Change, State } from '../state/state.ts'
import { dot } from '../vector.ts'
import { turnsOf } from './scan.ts'
import type { Step } from './step.ts'

/** A term in a larger share of all turns is no topic but a manner of speaking; small memories allow a few turns more. */
const commonShare = 0.03
const commonTurns = 8
/** Mean cosine of a topic's turns to their mean: below, the word is all that they share. */
const coherent = 0.45
/** Share of the smaller one's turns that makes two terms one topic. */
const overlap = 0.4
/** Index terms of a topic, and topics of a memory, at most. */
const termsPerTopic = 5
const mostTopics = 64
/** Turns with a term that count, and passages that tell whether it is a topic and what it is called: the latest. */
const latestTurns = 64
const latestPassages = 16

/** A term with what speaks for it as a topic. */
interface Candidate {
  term: string
  turns: readonly number[]
  score: number
}

interface Group {
  terms: string[]
  turns: Set<number>
}

/**
 * Looks for topics among the words of the turns since the last sleep. A topic that they name, or that shares turns with one
 * of their words, is made anew; the others stay as they are.
 */
export const topics: Step = {
  name: 'topics',
  phase: 'patterns',
  take: (state, night) => {
    if (!state.config.signals.acetylcholine) return { changes: [], counts: { topics: state.topics.length, formed: 0 }, examples: [] }
    const { kept, candidates } = candidatesIn(state, night)
    const made = groupsOf(candidates).slice(0, mostTopics).map((group, at) => topicOf(state, group, at, night))
    const all = [...made, ...kept].sort((a, b) => b.turns.length - a.turns.length || a.since - b.since || a.id.localeCompare(b.id)).slice(0, mostTopics)
    const known = new Set(state.topics.map(({ id }) => id))
    const formed = all.filter(({ id }) => !known.has(id))
    const changes: Change[] = JSON.stringify(all) === JSON.stringify(state.topics) ? [] : [{ type: 'topics', topics: all }]
    for (const { id, turns } of formed) {
      const { level, cause } = acetylcholineOf(id, turns.length)
      changes.push({ type: 'signal', event: { signal: 'acetylcholine', level, cause, trigger: 'sleep', at: night.now, turn: null, traces: [] } })
    }
    return { changes, counts: { topics: all.length, formed: formed.length }, examples: formed.map(({ name }) => name) }
  },
}

/** Terms that may be topics because of the new turns, the best first, and the topics that they do not touch. */
function candidatesIn(state: State, night: Night): { kept: readonly Topic[]; candidates: Candidate[] } {
  const said = turnsOf(state, night).flatMap(ordinal => state.log.at(ordinal) ?? []).filter(({ speaker }) => !isMachine(speaker))
  const words = new Set(said.flatMap(({ text }) => terms(text)))
  if (words.size === 0) return { kept: state.topics, candidates: [] }
  const found = new Map<string, Candidate | undefined>()
  const turnsIn = new Map(state.topics.map(topic => [topic, new Set(topic.turns)]))
  let kept = state.topics
  for (;;) {
    for (const term of words) if (!found.has(term)) found.set(term, candidateOf(state, term))
    const candidates = [...found.values()].filter(candidate => candidate !== undefined)
    const touched = kept.filter(topic => topic.terms.some(term => words.has(term)) || candidates.some(({ turns }) => isShared(turns, turnsIn.get(topic)!)))
    if (touched.length === 0) return { kept, candidates: candidates.sort((a, b) => b.score - a.score || a.term.localeCompare(b.term)) }
    for (const topic of touched) for (const term of topic.terms) words.add(term)
    kept = kept.filter(topic => !touched.includes(topic))
  }
}

function groupsOf(candidates: readonly Candidate[]): Group[] {
  const found: Group[] = []
  for (const { term, turns } of candidates) {
    const near = found.find(other => isShared(turns, other.turns))
    if (!near) found.push({ terms: [term], turns: new Set(turns) })
    else if (near.terms.length < termsPerTopic) {
      near.terms.push(term)
      for (const turn of turns) near.turns.add(turn)
    }
  }
  return found
}

function isShared(turns: readonly number[], others: ReadonlySet<number>): boolean {
  const enough = overlap * Math.min(turns.length, others.size)
  let shared = 0
  for (const turn of turns) if (others.has(turn) && ++shared >= enough) return true
  return shared >= enough
}

function candidateOf(state: State, term: string): Candidate | undefined {
  const { log, lexical } = state
  const most = Math.max(commonTurns, commonShare * log.live)
  const documents = lexical.latestWith(term, Math.ceil(2 * most) + 1)
  if (term.length < 3 || documents.length < topicTurns) return undefined
  const turns = [...new Set(documents.map(document => lexical.turnOf(document)))]
  if (turns.length > 2 * most) return undefined
  const said = turns.slice(0, latestTurns).flatMap(ordinal => {
    const turn = log.at(ordinal)
    return turn ? [{ ordinal, ...turn }] : []
  })
  const own = said.filter(({ speaker }) => !isMachine(speaker))
  if (own.length < topicTurns || new Set(own.map(({ session }) => session)).size < topicSessions || isName(state, term, said)) return undefined
  const coherence = coherenceOf(state, documents.slice(0, latestPassages))
  return coherence < coherent ? undefined : { term, turns: said.map(({ ordinal }) => ordinal).sort((a, b) => a - b), score: own.length * lexical.idf(term) * coherence }
}

/** True for a term of a name: that is who, not what. */
function isName({ graph }: State, term: string, said: readonly { ordinal: number }[]): boolean {
  const people = new Set(said.flatMap(({ ordinal }) => graph.inTurn(ordinal)))
  return [...people].some(id => {
    const entity = graph.entity(id)
    return entity !== undefined && [entity.name ?? '', ...entity.aliases].some(name => terms(name).includes(term))
  })
}

/** Mean cosine of passages to their mean, in [-1, 1]. */
function coherenceOf({ keys }: State, documents: readonly number[]): number {
  const sum = new Float32Array(keys.dim)
  for (const document of documents) {
    const key = keys.at(document)
    for (let d = 0; d < sum.length; d++) sum[d] = sum[d]! + key[d]!
  }
  return Math.sqrt(dot(sum, sum)) / documents.length
}

function topicOf(state: State, { terms: own, turns }: Group, at: number, { now, until }: Night): Topic {
  const before = state.topics.find(topic => topic.terms.some(term => own.includes(term)))
  const ordinals = [...turns].sort((a, b) => a - b)
  // A name that was given stays: to find one is most of the work.
  const name = before && before.terms[0] === own[0] && before.terms[1] === own[1] ? before.name : nameOf(state, own, ordinals.slice(-latestPassages))
  return { id: before?.id ?? `t${until}.${at}`, name, terms: own, turns: ordinals, since: before?.since ?? now }
}

/** One or two words for the first terms of a topic, as its turns have them. */
function nameOf({ log }: State, own: readonly string[], turns: readonly number[]): string {
  const texts = turns.flatMap(turn => log.at(turn)?.text ?? [])
  const [first, second] = own.slice(0, 2).map(term => wordsBehind(term, texts))
  const pair = second === undefined ? undefined : [`${first} ${second}`, `${second} ${first}`].find(words => texts.some(text => text.toLowerCase().includes(words)))
  return pair ?? first!
}
