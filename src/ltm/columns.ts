// Traces without their keys, in parallel columns that grow by doubling: the form in which they are saved, too.
import {
  grown, packLists, unpackLists,
  type PackedLabels, type PackedLists, type PackedStrings,
} from '../checkpoint/columns.ts'
import { LabelColumn } from '../checkpoint/label-column.ts'
import { StringColumn } from '../checkpoint/string-column.ts'
import { kinds, type Config, type Kind } from '../config.ts'
import type { ScanColumns } from '../tensor/scan/row.ts'
import type { Spacing } from '../trace/fsrs.ts'
import { strengthOf, untouched, type Entry, type TraceUpdate } from '../trace/trace.ts'

interface Numbers {
  kind: Uint8Array
  at: Float64Array
  importance: Float64Array
  strength: Float64Array
  tick: Float64Array
  uses: Uint32Array
  repeats: Uint32Array
  suppressed: Uint8Array
  /** NaN where the trace holds. */
  validTo: Float64Array
  priority: Uint8Array
  atomic: Uint8Array
}

/** Columns of saved traces, row by row. A freed row has an empty id. */
export interface PackedTraces extends Numbers {
  ids: PackedStrings
  texts: PackedStrings
  speakers: PackedLabels
  sessions: PackedLabels
  /** Absent in files from before it: every trace is worth 1. */
  worth?: Float64Array
  /** Empty where nothing replaced the trace. */
  supersededBy: PackedLabels
  /** Ordinal of the first source; `noSource` where there is none. */
  source: Uint32Array
  /** Rows with more sources than one, and those. */
  moreRows: Uint32Array
  more: PackedLists
  /** Rows that FSRS-6 has reviewed, and what it made of them; absent where there are none, as in every file from before it. */
  spacing?: { rows: Uint32Array; stability: Float64Array; difficulty: Float64Array }
}

const noSource = 2 ** 32 - 1

const freed: Entry = {
  id: '', kind: 'episodic', text: '', speaker: '', session: '', at: 0, sources: [], importance: 0, strength: 0, tick: 0,
  ...untouched,
}

export class TraceColumns {
  #kind: Uint8Array = new Uint8Array(0)
  #at: Float64Array = new Float64Array(0)
  #importance: Float64Array = new Float64Array(0)
  #worth: Float64Array = new Float64Array(0)
  #strength: Float64Array = new Float64Array(0)
  #tick: Float64Array = new Float64Array(0)
  #uses: Uint32Array = new Uint32Array(0)
  #repeats: Uint32Array = new Uint32Array(0)
  #suppressed: Uint8Array = new Uint8Array(0)
  #validTo: Float64Array = new Float64Array(0)
  #priority: Uint8Array = new Uint8Array(0)
  #atomic: Uint8Array = new Uint8Array(0)
  #ids = new StringColumn()
  #texts = new StringColumn()
  #speakers = new LabelColumn()
  #sessions = new LabelColumn()
  #supersededBy = new LabelColumn()
  // Nearly every trace has one source: a list for each would be most of what loading costs.
  #source: Uint32Array = new Uint32Array(0)
  #more = new Map<number, readonly number[]>()
  // Only under FSRS-6, and only what was strengthened.
  #spacing = new Map<number, Spacing>()

  /** Rows in use or freed. */
  get size(): number {
    return this.#ids.length
  }

  /** Id of a row; empty for a freed or missing one. */
  idAt(row: number): string {
    return this.#ids.at(row) ?? ''
  }

  /** The entry of a row; undefined for a freed or missing one. */
  at(row: number): Entry | undefined {
    const id = this.#ids.at(row)
    if (!id) return undefined
    const spaced = this.#spacingAt(row)
    const entry: Entry = {
      id, kind: this.#kindAt(row), text: this.#texts.at(row)!, speaker: this.#speakers.at(row)!,
      session: this.#sessions.at(row)!, at: this.#at[row]!, sources: this.sourcesAt(row), importance: this.#importance[row]!,
      worth: this.#worth[row]!, strength: this.#strength[row]!, tick: this.#tick[row]!, uses: this.#uses[row]!, repeats: this.#repeats[row]!,
      suppressed: this.#suppressed[row] === 1, supersededBy: this.#supersededBy.at(row) || null,
      validTo: Number.isNaN(this.#validTo[row]!) ? null : this.#validTo[row]!, priority: this.#priority[row] === 1,
      atomic: this.#atomic[row] === 1,
    }
    // Spread into the literal it would double what an entry costs.
    return spaced ? { ...entry, ...spaced } : entry
  }

  /** Ids of replaced traces with those of the ones that replaced them. */
  replacements(): [id: string, by: string][] {
    const found: [string, string][] = []
    for (let row = 0; row < this.size; row++) {
      const by = this.#supersededBy.at(row)
      if (by) found.push([this.idAt(row), by])
    }
    return found
  }

  isAtomic(row: number): boolean {
    return this.#atomic[row] === 1
  }

  /** Rows of the pinned traces. */
  pinned(): number[] {
    const rows: number[] = []
    for (let row = this.#priority.indexOf(1); row >= 0 && row < this.size; row = this.#priority.indexOf(1, row + 1)) rows.push(row)
    return rows
  }

  /** Strength of a row's trace at a tick. */
  strengthAt(row: number, tick: number, config: Config): number {
    return strengthOf({ kind: this.#kindAt(row), strength: this.#strength[row]!, tick: this.#tick[row]!, ...this.#spacingAt(row) }, tick, config)
  }

  /** What a scan keeps of each row beside its key; suppressed and replaced traces have kinds of their own. */
  scanned(): Omit<ScanColumns, 'keys'> {
    const kind = this.#kind.slice(0, this.size)
    for (let row = 0; row < kind.length; row++) if (this.#suppressed[row] === 1 || this.#supersededBy.at(row) !== '') kind[row]! += kinds.length
    return {
      kind, strength: this.#strength.subarray(0, this.size), tick: this.#tick.subarray(0, this.size),
      tenant: this.#priority.subarray(0, this.size), at: this.#at.subarray(0, this.size),
    }
  }

  /** Worth of a row's trace. */
  worthAt(row: number): number {
    return this.#worth[row]!
  }

  /** Ordinals of the turns of a row's trace; empty for a freed row. */
  sourcesAt(row: number): number[] {
    const source = this.#source[row] ?? noSource
    if (source === noSource) return []
    const more = this.#more.get(row)
    return more ? [source, ...more] : [source]
  }

  /** Writes an entry to a row: one in use, a freed one, or the next. */
  set(row: number, entry: Entry): void {
    if (row >= this.#at.length) this.#grow()
    this.#kind[row] = kinds.indexOf(entry.kind)
    this.#at[row] = entry.at
    this.#importance[row] = entry.importance
    // A journal from before it has none.
    this.#worth[row] = (entry as Partial<Entry>).worth ?? untouched.worth
    this.#strength[row] = entry.strength
    this.#tick[row] = entry.tick
    this.#uses[row] = entry.uses
    this.#repeats[row] = entry.repeats
    this.#suppressed[row] = entry.suppressed ? 1 : 0
    this.#validTo[row] = entry.validTo ?? NaN
    this.#priority[row] = entry.priority ? 1 : 0
    this.#atomic[row] = entry.atomic ? 1 : 0
    this.#ids.set(row, entry.id)
    this.#texts.set(row, entry.text)
    this.#speakers.set(row, entry.speaker)
    this.#sessions.set(row, entry.session)
    this.#supersededBy.set(row, entry.supersededBy ?? '')
    const [source = noSource, ...more] = entry.sources
    this.#source[row] = source
    if (more.length > 0) this.#more.set(row, more)
    else this.#more.delete(row)
    if (entry.spacing) this.#spacing.set(row, entry.spacing)
    else this.#spacing.delete(row)
  }

  update(row: number, fields: TraceUpdate): void {
    const entry = this.at(row)
    if (entry) this.set(row, { ...entry, ...fields })
  }

  /** Overwrites everything that a row holds. */
  free(row: number): void {
    this.set(row, freed)
  }

  /** Views of the columns: leave the traces unchanged until these are written. */
  pack(): PackedTraces {
    return {
      kind: this.#kind.subarray(0, this.size),
      at: this.#at.subarray(0, this.size),
      importance: this.#importance.subarray(0, this.size),
      worth: this.#worth.subarray(0, this.size),
      strength: this.#strength.subarray(0, this.size),
      tick: this.#tick.subarray(0, this.size),
      uses: this.#uses.subarray(0, this.size),
      repeats: this.#repeats.subarray(0, this.size),
      suppressed: this.#suppressed.subarray(0, this.size),
      validTo: this.#validTo.subarray(0, this.size),
      priority: this.#priority.subarray(0, this.size),
      atomic: this.#atomic.subarray(0, this.size),
      ids: this.#ids.pack(),
      texts: this.#texts.pack(),
      speakers: this.#speakers.pack(),
      sessions: this.#sessions.pack(),
      supersededBy: this.#supersededBy.pack(),
      source: this.#source.subarray(0, this.size),
      moreRows: Uint32Array.from(this.#more.keys()),
      more: packLists([...this.#more.values()]),
      ...this.#spacing.size > 0 && { spacing: this.#packSpacing() },
    }
  }

  static unpack(packed: PackedTraces): TraceColumns {
    const columns = new TraceColumns()
    columns.#kind = packed.kind
    columns.#at = packed.at
    columns.#importance = packed.importance
    columns.#worth = packed.worth ?? new Float64Array(packed.strength.length).fill(untouched.worth)
    columns.#strength = packed.strength
    columns.#tick = packed.tick
    columns.#uses = packed.uses
    columns.#repeats = packed.repeats
    columns.#suppressed = packed.suppressed
    columns.#validTo = packed.validTo
    columns.#priority = packed.priority
    columns.#atomic = packed.atomic
    columns.#ids = new StringColumn(packed.ids)
    columns.#texts = new StringColumn(packed.texts)
    columns.#speakers = new LabelColumn(packed.speakers)
    columns.#sessions = new LabelColumn(packed.sessions)
    columns.#supersededBy = new LabelColumn(packed.supersededBy)
    columns.#source = packed.source
    unpackLists(packed.more).forEach((list, row) => columns.#more.set(packed.moreRows[row]!, list))
    packed.spacing?.rows.forEach((row, place) => {
      columns.#spacing.set(row, { stability: packed.spacing!.stability[place]!, difficulty: packed.spacing!.difficulty[place]! })
    })
    return columns
  }

  #packSpacing(): NonNullable<PackedTraces['spacing']> {
    const all = [...this.#spacing.values()]
    return {
      rows: Uint32Array.from(this.#spacing.keys()),
      stability: Float64Array.from(all, ({ stability }) => stability), difficulty: Float64Array.from(all, ({ difficulty }) => difficulty),
    }
  }

  #spacingAt(row: number): Pick<Entry, 'spacing'> | undefined {
    const spacing = this.#spacing.size > 0 ? this.#spacing.get(row) : undefined
    return spacing && { spacing }
  }

  #kindAt(row: number): Kind {
    return kinds[this.#kind[row]!] ?? 'episodic'
  }

  #grow(): void {
    this.#kind = grown(this.#kind)
    this.#at = grown(this.#at)
    this.#importance = grown(this.#importance)
    this.#worth = grown(this.#worth)
    this.#strength = grown(this.#strength)
    this.#tick = grown(this.#tick)
    this.#uses = grown(this.#uses)
    this.#repeats = grown(this.#repeats)
    this.#suppressed = grown(this.#suppressed)
    this.#validTo = grown(this.#validTo)
    this.#priority = grown(this.#priority)
    this.#atomic = grown(this.#atomic)
    this.#source = grown(this.#source)
  }
}
