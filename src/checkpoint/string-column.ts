// A list of strings that stays as it was saved: a string is cut out of the whole when it is asked for, and kept from then on.
import { column, narrowed, packStrings, type PackedStrings } from './columns.ts'

const groupShift = 6

export class StringColumn {
  /** The saved strings; undefined where there are none. */
  readonly #saved: PackedStrings | undefined
  readonly #parts: readonly string[]
  /** Of the saved strings. */
  readonly #lengths: PackedStrings['lengths']
  /** Where every so many of them begin in all parts together. */
  readonly #starts: Float64Array
  /** Strings that were asked for, replaced or added. */
  readonly #strings: (string | undefined)[] = []
  readonly #replaced = new Set<number>()

  constructor(saved?: PackedStrings) {
    this.#saved = saved
    this.#parts = saved === undefined ? [] : typeof saved.text === 'string' ? [saved.text] : saved.text
    this.#lengths = saved?.lengths ?? new Uint8Array(0)
    this.#starts = startsOf(this.#lengths)
    this.#strings.length = this.#lengths.length
  }

  get length(): number {
    return this.#strings.length
  }

  /** Undefined for a row that is not there. */
  at(row: number): string | undefined {
    const known = this.#strings[row]
    return known !== undefined || !(row >= 0 && row < this.#strings.length) ? known : (this.#strings[row] = this.#cut(row, row + 1))
  }

  push(value: string): void {
    this.#strings.push(value)
  }

  /** Writes a row: one that is there, or the next. */
  set(row: number, value: string): void {
    this.#strings[row] = value
    if (row < this.#lengths.length) this.#replaced.add(row)
  }

  /** All strings as they are now: nothing of a replaced one. */
  pack(): PackedStrings {
    const saved = this.#lengths.length
    if (this.#saved === undefined) return packStrings(this.#strings as string[])
    if (this.#replaced.size === 0 && this.#strings.length === saved) return this.#saved
    if (this.#parts.length !== 1) return packStrings(Array.from(this.#strings, (_, row) => this.at(row)!))
    // What lies between two replaced strings is copied at once.
    const pieces: string[] = []
    let next = 0
    for (const row of [...this.#replaced].sort((a, b) => a - b)) {
      pieces.push(this.#cut(next, row), this.#strings[row]!)
      next = row + 1
    }
    pieces.push(this.#cut(next, saved))
    const { text } = packStrings([...pieces, ...this.#strings.slice(saved) as string[]])
    const lengths = column(Uint32Array, this.#strings, (value, row) => value?.length ?? this.#lengths[row]!)
    return { text, lengths: narrowed(lengths) }
  }

  // Saved strings from one row to another, which lie in the same part: those of several parts are one each.
  #cut(from: number, to: number): string {
    let start = this.#startOf(from)
    let end = to === from + 1 ? start + this.#lengths[from]! : this.#startOf(to)
    for (const part of this.#parts) {
      if (end <= part.length) return part.slice(start, end)
      start -= part.length
      end -= part.length
    }
    return ''
  }

  #startOf(row: number): number {
    let start = this.#starts[row >>> groupShift]!
    for (let other = row >>> groupShift << groupShift; other < row; other++) start += this.#lengths[other]!
    return start
  }
}

/** Where every so many strings begin: a number for each would be most of what loading a column costs. */
function startsOf(lengths: PackedStrings['lengths']): Float64Array {
  const starts = new Float64Array((lengths.length >>> groupShift) + 1)
  let sum = 0
  for (let row = 0; row < lengths.length; row++) {
    if (row % (1 << groupShift) === 0) starts[row >>> groupShift] = sum
    sum += lengths[row]!
  }
  if (lengths.length % (1 << groupShift) === 0) starts[lengths.length >>> groupShift] = sum
  return starts
}
