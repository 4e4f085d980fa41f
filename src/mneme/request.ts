// Options of recall as the host passes them, checked and filled in.
import type { Kind } from '../config.ts'
import { MnemeError } from '../errors.ts'
import type { Status } from '../recall/hit.ts'
import { checkCount, checkKinds, checkObject, checkStatuses, checkTime } from './check.ts'
import type { RecallOptions } from './options.ts'

/** What to recall, without the query. */
export interface RecallSettings {
  k: number
  statuses: ReadonlySet<Status>
  kinds: ReadonlySet<Kind> | undefined
  asOf: number | undefined
  /** Throws ABORTED where the host's signal has fired. */
  checkSignal: () => void
}

/** Reads the options of one call. Throws INVALID_ARGUMENT. */
export function readRecall(options: RecallOptions): RecallSettings {
  const { k = 10, include = [], kinds, asOf, signal } = checkObject('options', options)
  return {
    k: checkCount('k', k),
    statuses: new Set<Status>(['current', 'unstored', ...checkStatuses(include)]),
    kinds: kinds && checkKinds(kinds),
    asOf: asOf === undefined ? undefined : checkTime('asOf', asOf),
    checkSignal: () => {
      if (!signal?.aborted) return
      throw new MnemeError('ABORTED', 'recall: expected to finish, got an aborted signal; call again', { cause: signal.reason })
    },
  }
}
