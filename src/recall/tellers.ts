// What was said of an event: the turns that share its words, by how many and by how near they are in meaning.
import { turnCosine } from '../state/passages.ts'
import type { State } from '../state/state.ts'
import { lexicalHead } from './lexical-head.ts'
import type { Query } from './query.ts'
import { recallWeights } from './rank.ts'
import { typicalDeviation } from './scan.ts'
import { Visible, type Scope } from './visible.ts'

/** Something said, and how well it fits some words. */
export interface Teller {
  text: string
  /** In milliseconds. */
  at: number
  /** On the scale of recall's scores. */
  score: number
}

/** Turns that are looked at: those that share most of an event's words are among them. */
const lookedAt = 48

/**
 * What shares words with `query`, the best first. It costs a part of a recall: who tells of an event names it, so neither the
 * keys of memory are scanned for it nor the graph.
 */
export function tellersOf(state: State, { query, key }: { query: Query; key: Float32Array }, scope: Scope): Teller[] {
  const visible = new Visible(state, scope)
  const found = lexicalHead(state, query.terms, lookedAt, ordinal => visible.turn(ordinal))
  return [...found].flatMap(([ordinal, share]): Teller[] => {
    const turn = state.log.at(ordinal)
    if (!turn) return []
    return [{ text: turn.text, at: turn.at, score: recallWeights.lexical * share + recallWeights.attention * typicalDeviation(turnCosine(state, ordinal, key)) }]
  }).sort((a, b) => b.score - a.score || b.at - a.at)
}
