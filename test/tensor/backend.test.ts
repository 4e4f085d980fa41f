import { expect, it, vi } from 'vitest'
import { backendName, loadBackend } from '../../src/tensor/backend.ts'

function listeners(): number[] {
  return [process.listenerCount('uncaughtException'), process.listenerCount('unhandledRejection')]
}

function own(): void {
  // A host's own listener.
}

// Before anything else in this process: the tests run in order.
it('has no backend until one is loaded', () => {
  expect(backendName()).toBe('none')
})

it('falls through to wasm when the optional peer is missing, adds no process listener, and stays', async () => {
  const before = listeners()
  // A listener of the host's own, installed right after the loader has looked, has to stay.
  const listing = process.listeners.bind(process)
  const spy = vi.spyOn(process, 'listeners').mockImplementation(event => {
    if (spy.mock.calls.length === 2) queueMicrotask(() => process.on('uncaughtException', own))
    return listing(event)
  })
  const [first, second] = await Promise.all([loadBackend({ nodePackage: 'a-package-that-is-not-there' }), loadBackend()])
  spy.mockRestore()
  expect(process.listeners('uncaughtException')).toContain(own)
  process.removeListener('uncaughtException', own)
  expect(listeners()).toEqual(before)
  expect(second).toBe(first)
  expect(backendName()).toBe('wasm')
})

it('changes the backend only when another is preferred', async () => {
  const tf = await loadBackend({ prefer: 'cpu' })
  expect(backendName()).toBe('cpu')
  await loadBackend()
  expect(backendName()).toBe('cpu')
  expect(tf.env().getBool('WASM_HAS_SIMD_SUPPORT')).toBe(true)
})

it('passes over a peer that loads but registers no backend', async () => {
  await loadBackend({ prefer: 'node', nodePackage: 'stemmer' })
  expect(backendName()).toBe('wasm')
})
