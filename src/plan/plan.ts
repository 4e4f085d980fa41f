// What a message needs from memory: which stores are read, how many hits and how many tokens.

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
  why: string
}

/** A plan for a message: everything is read. A message with nothing to look for needs no context. */
export function planQuery(message: string, options: { topK: number; budgetTokens: number; searchUnstored: boolean }): Plan {
  const { topK, budgetTokens } = options
  const nothing = { layers: [], topK: 0, budgetTokens: 0 }
  if (!/[\p{L}\p{N}]/u.test(message)) return { ...nothing, why: 'the message has no words' }
  if (!/[?？]/.test(message) && markersOf(message)[phatic] === 1) return { ...nothing, why: 'small talk asks for nothing' }
  return {
    layers: options.searchUnstored ? ['stm', 'ltm', 'log'] : ['stm', 'ltm'],
    topK, budgetTokens, why: `the best ${topK} of everything stored, in at most ${budgetTokens} tokens`,
  }
}
