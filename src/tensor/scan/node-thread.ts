// A thread in Node, Bun and Deno; package.json puts web-thread.ts in its place for browsers.
import { Worker } from 'node:worker_threads'

/** A running thread. */
export interface Thread {
  post(message: unknown): void
  /** While true, the process waits for it. */
  hold(awaited: boolean): void
  end(): Promise<void>
}

/** Starts a thread that runs a script with the names `port` and `scanThread` in it. */
export function startThread(source: string, answered: (answer: unknown) => void, failed: (cause: unknown) => void): Thread {
  const worker = new Worker(`${source};scanThread.serve(require('node:worker_threads').parentPort)`, { eval: true, execArgv: [] })
  worker.on('message', answered)
  worker.on('error', failed)
  worker.on('exit', code => { failed(new Error(`a thread ended with ${code}`)) })
  return {
    post: message => { worker.postMessage(message, []) },
    hold: awaited => {
      if (awaited) worker.ref()
      else worker.unref()
    },
    end: async () => { await worker.terminate() },
  }
}
