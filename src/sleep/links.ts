// Links: what the graph learned from the new turns, and what follows from it. Nothing inferred is stored.
import { isAttribute, type Fact } from '../graph/fact.ts'
import { userId } from '../graph/entity.ts'
import type { Graph } from '../graph/graph.ts'
import { inferFrom } from '../graph/infer.ts'
import { nameOf } from '../graph/world.ts'
import { turnsOf } from './scan.ts'
import type { Step } from './step.ts'

/** A rule reaches no further than three steps from a fact. */
const reach = 3

/** Counts facts and people of the new turns, and the links that follow from those facts and what is near them. */
export const links: Step = {
  name: 'links',
  phase: 'extract',
  take: (state, night) => {
    const { graph } = state
    const turns = new Set(turnsOf(state, night))
    const spoken = new Set([...turns].flatMap(turn => graph.inTurn(turn)))
    const facts = new Map([userId, ...spoken].flatMap(id => graph.about(id)).filter(({ sources }) => sources.some(source => turns.has(source))).map(fact => [fact.id, fact]))
    const people = [...spoken].flatMap(id => graph.entity(id) ?? []).filter(({ name }) => name !== null)
    const follow = facts.size === 0 ? [] : inferFrom(factsAround(graph, [...facts.values()])).filter(({ inferred, proof }) => inferred && proof.some(id => facts.has(id)))
    return {
      changes: [], counts: { facts: facts.size, people: people.length, links: follow.length },
      examples: people.map(({ id }) => nameOf(graph, id)),
    }
  },
}

/** Facts within reach of others. */
function factsAround(graph: Graph, facts: readonly Fact[]): Fact[] {
  const found = new Set(facts.map(({ id }) => id))
  let border = new Set(facts.flatMap(endsOf))
  const seen = new Set(border)
  for (let step = 0; step < reach; step++) {
    const near = [...border].flatMap(id => graph.about(id)).filter(({ predicate }) => !isAttribute(predicate))
    for (const { id } of near) found.add(id)
    border = new Set(near.flatMap(endsOf).filter(id => !seen.has(id)))
    for (const id of border) seen.add(id)
  }
  // In the order in which they were said, as the whole graph has them.
  return [...found].sort((a, b) => a - b).flatMap(id => graph.fact(id) ?? [])
}

function endsOf({ subject, object }: Fact): number[] {
  return typeof object === 'number' ? [subject, object] : [subject]
}
