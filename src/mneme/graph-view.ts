// The graph as a host sees it: who is who, with sources. Reads only, but for taking a merge back.
import { entitiesIn } from '../extract/ask.ts'
import { formsOf, userId, type Entity } from '../graph/entity.ts'
import type { GraphChange } from '../graph/graph.ts'
import type { Relation } from '../graph/relation.ts'
import { summarise } from '../graph/summary.ts'
import { byImportance, describe, nameOf, neighboursOf, relationsAt, type Told } from '../graph/world.ts'
import type { CountTokens } from '../context/tokens.ts'
import { MnemeError } from '../errors.ts'
import type { State } from '../state/state.ts'
import { checkNumber, checkText, checkTime } from './check.ts'

/** A relation: the object is the subject's mother, boss, pet, or what the attribute says. Names are lower case; the user is `user`. */
export interface GraphRelation {
  subject: string
  relation: Relation
  object: string
  /** Nobody said so: it follows from what was said, and goes when that goes. */
  inferred: boolean
  /** The relations that it follows from; empty where it was said. */
  proof: { subject: string; relation: string; object: string }[]
  /** Ids of the turns that say it, or its premises. */
  sources: string[]
  /** When it was first said, in milliseconds. */
  validFrom: number
}

/** Somebody whom the memory knows by name. */
export interface GraphPerson {
  name: string
  aliases: string[]
  /** One line: who it is to the user, and what is known; empty where nothing is. */
  summary: string
}

/** Somebody whom a question means. */
export interface GraphAnswer extends GraphPerson {
  relations: GraphRelation[]
}

/** Two names that were taken for one person's. */
export interface GraphMerge {
  id: number
  name: string
  into: string
  why: string
}

/** Options of `worldSummary`. */
export interface SummaryOptions {
  /** Tokens at most. @default 200 */
  budgetTokens?: number
}

/** Who is who in one memory. */
export interface GraphView {
  /** Everything that holds, what was said before what follows; with `asOf` what was believed then. */
  relations(options?: { asOf?: number | Date }): GraphRelation[]
  /** Whom a question means ("Who is Dana?", "What does her husband do?"), with what is known of them. */
  query(question: string): GraphAnswer[]
  /** Everybody and every animal that the memory knows by name, the most spoken of first. */
  people(): GraphPerson[]
  /** A line for each person, the most spoken of first. */
  worldSummary(options?: SummaryOptions): string
  /** Names that were taken for one person's, newest last. */
  merges(): GraphMerge[]
  /** Takes a merge back. Throws NOT_FOUND. */
  unmerge(id: number): Promise<void>
}

/** A view on the graph of whatever `state` gives when it is asked. */
export function viewGraph(state: () => State, countTokens: CountTokens, apply: (step: GraphChange) => Promise<void>): GraphView {
  return {
    relations: ({ asOf } = {}) => {
      const now = state()
      return relationsOf(now, relationsAt(now.graph, asOf === undefined ? Infinity : checkTime('asOf', asOf)))
    },
    query: question => answer(state(), checkText('question', question, state().config.maxTextLength)),
    people: () => {
      const { graph } = state()
      const relations = relationsAt(graph)
      return byImportance(graph).filter(({ id, name }) => id !== userId && name !== null).map(entity => ({
        name: nameOf(graph, entity.id), aliases: otherForms(entity), summary: describe(graph, entity.id, relations),
      }))
    },
    worldSummary: ({ budgetTokens = 200 } = {}) => {
      checkNumber('budgetTokens', budgetTokens, 0, Number.MAX_SAFE_INTEGER)
      return summarise(state().graph, budgetTokens, countTokens)
    },
    merges: () => {
      const { graph } = state()
      return graph.merges.map(({ gone, into, why }) => ({ id: gone.id, name: gone.name ?? 'somebody', into: nameOf(graph, into), why }))
    },
    unmerge: async id => {
      if (!state().graph.merges.some(({ gone }) => gone.id === id)) {
        throw new MnemeError('NOT_FOUND', `id: expected that of a merge, got ${id}; graph.merges() gives ids`)
      }
      await apply({ type: 'unmerge', gone: id })
    },
  }
}

/** Relations as a host sees them. */
export function relationsOf({ graph, log }: State, told: readonly Told[]): GraphRelation[] {
  return told.map(({ subject, relation, object, inferred, proof, sources, at }) => ({
    subject, relation, object, inferred,
    proof: inferred ? proof.flatMap(id => graph.fact(id) ?? []).map(fact => ({
      subject: nameOf(graph, fact.subject), relation: fact.predicate,
      object: typeof fact.object === 'number' ? nameOf(graph, fact.object) : fact.object,
    })) : [],
    sources: sources.map(source => log.idAt(source)), validFrom: at,
  }))
}

function answer(state: State, question: string): GraphAnswer[] {
  const { graph } = state
  const told = relationsAt(graph)
  const all = relationsOf(state, told)
  return entitiesIn(graph, question).map(id => {
    const name = nameOf(graph, id)
    return {
      name, aliases: otherForms(graph.entity(id)!), summary: describe(graph, id, told),
      relations: all.filter(({ subject, object }) => subject === name || object === name),
    }
  })
}

/** The forms of a name beside the first. */
function otherForms(entity: Entity): string[] {
  return formsOf(entity).filter(form => form !== entity.name?.toLowerCase())
}

/** Most lines on who is who. */
const mostPeople = 4

/** Lines on those whom a text speaks of, and who is next to them, but for what the model sees anyway. */
export function whoIsWho({ graph, config, log }: State, text: string, seen: ReadonlySet<string>): string[] {
  const meant = config.graph.enabled ? entitiesIn(graph, text) : []
  if (meant.length === 0) return []
  const near = meant.flatMap(id => neighboursOf(graph, id)).filter(id => id !== userId)
  const relations = relationsAt(graph)
  const news = (id: number): boolean => graph.entity(id)?.turns.some(turn => !seen.has(log.at(turn)?.text.trim() ?? '')) ?? false
  return [...new Set([...meant, ...near])].filter(news).map(id => describe(graph, id, relations)).filter(line => line !== '').slice(0, mostPeople)
}
