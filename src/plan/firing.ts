// Firing: which of a memory's procedures a message calls for. Decides, changes nothing.
import { isActive, trustIn, type Procedure } from '../procedures/procedure.ts'
import {
  callLogit, callProbability, callsForNone, triggerFeatures, triggerLogits, triggerOf, type CallingMessage, type Trigger, type TriggerParams, type TriggerReader,
} from '../signals/trigger.ts'
import type { State } from '../state/state.ts'
import { dot } from '../vector.ts'

/** A procedure that a message calls for. */
export interface Fired {
  procedure: Procedure
  /** Probability that the message calls for it, in [0, 1]. */
  probability: number
}

/** Procedures that are compared word by word: those whose centroids are nearest. */
const compared = 3
/** A second procedure fires where both are as sure as this: half-way from the border to certainty. */
const sureShare = 0.5
/**
 * The more procedures there are, the likelier one of them is near by chance: the logit of `about` loses this share of the
 * logarithm of their number. At 1 next to nothing is told of twenty; at 0 one
 * of twenty is told for two ordinary requests in five, at a half for one in ten.
 */
const rivalShare = 0.5
/** Probabilities that are no further apart are equal: the newer one wins. */
const tie = 0.02

/** The active procedures that a message calls for, the surest first; nearly always none or one. `read` gives the message. */
export function firedBy(state: State, read: () => CallingMessage, reader: TriggerReader, params: TriggerParams): Fired[] {
  const active = state.procedures.list().filter(isActive)
  if (active.length === 0) return []
  const message = read()
  const [, , , border] = params.fires.data
  const call = callLogit(message, params)
  if (callsForNone(call, params)) return []
  const rivals = rivalShare * Math.log(active.length)
  const nearest = active.map(procedure => ({ procedure, trigger: triggerFor(state, procedure, reader) }))
    .map(one => ({ ...one, cosine: dot(one.trigger.centroid, message.text.vector) }))
    .sort((a, b) => b.cosine - a.cosine).slice(0, compared)
  const fired = nearest.map(({ procedure, trigger }): Fired => {
    const { near, about } = triggerLogits(triggerFeatures(trigger, message.text, params.background.data), call, params)
    return { procedure, probability: callProbability({ near, about: about - rivals }, params) }
  }).filter(({ probability }) => probability > border!)
    .sort((a, b) => (Math.abs(a.probability - b.probability) <= tie ? b.procedure.since - a.procedure.since : b.probability - a.probability))
  const sure = border! + sureShare * (1 - border!)
  return fired.filter(({ probability }, rank) => rank === 0 || (probability >= sure && fired[0]!.probability >= sure))
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
  const trigger = triggerOf(stated.map(text => reader.read(text)), read(requests).map(text => reader.read(text)), origin !== 'learned')
  triggers.set(turns, { requests, trigger })
  return trigger
}
