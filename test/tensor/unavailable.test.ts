import { expect, it, vi } from 'vitest'
import { backendName, loadBackend } from '../../src/tensor/backend.ts'

vi.mock('@tensorflow/tfjs-backend-wasm', () => ({}))
vi.mock('@tensorflow/tfjs-backend-cpu', () => ({}))

it('says what failed and what to do when no backend works', async () => {
  const failure = await loadBackend({ nodePackage: 'a-package-that-is-not-there' }).catch((error: unknown) => error)
  expect(failure).toMatchObject({
    code: 'BACKEND_UNAVAILABLE',
    message: expect.stringMatching(/node \(.*a-package-that-is-not-there.*wasm \(.*cpu \(.*reinstall @tensorflow/) as string,
  })
  expect(backendName()).toBe('none')
})
