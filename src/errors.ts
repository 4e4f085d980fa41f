// The one error class. A message reads "what: expected, got; next step".

/** Every reason for which Mneme refuses work. */
export type MnemeErrorCode =
  | 'INVALID_ARGUMENT'
  | 'INVALID_CONFIG'
  | 'ENCODER_FAILED'
  | 'ENCODER_TIMEOUT'
  | 'ENCODER_MISMATCH'
  | 'PEER_MISSING'
  | 'BACKEND_UNAVAILABLE'
  | 'SHAPE_MISMATCH'
  | 'TIMEOUT'
  | 'NOT_FOUND'
  | 'BUDGET_SPENT'
  | 'CLOSED'
  | 'ABORTED'
  | 'LOCKED'
  | 'CHECKPOINT_CORRUPT'
  | 'CHECKPOINT_FOREIGN'
  | 'CHECKPOINT_VERSION'
  | 'STORAGE_FAILED'

/**
 * The error that every public function throws. `code` is stable; the message says what was expected,
 * what came, and the next step. `cause` keeps the original error where there is one.
 */
export class MnemeError extends Error {
  override readonly name = 'MnemeError'
  readonly code: MnemeErrorCode
  /** Tells a MnemeError of any copy of this package, where `instanceof` can't. */
  readonly isMnemeError = true as const

  constructor(code: MnemeErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.code = code
  }

  /** True for a MnemeError of any copy of this package. */
  static isInstance(error: unknown): error is MnemeError {
    return error instanceof Error && 'isMnemeError' in error
  }
}
