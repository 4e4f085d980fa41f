// Who a question is about: names, kin words and pronouns in it, bound to the graph without changing it.
import { userId } from '../graph/entity.ts'
import type { Graph } from '../graph/graph.ts'
import { Discourse } from './discourse.ts'
import { readerOf } from './name-reader.ts'
import { parse } from './parse.ts'
import { sentencesIn } from './sentence.ts'

/** The last answer for each graph: one message is asked about several times. */
const latest = new WeakMap<Graph, { revision: number; text: string; speaker: string; found: readonly number[] }>()

/** Entities that a text speaks of, the user aside, in the order in which they come. */
export function entitiesIn(graph: Graph, text: string, speaker = 'user'): readonly number[] {
  const known = latest.get(graph)
  if (known?.revision === graph.revision && known.text === text && known.speaker === speaker) return known.found
  const found = findEntities(graph, text, speaker)
  latest.set(graph, { revision: graph.revision, text, speaker, found })
  return found
}

function findEntities(graph: Graph, text: string, speaker: string): number[] {
  const discourse = new Discourse(graph)
  const self = speaker === 'user' ? userId : (graph.named(speaker.toLowerCase())[0] ?? userId)
  discourse.begin(self, undefined, { ordinal: -1, at: 0 })
  const found: number[] = []
  for (const sentence of sentencesIn(text)) {
    for (const phrase of parse(sentence.tokens, readerOf(graph, sentence)).phrases.values()) {
      if (phrase.type !== 'self' && phrase.type !== 'addressee') found.push(...discourse.bind(phrase))
    }
  }
  return [...new Set(found)].filter(id => id !== userId)
}
