// The known way to write facts into weights while awake, to be held against: covariance by its diagonal alone, the first token of
// the target at the last token of one raw prompt, no regard to what was written before; asleep, what is lost is written once more.
import {
  encodeForm, measureCovariances, optimizeStates, writeStates, type Covariances, type EditedWeights, type StateTarget, type TokenFact,
} from 'mneme/weights'
import { answered, formsOf, restore, tokens, type WeightsBench, type Wanted } from './weights-bench.ts'

const sentences = 30
/** 25 steps, or until the loss is small; ordinary text counts three for each edit. */
const optimized = { steps: 25, enough: 0.05 }
const weightPerFact = 3

interface Edit extends Wanted {
  delta: EditedWeights
}

/** The model's weights are the original ones and the edits on top. */
export class KnownRecipe {
  readonly #bench: WeightsBench
  readonly #covariances: Covariances
  /** Most edits that are held; the oldest leave. */
  readonly #cap: number
  #edits: Edit[] = []

  constructor(bench: WeightsBench, cap = Infinity) {
    const { model, tokenizer, known, site } = bench
    restore(bench)
    this.#bench = bench
    this.#cap = cap
    this.#covariances = diagonal(measureCovariances(model, known.text.train.slice(0, sentences).map(text => tokenizer.encode(text)), site.layers))
  }

  /** Writes facts together. */
  async write(wanted: readonly Wanted[]): Promise<void> {
    const { model, site } = this.#bench
    const before = this.#weights()
    const states = optimizeStates(model, wanted.map(each => this.#tokens(each)), site, optimized)
    const targets = states.map(({ prompts, states: values }): StateTarget => ({ prompts, states: values }))
    await writeStates(model, targets, this.#covariances, site, { weightPerFact })
    const after = this.#weights()
    const delta = Object.fromEntries(Object.entries(after).map(([name, values]) => [name, values.map((value, at) => value - before[name]![at]!)]))
    for (const each of wanted) this.#edits.push({ ...each, delta })
    while (this.#edits.length > this.#cap) this.#revert(this.#edits.shift()!)
  }

  /** Writes every fact that is not answered in its raw form once more; a copy counts as an edit. Those that left stay away. */
  async sleep(): Promise<void> {
    const held = new Map(this.#edits.map(({ fact, target }) => [fact, target]))
    for (const [fact, target] of held) if (answered(this.#bench, [{ fact, target }]) < 0.5) await this.write([{ fact, target }])
  }

  #tokens({ fact, target }: Wanted): TokenFact {
    const { tokenizer, known } = this.#bench
    return { prompts: [encodeForm(tokenizer, formsOf(known, fact, false)[0]!, fact.subject)], target: tokens(tokenizer, target).slice(0, 1) }
  }

  #revert({ delta }: Edit): void {
    const now = this.#weights()
    for (const [name, values] of Object.entries(delta)) this.#bench.model.replace(name, now[name]!.map((value, at) => value - values[at]!))
  }

  #weights(): EditedWeights {
    return Object.fromEntries(Object.keys(this.#bench.originals).map(name => [name, this.#bench.model.values(name)]))
  }
}

function diagonal(full: Covariances): Covariances {
  return new Map([...full].map(([layer, { tokens: count, matrix }]) => {
    const width = Math.sqrt(matrix.length)
    return [layer, { tokens: count, matrix: matrix.map((value, at) => at % (width + 1) === 0 ? value : 0) }]
  }))
}
