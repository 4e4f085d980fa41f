// What a conversation says, as triples.
import { Extractor } from '../../src/extract/extract.ts'
import { Graph } from '../../src/graph/graph.ts'
import { relationsAt } from '../../src/graph/world.ts'

/** A graph that has read some turns, a minute apart. */
export function graphOf(...texts: string[]): Graph {
  const graph = new Graph()
  texts.forEach((text, ordinal) => {
    new Extractor(graph, change => graph.apply(change)).read({ text, speaker: 'user', ordinal, at: ordinal * 60_000 })
  })
  return graph
}

/** What was said, without what follows from it, as "subject relation object". */
export function said(...texts: string[]): string[] {
  return relationsAt(graphOf(...texts)).filter(({ inferred }) => !inferred).map(({ subject, relation, object }) => `${subject} ${relation} ${object}`).sort()
}

/** What follows, as "subject relation object". */
export function concluded(...texts: string[]): string[] {
  return relationsAt(graphOf(...texts)).filter(told => told.inferred).map(({ subject, relation, object }) => `${subject} ${relation} ${object}`).sort()
}
