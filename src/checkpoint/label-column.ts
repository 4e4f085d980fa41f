// A list of labels of which many are the same: the distinct ones, and a number for each row, as they are saved.
import { grown, narrowed, packStrings, unpackStrings, type PackedLabels } from './columns.ts'

export class LabelColumn {
  /** What was saved, as long as nothing has changed. */
  #saved: PackedLabels | undefined
  readonly #labels: string[]
  /** By row, with room behind; as it was saved until a row is written. */
  #index: PackedLabels['index']
  #length: number
  #numbers: Map<string, number> | undefined

  constructor(saved?: PackedLabels) {
    this.#saved = saved
    this.#labels = saved ? unpackStrings(saved.labels) : []
    this.#index = saved?.index ?? new Uint32Array(0)
    this.#length = this.#index.length
  }

  get length(): number {
    return this.#length
  }

  /** Undefined for a row that is not there. */
  at(row: number): string | undefined {
    return row < this.#length ? this.#labels[this.#index[row]!] : undefined
  }

  push(value: string): void {
    this.set(this.#length, value)
  }

  /** Writes a row: one that is there, or the next. */
  set(row: number, value: string): void {
    if (this.at(row) === value) return
    if (this.#saved || !(this.#index instanceof Uint32Array)) this.#index = new Uint32Array(this.#index)
    this.#saved = undefined
    if (row >= this.#index.length) this.#index = grown(this.#index)
    this.#index[row] = this.#numberOf(value)
    this.#length = Math.max(this.#length, row + 1)
  }

  /** All labels that some row has, in the order of first use. */
  pack(): PackedLabels {
    if (this.#saved) return this.#saved
    const used: string[] = []
    const numbers = new Int32Array(this.#labels.length).fill(-1)
    const index = new Uint32Array(this.#length)
    for (let row = 0; row < index.length; row++) {
      const own = this.#index[row]!
      if (numbers[own] === -1) numbers[own] = used.push(this.#labels[own]!) - 1
      index[row] = numbers[own]!
    }
    return { labels: packStrings(used), index: narrowed(index) }
  }

  #numberOf(value: string): number {
    this.#numbers ??= new Map(this.#labels.map((label, number) => [label, number]))
    let number = this.#numbers.get(value)
    if (number === undefined) this.#numbers.set(value, (number = this.#labels.push(value) - 1))
    return number
  }
}
