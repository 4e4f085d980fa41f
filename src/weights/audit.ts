// What a model knows of the facts written into it, and what else it lost: argmax answers and probabilities, never recall alone.
import type { FactRecord, FactScore } from './facts.ts'
import type { GuardPrompt } from './ledger.ts'
import type { LanguageModel } from './model.ts'
import { encodeForm, type PromptTokenizer } from './prompts.ts'
import { perplexity, scoreCompletions, type Completion } from './score.ts'

/** Shares from 0 to 1; without anything to measure a share is 1. */
export interface Audit {
  /** In the order of the facts. */
  facts: FactScore[]
  /** Mean over facts of the edit forms answered. */
  recall: number
  /** The same of held-out forms. */
  paraphrase: number
  /** Guard prompts answered as before any edit. */
  specificity: number
  /** Of unrelated text. */
  perplexity: number
}

/** What an audit measures beside the facts. */
export interface AuditGround {
  tokenizer: PromptTokenizer
  guard: readonly GuardPrompt[]
  /** Unrelated text as tokens, two or more each; without any, the perplexity is 1. */
  texts: readonly (readonly number[])[]
  /** Other ordinary text: what training facts in leaves alone. Default none. */
  ordinary?: readonly (readonly number[])[]
}

/** Asks for each fact in all its forms, for the guard prompts, and reads the texts. */
export function audit(model: LanguageModel, facts: readonly Pick<FactRecord, 'subject' | 'target' | 'forms'>[], ground: AuditGround): Audit {
  const asked = facts.flatMap(({ subject, target, forms }, fact) => forms.map(form => ({
    fact, held: form.held,
    prompt: encodeForm(ground.tokenizer, form, subject).ids,
    target: ground.tokenizer.encode(target, { special: false }),
  })))
  const guarded = ground.guard.map(({ ids, answer }): Completion => ({ prompt: ids, target: answer }))
  const scores = scoreCompletions(model, [...asked, ...guarded])
  const of = facts.map((_, fact): FactScore => {
    const rows = asked.flatMap((row, index) => row.fact === fact ? [{ ...row, ...scores[index]! }] : [])
    const edited = rows.filter(({ held }) => !held)
    return {
      edited: mean(edited.map(({ exact }) => exact ? 1 : 0)),
      held: mean(rows.filter(({ held }) => held).map(({ exact }) => exact ? 1 : 0)),
      probability: mean(edited.map(({ logProbability }) => Math.exp(logProbability))),
    }
  })
  return {
    facts: of,
    recall: mean(of.map(({ edited }) => edited)),
    paraphrase: mean(of.map(({ held }) => held)),
    specificity: mean(scores.slice(asked.length).map(({ exact }) => exact ? 1 : 0)),
    perplexity: ground.texts.length === 0 ? 1 : perplexity(model, ground.texts),
  }
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 1 : values.reduce((sum, value) => sum + value, 0) / values.length
}
