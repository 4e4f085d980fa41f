// How names are told in a sentence of a memory that knows some.
import type { Graph } from '../graph/graph.ts'
import type { NameReader } from './name.ts'
import type { Sentence } from './token.ts'

/** A reader that knows the names of a graph; the user goes by none. */
export function readerOf(graph: Graph, { cased }: Sentence): NameReader {
  return { cased, knows: name => name !== 'user' && graph.named(name).length > 0 }
}
