// A data set for fine-tuning: the conversations that survived, as lines of JSON.
import { renderContext } from '../context/context.ts'
import type { CountTokens } from '../context/tokens.ts'
import type { Hit } from '../recall/hit.ts'
import { mediaOf } from '../recall/shown.ts'
import { traceOf, type State } from '../state/state.ts'
import { tierOf } from '../trace/trace.ts'
import { exchangesIn, type Exchange } from './exchange.ts'
import { trainingLine, type Template } from './template.ts'

/** What to write and how. */
export interface TrainingSettings {
  template: Template
  /** How often an exchange that matters stands in the data; it also comes first. */
  weight: number
  budgetTokens: number
  timeZone: string
  countTokens: CountTokens
}

/** Lines of a data set: exchanges that matter first, `weight` times each, then the others; within both in order of time. */
export function trainingLines(state: State, settings: TrainingSettings): string[] {
  const exchanges = exchangesIn(state)
  const line = (exchange: Exchange): string => trainingLine(promptOf(state, exchange, settings), exchange.reply, settings.template)
  const first = exchanges.filter(({ matters }) => matters).map(line)
  return [...Array.from({ length: settings.weight }, () => first).flat(), ...exchanges.filter(({ matters }) => !matters).map(line)]
}

/** What the model read: the memories that were in view and are still there, and the message. */
function promptOf(state: State, { shown, message }: Exchange, { budgetTokens, timeZone, countTokens }: TrainingSettings): string {
  const hits = shown.flatMap(id => hitOf(state, id) ?? [])
  const { text } = renderContext({ hits }, budgetTokens, timeZone, countTokens)
  return text === '' ? message : `${text}\n\n${message}`
}

const noParts: Hit['parts'] = { attention: 0, neighbours: 0, lexical: 0, alike: 0, graph: 0, members: 0, gathered: 0, media: 0, content: 0, speaker: 0, time: 0, number: 0, strength: 0 }

/** A memory as it was shown; undefined where it was forgotten since. */
function hitOf(state: State, id: string): Hit | undefined {
  const trace = traceOf(state, id)
  const turn = state.log.at(state.log.ordinalOf(id) ?? -1)
  if (!trace && !turn) return undefined
  const { text, speaker, at, kind } = trace ?? turn!
  const media = mediaOf(state, trace?.sources ?? [state.log.ordinalOf(id)!], () => false)
  return {
    id, text, speaker, at, kind, strength: 1, score: 0, parts: noParts, confidence: 0, sourceIds: [], ...media.length > 0 && { media }, status: 'current',
    tier: trace ? tierOf(trace) : null,
  }
}
