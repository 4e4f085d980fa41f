// What a new statement replaces: found among what was said near it, ended there, and the rest of an old text kept.
import { sentencesOf } from '../encode/prose.ts'
import { terms } from '../encode/terms.ts'
import { isMachine } from '../log/speaker.ts'
import { isLatest, isPart, nearTurns } from '../recall/near.ts'
import type { Later } from '../signals/pair.ts'
import { candidatesOf, chooseReplaced, type PairParams, type StatementReader } from '../signals/replace.ts'
import { turnCosine } from '../state/passages.ts'
import { traceOf, type Change, type State } from '../state/state.ts'
import { statementOf } from '../trace/same.ts'
import { untouched, type Trace } from '../trace/trace.ts'
import { unit } from '../vector.ts'
import type { Decider, EncodedTurn } from './write.ts'

/**
 * Probability from which a statement counts as replaced: by one that sounds like a change, by any other, and where the host says that
 * it is. What is ended is out of a question's reach: a statement that only resembles an earlier one ends it where next to nothing speaks
 * against it, and makes it doubtful else.
 */
const [announced, surely, asked] = [0.35, 0.85, 0.02]
/** Probability from which it is doubted: not ended, but marked where a question finds both. */
const doubtfully = 0.1

/** An earlier statement that a new one replaces. */
export interface Replaced {
  /** Its turn. */
  ordinal: number
  /** Its trace; undefined where the gate kept none. */
  trace: Trace | undefined
  text: string
  /** Probability that it is replaced, in [0, 1]. */
  probability: number
  /** False where that is too little to end it: then it is doubted. */
  surely: boolean
}

/** The statement that a turn replaces, or may replace, of the same speaker; undefined where it replaces none. `announces`: as a logit. */
export function findReplaced(
  state: State,
  { turn, corrects, media }: EncodedTurn,
  key: Float32Array,
  announces: number,
  { statements, policy }: Decider,
): Replaced | undefined {
  if (isMachine(turn.speaker) || terms(turn.text).length === 0 || !(state.config.signals.gaba || corrects)) return undefined
  const own = [...nearTurns(state, turn.text)].filter(ordinal => state.log.speakerAt(ordinal) === turn.speaker).sort((a, b) => b - a)
  // The same words under another picture take nothing back.
  const pictured = (ordinal: number, text: string): boolean =>
    (media.length > 0 || state.media.hashesOf(ordinal).length > 0) && statementOf(text) === statementOf(turn.text)
  const near = candidatesOf(own.flatMap((ordinal, before) => statementsAt(state, ordinal).filter(({ text }) => !pictured(ordinal, text)).map(found => ({
    ...found,
    ago: isLatest(state, ordinal) ? before + 1 : Infinity,
    cosine: turnCosine(state, ordinal, key),
  }))))
  if (near.length === 0) return undefined
  const choice = chooseReplaced(near.map(({ text, ago }) => ({ statement: statements.read(text), ago })), { statement: statements.read(turn.text), announces }, policy.pair)
  const best = choice.replaced.indexOf(Math.max(...choice.replaced))
  const probability = choice.replaced[best]!
  if (probability < (corrects ? asked : doubtfully)) return undefined
  const { ordinal, trace, text } = near[best]!
  return { ordinal, trace, text, probability, surely: corrects || probability >= (announces > 0 ? announced : surely) }
}

/** What a turn still states: its current trace, or its text where the gate kept none. */
function statementsAt(state: State, ordinal: number): { ordinal: number; trace: Trace | undefined; text: string }[] {
  const turn = state.log.at(ordinal)
  if (!turn || state.log.hasFaded(ordinal)) return []
  const ids = state.sources.of(ordinal).filter(id => !isPart(state, id))
  if (ids.length === 0) return [{ ordinal, trace: undefined, text: turn.text }]
  return ids.flatMap(id => {
    const trace = traceOf(state, id)
    return trace && !trace.suppressed && trace.supersededBy === null ? [{ ordinal, trace, text: trace.text }] : []
  })
}

/**
 * The changes that end a statement: its trace is superseded by another from `at` on, and what else its text says lives on
 * in a trace of its own. `next` is the number of the next trace.
 */
export function endStatement(state: State, { ordinal, trace, text }: Replaced, by: { id: string; at: number; next: number }, rest: string): Change[] {
  const ended = { supersededBy: by.id, validTo: by.at }
  const old = trace ?? traceOfTurn(state, ordinal, `m${by.next}`)
  if (!old) return []
  const remaining: Change[] = rest === '' || rest === text
    ? []
    : [{ type: 'trace', tier: 'ltm', trace: { ...old, id: `m${by.next + 1}`, text: rest, uses: 0, repeats: 0 } }]
  const end: Change = trace
    ? { type: 'update', id: old.id, fields: ended }
    : { type: 'trace', tier: 'ltm', trace: { ...old, ...ended } }
  return [end, ...remaining, ...endParts(state, old, rest, ended)]
}

/** Ends the statements that were taken out of a replaced turn, but for those that are in what is left of it. */
function endParts(state: State, { id, sources }: Trace, rest: string, ended: { supersededBy: string; validTo: number }): Change[] {
  return sources.flatMap(source => state.sources.of(source)).flatMap((other): Change[] => {
    const part = other === id ? undefined : traceOf(state, other)
    return part?.atomic && part.supersededBy === null && !rest.includes(part.text) ? [{ type: 'update', id: other, fields: ended }] : []
  })
}

/** A trace for a turn that had none; undefined where its text is gone. */
export function traceOfTurn(state: State, ordinal: number, id: string): Trace | undefined {
  const turn = state.log.at(ordinal)
  const [document] = state.lexical.documentsOf(ordinal)
  if (!turn || document === undefined) return undefined
  const { text, speaker, session, at, kind, importance, strength, tick } = turn
  return {
    id, kind, text, speaker, session, at, sources: [ordinal], strength, tick,
    // What makes a trace of it after all knows more of it than its words told.
    importance: Math.max(importance, strength),
    // Rounded to eight bits, a key may be longer than 1.
    ...untouched, key: unit(state.keys.at(document)),
  }
}

const border = /(?<=[.!?;…])\s+|\n+|,?\s+(?:and|but|also)\s+(?=(?:i|i'm|i've|my|we|we're|our|he|she|they|it|it's|the)\b)/iu

/** The sentence or clause of a text that holds a phrase (lower case). */
export function partWith(text: string, phrase: string): string | undefined {
  return partsOf(text).find(part => part.toLowerCase().includes(phrase))
}

/** Sentences and clauses of a text, each as it stands there. */
export function partsOf(text: string): string[] {
  return sentencesOf(text).flatMap(sentence => sentence.split(border)).map(part => part.trim()).filter(part => /\p{L}/u.test(part))
}

/** What a text says beside the part that a new statement replaces; empty where that is all. */
export function restOf(text: string, later: Later, reader: StatementReader, params: PairParams): string {
  const parts = partsOf(text)
  if (parts.length < 2) return ''
  const choice = chooseReplaced(parts.map(part => ({ statement: reader.read(part), ago: Infinity })), later, params)
  const gone = choice.replaced.indexOf(Math.max(...choice.replaced))
  return without(text, parts[gone]!)
}

/** A text without one of its parts, tidied at the seam. */
export function without(text: string, part: string): string {
  const at = text.indexOf(part)
  const left = text.slice(0, at).replace(/(?:[,;]|\s|\b(?:and|but|also))+$/iu, '')
  const right = text.slice(at + part.length).replace(/^[.,;!?\s]*(?:(?:and|but|also)\s+)?/iu, '')
  if (left === '' || right === '') return (left + right).trim()
  return `${left}${/[.!?…]$/.test(left) ? '' : '.'} ${right}`
}
