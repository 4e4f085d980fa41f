// Forms for any relation that audits ask by. They are never keys of an edit: keep them unlike those in forms.ts.
import type { PromptForm } from './prompts.ts'

/** `{r}` stands for the relation, `{s}` for the subject. */
export const heldForms: readonly PromptForm[] = [
  { kind: 'statement', text: 'As for the {r} of {s}, it is', held: true },
  { kind: 'question', text: 'Q: Do you know {s}\'s {r}? A:', held: true },
  { kind: 'chat', text: 'Tell me the {r} of {s}.', held: true },
]
