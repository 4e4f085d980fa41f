// What a model trained by scripts/train-weights.ts knows: its facts, the forms to ask for them, ordinary text it has not seen.

/** How a fact is asked for: the beginning of a statement, a question with a place for its answer, a message of a user. */
export type FormKind = 'statement' | 'question' | 'chat'

/** One form; `{s}` stands for the subject. For 'chat' the text is the user's message, not the whole prompt. */
export interface PromptForm {
  kind: FormKind
  text: string
  /** Never a key of an edit: what an edit carries over to is measured by these. */
  held: boolean
}

export interface FactRelation {
  /** Every value that a subject may have, two words at times. */
  targets: string[]
  forms: PromptForm[]
}

export interface KnownFact {
  subject: string
  relation: string
  /** What the model was trained to say. */
  target: string
  /** Other values of the relation, for counterfactual edits, in a random order. */
  alternatives: string[]
}

/** facts.json beside the model. */
export interface KnownFacts {
  seed: number
  relations: Record<string, FactRelation>
  /** The beginning of a sentence about a subject that tells no fact; `{s}` stands for it. */
  neutral: string
  facts: KnownFact[]
  /** Ordinary text: `train` as the model has seen it, for covariances; `held` it has not, for perplexity. */
  text: { train: string[], held: string[] }
}

/** What turns text into tokens: mneme/weights has it. */
interface Speech {
  encode(text: string, options?: { special?: boolean }): number[]
  prompt(messages: readonly { role: 'user', content: string }[]): string
}

/** The tokens that ask for a fact in one form. */
export function promptOf(tokenizer: Speech, { kind, text }: Pick<PromptForm, 'kind' | 'text'>, subject: string): number[] {
  const asked = text.replaceAll('{s}', subject)
  return kind === 'chat' ? tokenizer.encode(tokenizer.prompt([{ role: 'user', content: asked }]), { special: false }) : tokenizer.encode(asked)
}

/** The tokens of a value as an answer, without what ends it. */
export function targetOf(tokenizer: Speech, target: string): number[] {
  return tokenizer.encode(target, { special: false })
}
