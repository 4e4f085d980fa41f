// How names are told in a sentence of a memory that knows some.
import type { Graph } from '../graph/graph.ts'
import type { NameReader } from './name.ts'
import type { Sentence } from './token.ts'

/** A reader that knows the names of a graph, and some of a text; the user goes by none. */
export function readerOf(graph: Graph, { cased }: Sentence, others: ReadonlySet<string> = new Set()): NameReader {
  return { cased, knows: name => name !== 'user' && (graph.named(name).length > 0 || others.has(name)) }
}
