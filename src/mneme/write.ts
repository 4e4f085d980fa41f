// The write path: one turn through signals, gate and controller to the changes that store it. Decides, changes nothing.
import { decide, type Action } from '../controller/controller.ts'
import type { EmbeddedEncoder } from '../encode/embedded.ts'
import { fuse } from '../encode/fusion.ts'
import { implicitSignals, type TurnContext } from '../encode/implicit.ts'
import type { Importance } from '../gate/gate.ts'
import { kindOf } from '../gate/kind.ts'
import { markersOf } from '../gate/markers.ts'
import type { GateInput } from '../gate/network.ts'
import type { ClassTable } from '../classes/class-table.ts'
import type { Policy } from '../controller/policy.ts'
import { verdictOf } from '../controller/verdict.ts'
import type { Later } from '../signals/pair.ts'
import type { StatementReader } from '../signals/replace.ts'
import type { TriggerReader } from '../signals/trigger-text.ts'
import { shrinkKey } from '../log/keys.ts'
import type { Turn } from '../log/log.ts'
import { nearTraces } from '../recall/near.ts'
import { fillsOf } from '../state/fills.ts'
import { traceOf, type Change, type State } from '../state/state.ts'
import { statementOf } from '../trace/same.ts'
import { reinforced } from '../trace/strength.ts'
import type { Trace } from '../trace/trace.ts'
import { messageFeatures } from '../signals/classifier.ts'
import { pinOf } from '../signals/levels.ts'
import { atRest, firesFrom, type SignalLevel } from '../signals/signal.ts'
import { adapt, decided } from './adapt.ts'
import { carryOut, type Nearest } from './carry-out.ts'
import type { TurnDecision } from './options.ts'
import type { EncodedMedium } from './media.ts'
import { endStatement, findReplaced, restOf, type Replaced } from './replace.ts'
import { sense, type Sensed } from './sense.ts'
import { turnWorth } from './turn-worth.ts'

/** What decisions are made with. */
export interface Decider {
  reader: EmbeddedEncoder
  policy: Policy
  timeZone: string
  statements: StatementReader
  classes: ClassTable
  triggers: TriggerReader
  /** Memory's encoder is all-MiniLM-L6-v2. */
  minilm: boolean
}

/** A turn with the text vectors [D] of its passages. */
export interface EncodedTurn {
  turn: Turn
  passages: readonly string[]
  vectors: readonly Float32Array[]
  media: readonly EncodedMedium[]
  /** Stored in long-term memory whatever the gate says. */
  insist: boolean
  /** The host says that it corrects something. */
  corrects: boolean
}

/** The decision on a turn and the changes that carry it out. */
export interface Write {
  decision: Omit<TurnDecision, 'signals'>
  changes: Change[]
  /** What its words set off. */
  sensed: Sensed
  /** Probability that it replaces an earlier statement, in [0, 1]. */
  replaces: number
}

/** The turn before one that stands at `ordinal` or comes next, in the same session. */
function previousTurn(state: State, session: string, ordinal: number): Turn | undefined {
  // Sessions rarely interleave: looking back a few turns finds the last of this one.
  for (let back = ordinal - 1; back >= Math.max(0, ordinal - 16); back--) {
    const turn = state.log.at(back)
    if (turn?.session === session) return turn
  }
  return undefined
}

/** Implicit signals [I] of a turn at its place in the log; null where the config leaves them out. */
export function signalsOf(state: State, turn: Turn, ordinal: number, timeZone: string): Float32Array | null {
  if (!state.config.implicit.enabled) return null
  const previous = previousTurn(state, turn.session, ordinal)
  const context: TurnContext = {
    text: turn.text,
    speaker: turn.speaker,
    at: turn.at,
    ...(previous && { previousAt: previous.at, previousText: previous.text, previousSpeaker: previous.speaker }),
  }
  return implicitSignals(context, timeZone)
}

/** Decides on a turn against the state as it is now. `tick` is the memory time at which it was said. */
export function decideTurn(state: State, encoded: EncodedTurn, tick: number, decider: Decider): Write {
  const { turn } = encoded
  const { policy } = decider
  const implicit = signalsOf(state, turn, state.log.size, decider.timeZone)
  const keys = encoded.vectors.map(vector => fuse(vector, implicit, policy.fusion))
  const nearest = nearestTraces(state, encoded, keys)
  // A turn is worth what it says and what it shows.
  const told = [turn.text, ...encoded.media.flatMap(({ shown }) => shown.caption ?? [])].join('\n')
  const input: GateInput = {
    meaning: decider.reader.meaning(told),
    implicit,
    novelty: 1 - nearest.similarity,
    repetition: nearest.same ? 1 - 2 ** -(nearest.same[0]!.repeats + 1) : 0,
    markers: markersOf(told),
  }
  const { kind, probabilities: kinds } = kindOf(input, policy.kind)
  const message = messageFeatures(told, decider.reader, input)
  const minilm = decider.minilm && encoded.vectors.length === 1 && told === turn.text ? encoded.vectors[0]! : null
  const verdict = verdictOf({ text: told, input, message, minilm }, policy)
  const { gate, features } = adapt(state, { text: told, input, gate: verdict, similarity: nearest.similarity, kinds }, policy)
  const sensed = sense(turn.text, turn.speaker, decider.reader, policy, () => (told === turn.text ? message : messageFeatures(turn.text, decider.reader)))
  const rival = nearest.same ? undefined : findReplaced(state, encoded, keys[0]!, sensed.announces, decider)
  const replaced = rival?.surely ? rival : undefined
  const replaces = replaced?.probability ?? 0
  const pin = pinLevel(state, encoded, sensed, replaces, gate.importance)
  const worth = once(() => Math.max(encoded.insist ? 1 : gate.importance, turnWorth(state, turn, { text: told, markers: input.markers, verdict: gate }, decider)))
  const { action, why } = replaced ? replacing(replaced, state) : notLost(kept(choose(state, encoded.insist, input, gate, nearest, policy), pin), worth, state)
  const { importance, strength } = encoded.insist || !state.config.gate.enabled ? { importance: 1, strength: 1 } : gate
  const done = carryOut(action, nearest, { state, encoded, keys, tick, importance, strength, worth }, kind)
  const { traceId } = done
  const changes = pin.level >= firesFrom ? done.changes.map(change => pinned(change, pin.level, state)) : done.changes
  const ended = replaced && traceId !== undefined ? end(state, replaced, { statement: decider.statements.read(turn.text), announces: sensed.announces }, { id: traceId, at: turn.at, changes }, decider) : []
  return {
    decision: { turnId: turn.id, text: turn.text, action, importance, strength, why, ...(traceId !== undefined && { traceId }), ...(ended.length > 0 && { supersedes: state.log.idAt(replaced!.ordinal) }) },
    changes: [
      { type: 'turn', turn: { ...turn, outcome: action, kind, importance, strength, why, tick }, keys: keys.map(shrinkKey), novelty: input.novelty },
      // What the host insists on was not the policy's decision.
      ...features && !encoded.insist ? [{ type: 'learning', step: decided(state.log.size, features, traceId !== undefined) } as const] : [],
      ...encoded.media.map(({ shown, words, vector }): Change => ({
        type: 'medium', turn: state.log.size, medium: shown, keys: words.map(text => shrinkKey(fuse(text, implicit, policy.fusion))), vector,
      })),
      ...changes,
      ...ended,
      ...rival && !replaced ? [{ type: 'doubt', turn: rival.ordinal, by: state.log.size, probability: rival.probability } as const] : [],
    ],
    sensed, replaces,
  }
}

/** How much of dopamine is about the turn's own words. */
function pinLevel({ config }: State, { insist }: EncodedTurn, { cues }: Sensed, replaces: number, importance: number): SignalLevel {
  if (insist) return { level: 1, cause: 'the host asked to remember it' }
  return config.signals.dopamine ? pinOf(cues, replaces, importance) : atRest().dopamine
}

/** What matters is kept for good, whatever the gate alone would do. */
function kept(choice: { action: Action; why: string }, pin: SignalLevel): { action: Action; why: string } {
  if (pin.level < firesFrom || choice.action === 'ltm' || choice.action === 'reinforce') return choice
  return { action: 'ltm', why: `it matters: ${pin.cause}` }
}

/** Where the log is not searched, what is not kept is lost: so what is likelier than an average turn to be asked for is kept, too. */
function notLost(choice: { action: Action; why: string }, worth: () => number, { config }: State): { action: Action; why: string } {
  if (config.searchUnstored || choice.action === 'ltm' || choice.action === 'reinforce' || worth() < 1) return choice
  return { action: 'ltm', why: `it may be asked for (worth ${worth().toFixed(2)}), and the log is not searched` }
}

/** The value that a function gives, asked for at most once. */
function once<T>(of: () => T): () => T {
  let known: { value: T } | undefined
  return () => (known ??= { value: of() }).value
}

/** A change that pins what it stores, and strengthens it by the level of the signal. */
function pinned(change: Change, level: number, { config }: State): Change {
  if (change.type === 'trace') {
    return { ...change, trace: { ...change.trace, priority: true, strength: reinforced(change.trace.strength, level * config.ltm.reinforcement) } }
  }
  return change.type === 'update' ? { ...change, fields: { ...change.fields, priority: true } } : change
}

/** Without the words of what it replaces: they must be gone when that is forgotten. */
function replacing({ ordinal }: Replaced, { log }: State): { action: Action; why: string } {
  return { action: 'ltm', why: `it replaces ${log.idAt(ordinal)}` }
}

/** The changes that end what a turn replaces. */
function end(
  state: State, replaced: Replaced, later: Later, { id, at, changes }: { id: string; at: number; changes: readonly Change[] },
  { statements, policy }: Decider,
): Change[] {
  const made = changes.filter(({ type }) => type === 'trace').length
  const rest = restOf(replaced.text, later, statements, policy.pair)
  return endStatement(state, replaced, { id, at, next: state.traces + made + 1 }, rest)
}

function choose(
  state: State,
  insist: boolean,
  input: GateInput,
  gate: Importance,
  nearest: Nearest,
  policy: Policy,
): { action: Action; why: string } {
  const { config } = state
  if (insist) return { action: nearest.same ? 'reinforce' : 'ltm', why: 'the host asked to remember it' }
  if (!config.gate.enabled) return { action: 'ltm', why: 'the gate is off: everything is stored' }
  const threshold = config.ltm.duplicateAbove
  return decide(
    {
      logit: gate.logit,
      novelty: input.novelty,
      repetition: input.repetition,
      parts: gate.parts,
      // Nearness alone makes no duplicate: "at 3" and "at 5" are near.
      similarity: nearest.same ? Math.max(nearest.similarity, threshold) : Math.min(nearest.similarity, threshold - 1e-6),
      duplicateAbove: threshold,
      ...fillsOf(state),
    },
    policy.controller,
  )
}

/** What memory holds nearest to a turn: of a long one, to its first passage. */
function nearestTraces(state: State, { turn, passages, media }: EncodedTurn, keys: readonly Float32Array[]): Nearest {
  const found: Trace[] = []
  let similarity = 0
  for (const [index, passage] of passages.entries()) {
    const nearest = nearestTrace(state, turn.speaker, passage, keys[index]!, new Set(media.map(({ shown }) => shown.hash)))
    if (index === 0) similarity = nearest.similarity
    if (!nearest.same) return { similarity }
    found.push(nearest.same)
  }
  return { similarity, same: found }
}

function nearestTrace(state: State, speaker: string, text: string, key: Float32Array, shown: ReadonlySet<string>): { similarity: number; same?: Trace } {
  const statement = statementOf(text)
  let similarity = 0
  let same: Trace | undefined
  for (const { id, cosine } of nearTraces(state, text, key)) {
    similarity = Math.max(similarity, Math.min(1, cosine))
    // Time and tone move a key by a few hundredths: the same words in the evening are still the same words.
    if (same || cosine < state.config.ltm.duplicateAbove - 0.1) continue
    const trace = traceOf(state, id)
    if (!trace || trace.speaker !== speaker || trace.suppressed || trace.supersededBy !== null) continue
    // The same words under another picture say something else.
    if (statementOf(trace.text) === statement && showsOnly(state, trace, shown)) same = trace
  }
  return same ? { similarity, same } : { similarity }
}

/** True where a trace's turns show just these media, by their hashes. */
function showsOnly({ media }: State, { sources }: Trace, hashes: ReadonlySet<string>): boolean {
  const own = new Set(sources.flatMap(source => media.hashesOf(source)))
  return own.size === hashes.size && [...own].every(hash => hashes.has(hash))
}
