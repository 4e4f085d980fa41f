// A thread that works out the gradients of a part of each batch: TensorFlow.js computes on one core.
import { isMainThread, parentPort, Worker } from 'node:worker_threads'
import { loadBackend, type BackendOptions } from '../../src/tensor/backend.ts'
import type { Param } from '../../src/tensor/params.ts'
import type { ModelConfig } from '../../src/weights/config.ts'
import type { Sample } from './corpus.ts'
import { gradientsOf, type Gradients } from './gradients.ts'

interface Task {
  config: ModelConfig
  backend: BackendOptions
  params: Record<string, Param>
  samples: readonly Sample[]
}

// tsx reads TypeScript in the main thread alone unless it is told.
const entry = `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(import.meta.url)}) })`

/** One batch at a time; `end` stops it. */
export class GradientThread {
  readonly #worker = new Worker(entry, { eval: true })
  readonly #backend: BackendOptions

  constructor(backend: BackendOptions) {
    this.#backend = backend
  }

  gradientsOf(config: ModelConfig, params: Record<string, Param>, samples: readonly Sample[]): Promise<Gradients> {
    return new Promise((resolve, reject) => {
      this.#worker.once('error', reject)
      this.#worker.once('message', (gradients: Gradients) => {
        this.#worker.off('error', reject)
        resolve(gradients)
      })
      this.#worker.postMessage({ config, backend: this.#backend, params, samples } satisfies Task, [])
    })
  }

  async end(): Promise<void> {
    await this.#worker.terminate()
  }
}

if (!isMainThread) {
  parentPort!.on('message', async ({ config, backend, params, samples }: Task) => {
    await loadBackend(backend)
    const gradients = gradientsOf(config, params, samples)
    parentPort!.postMessage(gradients, Object.values(gradients.grads).map(({ data }) => data.buffer as ArrayBuffer))
  })
}
