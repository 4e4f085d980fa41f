// A thread in a browser: stands in for node-thread.ts there.
import type { Thread } from './node-thread.ts'

/** Starts a thread that runs a script. */
export function startThread(source: string, answered: (answer: unknown) => void, failed: (cause: unknown) => void): Thread {
  const url = URL.createObjectURL(new Blob([`${source};scanThread.serve(self)`], { type: 'text/javascript' }))
  const worker = new Worker(url)
  worker.addEventListener('message', ({ data }) => {
    // The script has run: nobody needs its address any more.
    URL.revokeObjectURL(url)
    answered(data)
  })
  worker.addEventListener('error', ({ message }) => { failed(new Error(message || 'the script was refused')) })
  return {
    post: message => { worker.postMessage(message, []) },
    hold: () => {},
    end: async () => { worker.terminate() },
  }
}
