// Keys of a layer below which nothing is edited: they never change, so each text is read once.
import { activationsAt, type Looked } from './activations.ts'
import type { LanguageModel } from './model.ts'

const mostBytes: number = 64 * 2 ** 20

/** Of one model and one layer. */
export class KeptKeys {
  #rows = new Map<string, Float32Array>()
  #bytes = 0

  /** Keys of texts at the layer, row-major [texts, F]; F the width of the layer's keys. */
  of(model: LanguageModel, layer: number, texts: readonly Looked[]): Float32Array {
    const width = model.config.innerDim
    const names = texts.map(({ ids, place }) => `${place} ${ids.join(' ')}`)
    if (this.#bytes > mostBytes) this.#rows = new Map()
    const missing = new Map(names.flatMap((name, index) => this.#rows.has(name) ? [] : [[name, texts[index]!] as const]))
    if (missing.size > 0) {
      const { keys } = activationsAt(model, [...missing.values()], { keys: layer })
      for (const [index, name] of [...missing.keys()].entries()) this.#rows.set(name, keys.slice(index * width, (index + 1) * width))
    }
    this.#bytes = this.#rows.size * width * Float32Array.BYTES_PER_ELEMENT
    const all = new Float32Array(texts.length * width)
    names.forEach((name, index) => all.set(this.#rows.get(name)!, index * width))
    return all
  }
}
