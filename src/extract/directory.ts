// Who is known by a name, or as somebody's kin.
import { formsOf, userId } from '../graph/entity.ts'
import { linksFrom } from '../graph/infer.ts'
import { opposite, passesFor, roleTable, type Role } from '../graph/relation.ts'
import { soundsLike } from './alias.ts'
import { mayBeOne } from './species.ts'
import { kinOfRole, type Kin } from './kin.ts'
import type { Name } from './name.ts'
import type { Scribe } from './scribe.ts'

const family: ReadonlySet<Role> = new Set<Role>([
  'parent', 'child', 'sibling', 'halfSibling', 'pibling', 'nibling', 'cousin', 'grandparent', 'grandchild', 'parentInLaw', 'childInLaw', 'siblingInLaw', 'pet',
])

export class Directory {
  readonly #scribe: Scribe
  /** Gives somebody a name. */
  readonly #name: (id: number, name: Name) => void

  constructor(scribe: Scribe, name: (id: number, name: Name) => void) {
    this.#scribe = scribe
    this.#name = name
  }

  /** Who is known as somebody's kin, in the order of telling. */
  members(owner: number, { role, gender }: Kin, word: string | null = null): number[] {
    const inverse = roleTable[role].inverse
    const said = this.#scribe.graph.about(owner)
      .filter(fact => fact.endedAt === null && typeof fact.object === 'number')
      .flatMap(fact => {
        if (fact.subject === owner && passesFor(fact.predicate as Role, role)) return [fact.object as number]
        return fact.object === owner && passesFor(fact.predicate as Role, inverse) ? [fact.subject] : []
      })
      .filter((id, index, all) => all.indexOf(id) === index)
      .filter(id => !gender || this.#scribe.graph.entity(id)?.gender !== opposite(gender))
      .filter(id => role !== 'pet' || mayBeOne(word, this.#scribe.graph.entity(id)?.word ?? null))
    if (said.length > 0 || !this.#scribe.reads) return said
    // A question may name kin that nobody told of, only followed.
    return linksFrom(this.#scribe.graph, owner)
      .filter(link => link.role === role && (!gender || this.#scribe.graph.entity(link.object)?.gender !== opposite(gender)))
      .map(link => link.object)
  }

  /** The entity of a name that may be somebody's kin; made where it is new. */
  named(name: Name, owner: number | undefined, kin: Kin | null, word: string | null = null): number {
    const form = name.text.toLowerCase()
    const candidates = this.#scribe.graph.named(form)
    const fit = candidates.find(id => this.#mayBe(id, owner, kin))
    if (fit !== undefined) {
      this.#scribe.gender(fit, kin?.gender ?? name.gender)
      return fit
    }
    if (candidates.length === 0) {
      const alike = this.#alike(form, owner, kin)
      if (alike !== undefined) {
        const entity = this.#scribe.graph.entity(alike)!
        this.#scribe.write({ type: 'entity', entity: { ...entity, aliases: [...new Set([...entity.aliases, form])], gender: entity.gender ?? kin?.gender ?? null } })
        return alike
      }
      // "My boss", later "my boss Farah": the one without a name is she.
      const unnamed = owner === undefined || !kin ? undefined : this.members(owner, kin).find(id => this.#scribe.graph.entity(id)?.name === null)
      if (unnamed !== undefined) {
        this.#name(unnamed, name)
        return unnamed
      }
    }
    return this.#scribe.create(name, kin?.gender ?? name.gender, word)
  }

  /** True where two may be one person: nobody has them for kin of two sorts. */
  mayUnite(left: number, right: number): boolean {
    return this.#scribe.graph.about(left).every(({ subject, predicate, object, endedAt }) =>
      object !== left || endedAt !== null || this.#mayBe(right, subject, kinOfRole(predicate as Role)))
  }

  /** Whether an entity of that name may be somebody's kin of that role. */
  #mayBe(id: number, owner: number | undefined, kin: Kin | null): boolean {
    if (!kin || owner === undefined) return true
    const entity = this.#scribe.graph.entity(id)
    if (kin.gender && entity?.gender === opposite(kin.gender)) return false
    const held = this.#scribe.graph.about(id).filter(fact => fact.subject === owner && fact.object === id && fact.endedAt === null).map(fact => fact.predicate as Role)
    if (held.length === 0 || held.some(role => passesFor(role, kin.role))) return true
    return !held.some(role => family.has(role) || family.has(kin.role))
  }

  /** Somebody known by another form of the name. */
  #alike(form: string, owner: number | undefined, kin: Kin | null): number | undefined {
    for (const name of this.#scribe.graph.names()) {
      if (name === form || name === 'user' || !soundsLike(name, form) || this.#scribe.areRivals(name, form)) continue
      for (const id of this.#scribe.graph.named(name)) {
        if (formsOf(this.#scribe.graph.entity(id)!).some(known => isOther(known, form))) continue
        if (owner !== undefined && kin) {
          if (this.members(owner, kin).includes(id)) return id
        } else if (id !== userId) return id
      }
    }
    return undefined
  }
}

/** Two full names with different last words are two persons, though one goes by the first word alone. */
function isOther(known: string, form: string): boolean {
  const [left, right] = [known.split(' '), form.split(' ')]
  return left.length > 1 && right.length > 1 && left.at(-1) !== right.at(-1)
}
