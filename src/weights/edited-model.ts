// A model that is edited: its site, what it was, and every change of its weights as one that can be taken back.
import { MnemeError } from '../errors.ts'
import { withAdapter, type Adapter } from './adapter.ts'
import { mixedNames } from './bystanders.ts'
import type { Covariances } from './covariance.ts'
import { distil, type DistilOptions } from './distil.ts'
import { writeStates, type StateTarget, type WriteOptions, type WriteReport, type Written } from './edit.ts'
import type { FactRecord } from './facts.ts'
import { editedForms, formsFor, type FormBook } from './forms.ts'
import { KeptActivations } from './kept-activations.ts'
import type { LanguageModel } from './model.ts'
import { pressed } from './pressed.ts'
import { encodeForm, type FactPrompt, type PromptTokenizer } from './prompts.ts'
import { scoreCompletions } from './score.ts'
import { downProjection } from './shapes.ts'
import { optimizeStates, writtenPrompts, type EditSite, type TargetState, type TargetStateOptions, type TokenFact } from './target-state.ts'

// A neighbour is asked each second of the forms, a mixed name each fourth; the next name is asked the others.
const formsApart = { neighbour: 2, mixed: 4 }
// Over facts that a solve leaves unanswered.
const mostPasses = 4

/** Weights of the edited layers, by name. */
export type EditedWeights = Readonly<Record<string, Float32Array>>

export interface EditOptions extends TargetStateOptions, Omit<WriteOptions, 'previous' | 'kept'> {
  /** A sentence's beginning about `{s}` that tells nothing; default '{s} is a'. */
  neutral?: string
  /** Names of others whom no fact is about: what the edited forms give for them, and for names made of theirs and the facts', stays. Default none. */
  neighbours?: readonly string[]
}

/** What the parts of a memory in weights share. */
export class EditedModel {
  readonly model: LanguageModel
  readonly tokenizer: PromptTokenizer
  readonly site: EditSite
  readonly originals: EditedWeights
  readonly #covariances: Covariances
  readonly #options: EditOptions
  #adapter: Adapter | undefined
  #kept = new KeptActivations()

  /** `originals` default to the weights that the model has now. */
  constructor(model: LanguageModel, tokenizer: PromptTokenizer, site: EditSite, covariances: Covariances, options: EditOptions, originals?: EditedWeights) {
    this.model = model
    this.tokenizer = tokenizer
    this.site = site
    this.#covariances = covariances
    this.#options = options
    this.originals = originals ?? this.weights()
  }

  /** A copy of the edited layers' weights. */
  weights(): EditedWeights {
    return Object.fromEntries(this.site.layers.map(layer => [downProjection(layer), this.model.values(downProjection(layer))]))
  }

  /** Puts weights back, bit for bit. */
  restore(weights: EditedWeights): void {
    for (const [name, values] of Object.entries(weights)) this.model.replace(name, values)
  }

  /** What facts that were trained in add to the original weights. */
  get adapter(): Adapter | undefined {
    return this.#adapter
  }

  /** Takes an adapter in place of the one before; the weights follow at the next `rebuild`. */
  adopt(adapter: Adapter | undefined): void {
    if (adapter === this.#adapter) return
    this.#adapter = adapter
    this.#kept = new KeptActivations()
  }

  /** Trains facts into a new adapter on the original weights, leaving neighbours and the texts as they are; the weights stay what they are. */
  distil(facts: readonly FactRecord[], texts: readonly (readonly number[])[], options?: DistilOptions): Adapter {
    const before = this.weights()
    this.restore(this.originals)
    try {
      const lessons = { facts: facts.map(fact => this.tokens(fact)), calm: this.#calm(facts), texts }
      return { ...distil(this.model, lessons, this.site.layers, options), facts: facts.map(({ id }) => id) }
    } finally {
      this.restore(before)
    }
  }

  /** Runs `work`; when it throws, weights and adapter are what they were. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    const [before, adapter] = [this.weights(), this.#adapter]
    try {
      return await work()
    } catch (error) {
      this.restore(before)
      this.adopt(adapter)
      throw error
    }
  }

  /** The states that would make the model, as it is now, say these facts. */
  states(facts: readonly Pick<FactRecord, 'subject' | 'target' | 'forms'>[]): TargetState[] {
    return optimizeStates(this.model, facts.map(fact => this.tokens(fact)), this.site, this.#options)
  }

  /**
   * Finds states for new facts in the original weights and solves for them and those `before` together; what a fact then still lacks is
   * asked for once more on top. Gives the records of all. All or nothing.
   */
  learn(facts: readonly FactRecord[], before: readonly FactRecord[]): Promise<{ records: FactRecord[], report: WriteReport }> {
    return this.transaction(async () => {
      this.restore(this.#base())
      const states = this.states(facts)
      let all = [...before, ...facts.map((record, index): FactRecord => ({ ...record, states: states[index]!.states }))]
      let written = (await this.rebuild(all))!
      let lacking = this.#lacking(all)
      for (let pass = 0; pass < mostPasses && lacking.forms > 0; pass++) {
        const weights = this.weights()
        const next = pressed(all, lacking.facts, written, this.model.config.dim)
        const again = (await this.rebuild(next))!
        const left = this.#lacking(next)
        // Past what the layers hold, asking for more of some takes from others.
        if (left.forms >= lacking.forms) {
          this.restore(weights)
          break
        }
        ;[all, written, lacking] = [next, again, left]
      }
      const { missing: _, ...report } = written
      return { records: all, report }
    })
  }

  /** Writes facts with their states on top of what is there, leaving those in `kept` and the neighbours alone. All or nothing. */
  write(facts: readonly FactRecord[], kept: readonly FactRecord[]): Promise<Written> {
    return this.transaction(() => this.#write(facts, kept, {}))
  }

  /**
   * All facts at once into the original weights and what the adapter adds to them: what stands then follows from the facts and their
   * order alone, not from what was written before. Those that the adapter holds are left alone. All or nothing.
   * `anew` reads everything again, for the very same bytes as a solve by itself would give.
   */
  rebuild(facts: readonly FactRecord[], { anew = false }: { anew?: boolean } = {}): Promise<Written | undefined> {
    return this.transaction(async () => {
      this.restore(this.#base())
      if (anew) this.#kept = new KeptActivations()
      const [held, solved] = [facts.filter(fact => this.holds(fact)), facts.filter(fact => !this.holds(fact))]
      if (solved.length === 0) return undefined
      const written = await this.#write(solved, held, { kept: this.#kept })
      const missing = new Map(solved.map((fact, index) => [fact, written.missing[index]!]))
      return { ...written, missing: facts.map(fact => missing.get(fact) ?? new Float32Array()) }
    })
  }

  /** True for a fact that was trained in. */
  holds({ id }: Pick<FactRecord, 'id'>): boolean {
    return this.#adapter?.facts.includes(id) ?? false
  }

  /** A fact as what asks for it and what should follow. */
  tokens({ subject, target, forms }: Pick<FactRecord, 'subject' | 'target' | 'forms'>): TokenFact {
    return {
      prompts: editedForms(forms).map(form => encodeForm(this.tokenizer, form, subject)),
      target: this.tokenizer.encode(target, { special: false }),
      neutral: encodeForm(this.tokenizer, { kind: 'statement', text: this.#options.neutral ?? '{s} is a' }, subject),
    }
  }

  #base(): EditedWeights {
    return this.#adapter ? withAdapter(this.originals, this.#adapter) : this.originals
  }

  #write(facts: readonly FactRecord[], still: readonly FactRecord[], { kept }: Pick<WriteOptions, 'kept'>): Promise<Written> {
    if (facts.length === 0) throw new MnemeError('INVALID_ARGUMENT', 'edit: expected facts to write, got none; leave the model alone')
    const targets = facts.map((fact): StateTarget => ({ prompts: this.#written(fact), states: fact.states }))
    return writeStates(this.model, targets, this.#covariances, this.site, {
      ...this.#options, previous: [...still.flatMap(fact => this.#written(fact)), ...this.#calm(facts)], ...kept && { kept },
    })
  }

  #written(fact: FactRecord): FactPrompt[] {
    return writtenPrompts(this.tokens(fact), this.site.position)
  }

  // Edit forms that are not answered, of what no adapter holds, and the facts that they ask for.
  #lacking(facts: readonly FactRecord[]): { facts: Set<FactRecord>, forms: number } {
    const asked = facts.filter(fact => !this.holds(fact)).flatMap(fact => {
      const { prompts, target } = this.tokens(fact)
      return prompts.map(({ ids }) => ({ fact, prompt: ids, target }))
    })
    const scores = scoreCompletions(this.model, asked)
    const wrong = asked.filter((_, index) => !scores[index]!.exact)
    return { facts: new Set(wrong.map(({ fact }) => fact)), forms: wrong.length }
  }

  #calm(facts: readonly FactRecord[]): FactPrompt[] {
    const forms = [...new Map(facts.flatMap(fact => editedForms(fact.forms)).map(form => [`${form.kind} ${form.text}`, form])).values()]
    const subjects = facts.map(({ subject }) => subject)
    const neighbours = (this.#options.neighbours ?? []).filter(name => !subjects.includes(name))
    const ask = (names: readonly string[], apart: number): FactPrompt[] => names.flatMap((name, at) =>
      forms.filter((_, index) => (at + index) % apart === 0).map(form => encodeForm(this.tokenizer, form, name)))
    return [...ask(neighbours, formsApart.neighbour), ...ask(mixedNames(neighbours, subjects), formsApart.mixed)]
  }
}

/** A request as a record without states. */
export function recordOf(request: Omit<FactRecord, 'id' | 'stage' | 'forms' | 'states' | 'audits'>, id: string, book: FormBook): FactRecord {
  const { subject, relation, target, statement, confidence, provenance } = request
  return {
    id, subject, relation, target, statement, confidence, provenance,
    stage: 'fresh', forms: formsFor(request, book), states: new Float32Array(), audits: [],
  }
}

