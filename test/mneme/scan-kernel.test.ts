// The compiled kernel handed in, as runtimes need it that refuse to compile one from bytes.
import { afterEach, expect, it, vi } from 'vitest'
import { Mneme } from 'mneme'
import { ScanStore } from '../../src/tensor/scan/store.ts'
import { kernelBytes } from '../../src/tensor/scan/wasm.ts'

afterEach(() => { vi.unstubAllGlobals() })

const { Module } = WebAssembly

/** WebAssembly as edge runtimes have it: instances of compiled modules, nothing compiled from bytes. */
function refuseToCompile(): void {
  class Refusing {
    static readonly exports = (module: WebAssembly.Module): WebAssembly.ModuleExportDescriptor[] => Module.exports(module)
    static [Symbol.hasInstance](value: unknown): boolean {
      return value instanceof Module
    }

    constructor() {
      throw new WebAssembly.CompileError('code generation is disallowed')
    }
  }
  vi.stubGlobal('WebAssembly', { ...standing(), Module: Refusing })
}

function standing(): Record<string, unknown> {
  return Object.fromEntries(Object.getOwnPropertyNames(WebAssembly).map(name => [name, Reflect.get(WebAssembly, name)]))
}

it('refuses anything but the kernel, and an open that fails for another reason takes none', async () => {
  refuseToCompile()
  const foreign = new Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0))
  for (const scanKernel of [foreign, kernelBytes(), 'plain', null]) {
    await expect(Mneme.open({ scanKernel: scanKernel as WebAssembly.Module })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
  }
  await expect(Mneme.open({ scanKernel: new Module(kernelBytes()), llmMaxCalls: -1 })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
  expect(new ScanStore({ dim: 8 }).fast).toBe(false)
})

it('scans by the kernel that is handed in where none can be compiled', async () => {
  refuseToCompile()
  expect(new ScanStore({ dim: 8 }).fast).toBe(false)
  const memory = await Mneme.open({ scanKernel: new Module(kernelBytes()) })
  expect(new ScanStore({ dim: 8 }).fast).toBe(true)
  await memory.observe('I am allergic to peanuts')
  expect((await memory.recall('What am I allergic to?'))[0]?.text).toBe('I am allergic to peanuts')
  await memory.close()
})
