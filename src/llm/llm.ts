// The host's language model, where there is one: bounded in calls and time, counted, and never needed.
import { MnemeError } from '../errors.ts'

/** Answers a prompt, as the host's language model does. */
export type Llm = (prompt: string) => Promise<string>

/** Bounds of the calls that one task may make. */
export interface LlmBounds {
  maxCalls: number
  /** For each call. */
  timeoutMs: number
  countTokens: (text: string) => number
}

/** One task's calls of a language model. A call that fails, takes too long or is one too many gives null. */
export class LlmCalls {
  readonly #llm: Llm | undefined
  readonly #bounds: LlmBounds
  calls = 0
  /** Of prompts and answers. */
  tokens = 0
  failed = 0

  constructor(llm: Llm | undefined, bounds: LlmBounds) {
    this.#llm = llm
    this.#bounds = bounds
  }

  /** True where there is a model and a call left. */
  get ready(): boolean {
    return this.#llm !== undefined && this.calls < this.#bounds.maxCalls
  }

  async ask(prompt: string): Promise<string | null> {
    if (!this.#llm || !this.ready) return null
    this.calls++
    this.tokens += this.#bounds.countTokens(prompt)
    try {
      const answer: unknown = await withinTime(this.#llm(prompt), this.#bounds.timeoutMs)
      if (typeof answer !== 'string') throw new MnemeError('INVALID_ARGUMENT', `llm: expected a promise of a string, got ${typeof answer}; return the answer's text`)
      this.tokens += this.#bounds.countTokens(answer)
      return answer
    } catch {
      // A model that is down must not take the memory down: the built-in way does the work.
      this.failed++
      return null
    }
  }
}

async function withinTime<T>(promise: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new MnemeError('TIMEOUT', `llm: expected an answer within ${timeoutMs} ms, got none; raise llmTimeoutMs`))
    }, timeoutMs)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
