// Statements that turns make among other things become traces of their own: the part of sleep that needs an encoder.
import type { Kind } from '../config.ts'
import { verdictOf, type Verdict } from '../controller/verdict.ts'
import { encodeChecked } from '../encode/encoder.ts'
import { fuse } from '../encode/fusion.ts'
import { sentencesOf } from '../encode/prose.ts'
import { kindOf } from '../gate/kind.ts'
import { markersOf } from '../gate/markers.ts'
import type { GateInput } from '../gate/network.ts'
import type { LlmCalls } from '../llm/llm.ts'
import { readStatements, statementsPrompt, type Said, type Statement } from '../llm/statements.ts'
import { passages } from '../lexical/passages.ts'
import { isMachine } from '../log/speaker.ts'
import { messageFeatures } from '../signals/classifier.ts'
import { turnsOf } from '../sleep/scan.ts'
import { example, type Step } from '../sleep/step.ts'
import type { Night } from '../state/night.ts'
import { traceOf, type Change, type State } from '../state/state.ts'
import { untouched } from '../trace/trace.ts'
import type { Engine } from './engine.ts'
import { signalsOf, type Decider } from './write.ts'

/** Importance from which a sentence is worth a trace of its own. */
const worthATrace = 0.5
/** Kinds of statements: what merely happened, or how one feels, stays with its turn. */
const lasting: ReadonlySet<string> = new Set(['semantic', 'preference', 'procedural'])
/** Turns that one prompt holds, and one step works on. */
const turnsPerCall = 40

/** Of a turn's worth: where memory is full, parts go before the whole that tells them, or they would crowd out other turns. */
const partShare = 0.1

/** A statement with what a trace of it needs. */
type Found = Statement & { key: Float32Array; kind: Kind; verdict: Verdict }

/** Takes statements out of the next forty turns: a language model's where there is one, else the sentences that the gate values. */
export function statementsStep(engine: Engine, llm: LlmCalls): Step {
  return {
    name: 'statements',
    phase: 'extract',
    take: async (state, night) => {
      const said = saidIn(state, night)
      const part = said.slice(0, turnsPerCall)
      const { statements, rejected } = await find(part, engine.decider, llm)
      const fresh = statements.filter(({ turn, text }) => !state.sources.of(turn).some(id => traceOf(state, id)?.text === text))
      const found = await encode(state, fresh, engine)
      return {
        changes: changesFor(state, found, part),
        counts: { statements: found.length, rejected }, examples: found.map(({ text }) => example(text)),
        night: { turn: said.length > part.length ? part.at(-1)!.turn + 1 : night.until, calls: llm.calls },
        again: said.length > part.length,
      }
    },
  }
}

async function find(said: readonly Said[], decider: Decider, llm: LlmCalls): Promise<{ statements: readonly Statement[]; rejected: number }> {
  const answer = said.length === 0 ? null : await llm.ask(statementsPrompt(said))
  return answer === null ? { statements: said.flatMap(turn => sentencesWorth(turn, decider)), rejected: 0 } : readStatements(answer, said)
}

async function encode(state: State, statements: readonly Statement[], { encoder, decider }: Engine): Promise<Found[]> {
  const vectors = await encodeChecked(encoder, statements.map(({ text }) => text))
  return statements.map((statement, at) => {
    const implicit = signalsOf(state, state.log.at(statement.turn)!, statement.turn, decider.timeZone)
    return { ...statement, key: fuse(vectors[at]!, implicit, decider.policy.fusion), ...judge(statement.text, implicit, decider.minilm ? vectors[at]! : null, decider) }
  })
}

/** Turns of persons that long-term memory kept, of those that the night has not read. */
function saidIn(state: State, night: Night): Said[] {
  const { log, sources, ltm } = state
  return turnsOf(state, night).filter(turn => turn >= night.turn).flatMap((turn): Said[] => {
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
    const { kind, verdict } = judge(sentence, null, null, decider)
    return verdict.importance >= worthATrace && lasting.has(kind)
  }).map(sentence => ({ turn, text: sentence }))
}

function judge(text: string, implicit: Float32Array | null, minilm: Float32Array | null, { reader, policy }: Decider): { kind: Kind; verdict: Verdict } {
  const input: GateInput = { meaning: reader.meaning(text), implicit, novelty: 1, repetition: 0, markers: markersOf(text) }
  return { kind: kindOf(input, policy.kind).kind, verdict: verdictOf({ text, input, message: messageFeatures(text, reader, input), minilm }, policy) }
}

/** The changes that store what was found; turns that are one statement become its trace as they are. */
function changesFor(state: State, statements: readonly Found[], said: readonly Said[]): Change[] {
  const made = statements.flatMap(({ turn, text, key, kind, verdict: { importance, strength } }, at): Change[] => {
    const turnSaid = state.log.at(turn)
    const of = state.sources.of(turn).flatMap(id => traceOf(state, id) ?? [])
    if (!turnSaid || of.some(trace => trace.supersededBy !== null || trace.suppressed)) return []
    const { speaker, session, at: saidAt, tick } = turnSaid
    const worth = partShare * (of[0]?.worth ?? untouched.worth)
    return [{ type: 'trace', tier: 'ltm', trace: {
      id: `m${state.traces + at + 1}`, kind, text, speaker, session, at: saidAt, sources: [turn], importance, strength, tick, ...untouched, worth, atomic: true, key,
    } }]
  })
  const whole = said.filter(({ text }) => sentencesOf(text).length < 2).flatMap(({ turn }) => state.sources.of(turn))
    .filter(id => { const trace = traceOf(state, id); return trace && !trace.atomic && lasting.has(trace.kind) })
    .map((id): Change => ({ type: 'update', id, fields: { atomic: true } }))
  // What a statement tells its turn tells as well: it takes no other turn's room.
  return [...made.slice(0, Math.max(0, state.config.ltm.capacity - state.ltm.size)), ...whole]
}
