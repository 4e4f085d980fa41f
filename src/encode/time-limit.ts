// A time limit on what the host's code does.

/** Milliseconds; a timer that is set for longer fires at once. */
export const longestWait: number = 2 ** 31 - 1

/** What a task gives, or the error of `late` once `timeoutMs` have passed: then the signal that it was given aborts, too. */
export async function withinTime<T>(timeoutMs: number, task: (signal: AbortSignal) => Promise<T>, late: () => Error): Promise<T> {
  const controller = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const passed = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      controller.abort()
      reject(late())
    }, timeoutMs)
  })
  try {
    return await Promise.race([task(controller.signal), passed])
  } finally {
    clearTimeout(timer)
  }
}
