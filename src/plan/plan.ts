// What a message needs from memory: which stores are read, how many hits and how many tokens.
import { dateOf, type Span } from '../dates/span.ts'
import { markerNames, markersOf } from '../gate/markers.ts'

/** The share of words that are greetings, thanks, acknowledgements and laughter. */
const phatic = markerNames.indexOf('phatic')

/** How one message will be answered from memory. */
export interface Plan {
  /** Stores that are read. */
  layers: readonly ('stm' | 'ltm' | 'log')[]
  /** Hits wanted. */
  topK: number
  /** Tokens that the context may take. */
  budgetTokens: number
  /** Share of the best hit's score below which a hit is left out, in [0, 1]. */
  relevantShare: number
  /** The days that the message is about, as local dates, both included; null where it names none. */
  window: { from: string; to: string } | null
  why: string
}

/** What a plan may use beside the message. */
export interface PlanOptions {
  topK: number
  budgetTokens: number
  searchUnstored: boolean
  /** The days that the message is about. */
  window: Span | null
  /** How abruptly things have changed, in [0, 1]; 0 where they have not. */
  change: number
}

/** On the written lives a third of the best score leaves out one hit in twenty and no evidence. */
const relevantShare = 1 / 3

/**
 * A plan for a message: everything is read. A message with nothing to look for needs no context. After a change what is
 * wanted is less sure: topK · (1 + change / 2) hits, from a share of 1/3 · (1 - change / 2) of the best score.
 */
export function planQuery(message: string, { topK, budgetTokens, searchUnstored, window, change }: PlanOptions): Plan {
  const nothing: Omit<Plan, 'why'> = { layers: [], topK: 0, budgetTokens, relevantShare, window: window && { from: dateOf(window.first), to: dateOf(window.last) } }
  if (!/[\p{L}\p{N}]/u.test(message)) return { ...nothing, why: 'the message has no words' }
  if (!/[?？]/.test(message) && markersOf(message)[phatic] === 1) return { ...nothing, why: 'small talk asks for nothing' }
  const wanted = Math.ceil(topK * (1 + change / 2))
  return {
    layers: searchUnstored ? ['stm', 'ltm', 'log'] : ['stm', 'ltm'],
    topK: wanted, budgetTokens, relevantShare: relevantShare * (1 - change / 2), window: nothing.window,
    why: `the best ${wanted} of everything stored, in at most ${budgetTokens} tokens${change > 0 ? '; more than usual, for something changed' : ''}`,
  }
}
