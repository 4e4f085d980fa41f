// A state as a tree of columns for a checkpoint, and back.
import { packStrings, unpackStrings, type PackedStrings } from '../checkpoint/columns.ts'
import type { Config } from '../config.ts'
import type { MemoryTime } from '../clock.ts'
import { LexicalIndex, type PackedIndex } from '../lexical/lexical.ts'
import { PassageKeys } from '../log/keys.ts'
import { TurnLog, type PackedLog } from '../log/log.ts'
import { packLtm, packTraces, unpackLtm, unpackTraces, type PackedLtm, type PackedTraces } from '../ltm/packed.ts'
import { ShortTermMemory } from '../stm/stm.ts'
import { link, type State } from './state.ts'

/** What a checkpoint holds of a state. */
export interface PackedState {
  config: Config
  dim: number
  time: MemoryTime
  session: number
  traces: number
  log: PackedLog
  lexical: PackedIndex
  keys: { values: Int8Array; scales: Float32Array }
  stm: PackedTraces
  ltm: PackedLtm
  tombstones: { ids: PackedStrings; causes: PackedStrings; at: Float64Array }
}

export function packState(state: State): PackedState {
  const { config, time, session, traces, tombstones } = state
  const { dim } = state.ltm
  return {
    config, dim, time, session, traces,
    log: state.log.pack(),
    lexical: state.lexical.pack(),
    keys: state.keys.pack(),
    stm: packTraces(state.stm.list(), dim),
    ltm: packLtm(state.ltm),
    tombstones: {
      ids: packStrings(tombstones.map(stone => stone.id)),
      causes: packStrings(tombstones.map(stone => stone.cause)),
      at: Float64Array.from(tombstones, stone => stone.at),
    },
  }
}

/** The state that `packed` was made from; `config` is the one to go on with. */
export function unpackState(packed: PackedState, config: Config): State {
  const causes = unpackStrings(packed.tombstones.causes)
  const state: State = {
    config, time: packed.time, session: packed.session, traces: packed.traces,
    log: TurnLog.unpack(packed.log),
    lexical: LexicalIndex.unpack(packed.lexical),
    keys: new PassageKeys(packed.dim, packed.keys.values, packed.keys.scales),
    stm: new ShortTermMemory(config.stm.capacity, unpackTraces(packed.stm, packed.dim)),
    ltm: unpackLtm(packed.ltm, packed.dim),
    tombstones: unpackStrings(packed.tombstones.ids).map((id, row) => ({ id, at: packed.tombstones.at[row]!, cause: causes[row]! })),
    sources: new Map(),
  }
  for (const [, entry] of state.ltm.entries()) link(state, entry)
  for (const trace of state.stm.list()) link(state, trace)
  return state
}
