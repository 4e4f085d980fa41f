// The graph as it is told: relations with their proofs, who somebody is, and a summary of who is who.
import { userId, type Entity } from './entity.ts'
import { isAttribute, type Fact } from './fact.ts'
import type { Graph } from './graph.ts'
import { holdsAt, inferLinks, type Link } from './infer.ts'
import { labelOf, type Attribute, type Relation } from './relation.ts'

/** A relation between two, or of one and a text, as it is told. */
export interface Told {
  subject: string
  relation: Relation
  object: string
  /** Nobody said so: it follows. */
  inferred: boolean
  /** Numbers of the facts that it stands on. */
  proof: readonly number[]
  /** Ordinals of the turns that say those. */
  sources: readonly number[]
  /** When the last of the premises was first said, in milliseconds. */
  at: number
}

/** What a fact is told as where it is no role. */
const phrases: Readonly<Record<Attribute, string>> = {
  works_at: 'works at', lives_in: 'lives in', born_in: 'born in', studies_at: 'studies at', allergic_to: 'allergic to',
  likes: 'likes', dislikes: 'dislikes', owns: 'owns', has_job: 'is a', speaks: 'speaks',
}

/** The name of an entity in lower case; of one without a name, whose it is: "user's sister". */
export function nameOf(graph: Graph, id: number, depth = 0): string {
  const entity = graph.entity(id)
  if (!entity) return 'somebody'
  if (entity.name !== null) return entity.name.toLowerCase()
  const owner = graph.about(id).find(fact => fact.object === id && !isAttribute(fact.predicate))
  if (!owner || isAttribute(owner.predicate) || depth > 3) return 'somebody'
  const word = entity.word ?? labelOf(owner.predicate, entity.gender) ?? 'somebody'
  return `${nameOf(graph, owner.subject, depth + 1)}'s ${word.replaceAll('_', '-')}`
}

/** What is told of a graph now, as long as it is the same. */
const latest = new WeakMap<Graph, { version: number; told: readonly Told[] }>()

/** Everything that holds at a moment (in milliseconds; now by default), what was said before what follows. */
export function relationsAt(graph: Graph, at: number = Infinity): readonly Told[] {
  if (at !== Infinity) return tellAll(graph, at)
  const known = latest.get(graph)
  if (known?.version === graph.version) return known.told
  const told = tellAll(graph, at)
  latest.set(graph, { version: graph.version, told })
  return told
}

function tellAll(graph: Graph, at: number): Told[] {
  const told = inferLinks(graph, at).flatMap((link): Told[] => tellLink(graph, link))
  const kept = [...graph.facts()].filter(fact => isAttribute(fact.predicate) && holdsAt(fact, at)).map(fact => tellFact(graph, fact))
  return [...told.filter(({ inferred }) => !inferred), ...kept, ...told.filter(({ inferred }) => inferred)]
}

function tellLink(graph: Graph, { subject, role, object, proof, inferred }: Link): Told[] {
  const relation = labelOf(role, graph.entity(object)?.gender ?? null)
  if (relation === null) return []
  const facts = proof.flatMap(id => graph.fact(id) ?? [])
  return [{
    subject: nameOf(graph, subject), relation, object: nameOf(graph, object), inferred, proof,
    sources: [...new Set(facts.flatMap(fact => fact.sources))].sort((a, b) => a - b), at: Math.max(...facts.map(fact => fact.at)),
  }]
}

function tellFact(graph: Graph, { id, subject, predicate, object, sources, at }: Fact): Told {
  return {
    subject: nameOf(graph, subject), relation: predicate as Relation, object: String(object), inferred: false, proof: [id], sources, at,
  }
}

/** Entities that a role, said or inferred, leads to from one, or that lead to it. */
export function neighboursOf(graph: Graph, id: number): number[] {
  return [...new Set(graph.about(id).filter(fact => fact.endedAt === null).flatMap(fact => [fact.subject, fact.object]))]
    .filter((other): other is number => typeof other === 'number' && other !== id)
}

/** One sentence on somebody: who it is to the user, and what is known. Empty where nothing is. */
export function describe(graph: Graph, id: number, relations: readonly Told[]): string {
  const entity = graph.entity(id)
  if (!entity) return ''
  const name = nameOf(graph, id)
  const own = namedIn(relations).get(name) ?? []
  const owners = own.filter(({ object, subject, relation }) => object === name && subject !== name && !isAttributeName(relation))
  const whose = owners.toSorted((a, b) => Number(a.inferred) - Number(b.inferred) || rank(a.subject) - rank(b.subject))
    .filter((told, index, all) => all.findIndex(({ subject }) => subject === told.subject) === index)
    .slice(0, 2).map(({ subject, relation }) => `${subject === 'user' ? "user's" : `${title(subject)}'s`} ${relation.replaceAll('_', '-')}`)
  const has = [...grouped(own.filter(({ subject, relation }) => subject === name && isAttributeName(relation)))]
    .map(([relation, objects]) => `${phrases[relation as Attribute]} ${objects.join(' and ')}`)
  // A neighbour is no relation of the graph, and still who she is.
  const other = graph.about(id).find(fact => fact.object === id && fact.predicate === 'stranger' && fact.endedAt === null)
  const role = other && entity.word !== null && whose.length === 0 ? [`${other.subject === userId ? "user's" : `${title(nameOf(graph, other.subject))}'s`} ${entity.word}`] : []
  const parts = id === userId ? has : [...whose, ...role, ...has]
  return parts.length === 0 ? '' : `${title(name)}: ${parts.join(', ')}`
}

const byName = new WeakMap<readonly Told[], Map<string, Told[]>>()

/** Relations by the names at both ends, in their order. */
function namedIn(relations: readonly Told[]): ReadonlyMap<string, readonly Told[]> {
  let names = byName.get(relations)
  if (names) return names
  names = new Map<string, Told[]>()
  for (const told of relations) {
    for (const name of new Set([told.subject, told.object])) {
      const list = names.get(name)
      if (list) list.push(told)
      else names.set(name, [told])
    }
  }
  byName.set(relations, names)
  return names
}

function rank(subject: string): number {
  return subject === 'user' ? 0 : 1
}

function grouped(relations: readonly Told[]): Map<Relation, string[]> {
  const groups = new Map<Relation, string[]>()
  for (const { relation, object } of relations) groups.set(relation, [...(groups.get(relation) ?? []), relation === 'lives_in' || relation === 'works_at' ? title(object) : object])
  return groups
}

function isAttributeName(relation: Relation): boolean {
  return Object.hasOwn(phrases, relation)
}

function title(name: string): string {
  return name.replace(/(^|\s)\p{L}/gu, letter => letter.toUpperCase())
}

/** Entities in the order in which a summary tells them: the user, then who was spoken of most and last. */
export function byImportance(graph: Graph): Entity[] {
  const last = Math.max(0, ...[...graph.entities()].map(({ turns }) => turns.at(-1) ?? 0))
  const weight = ({ turns }: Entity): number => Math.log2(1 + turns.length) + 2 * ((turns.at(-1) ?? 0) / Math.max(1, last))
  return [...graph.entities()].sort((a, b) => Number(b.id === userId) - Number(a.id === userId) || weight(b) - weight(a) || a.id - b.id)
}

