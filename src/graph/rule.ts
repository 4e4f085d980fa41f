// What follows from what: one table of rules over roles. Gender comes from the texts; no rule invents it.
import type { Role } from './relation.ts'

/** Where x has y in the first role and y has z in the next, and so on, x has the last one in `gives`. */
export interface Rule {
  path: readonly Role[]
  gives: Role
}

/** Every rule; inverses follow from the table of relations. */
export const rules: readonly Rule[] = [
  { path: ['parent', 'parent'], gives: 'grandparent' },
  { path: ['parent', 'sibling'], gives: 'pibling' },
  { path: ['parent', 'sibling', 'spouse'], gives: 'pibling' },
  { path: ['pibling', 'spouse'], gives: 'pibling' },
  { path: ['parent', 'sibling', 'child'], gives: 'cousin' },
  { path: ['pibling', 'child'], gives: 'cousin' },
  { path: ['parent', 'child'], gives: 'sibling' },
  { path: ['sibling', 'parent'], gives: 'parent' },
  { path: ['sibling', 'sibling'], gives: 'sibling' },
  { path: ['sibling', 'child'], gives: 'nibling' },
  { path: ['halfSibling', 'child'], gives: 'nibling' },
  { path: ['parent', 'halfSibling'], gives: 'pibling' },
  { path: ['halfSibling', 'spouse'], gives: 'siblingInLaw' },
  { path: ['sibling', 'pibling'], gives: 'pibling' },
  { path: ['sibling', 'cousin'], gives: 'cousin' },
  { path: ['sibling', 'grandparent'], gives: 'grandparent' },
  { path: ['spouse', 'parent'], gives: 'parentInLaw' },
  { path: ['spouse', 'sibling'], gives: 'siblingInLaw' },
  { path: ['sibling', 'spouse'], gives: 'siblingInLaw' },
  { path: ['spouse', 'sibling', 'child'], gives: 'nibling' },
  { path: ['child', 'spouse'], gives: 'childInLaw' },
]
