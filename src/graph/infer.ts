// Inference: what follows from the facts that hold, each with its proof. Nothing of it is stored: it vanishes with a premise.
import { isAttribute, type Fact } from './fact.ts'
import type { Graph } from './graph.ts'
import { roleTable, type Role } from './relation.ts'
import { rules, type Rule } from './rule.ts'

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

/** Every link that holds at a moment (in milliseconds; now by default), said ones first. */
export function inferLinks(graph: Graph, at: number = Infinity): Link[] {
  return inferFrom(graph.facts(), at)
}

/** Every link that some facts and the rules give. */
export function inferFrom(facts: Iterable<Fact>, at: number = Infinity): Link[] {
  const links = new Links()
  for (const fact of facts) {
    if (!holdsAt(fact, at) || isAttribute(fact.predicate) || typeof fact.object !== 'number') continue
    links.add({ subject: fact.subject, role: fact.predicate, object: fact.object, proof: [fact.id], inferred: false })
  }
  for (const link of Array.from(links)) links.add(inverse(link))
  for (let round = 0, size = 0; round < rounds && size !== links.size && links.size < most; round++) {
    size = links.size
    for (const rule of rules) for (const link of conclusions(links, rule)) {
      links.add(link)
      links.add(inverse(link))
    }
  }
  return [...links]
}

/** True for a fact that was said by then and not over. */
export function holdsAt({ at: from, endedAt }: Fact, at: number): boolean {
  return from <= at && (endedAt === null || endedAt > at)
}

function inverse({ subject, role, object, proof }: Link): Link {
  return { subject: object, role: roleTable[role].inverse, object: subject, proof, inferred: true }
}

function conclusions(links: Links, { path, gives }: Rule): Link[] {
  const [first, ...rest] = path
  let ways = links.of(first!).map(link => ({ from: link.subject, at: link.object, proof: link.proof }))
  for (const role of rest) {
    ways = ways.flatMap(way => links.from(way.at, role)
      // One path goes to nobody twice: the sibling of my sibling may be I.
      .filter(link => link.object !== way.from)
      .map(link => ({ from: way.from, at: link.object, proof: union(way.proof, link.proof) })))
  }
  return ways.map(({ from, at, proof }) => ({ subject: from, role: gives, object: at, proof, inferred: true }))
}

function union(left: readonly number[], right: readonly number[]): number[] {
  return [...new Set([...left, ...right])]
}

/** Links by pair, one a role: a shorter proof takes the place of a longer one, what was said of what was inferred. */
class Links {
  readonly #all = new Map<string, Link>()
  readonly #byRole = new Map<Role, Link[]>()
  readonly #bySubject = new Map<string, Link[]>()
  readonly #pairs = new Map<string, Role[]>()

  get size(): number {
    return this.#all.size
  }

  [Symbol.iterator](): IterableIterator<Link> {
    return this.#all.values()
  }

  of(role: Role): Link[] {
    return [...(this.#byRole.get(role) ?? [])]
  }

  from(subject: number, role: Role): Link[] {
    return this.#bySubject.get(`${subject} ${role}`) ?? []
  }

  add(link: Link): void {
    const { subject, role, object } = link
    const key = `${subject} ${role} ${object}`
    if (subject === object || this.#all.has(key)) return
    const pair = `${subject} ${object}`
    const known = this.#pairs.get(pair) ?? []
    // Kin of one degree is not kin of another: what was said stands against what would follow.
    if (link.inferred && blood.has(role) && known.some(other => blood.has(other))) return
    this.#pairs.set(pair, [...known, role])
    this.#all.set(key, link)
    push(this.#byRole, role, link)
    push(this.#bySubject, `${subject} ${role}`, link)
  }
}

const blood: ReadonlySet<Role> = new Set<Role>([
  'parent', 'child', 'sibling', 'halfSibling', 'spouse', 'partner', 'pibling', 'nibling', 'cousin', 'grandparent', 'grandchild', 'parentInLaw', 'childInLaw',
  'siblingInLaw',
])

function push<K>(map: Map<K, Link[]>, key: K, link: Link): void {
  const list = map.get(key)
  if (list) list.push(link)
  else map.set(key, [link])
}
