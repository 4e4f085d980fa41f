// The controller: a softmax policy over what to do with a turn. A actions, C features.
import { MnemeError } from '../errors.ts'
import { reasons } from '../gate/gate.ts'
import { softmax } from '../vector.ts'
import { param } from '../tensor/params.ts'
import type { Param, ParamTree } from '../tensor/params.ts'

/** What can be done with a turn, in the order of the logits. */
export const actions = ['ignore', 'stm', 'ltm', 'reinforce'] as const
export type Action = (typeof actions)[number]

/** Features of a decision, in order. */
export const controllerFeatures = [
  'bias', 'logit', 'novelty', 'repetition', 'similarity', 'duplicate', 'stmFill', 'ltmFill',
] as const

/** What the controller looks at. */
export interface ControllerInput {
  /** Logit of the gate's importance. */
  logit: number
  /** 1 - similarity in meaning to memory, in [0, 1]. */
  novelty: number
  /** As in GateInput, in [0, 1). */
  repetition: number
  /** Best cosine to a trace of long- or short-term memory; 0 when both are empty. */
  similarity: number
  /** The config's ltm.duplicateAbove. */
  duplicateAbove: number
  /** Share of short-term memory in use, in [0, 1]. */
  stmFill: number
  /** Share of long-term memory in use, in [0, 1]. */
  ltmFill: number
  /** Parts of the importance, for `why`. */
  parts?: Readonly<Record<string, number>>
}

/** Weights of the policy. */
export interface ControllerParams extends ParamTree {
  /** [C, A]. */
  weight: Param
}

/** A decision with its reasons. */
export interface Decision {
  action: Action
  /** Sum to 1. */
  probabilities: Record<Action, number>
  /** One short sentence. */
  why: string
}

/**
 * Weights before training: a turn goes to long-term memory from the logit `ltmFrom` on and is ignored below `ignoreBelow`;
 * a near-duplicate reinforces unless it is clearly chatter; what is repeated is kept sooner, a full memory keeps less.
 */
export function initialController(thresholds: { ltmFrom: number; ignoreBelow: number }): ControllerParams {
  const { ltmFrom, ignoreBelow } = thresholds
  const rows: Record<(typeof controllerFeatures)[number], readonly number[]> = {
    //          ignore  stm  ltm  reinforce
    bias: [1.5 * ignoreBelow, 0, -1.5 * ltmFrom, -12],
    logit: [-1.5, 0, 1.5, 1],
    novelty: [0, 0, 0, 0],
    repetition: [-1, 0, 1, 0],
    similarity: [0, 0, 0, 0],
    duplicate: [0, 0, 0, 24],
    stmFill: [0, 0, 0, 0],
    ltmFill: [0, 0, -1, 0],
  }
  return { weight: param([controllerFeatures.length, actions.length], controllerFeatures.flatMap(name => rows[name])) }
}

/** The best action for one turn. Throws SHAPE_MISMATCH when the weights have another shape. */
export function decide(input: ControllerInput, params: ControllerParams): Decision {
  const { data } = params.weight
  if (data.length !== controllerFeatures.length * actions.length) {
    throw new MnemeError('SHAPE_MISMATCH',
      `decide: expected weights of shape [${controllerFeatures.length}, ${actions.length}], ` +
      `got [${params.weight.shape.join(', ')}]; load a policy with loadPolicy`)
  }
  const duplicate = input.similarity >= input.duplicateAbove ? 1 : 0
  const features = { ...input, bias: 1, duplicate }
  const logits = new Float64Array(actions.length)
  controllerFeatures.forEach((name, row) => {
    const value = Math.max(-30, Math.min(30, features[name]))
    for (let action = 0; action < actions.length; action++) {
      logits[action] = logits[action]! + value * data[row * actions.length + action]!
    }
  })
  const shares = softmax(logits)
  const probabilities = Object.fromEntries(actions.map((action, index) => [action, shares[index]!])) as Record<Action, number>
  const action = actions.reduce((best, next) => (probabilities[next] > probabilities[best] ? next : best))
  return { action, probabilities, why: explain(action, input) }
}

function explain(action: Action, input: ControllerInput): string {
  const score = (1 / (1 + Math.exp(-input.logit))).toFixed(2)
  const because = (sign: 1 | -1): string => {
    const names = input.parts ? reasons(input.parts, sign, 3).map(readable) : []
    return names.length ? `, mostly for ${names.join(', ')}` : ''
  }
  const again = input.repetition > 0 ? '; said before' : ''
  if (action === 'reinforce') return `says again what is stored (similarity ${input.similarity.toFixed(2)}): strengthens it`
  if (action === 'ltm') return `worth keeping (importance ${score}${because(1)})${again}`
  if (action === 'stm') return `may matter for a while (importance ${score})${again}`
  return `not worth keeping (importance ${score}${because(-1)})`
}

const readableNames: Readonly<Record<string, string>> = {
  learned: 'what feedback taught', meaning: 'its meaning', wording: 'its words', firstPerson: 'speaking of oneself', secondPerson: 'speaking of the listener',
  mine: 'what is one\'s own', kin: 'family and friends', health: 'health words', safety: 'safety words',
  preference: 'words of liking', commitment: 'plans and decisions',
  change: 'words of change', state: 'stating how things are', duty: 'rules and duties',
  remember: 'a request to remember', remembering: 'a request to remember', past: 'telling what happened', hedge: 'guessing',
  digits: 'numbers', question: 'being a question', content: 'how much its words carry', longWords: 'long words',
  lowercase: 'small letters', phatic: 'small talk', foreign: 'a script the gate cannot read', identity: 'who somebody is',
  instructing: 'an instruction', correcting: 'a correction', offering: 'offers of help', quoted: 'quotation',
}

function readable(part: string): string {
  const name = part.replace('markers.', '')
  return readableNames[name] ?? name
}
