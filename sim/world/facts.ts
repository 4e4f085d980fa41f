// What is true in a world: facts drawn for its people, in chains where one replaces another or the same happens again.
import type { Random } from 'mneme'
import { families, type Family } from './families.ts'
import type { Filler, Grammar } from './grammar.ts'
import type { Person, Relation } from './person.ts'

export interface Fact {
  id: string
  family: Family
  /** Index of the person whose fact it is, who also tells it. */
  teller: number
  values: Readonly<Record<string, Filler>>
  kin: Relation | undefined
  /** Index of the session in which it is told. */
  session: number
  /** The fact that it makes untrue. */
  replaces: string | undefined
}

/** Values from lists, none twice before all were drawn. */
export class Pools {
  readonly #grammar: Grammar
  readonly #random: Random
  readonly #left = new Map<string, Filler[]>()

  constructor(grammar: Grammar, random: Random) {
    this.#grammar = grammar
    this.#random = random
  }

  draw(list: string): Filler {
    let left = this.#left.get(list) ?? []
    if (left.length === 0) {
      const all = this.#grammar.fillers[list]
      if (!all) throw new RangeError(`pools: expected a list of fillers, got "${list}"; add it to fillers.txt`)
      left = this.#random.shuffle(all)
      this.#left.set(list, left)
    }
    return left.pop()!
  }
}

export interface FactOptions {
  people: readonly Person[]
  /** Indices of those who tell of themselves. */
  tellers: readonly number[]
  /** Whether one of two is an assistant: some families are for its ears only. */
  assistant: boolean
  sessions: number
  /** Facts to draw for each teller, roughly. */
  perTeller: number
}

/** The facts of a world in the order of their sessions. */
export function drawFacts(grammar: Grammar, pools: Pools, random: Random, { people, tellers, assistant, sessions, perTeller }: FactOptions): Fact[] {
  const facts: Fact[] = []
  for (const teller of tellers) {
    let made = 0
    for (const family of random.shuffle(families)) {
      if (made >= perTeller) break
      if (family.assistant && !assistant) continue
      // Who lives under the same roof has no other home and comes on no visit.
      const apart = family.name === 'kinhome' || family.name === 'visit'
      const kins = random.shuffle(people[teller]!.relations.filter(({ role }) => !apart || !(partners.has(role) || role === 'flatmate')))
      const chains = family.shape === 'each' ? 1 + random.integer(2) : 1
      for (let chain = 0; chain < chains; chain++) {
        const told = drawChain(family, { grammar, pools, random, kins, sessions })
        for (const [place, { values, kin, session }] of told.entries()) {
          const id = `f${facts.length + 1}`
          const replaces = family.shape !== 'event' && place > 0 ? facts.at(-1)?.id : undefined
          facts.push({ id, family, teller, values, kin, session, replaces })
        }
        made += told.length
      }
    }
  }
  return facts.sort((a, b) => a.session - b.session)
}

interface Draws {
  grammar: Grammar
  pools: Pools
  random: Random
  kins: Relation[]
  sessions: number
}

/** One fact, or several of which each replaces the one before, or an event and its repetitions. */
function drawChain(family: Family, { grammar, pools, random, kins, sessions }: Draws): Pick<Fact, 'values' | 'kin' | 'session'>[] {
  const changes = (grammar.families[family.name]?.['change'] ?? []).length > 0
  const length = Math.min(sessions, lengthOf(family, changes, random))
  const days = random.shuffle(Array.from({ length: sessions }, (_, session) => session)).slice(0, length).sort((a, b) => a - b)
  let before: Pick<Fact, 'values' | 'kin'> | undefined
  return days.map(session => {
    const kept = family.shape === 'event' ? undefined : before
    const values = Object.fromEntries(
      family.slots.filter(slot => slot !== 'kin').map(slot => {
        const old = kept?.values[slot]
        if (old && family.anchors.includes(slot)) return [slot, old]
        let value = pools.draw(slot)
        while (value.value === old?.value) value = pools.draw(slot)
        return [slot, value]
      })
    )
    const kin = family.slots.includes('kin') ? (kept?.kin ?? kins.pop()) : family.name === 'met' ? kins.find(({ role }) => partners.has(role)) : undefined
    before = { values, kin }
    return { values, kin, session }
  })
}

const partners: ReadonlySet<string> = new Set(['wife', 'girlfriend', 'husband', 'boyfriend'])

function lengthOf({ shape }: Family, changes: boolean, random: Random): number {
  if (shape === 'event') return random.next() < 0.6 ? 2 + random.integer(3) : 1
  if (!changes || random.next() < 0.45) return 1
  return random.next() < 0.8 ? 2 : 3
}
