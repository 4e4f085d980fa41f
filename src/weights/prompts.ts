// What asks a model for a fact: the forms of a relation, as tokens with the place of the subject.
import { MnemeError } from '../errors.ts'
import type { ChatMessage } from './tokenizer.ts'

/** How a fact is asked for: the beginning of a statement, a question with a place for its answer, a message of a user. */
export type FormKind = 'statement' | 'question' | 'chat'

/** One form; `{s}` stands for the subject. For 'chat' the text is the user's message, not the whole prompt. */
export interface PromptForm {
  kind: FormKind
  text: string
  /** Never a key of an edit: audits measure by these what an edit carries over to. */
  held: boolean
}

/** Tokens that ask, and where in them the subject stands: from `start` up to `end`. */
export interface FactPrompt {
  ids: readonly number[]
  subject: { start: number, end: number }
}

/** Where an edit writes: at the subject's last token, or at the last token of the prompt. */
export type EditPosition = 'subject' | 'last'

/** What `encodeForm` needs of a tokenizer. */
export interface PromptTokenizer {
  encode(text: string, options?: { special?: boolean }): number[]
  decode(ids: readonly number[]): string
  prompt(messages: readonly ChatMessage[]): string
}

// The same prompts are asked over and over, and templates and decoding cost more than a small model's forward pass.
const encoded = new WeakMap<PromptTokenizer, Map<string, FactPrompt>>()
const mostEncoded = 20_000

/** A form as the tokens that ask for `subject`; kept for the next time. Throws INVALID_ARGUMENT where the subject cannot be found among them. */
export function encodeForm(tokenizer: PromptTokenizer, form: Pick<PromptForm, 'kind' | 'text'>, subject: string): FactPrompt {
  let known = encoded.get(tokenizer)
  if (!known || known.size >= mostEncoded) encoded.set(tokenizer, known = new Map())
  const name = JSON.stringify([form.kind, form.text, subject])
  const found = known.get(name) ?? encodeAnew(tokenizer, form, subject)
  known.set(name, found)
  return found
}

function encodeAnew(tokenizer: PromptTokenizer, { kind, text }: Pick<PromptForm, 'kind' | 'text'>, subject: string): FactPrompt {
  const asked = text.replaceAll('{s}', subject)
  const ids = kind === 'chat'
    ? tokenizer.encode(tokenizer.prompt([{ role: 'user', content: asked }]), { special: false })
    : tokenizer.encode(asked)
  const wanted = letters(subject)
  const holds = (from: number, to: number): boolean => letters(tokenizer.decode(ids.slice(from, to))).includes(wanted)
  let end = 1
  while (end <= ids.length && !holds(0, end)) end++
  if (wanted === '' || end > ids.length) {
    throw new MnemeError('INVALID_ARGUMENT', `prompt: expected '${subject}' in '${asked}', got tokens without it; write {s} where the subject stands`)
  }
  let start = end - 1
  while (!holds(start, end)) start--
  return { ids, subject: { start, end } }
}

/** The index in a prompt's tokens at which an edit writes. */
export function placeIn({ ids, subject }: FactPrompt, position: EditPosition): number {
  return position === 'last' ? ids.length - 1 : subject.end - 1
}

// Tokens may begin with the blank before them and a decoder may drop blanks.
function letters(text: string): string {
  return text.replace(/\s+/g, '')
}
