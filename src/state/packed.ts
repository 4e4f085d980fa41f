// A state as a tree of columns for a checkpoint, and back.
import {
  column,
  packLabels,
  packStrings,
  unpackLabels,
  unpackStrings,
  type PackedLabels,
  type PackedStrings,
} from '../checkpoint/columns.ts'
import { IdSet } from '../checkpoint/id-set.ts'
import { MemberBook, type PackedMembers } from '../classes/member-book.ts'
import type { Config } from '../config.ts'
import type { MemoryTime } from '../clock.ts'
import { Experience, type PackedExperience } from '../controller/experience.ts'
import { Graph, type PackedGraph } from '../graph/graph.ts'
import { LexicalIndex, type PackedIndex } from '../lexical/lexical.ts'
import { PassageKeys } from '../log/keys.ts'
import { TurnLog, type PackedLog } from '../log/log.ts'
import { TraceColumns, type PackedTraces } from '../ltm/columns.ts'
import { LongTermMemory, type PackedLtm } from '../ltm/ltm.ts'
import { MediaStore, type PackedMedia } from '../media/store.ts'
import { ProcedureBook, type PackedProcedures } from '../procedures/book.ts'
import { RuleBook, type PackedRules } from '../rules/book.ts'
import type { SignalEvent } from '../signals/signal.ts'
import { ShortTermMemory } from '../stm/stm.ts'
import type { Topic } from '../topics/topic.ts'
import type { Trace } from '../trace/trace.ts'
import { Agenda } from './agenda.ts'
import { packSleep, unpackSleep, type PackedSleep } from './night.ts'
import { SourceIndex } from './sources.ts'
import type { State } from './state.ts'

/** What a checkpoint holds of a state. */
export interface PackedState {
  config: Config
  dim: number
  time: MemoryTime
  session: number
  /** Missing in files of older versions, as is `sleep`. */
  sessionFrom?: number
  traces: number
  log: PackedLog
  lexical: PackedIndex
  keys: { values: Int8Array; scales: Float32Array }
  stm: PackedTraces & { keys: Float32Array }
  ltm: PackedLtm
  graph: PackedGraph
  signals: readonly SignalEvent[]
  rules: PackedRules
  /** Missing in files that are older than procedures. */
  procedures?: PackedProcedures
  topics: readonly Topic[]
  /** Ids by turn, `counts` of them for each. */
  shown: { turns: Uint32Array; counts: Uint32Array; ids: PackedLabels }
  slept: number
  sleep?: PackedSleep
  doubts: { turns: Uint32Array; by: Uint32Array; probability: Float64Array }
  /** Absent where no turn shows anything, as in every file from before there were media. */
  media?: PackedMedia
  /** Absent where sleep has noted nothing, as in every file from before it did. */
  members?: PackedMembers
  /** Absent where nothing was learned and no decision waits, as in every file from before there was learning. */
  experience?: PackedExperience
  tombstones: { ids: PackedStrings; causes: PackedLabels; at: Float64Array }
}

export function packState(state: State): PackedState {
  const { config, time, session, sessionFrom, traces, tombstones } = state
  const { dim } = state.ltm
  return {
    config,
    dim,
    time,
    session,
    sessionFrom,
    traces,
    log: state.log.pack(),
    lexical: state.lexical.pack(),
    keys: state.keys.pack(),
    stm: packTraces(state.stm.list(), dim),
    ltm: state.ltm.pack(),
    graph: state.graph.pack(),
    signals: state.signals,
    rules: state.rules.pack(),
    procedures: state.procedures.pack(),
    topics: state.topics,
    shown: packShown(state.shown),
    slept: state.slept,
    sleep: packSleep(state.sleep),
    doubts: packDoubts(state.doubts),
    ...state.media.size > 0 && { media: state.media.pack() },
    ...state.members.size > 0 && { members: state.members.pack() },
    ...!state.experience.isEmpty && { experience: state.experience.pack() },
    tombstones: {
      ids: packStrings(tombstones.map(stone => stone.id)),
      causes: packLabels(tombstones.map(stone => stone.cause)),
      at: column(Float64Array, tombstones, stone => stone.at),
    },
  }
}

/** The state that `packed` was made from; `config` is the one to go on with. */
export function unpackState(packed: PackedState, config: Config): State {
  const causes = unpackLabels(packed.tombstones.causes)
  const state: State = {
    config,
    time: packed.time,
    session: packed.session,
    // Before there were naps, every sleep ended the session.
    sessionFrom: packed.sessionFrom ?? packed.slept,
    traces: packed.traces,
    log: TurnLog.unpack(packed.log),
    lexical: LexicalIndex.unpack(packed.lexical),
    keys: new PassageKeys(packed.dim, packed.keys.values, packed.keys.scales),
    stm: new ShortTermMemory(config.stm.capacity, unpackTraces(packed.stm, packed.dim)),
    ltm: LongTermMemory.unpack(packed.ltm, packed.dim),
    tombstones: unpackStrings(packed.tombstones.ids).map((id, row) => ({
      id,
      at: packed.tombstones.at[row]!,
      cause: causes[row]!,
    })),
    sources: new SourceIndex(() => ({ ltm: state.ltm, others: state.stm.list() })),
    graph: Graph.unpack(packed.graph),
    signals: [...packed.signals],
    rules: RuleBook.unpack(packed.rules),
    procedures: packed.procedures ? ProcedureBook.unpack(packed.procedures) : new ProcedureBook(),
    topics: packed.topics,
    shown: unpackShown(packed.shown),
    slept: packed.slept,
    sleep: packed.sleep ? unpackSleep(packed.sleep) : { at: packed.time.latest, load: 0, touched: new IdSet(), night: null },
    agenda: new Agenda(),
    doubts: unpackDoubts(packed.doubts),
    members: packed.members ? MemberBook.unpack(packed.members) : new MemberBook(),
    experience: packed.experience ? Experience.unpack(packed.experience) : new Experience(),
    media: packed.media ? MediaStore.unpack(packed.media) : new MediaStore(),
  }
  if (!packed.sleep) {
    for (let ordinal = state.slept; ordinal < state.log.size; ordinal++) {
      state.sleep.load++
      for (const id of state.sources.of(ordinal)) state.sleep.touched.add(id)
    }
  }
  return state
}

function packShown(shown: State['shown']): PackedState['shown'] {
  const lists = [...shown.values()]
  return { turns: Uint32Array.from(shown.keys()), counts: column(Uint32Array, lists, ids => ids.length), ids: packLabels(lists.flat()) }
}

function unpackShown({ turns, counts, ids }: PackedState['shown']): State['shown'] {
  const all = unpackLabels(ids)
  let start = 0
  return new Map([...turns].map((turn, row): [number, readonly string[]] => [turn, all.slice(start, start += counts[row]!)]))
}

function packDoubts(doubts: State['doubts']): PackedState['doubts'] {
  const list = [...doubts.values()]
  return {
    turns: Uint32Array.from(doubts.keys()), by: column(Uint32Array, list, ({ by }) => by),
    probability: column(Float64Array, list, ({ probability }) => probability),
  }
}

function unpackDoubts({ turns, by, probability }: PackedState['doubts']): State['doubts'] {
  return new Map([...turns].map((turn, row): [number, { by: number; probability: number }] => [turn, { by: by[row]!, probability: probability[row]! }]))
}

function packTraces(traces: readonly Trace[], dim: number): PackedState['stm'] {
  const columns = new TraceColumns()
  const keys = new Float32Array(traces.length * dim)
  traces.forEach((trace, row) => {
    columns.set(row, trace)
    keys.set(trace.key, row * dim)
  })
  return { ...columns.pack(), keys }
}

function unpackTraces(packed: PackedState['stm'], dim: number): Trace[] {
  const columns = TraceColumns.unpack(packed)
  return Array.from({ length: columns.size }, (_, row) => ({ ...columns.at(row)!, key: packed.keys.slice(row * dim, (row + 1) * dim) }))
}
