// A model that is edited: its site, what it was, and every change of its weights as one that can be taken back.
import { MnemeError } from '../errors.ts'
import type { Covariances } from './covariance.ts'
import { writeStates, type StateTarget, type WriteOptions, type WriteReport } from './edit.ts'
import type { FactRecord } from './facts.ts'
import { formsFor, type FormBook } from './forms.ts'
import { KeptKeys } from './kept-keys.ts'
import type { LanguageModel } from './model.ts'
import { encodeForm, type FactPrompt, type PromptForm, type PromptTokenizer } from './prompts.ts'
import { downProjection } from './shapes.ts'
import { optimizeStates, writtenPrompts, type EditSite, type TargetState, type TargetStateOptions, type TokenFact } from './target-state.ts'

/** Weights of the edited layers, by name. */
export type EditedWeights = Readonly<Record<string, Float32Array>>

export interface EditOptions extends TargetStateOptions, Omit<WriteOptions, 'previous' | 'kept'> {
  /** A sentence's beginning about `{s}` that tells nothing; default '{s} is a'. */
  neutral?: string
  /** Names of others whom no fact is about: what the edited forms give for them stays. Default none. */
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
  readonly #kept = new KeptKeys()

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

  /** Runs `work`; when it throws, the weights are what they were. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    const before = this.weights()
    try {
      return await work()
    } catch (error) {
      this.restore(before)
      throw error
    }
  }

  /** The states that would make the model, as it is now, say these facts. */
  states(facts: readonly Pick<FactRecord, 'subject' | 'target' | 'forms'>[]): TargetState[] {
    return optimizeStates(this.model, facts.map(fact => this.#tokens(fact)), this.site, this.#options)
  }

  /** Writes facts with their states, leaving those in `kept` and the neighbours alone. All or nothing. */
  write(facts: readonly FactRecord[], kept: readonly FactRecord[]): Promise<WriteReport> {
    if (facts.length === 0) throw new MnemeError('INVALID_ARGUMENT', 'edit: expected facts to write, got none; leave the model alone')
    const targets = facts.map((fact): StateTarget => ({ prompts: this.#written(fact), states: fact.states }))
    const previous = [...kept.flatMap(fact => this.#written(fact)), ...this.#calm(facts)]
    return this.transaction(() => writeStates(this.model, targets, this.#covariances, this.site, { ...this.#options, previous, kept: this.#kept }))
  }

  /** All facts at once into the original weights. All or nothing. */
  rebuild(facts: readonly FactRecord[]): Promise<WriteReport | undefined> {
    return this.transaction(async () => {
      this.restore(this.originals)
      return facts.length === 0 ? undefined : this.write(facts, [])
    })
  }

  #written(fact: FactRecord): FactPrompt[] {
    return writtenPrompts(this.#tokens(fact), this.site.position)
  }

  #tokens({ subject, target, forms }: Pick<FactRecord, 'subject' | 'target' | 'forms'>): TokenFact {
    return {
      prompts: asked(forms).map(form => encodeForm(this.tokenizer, form, subject)),
      target: this.tokenizer.encode(target, { special: false }),
      neutral: encodeForm(this.tokenizer, { kind: 'statement', text: this.#options.neutral ?? '{s} is a' }, subject),
    }
  }

  #calm(facts: readonly FactRecord[]): FactPrompt[] {
    const names = (this.#options.neighbours ?? []).filter(name => facts.every(({ subject }) => subject !== name))
    const forms = new Map(facts.flatMap(fact => asked(fact.forms)).map(form => [`${form.kind} ${form.text}`, form]))
    return names.flatMap(name => [...forms.values()].map(form => encodeForm(this.tokenizer, form, name)))
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

function asked(forms: readonly PromptForm[]): PromptForm[] {
  return forms.filter(({ held }) => !held)
}
