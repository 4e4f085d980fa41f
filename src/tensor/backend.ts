// Which TensorFlow.js backend computes: tfjs-node, else wasm, else plain JavaScript; importing this file loads none.
import type * as Core from '@tensorflow/tfjs-core'
import { MnemeError } from '../errors.ts'
import { registerDerivatives } from './derivatives.ts'

/** The namespace of tfjs-core. */
export type Tf = typeof Core

/** The backend in use; 'none' until `loadBackend` has resolved. */
export type BackendName = 'none' | 'tensorflow' | 'wasm' | 'cpu'

type Preference = 'node' | 'wasm' | 'cpu'

export interface BackendOptions {
  /** Tried first; the other two follow in the order node, wasm, cpu. */
  prefer?: Preference
  /** Module specifier of the optional peer; default '@tensorflow/tfjs-node'. */
  nodePackage?: string
}

const registered = { node: 'tensorflow', wasm: 'wasm', cpu: 'cpu' } as const

let core: Tf | undefined
let pending: Promise<unknown> = Promise.resolve()

/** The backend in use, without waiting and without loading anything. */
export function backendName(): BackendName {
  const name = core?.getBackend()
  return Object.values(registered).find(known => known === name) ?? 'none'
}

/**
 * Loads tfjs-core, a backend and the derivatives on first use and resolves to the namespace; later calls are cheap.
 * A backend that the host has already chosen stays, unless `prefer` names another: the engine is one per process.
 * Throws BACKEND_UNAVAILABLE when no backend loads and multiplies two matrices.
 */
export function loadBackend(options: BackendOptions = {}): Promise<Tf> {
  // One after the other: two calls at once would switch the one engine under each other.
  const result = pending.then(() => choose(options))
  pending = result.catch(() => undefined)
  return result
}

async function choose({ prefer, nodePackage = '@tensorflow/tfjs-node' }: BackendOptions): Promise<Tf> {
  const tf = await loadCore()
  core = tf
  const present = backendName()
  if (present !== 'none' && (!prefer || registered[prefer] === present)) {
    registerDerivatives(tf)
    return tf
  }
  const order = new Set<Preference>([...(prefer ? [prefer] : []), 'node', 'wasm', 'cpu'])
  const failures = new Map<Preference, unknown>()
  for (const candidate of order) {
    try {
      await register(candidate, nodePackage)
      if (!await keepListeners(() => tf.setBackend(registered[candidate]))) throw new Error('its initialisation failed')
      smoke(tf)
      registerDerivatives(tf)
      return tf
    } catch (error) {
      failures.set(candidate, error)
    }
  }
  throw unavailable(failures)
}

function unavailable(failures: Map<Preference, unknown>): MnemeError {
  const reasons = [...failures].map(([name, error]) => `${name} (${String(error).split('\n')[0]})`)
  return new MnemeError('BACKEND_UNAVAILABLE',
    `loadBackend: expected a working backend, got ${reasons.join(', ')}; reinstall @tensorflow/tfjs-backend-wasm and ` +
    '@tensorflow/tfjs-backend-cpu at the version of @tensorflow/tfjs-core', { cause: new AggregateError(failures.values()) })
}

async function loadCore(): Promise<Tf> {
  try {
    return await import('@tensorflow/tfjs-core')
  } catch (cause) {
    throw new MnemeError('BACKEND_UNAVAILABLE',
      'loadBackend: expected the package @tensorflow/tfjs-core, got an error on import; reinstall it', { cause })
  }
}

// Importing a backend registers it. tfjs-node may bring its own copy of tfjs-core: engine, kernels and gradients
// live on globalThis, so it registers in our engine all the same; where it can't, setBackend throws and the next is tried.
async function register(candidate: Preference, nodePackage: string): Promise<unknown> {
  if (candidate === 'wasm') return import('@tensorflow/tfjs-backend-wasm')
  if (candidate === 'cpu') return import('@tensorflow/tfjs-backend-cpu')
  // A variable, so that neither tsc nor a bundler looks for the optional peer.
  return import(/* @vite-ignore */ /* webpackIgnore: true */ nodePackage)
}

function smoke(tf: Tf): void {
  const [first] = tf.tidy(() => tf.matMul(tf.ones([2, 3]), tf.ones([3, 2])).dataSync())
  if (first !== 3) throw new Error(`a product that is 3 came out as ${first}`)
}

// Emscripten listens for uncaught errors only to throw them again, which would end a host that handles its own.
async function keepListeners<T>(run: () => Promise<T>): Promise<T> {
  if (typeof process === 'undefined' || typeof process.listeners !== 'function') return run()
  const before = new Set<unknown>([...process.listeners('uncaughtException'), ...process.listeners('unhandledRejection')])
  const added = (listener: unknown): boolean => !before.has(listener) && /ExitStatus|throw reason/.test(String(listener))
  try {
    return await run()
  } finally {
    process.listeners('uncaughtException').filter(added).forEach(each => process.removeListener('uncaughtException', each))
    process.listeners('unhandledRejection').filter(added).forEach(each => process.removeListener('unhandledRejection', each))
  }
}
