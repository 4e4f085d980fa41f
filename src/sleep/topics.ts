// Topics: words that come back in many turns and several sessions, with the turns around them.
import { terms, wordsBehind } from '../encode/terms.ts'
import { isMachine } from '../log/speaker.ts'
import { acetylcholineOf } from '../signals/levels.ts'
import { topicSessions, topicTurns, type Topic } from '../topics/topic.ts'
import type { State } from '../state/state.ts'
import { dot } from '../vector.ts'
import type { Phase } from './sleep.ts'

/** A term in a larger share of all turns is no topic but a manner of speaking; small memories allow a few turns more. */
const commonShare = 0.03
const commonTurns = 8
/** Mean cosine of a topic's turns to their mean: below, the word is all that they share. */
const coherent = 0.45
/** Share of the smaller one's turns that makes two terms one topic. */
const overlap = 0.4
/** Index terms of a topic, and topics of a memory, at most: the strongest. */
const termsPerTopic = 5
const mostTopics = 64

/** A term with what speaks for it as a topic. */
interface Candidate {
  term: string
  turns: number[]
  score: number
}

/** Looks for topics among the words of the turns since the last sleep, and lets those that are known grow. */
export const topics: Phase = (state, context) => {
  if (!state.config.signals.acetylcholine) return { topics: state.topics.length, formed: 0 }
  const fresh = Array.from({ length: state.log.size - state.slept }, (_, at) => state.slept + at)
  const words = new Set(fresh.flatMap(ordinal => {
    const turn = state.log.at(ordinal)
    return turn && !isMachine(turn.speaker) ? terms(turn.text) : []
  }))
  for (const topic of state.topics) for (const term of topic.terms) words.add(term)
  const names = namesIn(state)
  const candidates = [...words].filter(term => !names.has(term)).flatMap(term => candidateOf(state, term) ?? [])
    .sort((a, b) => b.score - a.score || a.term.localeCompare(b.term))
  const found: { terms: string[]; turns: Set<number> }[] = []
  for (const { term, turns } of candidates) {
    const near = found.find(other => turns.filter(turn => other.turns.has(turn)).length >= overlap * Math.min(turns.length, other.turns.size))
    if (!near) found.push({ terms: [term], turns: new Set(turns) })
    else if (near.terms.length < termsPerTopic) {
      near.terms.push(term)
      for (const turn of turns) near.turns.add(turn)
    }
  }
  const known = new Set(state.topics.map(({ id }) => id))
  const named = found.slice(0, mostTopics).map((group, at) => topicOf(state, group, at, context.now))
  if (JSON.stringify(named) !== JSON.stringify(state.topics)) context.change({ type: 'topics', topics: named })
  const formed = named.filter(({ id }) => !known.has(id))
  for (const { id, turns } of formed) {
    const { level, cause } = acetylcholineOf(id, turns.length)
    context.change({ type: 'signal', event: { signal: 'acetylcholine', level, cause, trigger: 'sleep', at: context.now, turn: null, traces: [] } })
  }
  return { topics: named.length, formed: formed.length }
}

/** Terms of the names that the graph knows: those are who, not what. */
function namesIn({ graph }: State): ReadonlySet<string> {
  return new Set([...graph.entities()].flatMap(({ name, aliases }) => [name ?? '', ...aliases]).flatMap(terms))
}

function candidateOf(state: State, term: string): Candidate | undefined {
  const most = Math.max(commonTurns, commonShare * state.log.live)
  const documents = state.lexical.latestWith(term, Math.ceil(2 * most) + 1)
  const turns = [...new Set(documents.map(document => state.lexical.turnOf(document)))].filter(turn => state.log.at(turn)).sort((a, b) => a - b)
  const own = turns.filter(turn => !isMachine(state.log.at(turn)!.speaker))
  if (term.length < 3 || own.length < topicTurns || turns.length > 2 * most) return undefined
  if (new Set(own.map(turn => state.log.at(turn)!.session)).size < topicSessions) return undefined
  const coherence = coherenceOf(state, documents)
  return coherence < coherent ? undefined : { term, turns, score: own.length * state.lexical.idf(term) * coherence }
}

/** Mean cosine of passages to their mean, in [-1, 1]. */
function coherenceOf({ keys }: State, documents: readonly number[]): number {
  const vectors = documents.map(document => keys.at(document))
  const mean = vectors[0]!.map((_, d) => vectors.reduce((sum, vector) => sum + vector[d]!, 0) / vectors.length)
  return Math.sqrt(dot(mean, mean))
}

function topicOf(state: State, { terms: own, turns }: { terms: string[]; turns: ReadonlySet<number> }, at: number, now: number): Topic {
  const before = state.topics.find(topic => topic.terms.some(term => own.includes(term)))
  const texts = [...turns].flatMap(turn => state.log.at(turn)?.text ?? [])
  const [first, second] = own.map(term => wordsBehind(term, texts))
  const pair = second === undefined ? undefined : [`${first} ${second}`, `${second} ${first}`].find(words => texts.some(text => text.toLowerCase().includes(words)))
  return {
    id: before?.id ?? `t${state.log.size}.${at}`, name: pair ?? first!, terms: own,
    turns: [...turns].sort((a, b) => a - b), since: before?.since ?? now,
  }
}
