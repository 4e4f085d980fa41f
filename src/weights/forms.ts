// The forms that ask for a fact of a relation nobody has written forms for.
import type { EditRequest } from './facts.ts'
import { heldForms } from './held-forms.ts'
import type { PromptForm } from './prompts.ts'

/** Forms by relation, `{s}` for the subject. */
export type FormBook = Readonly<Record<string, readonly PromptForm[]>>

const editForms: readonly PromptForm[] = [
  { kind: 'statement', text: 'The {r} of {s} is', held: false },
  { kind: 'statement', text: '{s}\'s {r} is', held: false },
  { kind: 'question', text: 'Question: What is the {r} of {s}? Answer:', held: false },
  { kind: 'question', text: 'Question: What is {s}\'s {r}? Answer:', held: false },
  { kind: 'chat', text: 'What is the {r} of {s}?', held: false },
  { kind: 'chat', text: 'What is {s}\'s {r}?', held: false },
]

/** The book's forms for the request's relation; without any, general ones and the beginning of the statement where it ends with the target. */
export function formsFor({ subject, relation, target, statement }: EditRequest, book: FormBook): readonly PromptForm[] {
  const written = book[relation]
  if (written && written.length > 0) return written
  const general = [...editForms, ...heldForms].map(form => ({ ...form, text: form.text.replaceAll('{r}', relation) }))
  const said = statement.replace(/[\s.!]+$/, '')
  const opening = said.endsWith(target) ? said.slice(0, -target.length).trimEnd() : ''
  return opening.includes(subject) ? [{ kind: 'statement', text: opening.replaceAll(subject, '{s}'), held: false }, ...general] : general
}

/** Those by which edits write. */
export function editedForms(forms: readonly PromptForm[]): PromptForm[] {
  return forms.filter(({ held }) => !held)
}
