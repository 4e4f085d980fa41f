// What the whole stored history would cost in tokens: a running sum over the log.
import type { CountTokens } from '../context/tokens.ts'
import type { TurnLog } from '../log/log.ts'

/** Counts each turn once, when first asked for. */
export class FullHistory {
  readonly #countTokens: CountTokens
  #log: TurnLog | undefined
  /** Tokens of each turn; -1 for one whose text is gone. */
  #tokens: number[] = []
  /** Turns that had their text when last looked at. */
  #live = 0
  #sum = 0

  constructor(countTokens: CountTokens) {
    this.#countTokens = countTokens
  }

  /**
   * Tokens of the turns that still have their text, each as a line "speaker: text". Costs as much as what is new, and a pass
   * without counting where text has left the log since.
   */
  tokensOf(log: TurnLog): number {
    // Another log is what was stored, read back.
    if (log !== this.#log) [this.#log, this.#tokens, this.#live, this.#sum] = [log, [], 0, 0]
    for (let ordinal = this.#tokens.length; ordinal < log.size; ordinal++) this.#add(log, ordinal)
    if (this.#live !== log.live) for (let ordinal = 0; ordinal < log.size; ordinal++) this.#dropErased(log, ordinal)
    return this.#sum
  }

  #add(log: TurnLog, ordinal: number): void {
    const turn = log.at(ordinal)
    const tokens = turn ? this.#countTokens(`${turn.speaker}: ${turn.text}\n`) : -1
    this.#tokens.push(tokens)
    if (!turn) return
    this.#sum += tokens
    this.#live++
  }

  #dropErased(log: TurnLog, ordinal: number): void {
    if (this.#tokens[ordinal] === -1 || log.has(ordinal)) return
    this.#sum -= this.#tokens[ordinal]!
    this.#tokens[ordinal] = -1
    this.#live--
  }
}
