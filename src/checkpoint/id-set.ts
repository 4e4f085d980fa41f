// A set of ids that stays as it was saved until somebody looks into it.
import { packSet, unpackLabels, type PackedLabels } from './columns.ts'

export class IdSet implements Iterable<string> {
  #saved: PackedLabels | undefined
  #ids: Set<string> | undefined

  constructor(saved?: PackedLabels) {
    this.#saved = saved
  }

  get size(): number {
    return this.#ids?.size ?? this.#saved?.index.length ?? 0
  }

  has(id: string): boolean {
    return this.#known().has(id)
  }

  add(id: string): void {
    this.#known().add(id)
    this.#saved = undefined
  }

  delete(id: string): void {
    if (this.#known().delete(id)) this.#saved = undefined
  }

  [Symbol.iterator](): Iterator<string> {
    return this.#known()[Symbol.iterator]()
  }

  pack(): PackedLabels {
    return this.#saved ?? packSet(this.#known())
  }

  #known(): Set<string> {
    return (this.#ids ??= new Set(this.#saved && unpackLabels(this.#saved)))
  }
}
