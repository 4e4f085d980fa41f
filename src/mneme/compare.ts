// How a user's ways of working compare with a public catalogue: which of its entries the user has, and which are near.
import { isMachine } from '../log/speaker.ts'
import type { Catalogue } from '../procedures/catalogue.ts'
import { isActive, trustIn, type Procedure } from '../procedures/procedure.ts'
import type { State } from '../state/state.ts'
import type { Decider } from './write.ts'

/** An entry of a catalogue, as one user stands to it. */
export interface PatternStanding {
  key: string
  /** The user's own way of working that is this one: the surest that holds, else one that is told no more; null where there is none. */
  procedureId: string | null
  /** How sure it is that the user taught or showed it, and that it holds, in [0, 1): 0 for what the host added, and for what is told no more. */
  confidence: number
  /** Nearness to what the user teaches and asks for, a cosine in [-1, 1]. */
  likeness: number
}

/** Requests of a procedure that was learned, of which each is read together with the instruction. */
const mostRequests = 3
/** The user's latest messages that tell what is near. */
const mostMessages = 200

/** Every entry of a catalogue, in its order. */
export function compareWith(catalogue: Catalogue, state: State, { triggers, policy: { procedure: { trigger: params } } }: Decider): PatternStanding[] {
  const procedures = state.config.procedures.enabled ? state.procedures.list() : []
  const own = procedures.map(procedure => ({ procedure, texts: textsOf(state, procedure).map(text => triggers.read(text)) }))
  const near = catalogue.nearness([...own.flatMap(({ texts }) => texts), ...messages(state).map(text => triggers.read(text))], triggers.encoder)
  const standings = catalogue.patterns.map(({ key }, at): PatternStanding => ({ key, procedureId: null, confidence: 0, likeness: near[at]! }))
  for (const { procedure, texts } of own) {
    const stated = texts.flatMap(text => catalogue.statedBy(text, triggers.encoder, params) ?? [])
    const [first] = stated.toSorted((a, b) => b.sure - a.sure)
    if (!first) continue
    const counts = procedure.origin !== 'host' && isActive(procedure)
    const confidence = counts ? first.sure * trustIn(procedure) : 0
    const standing = standings[first.index]!
    if (standing.procedureId === null || confidence > standing.confidence) standings[first.index] = { ...standing, procedureId: procedure.id, confidence }
  }
  return standings
}

function textsOf({ log }: State, { when, instruction, requests }: Procedure): string[] {
  if (when !== null) return [`${when}: ${instruction}`]
  const asked = requests.slice(-mostRequests).flatMap(turn => log.at(turn)?.text ?? [])
  return asked.length === 0 ? [instruction] : asked.map(request => `${request}\n${instruction}`)
}

/** What the user said last. */
function messages({ log }: State): string[] {
  const said: string[] = []
  for (let turn = log.size - 1; turn >= 0 && said.length < mostMessages; turn--) {
    const one = log.at(turn)
    if (one && !isMachine(one.speaker)) said.push(one.text)
  }
  return said
}
