// Long-term memory as columns for a checkpoint.
import { packLists, packStrings, unpackLists, unpackStrings, type PackedLists, type PackedStrings } from '../checkpoint/columns.ts'
import { kinds } from '../config.ts'
import type { Trace } from '../trace/trace.ts'
import { LongTermMemory } from './ltm.ts'

/** Columns of saved traces, in slot order. */
export interface PackedTraces {
  ids: PackedStrings
  texts: PackedStrings
  speakers: PackedStrings
  sessions: PackedStrings
  /** Empty where nothing replaced the trace. */
  supersededBy: PackedStrings
  sources: PackedLists
  kind: Uint8Array
  at: Float64Array
  importance: Float64Array
  strength: Float64Array
  tick: Float64Array
  uses: Uint32Array
  repeats: Uint32Array
  suppressed: Uint8Array
  keys: Float32Array
}

/** Columns of long-term memory; a freed slot has an empty id. */
export interface PackedLtm extends PackedTraces {
  /** Freed slots, the next one to be filled last. */
  free: Uint32Array
}

type Entry = Omit<Trace, 'key'>

function columns(list: readonly Readonly<Entry>[], keys: Float32Array): PackedTraces {
  return {
    ids: packStrings(list.map(entry => entry.id)),
    texts: packStrings(list.map(entry => entry.text)),
    speakers: packStrings(list.map(entry => entry.speaker)),
    sessions: packStrings(list.map(entry => entry.session)),
    supersededBy: packStrings(list.map(entry => entry.supersededBy ?? '')),
    sources: packLists(list.map(entry => entry.sources)),
    kind: Uint8Array.from(list, entry => kinds.indexOf(entry.kind)),
    at: Float64Array.from(list, entry => entry.at),
    importance: Float64Array.from(list, entry => entry.importance),
    strength: Float64Array.from(list, entry => entry.strength),
    tick: Float64Array.from(list, entry => entry.tick),
    uses: Uint32Array.from(list, entry => entry.uses),
    repeats: Uint32Array.from(list, entry => entry.repeats),
    suppressed: Uint8Array.from(list, entry => entry.suppressed ? 1 : 0),
    keys,
  }
}

function rows(packed: PackedTraces): Entry[] {
  const texts = unpackStrings(packed.texts)
  const speakers = unpackStrings(packed.speakers)
  const sessions = unpackStrings(packed.sessions)
  const supersededBy = unpackStrings(packed.supersededBy)
  const sources = unpackLists(packed.sources)
  return unpackStrings(packed.ids).map((id, row) => ({
    id, text: texts[row]!, speaker: speakers[row]!, session: sessions[row]!,
    supersededBy: supersededBy[row]! || null, sources: sources[row]!, kind: kinds[packed.kind[row]!] ?? 'episodic',
    at: packed.at[row]!, importance: packed.importance[row]!, strength: packed.strength[row]!, tick: packed.tick[row]!,
    uses: packed.uses[row]!, repeats: packed.repeats[row]!, suppressed: packed.suppressed[row] === 1,
  }))
}

const freed: Entry = {
  id: '', kind: 'episodic', text: '', speaker: '', session: '', at: 0, sources: [], importance: 0, strength: 0, tick: 0, uses: 0, repeats: 0,
  suppressed: false, supersededBy: null,
}

/** Columns slot by slot with the freed ones in place: what depends on the layout is the same after loading. */
export function packLtm(memory: LongTermMemory): PackedLtm {
  const list = Array.from({ length: memory.slots }, (_, slot) => memory.entryAt(slot) ?? freed)
  return { ...columns(list, memory.keys.subarray(0, memory.slots * memory.dim)), free: Uint32Array.from(memory.free) }
}

export function unpackLtm(packed: PackedLtm, dim: number): LongTermMemory {
  return new LongTermMemory(dim, packed.keys, rows(packed).map(entry => (entry.id === '' ? undefined : entry)), [...packed.free])
}

/** The same columns for a short list of whole traces. */
export function packTraces(traces: readonly Trace[], dim: number): PackedTraces {
  const keys = new Float32Array(traces.length * dim)
  traces.forEach((trace, row) => keys.set(trace.key, row * dim))
  return columns(traces, keys)
}

export function unpackTraces(packed: PackedTraces, dim: number): Trace[] {
  return rows(packed).map((entry, row) => ({ ...entry, key: packed.keys.slice(row * dim, (row + 1) * dim) }))
}
