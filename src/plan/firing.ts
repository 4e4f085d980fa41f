// Firing: which of a memory's procedures a message calls for. Decides, changes nothing.
import { isActive, trustIn, type Procedure } from '../procedures/procedure.ts'
import { probabilityOf } from '../signals/classifier.ts'
import {
  callLogit, callsForNone, topicCosines, triggerFeatures, triggerLogit, type CallingMessage, type TriggerParams,
} from '../signals/trigger.ts'
import { triggerOf, type Trigger, type TriggerReader } from '../signals/trigger-text.ts'
import type { State } from '../state/state.ts'

/** A procedure that a message calls for. */
export interface Fired {
  procedure: Procedure
  /** Probability that the message calls for it, in [0, 1]. */
  probability: number
}

/** Procedures that are compared word by word: those that are nearest by what they are about. */
const compared = 3
/** By how much the cosine of the second and third may be less than that of the first: what is further away is not compared. */
const within = 0.15
/** A second procedure fires where both are as sure as this: half-way from the border to certainty. */
const sureShare = 0.5
/** The more procedures there are, the likelier one of them is near by chance: the logit loses this share of the logarithm of their number. */
const rivalShare = 0.5
/** Probabilities that are no further apart are equal: the newer one wins. */
const tie = 0.02

/** The active procedures that a message calls for, the surest first; nearly always none or one. `read` gives the message. */
export function firedBy(state: State, read: () => CallingMessage, reader: TriggerReader, params: TriggerParams): Fired[] {
  const active = state.procedures.list().filter(isActive)
  if (active.length === 0) return []
  const message = read()
  const border = params.fires.data[2]!
  const call = callLogit(message, params)
  if (callsForNone(call, params)) return []
  const rivals = rivalShare * Math.log(active.length)
  const fired = nearestOf(state, active, message, reader, params).map(({ procedure, trigger }): Fired => ({
    procedure, probability: probabilityOf(triggerLogit(triggerFeatures(trigger, message.text, call, params), params) - rivals),
  })).filter(({ probability }) => probability > border)
    .sort((a, b) => (Math.abs(a.probability - b.probability) <= tie ? b.procedure.since - a.procedure.since : b.probability - a.probability))
  const sure = border + sureShare * (1 - border)
  return fired.filter(({ probability }, rank) => rank === 0 || (probability >= sure && fired[0]!.probability >= sure))
}

interface Near {
  procedure: Procedure
  trigger: Trigger
  cosine: number
}

/** The procedures that are nearest to a message by what they are about, the nearest first. */
function nearestOf(state: State, active: readonly Procedure[], { text }: CallingMessage, reader: TriggerReader, params: TriggerParams): Near[] {
  const triggers = active.map(procedure => triggerFor(state, procedure, reader))
  const nearest: Near[] = []
  for (const [at, cosine] of topicCosines(triggers, text, params).entries()) {
    if (nearest.length === compared && cosine <= nearest.at(-1)!.cosine) continue
    const place = nearest.findIndex(other => other.cosine < cosine)
    nearest.splice(place < 0 ? nearest.length : place, 0, { procedure: active[at]!, trigger: triggers[at]!, cosine })
    nearest.length = Math.min(nearest.length, compared)
  }
  return nearest.filter(({ cosine }) => cosine >= nearest[0]!.cosine - within)
}

/** How far a fired procedure can be relied on, in [0, 1]: that the message calls for it, and that it is right. */
export function confidenceIn({ procedure, probability }: Fired): number {
  return probability * trustIn(procedure)
}

// A procedure's turns are replaced by another list when one of them leaves: the list stands for what the trigger was made of.
const triggers = new WeakMap<readonly number[], { requests: readonly number[]; trigger: Trigger }>()

/** What a procedure is recognised by: its turns, where the log has them, else its own words. */
export function triggerFor({ log }: State, { turns, requests, when, instruction, origin }: Procedure, reader: TriggerReader): Trigger {
  const known = triggers.get(turns)
  if (known?.requests === requests) return known.trigger
  const read = (ordinals: readonly number[]): string[] => ordinals.flatMap(ordinal => log.at(ordinal)?.text ?? [])
  const said = read(turns)
  const stated = said.length > 0 ? said : [when === null ? instruction : `${when}: ${instruction}`]
  const trigger = triggerOf(stated.map(text => reader.read(text)), read(requests).map(text => reader.read(text)), origin !== 'learned', reader)
  triggers.set(turns, { requests, trigger })
  return trigger
}
