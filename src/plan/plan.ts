// What a message needs from memory: which layers are read, how many hits and how many tokens.
import { dateOf, type Span } from '../dates/span.ts'
import { markerNames, markersOf } from '../gate/markers.ts'
import type { ClassifiedQuery, QueryClass } from '../signals/query.ts'

/** The share of words that are greetings, thanks, acknowledgements and laughter. */
const phatic = markerNames.indexOf('phatic')

/** The running conversation; lasting facts and preferences; everything said; ways of working. */
export type Layer = 'working' | 'semantic' | 'episodic' | 'procedural'

const all: readonly Layer[] = ['working', 'semantic', 'episodic', 'procedural']
const layersOf: Readonly<Record<QueryClass, readonly Layer[]>> = {
  // A bare receipt looks like a fact: what calls for a way of working is told by the message, whatever its class.
  continuation: ['working'], fact: ['working', 'semantic', 'procedural'], deep: all, procedural: all, complex: all,
}
/** From this probability on a class is believed; below it everything is read. What reads least must be surest. */
const sure: Readonly<Record<QueryClass, number>> = { continuation: 0.9, fact: 0.75, deep: 0, procedural: 0, complex: 0 }

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
  /** A conversation runs: without one there is nothing to continue. */
  running: boolean
  /** It speaks of somebody whom the running conversation has not named, or who speaks here in a name of her own. */
  beyond: boolean
  topK: number
  budgetTokens: number
  /** The days that the message is about. */
  window: Span | null
  /** How abruptly things have changed, in [0, 1]; 0 where they have not. */
  change: number
}

/** On the written lives a third of the best score leaves out one hit in twenty and no evidence. */
const relevantShare = 1 / 3

/**
 * A plan for a message. What its class needs is read where the class is sure, everything where it is not. A message with
 * nothing to look for needs no context. After a change what is wanted is less sure: topK · (1 + change / 2) hits, from a share
 * of 1/3 · (1 - change / 2) of the best score.
 */
export function planQuery(message: string, { query, running, beyond, topK, budgetTokens, window, change }: PlanOptions): Plan {
  const named = window && { from: dateOf(window.first), to: dateOf(window.last) }
  const { class: kind, confidence } = query
  const nothing: Omit<Plan, 'why'> = { class: 'continuation', confidence: 1, layers: [], topK: 0, budgetTokens, relevantShare, window: named }
  if (!/[\p{L}\p{N}]/u.test(message)) return { ...nothing, why: 'the message has no words' }
  if (!/[?？]/.test(message) && markersOf(message)[phatic] === 1) return { ...nothing, why: 'small talk asks for nothing' }
  const wanted = Math.ceil(topK * (1 + change / 2))
  const less = kind === 'continuation' ? running && !beyond : kind === 'fact' ? !beyond : true
  const believed = confidence >= sure[kind] && less && change === 0 && window === null
  const layers = believed ? layersOf[kind] : all
  return {
    class: kind, confidence, layers, topK: wanted, budgetTokens, relevantShare: relevantShare * (1 - change / 2), window: named,
    why: `${kind} (${confidence.toFixed(2)})${believed ? '' : ', not sure enough to read less'}: the best ${wanted} of ${layers === all ? 'everything stored' : layers.join(' and ')}, in at most ${budgetTokens} tokens`,
  }
}
