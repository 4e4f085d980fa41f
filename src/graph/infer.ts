// Inference: what follows from the facts that hold, each with its proof. Nothing of it is stored: it vanishes with a premise.
import { isAttribute, type Fact } from './fact.ts'
import type { Graph } from './graph.ts'
import { roles, roleTable, type Role } from './relation.ts'
import { rules } from './rule.ts'

/** A role that holds: said, or following from what was said. */
export interface Link {
  subject: number
  role: Role
  object: number
  /** Facts that it stands on; one that was said stands on itself. */
  proof: readonly number[]
  inferred: boolean
}

/** Rounds of the rules: each conclusion may be a premise of the next. */
const rounds = 3
/** Links at most: families are small, and a chat that claims otherwise must not stop the host. */
const most = 20_000

/** What follows in a graph now, as long as it is the same: a question asks for it several times. */
const latest = new WeakMap<Graph, { version: number; links: readonly Link[] }>()

/** Every link that holds at a moment (in milliseconds; now by default), said ones first. */
export function inferLinks(graph: Graph, at: number = Infinity): readonly Link[] {
  if (at !== Infinity) return inferFrom(graph.facts(), at)
  const known = latest.get(graph)
  if (known?.version === graph.version) return known.links
  const links = inferFrom(graph.facts(), at)
  latest.set(graph, { version: graph.version, links })
  return links
}

const bySubject = new WeakMap<readonly Link[], ReadonlyMap<number, readonly Link[]>>()

/** The links that hold now from one on. */
export function linksFrom(graph: Graph, subject: number): readonly Link[] {
  const links = inferLinks(graph)
  let subjects = bySubject.get(links)
  if (!subjects) {
    const lists = new Map<number, Link[]>()
    for (const link of links) push(lists, link.subject, link)
    bySubject.set(links, subjects = lists)
  }
  return subjects.get(subject) ?? []
}

/** Every link that some facts and the rules give. */
export function inferFrom(facts: Iterable<Fact>, at: number = Infinity): Link[] {
  const links = new Links()
  for (const fact of facts) {
    if (!holdsAt(fact, at) || isAttribute(fact.predicate) || typeof fact.object !== 'number') continue
    links.add(fact.subject, fact.predicate, fact.object, () => [fact.id], false)
  }
  for (const { subject, role, object, proof } of Array.from(links)) links.add(object, roleTable[role].inverse, subject, () => proof, true)
  for (let round = 0, size = 0; round < rounds && size !== links.size && links.size < most; round++) {
    size = links.size
    for (const { path, gives } of rules) for (const steps of waysAlong(links, path)) {
      const [from, to] = [steps[0]!.subject, steps.at(-1)!.object]
      // Most conclusions are known: a proof is put together for the others alone.
      const proof = (): number[] => [...new Set(steps.flatMap(step => step.proof))]
      links.add(from, gives, to, proof, true)
      links.add(to, roleTable[gives].inverse, from, proof, true)
    }
  }
  return [...links]
}

/** True for a fact that was said by then and not over. */
export function holdsAt({ at: from, endedAt }: Fact, at: number): boolean {
  return from <= at && (endedAt === null || endedAt > at)
}

/** Every way along some roles, all found before the first becomes a link. */
function waysAlong(links: Links, [first, ...rest]: readonly Role[]): (readonly Link[])[] {
  let ways = links.of(first!).map((link): readonly Link[] => [link])
  for (const role of rest) {
    ways = ways.flatMap(way => links.from(way.at(-1)!.object, role)
      // One path goes to nobody twice: the sibling of my sibling may be I.
      .filter(link => link.object !== way[0]!.subject)
      .map(link => [...way, link]))
  }
  return ways
}

/** Links by pair, one a role: a shorter proof takes the place of a longer one, what was said of what was inferred. */
class Links {
  readonly #all: Link[] = []
  readonly #byRole = new Map<Role, Link[]>()
  readonly #bySubject = new Map<number, Link[]>()
  /** Roles of each pair, a bit each. */
  readonly #pairs = new Map<number, number>()

  get size(): number {
    return this.#all.length
  }

  [Symbol.iterator](): IterableIterator<Link> {
    return this.#all.values()
  }

  of(role: Role): readonly Link[] {
    return this.#byRole.get(role) ?? []
  }

  from(subject: number, role: Role): readonly Link[] {
    return this.#bySubject.get(subject * roles.length + places[role]) ?? []
  }

  add(subject: number, role: Role, object: number, proof: () => readonly number[], inferred: boolean): void {
    if (subject === object) return
    const pair = subject * mostEntities + object
    const known = this.#pairs.get(pair) ?? 0
    const bit = 1 << places[role]
    // Kin of one degree is not kin of another: what was said stands against what would follow.
    if ((known & bit) !== 0 || (inferred && (bit & blood) !== 0 && (known & blood) !== 0)) return
    this.#pairs.set(pair, known | bit)
    const link: Link = { subject, role, object, proof: proof(), inferred }
    this.#all.push(link)
    push(this.#byRole, role, link)
    push(this.#bySubject, subject * roles.length + places[role], link)
  }
}

/** Numbers of entities are below, so that a pair of them is one exact number. */
const mostEntities = 2 ** 26

const places = Object.fromEntries(roles.map((role, place) => [role, place])) as Readonly<Record<Role, number>>

/** Roles of which two have one at most, a bit each. */
const blood = ([
  'parent', 'child', 'sibling', 'halfSibling', 'spouse', 'partner', 'pibling', 'nibling', 'cousin', 'grandparent', 'grandchild', 'parentInLaw', 'childInLaw',
  'siblingInLaw',
] as const).reduce((bits, role) => bits | (1 << places[role]), 0)

function push<K>(map: Map<K, Link[]>, key: K, link: Link): void {
  const list = map.get(key)
  if (list) list.push(link)
  else map.set(key, [link])
}
