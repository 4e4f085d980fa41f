// Aborting: a call whose caller no longer waits.
import { MnemeError } from '../errors.ts'

/** What the promise gives, or a rejection with ABORTED as soon as the signal fires. The promise itself goes on unheeded. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise
  return new Promise<T>((resolve, reject) => {
    const stop = (): void => {
      reject(new MnemeError('ABORTED', 'signal: expected the call to finish, got an abort; call again', { cause: signal.reason }))
    }
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}
