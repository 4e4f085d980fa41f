// Compression at a session's end: statements that turns make among other things become traces of their own.
import { encodeChecked, type Encoder } from '../encode/encoder.ts'
import { fuse } from '../encode/fusion.ts'
import { sentencesOf } from '../encode/prose.ts'
import { importance } from '../gate/gate.ts'
import { kindOf } from '../gate/kind.ts'
import { markersOf } from '../gate/markers.ts'
import type { GateInput } from '../gate/network.ts'
import type { LlmCalls } from '../llm/llm.ts'
import { readStatements, statementsPrompt, type Said, type Statement } from '../llm/statements.ts'
import { passages } from '../lexical/passages.ts'
import { isMachine } from '../log/speaker.ts'
import { traceOf, type Change, type State } from '../state/state.ts'
import { untouched } from '../trace/trace.ts'
import { signalsOf, type Decider } from './write.ts'

/** Importance from which a sentence is worth a trace of its own. */
const worth = 0.5
/** Kinds of statements: what merely happened, or how one feels, stays with its turn. */
const lasting: ReadonlySet<string> = new Set(['semantic', 'preference', 'procedural'])
/** Turns that one prompt holds. */
const turnsPerCall = 40

/** What compression found. */
export interface Compressed {
  statements: readonly (Statement & { key: Float32Array; gate: GateInput })[]
  /** Lines of the language model that no turn backs up. */
  rejected: number
}

/** Statements in the turns since the last sleep: a language model's where there is one, else the sentences that the gate values. */
export async function compress(state: State, encoder: Encoder, decider: Decider, llm: LlmCalls): Promise<Compressed> {
  const said = turnsSince(state)
  const { statements, rejected } = await find(said, decider, llm)
  const fresh = statements.filter(({ turn, text }) => !state.sources.of(turn).some(id => traceOf(state, id)?.text === text))
  const vectors = await encodeChecked(encoder, fresh.map(({ text }) => text))
  const found = fresh.map((statement, at) => {
    const implicit = signalsOf(state, state.log.at(statement.turn)!, statement.turn, decider.timeZone)
    return { ...statement, key: fuse(vectors[at]!, implicit, decider.policy.fusion), gate: gateInput(statement.text, implicit, decider) }
  })
  return { statements: found, rejected }
}

async function find(said: readonly Said[], decider: Decider, llm: LlmCalls): Promise<{ statements: Statement[]; rejected: number }> {
  const statements: Statement[] = []
  let rejected = 0
  for (let start = 0; start < said.length; start += turnsPerCall) {
    const part = said.slice(start, start + turnsPerCall)
    const answer = await llm.ask(statementsPrompt(part))
    const read = answer === null ? { statements: part.flatMap(turn => sentencesWorth(turn, decider)), rejected: 0 } : readStatements(answer, part)
    statements.push(...read.statements)
    rejected += read.rejected
  }
  return { statements, rejected }
}

/** Turns of persons since the last sleep that long-term memory kept. */
function turnsSince({ log, slept, sources, ltm }: State): Said[] {
  return Array.from({ length: log.size - slept }, (_, at) => slept + at).flatMap((turn): Said[] => {
    const said = log.at(turn)
    return said && !isMachine(said.speaker) && sources.of(turn).some(id => ltm.slotOf(id) !== undefined) ? [{ turn, speaker: said.speaker, text: said.text }] : []
  })
}

/** The sentences of a turn that says more than one thing. */
function sentencesWorth({ turn, text }: Said, decider: Decider): Statement[] {
  const sentences = sentencesOf(text)
  // A text of several passages is a document, not a message.
  if (sentences.length < 2 || passages(text).length > 1) return []
  return sentences.filter(sentence => {
    const input = gateInput(sentence, null, decider)
    return importance(input, decider.policy.gate).importance >= worth && lasting.has(kindOf(input, decider.policy.kind).kind)
  }).map(sentence => ({ turn, text: sentence }))
}

function gateInput(text: string, implicit: Float32Array | null, { reader }: Decider): GateInput {
  return { meaning: reader.meaning(text), implicit, novelty: 1, repetition: 0, markers: markersOf(text) }
}

/** The changes that store what compression found; turns that are one statement become its trace as they are. */
export function compressChanges(state: State, { statements }: Compressed, decider: Decider): Change[] {
  const made = statements.flatMap(({ turn, text, key, gate }, at): Change[] => {
    const said = state.log.at(turn)
    const of = state.sources.of(turn).flatMap(id => traceOf(state, id) ?? [])
    if (!said || of.some(trace => trace.supersededBy !== null || trace.suppressed)) return []
    const { kind } = kindOf(gate, decider.policy.kind)
    const score = importance(gate, decider.policy.gate).importance
    return [{ type: 'trace', tier: 'ltm', trace: {
      id: `m${state.traces + at + 1}`, kind, text, speaker: said.speaker, session: said.session, at: said.at, sources: [turn], importance: score,
      strength: score, tick: said.tick, ...untouched, atomic: true, key,
    } }]
  })
  const whole = turnsSince(state).filter(({ text }) => sentencesOf(text).length < 2).flatMap(({ turn }) => state.sources.of(turn))
    .filter(id => { const trace = traceOf(state, id); return trace && !trace.atomic && lasting.has(trace.kind) })
    .map((id): Change => ({ type: 'update', id, fields: { atomic: true } }))
  return [...made, ...whole]
}
