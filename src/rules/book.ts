// The rules of one memory, those that hold and those that form.
import type { Rule } from './rule.ts'

/** Saved rules. */
export interface PackedRules {
  rules: readonly Rule[]
  /** Rules ever made. */
  made: number
}

export class RuleBook {
  readonly #rules = new Map<string, Rule>()
  #made = 0

  /** Id of the next rule. */
  get nextId(): string {
    return `r${this.#made + 1}`
  }

  get(id: string): Rule | undefined {
    return this.#rules.get(id)
  }

  /** All, oldest first. */
  list(): Rule[] {
    return [...this.#rules.values()]
  }

  /** Those of one speaker. */
  of(speaker: string): Rule[] {
    return this.list().filter(rule => rule.speaker === speaker)
  }

  put(rule: Rule): void {
    this.#rules.set(rule.id, rule)
    this.#made = Math.max(this.#made, Number(rule.id.slice(1)) || 0)
  }

  drop(id: string): void {
    this.#rules.delete(id)
  }

  /** Takes a turn out of every rule. A rule that nothing else shows goes, and so does one that speaks in that turn's words. */
  forget(turn: number): void {
    for (const rule of this.list()) {
      const shown = rule.shown.filter(showing => showing.turn !== turn)
      if (rule.quotes === turn || (shown.length === 0 && rule.shown.length > 0)) this.#rules.delete(rule.id)
      else if (shown.length < rule.shown.length) this.put({ ...rule, shown })
    }
  }

  pack(): PackedRules {
    return { rules: this.list(), made: this.#made }
  }

  static unpack({ rules, made }: PackedRules): RuleBook {
    const book = new RuleBook()
    for (const rule of rules) book.put(rule)
    book.#made = made
    return book
  }
}
