// The whole content of one memory, and the one function that changes it. Changes are data: the journal holds the same ones.
import type { Membership } from '../classes/class-table.ts'
import type { MemberBook } from '../classes/member-book.ts'
import type { Config } from '../config.ts'
import type { MemoryTime } from '../clock.ts'
import { ticksAt } from '../clock.ts'
import type { Experience, LearningStep } from '../controller/experience.ts'
import type { Graph, GraphChange } from '../graph/graph.ts'
import type { LexicalIndex } from '../lexical/lexical.ts'
import { passages } from '../lexical/passages.ts'
import type { PassageKeys, SmallKey } from '../log/keys.ts'
import type { TurnLog, TurnToLog, Turn } from '../log/log.ts'
import type { LongTermMemory } from '../ltm/ltm.ts'
import type { Tuning } from '../ltm/slot-keys.ts'
import type { MediaVector, ShownMedium } from '../media/medium.ts'
import type { MediaStore } from '../media/store.ts'
import type { ProcedureBook, Instruction } from '../procedures/book.ts'
import type { Procedure } from '../procedures/procedure.ts'
import type { RuleBook } from '../rules/book.ts'
import type { Rule } from '../rules/rule.ts'
import type { SignalEvent } from '../signals/signal.ts'
import type { ShortTermMemory } from '../stm/stm.ts'
import { withoutTurn, type Topic } from '../topics/topic.ts'
import type { Trace, TraceUpdate } from '../trace/trace.ts'
import type { Agenda } from './agenda.ts'
import { addMedium, releaseMedia, removeDocument } from './medium.ts'
import { afterNight, type Night, type SleepState } from './night.ts'
import type { SourceIndex } from './sources.ts'

/** Which store holds a trace. */
export type Tier = 'stm' | 'ltm'

/** What is left of a trace that is gone. */
interface Tombstone {
  id: string
  /** Clock reading in milliseconds. */
  at: number
  cause: string
}

/** What may have replaced a turn. */
interface Doubt {
  /** Ordinal of a later turn. */
  by: number
  /** In [0, 1]. */
  probability: number
}

/** One step from a state to the next. */
export type Change =
  /** `novelty` in [0, 1]: how far it was from all that was stored; files of older versions have none. */
  | { type: 'turn'; turn: TurnToLog; keys: readonly SmallKey[]; novelty?: number }
  /** What the last turn shows, with a key for each passage of its words. `vector` is null where it is known, or there is none. */
  | { type: 'medium'; turn: number; medium: ShownMedium; keys: readonly SmallKey[]; vector: MediaVector | null }
  | { type: 'trace'; tier: Tier; trace: Trace }
  | { type: 'update'; id: string; fields: TraceUpdate }
  /** `faded`: its turns count as dormant from now on. */
  | { type: 'drop'; id: string; at: number; cause: string; faded?: true }
  | { type: 'erase'; ordinal: number }
  | { type: 'time'; latest: number; manual: number }
  | { type: 'session'; number: number }
  | { type: 'graph'; step: GraphChange }
  | { type: 'learning'; step: LearningStep }
  | { type: 'signal'; event: SignalEvent }
  | { type: 'rule'; rule: Rule }
  | { type: 'unrule'; id: string }
  | { type: 'procedure'; procedure: Procedure }
  | { type: 'unprocedure'; id: string }
  /** A turn says how the request at hand is to be done. */
  | { type: 'instruction'; instruction: Instruction }
  | { type: 'topics'; topics: readonly Topic[] }
  /** The memories that the model had before it when a turn was said. */
  | { type: 'shown'; turn: number; ids: readonly string[] }
  /** A turn names members of classes. */
  | { type: 'members'; turn: number; found: readonly Membership[] }
  /** A sleep has begun, or got this far. */
  | { type: 'night'; night: Night }
  /** Sleep has held these traces against the others. */
  | { type: 'compared'; ids: readonly string[] }
  /** A sleep that began at clock reading `at` has consolidated every turn before this one. */
  | { type: 'slept'; turn: number; at?: number }
  /** A turn may have been replaced by another. */
  | { type: 'doubt'; turn: number; by: number; probability: number }
  /** A turn leaves what was learned from it. */
  | { type: 'unlearn'; turn: number }
  /** The vectors of media go: another encoder takes over, and there are no bytes to make them anew. */
  | { type: 'unencode' }
  /** How many candidates a search of long-term memory looks at from now on. */
  | { type: 'tuned'; tuning: Tuning }

/** Everything that a memory is. */
export interface State {
  config: Config
  time: MemoryTime
  /** Number of the running session, from 1, and the ordinal of its first turn. */
  session: number
  sessionFrom: number
  /** Traces ever made: the next one's number. */
  traces: number
  log: TurnLog
  lexical: LexicalIndex
  /** By document number, as the lexical index counts. */
  keys: PassageKeys
  stm: ShortTermMemory
  ltm: LongTermMemory
  /** The last traces that went, oldest first. */
  tombstones: Tombstone[]
  /** Which traces stand over a turn. */
  sources: SourceIndex
  /** Who is who. */
  graph: Graph
  /** The last signals that acted, oldest first. */
  signals: SignalEvent[]
  rules: RuleBook
  procedures: ProcedureBook
  topics: readonly Topic[]
  /** Ids of the memories that were in the context of a turn, by its ordinal. */
  shown: Map<number, readonly string[]>
  /** Ordinal up to which sleep has read the log. */
  slept: number
  sleep: SleepState
  /** What is due and when; follows from the rest. */
  agenda: Agenda
  /** Turns that a later one may have replaced: by ordinal, the likeliest to have done it. */
  doubts: Map<number, Doubt>
  /** What turns show. */
  media: MediaStore
  /** What turns name of each class. */
  members: MemberBook
  /** What feedback has taught of what to keep. */
  experience: Experience
}

const tombstoneLimit = 1000
const signalLimit = 2000

/** Memory time of a state at a clock reading, in ticks. */
export function tickOf(state: State, now: number): number {
  return ticksAt(state.time, now, state.config.tickMs)
}

/** Memory time at which a turn was said, in ticks: what is told late has been fading since. */
export function tickOfTurn(state: State, { at, receivedAt }: Pick<Turn, 'at' | 'receivedAt'>): number {
  if (at >= receivedAt) return tickOf(state, receivedAt)
  return (at - state.time.origin) / state.config.tickMs + state.time.manual
}

/** The trace of an id, whichever store has it. */
export function traceOf(state: State, id: string): Trace | undefined {
  return state.stm.get(id) ?? state.ltm.get(id)
}

/** Applies one change in place. */
export function apply(state: State, change: Change): void {
  switch (change.type) {
    case 'turn':
      state.sleep.load += (1 + (change.novelty ?? 1)) / 2
      return addTurn(state, change.turn, change.keys)
    case 'medium':
      return addMedium(state, change)
    case 'trace':
      return putTrace(state, change.tier, change.trace)
    case 'update':
      return updateTrace(state, change.id, change.fields)
    case 'drop':
      return dropTrace(state, change)
    case 'erase':
      return eraseTurn(state, change.ordinal)
    case 'time':
      state.time = { ...state.time, latest: Math.max(state.time.latest, change.latest), manual: change.manual }
      return
    case 'session':
      state.session = change.number
      state.sessionFrom = state.log.size
      return
    case 'graph':
      state.graph.apply(change.step)
      return
    case 'learning':
      state.experience.apply(change.step, state.config.learning.trustRegion)
      return
    case 'signal':
      state.signals.push(change.event)
      if (state.signals.length > signalLimit) state.signals.shift()
      return
    case 'rule':
      state.rules.put(change.rule)
      return
    case 'unrule':
      state.rules.drop(change.id)
      return
    case 'procedure':
      state.procedures.put(change.procedure)
      return
    case 'unprocedure':
      state.procedures.drop(change.id)
      return
    case 'instruction':
      state.procedures.note(change.instruction)
      return
    case 'topics':
      state.topics = change.topics
      return
    case 'shown':
      state.shown.set(change.turn, change.ids)
      return
    case 'members':
      state.members.put(change.turn, change.found)
      return
    case 'night':
      state.sleep.night = change.night
      return
    case 'compared':
      for (const id of change.ids) state.sleep.touched.delete(id)
      return
    case 'slept':
      state.slept = change.turn
      state.sleep = afterNight(state.sleep, change.at ?? state.time.latest)
      return
    case 'doubt':
      if (change.probability > (state.doubts.get(change.turn)?.probability ?? 0)) state.doubts.set(change.turn, { by: change.by, probability: change.probability })
      return
    case 'unlearn':
      state.doubts.delete(change.turn)
      state.rules.forget(change.turn)
      state.procedures.forget(change.turn)
      state.topics = withoutTurn(state.topics, change.turn)
      state.shown.delete(change.turn)
      state.members.forget(change.turn)
      return
    case 'unencode':
      state.media.dropVectors()
      return
    case 'tuned':
      state.ltm.tune(change.tuning)
  }
}

function addTurn(state: State, turn: TurnToLog, keys: readonly SmallKey[]): void {
  const ordinal = state.log.append(turn)
  for (const passage of passages(turn.text)) state.lexical.add(passage, ordinal, state.log.conversation)
  for (const key of keys) state.keys.push(key)
  state.agenda.turn(state, ordinal)
}

function putTrace(state: State, tier: Tier, trace: Trace): void {
  if (!traceOf(state, trace.id)) state.sleep.touched.add(trace.id)
  if (tier === 'stm') {
    const before = state.stm.list()
    state.stm.put(trace)
    // What fell out of the ring is a turn of the log from now on.
    for (const old of before) {
      if (state.stm.get(old.id)) continue
      state.sources.remove(old)
      for (const ordinal of old.sources) releaseMedia(state, ordinal)
      state.sleep.touched.delete(old.id)
      state.agenda.drop(state, old.id)
      bury(state, { id: old.id, at: trace.at, cause: 'the oldest of short-term memory when it was full' })
    }
  } else {
    state.stm.drop(trace.id)
    state.ltm.put(trace)
  }
  state.agenda.put(state, trace)
  if (traceOf(state, trace.id)) {
    state.sources.add(trace)
    for (const ordinal of trace.sources) state.log.revive(ordinal)
  } else state.sleep.touched.delete(trace.id)
  state.traces = Math.max(state.traces, Number(trace.id.slice(1)) || 0)
}

function updateTrace(state: State, id: string, fields: TraceUpdate): void {
  const before = traceOf(state, id)
  if (!before) return
  if (!state.stm.update(id, fields)) state.ltm.update(id, fields)
  state.agenda.put(state, { ...before, ...fields })
  if (fields.suppressed === false || fields.supersededBy === null) state.sleep.touched.add(id)
  if (fields.sources) {
    state.sources.remove(before)
    state.sources.add({ id, sources: fields.sources })
  }
}

function dropTrace(state: State, { id, at, cause, faded }: Extract<Change, { type: 'drop' }>): void {
  const trace = state.stm.drop(id) ?? state.ltm.drop(id)
  if (!trace) return
  state.sources.remove(trace)
  state.sleep.touched.delete(id)
  state.agenda.drop(state, id)
  for (const ordinal of trace.sources) {
    if (faded && !state.sources.has(ordinal)) state.log.fade(ordinal)
    if (state.log.at(ordinal) || state.sources.of(ordinal).some(other => traceOf(state, other)?.text === trace.text)) continue
    for (const document of state.lexical.documentsOf(ordinal))
      if (state.lexical.holds(document, trace.text)) removeDocument(state, document, trace.text)
  }
  for (const ordinal of trace.sources) releaseMedia(state, ordinal)
  bury(state, { id, at, cause })
}

function bury(state: State, stone: Tombstone): void {
  state.tombstones.push(stone)
  if (state.tombstones.length > tombstoneLimit) state.tombstones.shift()
}

function eraseTurn(state: State, ordinal: number): void {
  const turn = state.log.at(ordinal)
  if (!turn) return
  // While a trace holds a passage, its words lead there; they go with the trace.
  const held = new Set(state.sources.of(ordinal).map(id => traceOf(state, id)?.text))
  const documents = state.lexical.documentsOf(ordinal)
  passages(turn.text).forEach((passage, index) => {
    if (!held.has(passage)) removeDocument(state, documents[index]!, passage)
  })
  state.log.erase(ordinal)
  state.members.forget(ordinal)
  state.experience.forget(ordinal)
  releaseMedia(state, ordinal)
  state.agenda.turn(state, ordinal)
}
