// What a message needs from memory: which layers are read, how many hits and how many tokens.
import { dateOf, type Span } from '../dates/span.ts'
import { markerNames, markersOf } from '../gate/markers.ts'
import type { ClassifiedQuery, QueryClass } from '../signals/query.ts'

/** The share of words that are greetings, thanks, acknowledgements and laughter. */
const phatic = markerNames.indexOf('phatic')

/** The running conversation; lasting facts and preferences, with graph and rules; the log and what was said once; ways of working. */
export const layers = ['working', 'semantic', 'episodic', 'procedural'] as const
export type Layer = (typeof layers)[number]

const all: readonly Layer[] = layers
const layersOf: Readonly<Record<QueryClass, readonly Layer[]>> = {
  // A bare receipt looks like a fact: what calls for a way of working is told by the message, whatever its class.
  continuation: ['working'], fact: ['working', 'semantic', 'procedural'], deep: all, procedural: all, complex: all,
}
/** From this probability on a class is believed; below it everything is read. What reads least must be surest. */
const sure: Readonly<Record<QueryClass, number>> = { continuation: 0.9, fact: 0.9, deep: 0, procedural: 0, complex: 0 }

/** How one message will be answered from memory. */
export interface Plan {
  /** What of memory the message needs. */
  class: QueryClass
  /** Probability of the class, in [0, 1]. */
  confidence: number
  /** Layers that are read. */
  layers: readonly Layer[]
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
  /** What the message needs by the classifier. */
  query: ClassifiedQuery
  /** False: no class is believed, and small talk is looked up, too. @default true */
  believes?: boolean
  /** A conversation runs: without one there is nothing to continue. */
  running: boolean
  /** It speaks of somebody whom the running conversation has not named, or who speaks here in a name of her own. */
  beyond: boolean
  /** What the host asks for: undefined leaves it to the plan. */
  topK: number | undefined
  budgetTokens: number | undefined
  /** Layers that the host lets it read. */
  allowed: ReadonlySet<Layer>
  /** What is stored: turns, and their tokens as plain text. */
  history: { turns: number; tokens: number }
  /** The days that the message is about. */
  window: Span | null
  /** How abruptly things have changed, in [0, 1]; 0 where they have not. */
  change: number
}

/** Hits that are wanted at least where the host does not say, and the fewest tokens that one takes. */
const leastHits = 8
const tokensPerHit = 25

/** A context's share of the history's tokens at a hundred turns, and the power of the number of turns by which it grows: 5 % at 500. */
const shareAtHundred = 0.158
const growth = Math.log(0.051 / shareAtHundred) / Math.log(5) + 1
/** No fewer tokens, for young memories; no more, for very old ones. */
const [leastTokens, mostTokens] = [320, 1200]
/** Share of the budget by class, where the class is believed: what reads less needs less. */
const budgetShare: Readonly<Record<QueryClass, number>> = { continuation: 0.5, fact: 0.8, deep: 1, procedural: 1, complex: 1.2 }

/** Tokens that a context may take where the host does not say. */
function budgetFor({ turns, tokens }: PlanOptions['history']): number {
  const mean = tokens / Math.max(1, turns)
  const budget = 100 * shareAtHundred * mean * (turns / 100) ** growth
  return Math.round(Math.min(mostTokens, Math.max(leastTokens, budget)))
}

/** On the written lives a third of the best score leaves out one hit in twenty and no evidence. */
const relevantShare = 1 / 3

/**
 * A plan for a message. What its class needs is read where the class is sure, everything where it is not. A message with
 * nothing to look for needs no context. After a change what is wanted is less sure: topK · (1 + change / 2) hits, from a share
 * of 1/3 · (1 - change / 2) of the best score.
 */
export function planQuery(message: string, options: PlanOptions): Plan {
  const { query, believes = true, running, beyond, allowed, window, change } = options
  const named = window && { from: dateOf(window.first), to: dateOf(window.last) }
  const { class: kind, confidence } = query
  const budget = options.budgetTokens ?? budgetFor(options.history)
  const nothing: Omit<Plan, 'why'> = { class: 'continuation', confidence: 1, layers: [], topK: 0, budgetTokens: budget, relevantShare, window: named }
  if (!/[\p{L}\p{N}]/u.test(message)) return { ...nothing, why: 'the message has no words' }
  if (believes && !/[?？]/.test(message) && markersOf(message)[phatic] === 1) return { ...nothing, why: 'small talk asks for nothing' }
  const less = kind === 'continuation' ? running && !beyond : kind === 'fact' ? !beyond : true
  const believed = believes && confidence >= sure[kind] && less && change === 0 && window === null
  const read = (believed ? layersOf[kind] : all).filter(layer => allowed.has(layer))
  const budgetTokens = options.budgetTokens ?? Math.round(believed ? budget * budgetShare[kind] : budget)
  const topK = Math.ceil((options.topK ?? Math.max(leastHits, Math.ceil(budgetTokens / tokensPerHit))) * (1 + change / 2))
  return {
    class: kind, confidence, layers: read, topK, budgetTokens, relevantShare: relevantShare * (1 - change / 2), window: named,
    why: `${kind} (${confidence.toFixed(2)})${believed ? '' : ', not sure enough to read less'}: the best ${topK} of ${read.length === all.length ? 'everything stored' : read.join(' and ')}, in at most ${budgetTokens} tokens`,
  }
}
