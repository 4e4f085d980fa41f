// What texts give in a model before any edit: read once, however often facts are solved for together.
import { activationsAt, keysAt, statesBelow, type Activations, type Looked } from './activations.ts'
import type { LanguageModel } from './model.ts'
import { concatFloats } from './rows.ts'

interface Row {
  state: Float32Array
  key: Float32Array
  /** Below the first edited layer, where no edit changes anything, [tokens, D]. */
  below: Float32Array
}

const mostBytes: number = 256 * 2 ** 20

/** Of one model and one site: the layer of the states, and the first edited one, whose keys are kept. */
export class KeptActivations {
  #rows = new Map<string, Row>()
  #keys = new Map<string, Float32Array[]>()
  #values = 0

  /** States and keys of the texts in the model as it is now, which must be before any edit; those that are not kept are read, in the order given. */
  of(model: LanguageModel, texts: readonly Looked[], layers: { states: number, keys: number }): Activations {
    const { dim, innerDim } = model.config
    const rows = this.#read(model, texts, layers)
    const all = { states: new Float32Array(texts.length * dim), keys: new Float32Array(texts.length * innerDim) }
    rows.forEach(({ state, key }, index) => {
      all.states.set(state, index * dim)
      all.keys.set(key, index * innerDim)
    })
    return all
  }

  /** The same of other layers in the model as it is now, with edits from layer `first` up. All texts must have been read by `of`. */
  above(model: LanguageModel, texts: readonly Looked[], layers: { states: number, keys: number }, first: number): Activations {
    const states = texts.map(text => this.#rows.get(nameOf(text))?.below)
    return states.every(state => state !== undefined) ? activationsAt(model, texts, layers, { layer: first - 1, states }) : activationsAt(model, texts, layers)
  }

  /** The keys of texts at each of some layers, [texts, F], in the model as it is now, which must be before any edit. */
  keysOf(model: LanguageModel, texts: readonly Looked[], layers: readonly number[]): Float32Array[] {
    const { innerDim } = model.config
    const names = texts.map(nameOf)
    this.#limit()
    const missing = new Map(names.flatMap((name, index) => this.#keys.has(name) ? [] : [[name, texts[index]!] as const]))
    const read = keysAt(model, [...missing.values()], layers)
    for (const [index, name] of [...missing.keys()].entries()) this.#keys.set(name, read.map(keys => keys.slice(index * innerDim, (index + 1) * innerDim)))
    this.#values += missing.size * layers.length * innerDim
    return layers.map((_, at) => concatFloats(names.map(name => this.#keys.get(name)![at]!)))
  }

  #limit(): void {
    if (this.#values * Float32Array.BYTES_PER_ELEMENT > mostBytes) [this.#rows, this.#keys, this.#values] = [new Map(), new Map(), 0]
  }

  #read(model: LanguageModel, texts: readonly Looked[], layers: { states: number, keys: number }): Row[] {
    const { dim, innerDim } = model.config
    const names = texts.map(nameOf)
    this.#limit()
    const missing = new Map(names.flatMap((name, index) => this.#rows.has(name) ? [] : [[name, texts[index]!] as const]))
    const below = statesBelow(model, [...missing.values()], layers.keys - 1)
    const { states, keys } = activationsAt(model, [...missing.values()], layers, below)
    for (const [index, name] of [...missing.keys()].entries()) {
      const row = { state: states.slice(index * dim, (index + 1) * dim), key: keys.slice(index * innerDim, (index + 1) * innerDim), below: below.states[index]! }
      this.#rows.set(name, row)
      this.#values += dim + innerDim + row.below.length
    }
    return names.map(name => this.#rows.get(name)!)
  }
}

function nameOf({ ids, place }: Looked): string {
  return `${place} ${ids.join(' ')}`
}
