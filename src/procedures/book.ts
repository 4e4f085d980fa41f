// The procedures of one memory, and the instructions of which one may still form.
import type { Procedure } from './procedure.ts'

/** A turn that says how the request at hand is to be done. */
export interface Instruction {
  /** Ordinal of the turn. */
  turn: number
  session: string
  speaker: string
  /** Ordinal of the request before it in the same session, or null. */
  request: number | null
  /** How surely it is one, in [0, 1]. */
  probability: number
  /** Its sentences that instruct are the text from here to there, in UTF-16 code units. */
  from: number
  to: number
}

/** Saved procedures. */
export interface PackedProcedures {
  procedures: readonly Procedure[]
  instructions: readonly Instruction[]
  /** Procedures ever made. */
  made: number
}

/** Instructions of which a procedure may form: the latest. */
const mostInstructions = 200

export class ProcedureBook {
  readonly #procedures = new Map<string, Procedure>()
  #instructions: readonly Instruction[] = []
  #made = 0

  /** Id of the next procedure. */
  get nextId(): string {
    return `p${this.#made + 1}`
  }

  /** Instructions that may still become a procedure, oldest first. */
  get instructions(): readonly Instruction[] {
    return this.#instructions
  }

  get(id: string): Procedure | undefined {
    return this.#procedures.get(id)
  }

  /** All, oldest first. */
  list(): Procedure[] {
    return [...this.#procedures.values()]
  }

  put(procedure: Procedure): void {
    this.#procedures.set(procedure.id, procedure)
    this.#made = Math.max(this.#made, Number(procedure.id.slice(1)) || 0)
  }

  /** Takes a procedure out; what it replaced stays replaced. */
  drop(id: string): void {
    this.#procedures.delete(id)
  }

  note(instruction: Instruction): void {
    this.#instructions = [...this.#instructions, instruction].slice(-mostInstructions)
  }

  /** Takes a turn out: a procedure in its words goes, and so does one that no other turn states. */
  forget(turn: number): void {
    this.#instructions = this.#instructions.filter(one => one.turn !== turn)
      .map(one => (one.request === turn ? { ...one, request: null } : one))
    for (const procedure of this.list()) {
      const without = (turns: readonly number[]): readonly number[] => (turns.includes(turn) ? turns.filter(other => other !== turn) : turns)
      const turns = without(procedure.turns)
      const requests = without(procedure.requests)
      if (procedure.quotes === turn || (turns.length === 0 && procedure.turns.length > 0)) this.drop(procedure.id)
      else if (turns !== procedure.turns || requests !== procedure.requests) this.put({ ...procedure, turns, requests })
    }
  }

  pack(): PackedProcedures {
    return { procedures: this.list(), instructions: this.#instructions, made: this.#made }
  }

  static unpack({ procedures, instructions, made }: PackedProcedures): ProcedureBook {
    const book = new ProcedureBook()
    for (const procedure of procedures) book.put(procedure)
    book.#instructions = instructions
    book.#made = made
    return book
  }
}
