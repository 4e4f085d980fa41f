// The WebAssembly kernel: its bytes lie in `binary.ts`, made from assembly/scan.ts by the build.
import { MnemeError } from '../../errors.ts'
import { kernelBinary } from './binary.ts'
import { kernelOver, type Places, type ScanKernel } from './kernel.ts'
import type { Layout } from './layout.ts'

/** True where WebAssembly SIMD can be compiled from bytes, or a compiled module is at hand. */
export function hasWasm(module?: WebAssembly.Module): boolean {
  if (typeof WebAssembly === 'undefined') return false
  if (module) return true
  try {
    compiled()
    return true
  } catch {
    return false
  }
}

/** The kernel over a memory; `module` is what `kernelBytes` compile to. Throws BACKEND_UNAVAILABLE. */
export function wasmKernel(memory: WebAssembly.Memory, layout: Layout, places: Places, module?: WebAssembly.Module): ScanKernel {
  try {
    return kernelOver(memory, module ?? compiled(), layout, places)
  } catch (cause) {
    throw new MnemeError('BACKEND_UNAVAILABLE',
      'scan: expected WebAssembly with SIMD, got an error; pass the compiled module, or ask for the plain kernel', { cause })
  }
}

/** The kernel's bytes: for runtimes that compile WebAssembly when they are deployed. */
export function kernelBytes(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(kernelBinary), character => character.charCodeAt(0))
}

let once: WebAssembly.Module | undefined

/**
 * Hands in the compiled kernel, for runtimes that refuse to compile one: all stores made from now on that name no other use it.
 * Throws INVALID_ARGUMENT for anything else.
 */
export function provideKernel(module: WebAssembly.Module): void {
  const names = typeof WebAssembly !== 'undefined' && module instanceof WebAssembly.Module ? WebAssembly.Module.exports(module).map(({ name }) => name) : []
  if (!names.includes('configure') || !names.includes('scan')) {
    throw new MnemeError('INVALID_ARGUMENT', 'scanKernel: expected the compiled module of mneme/scan.wasm, got something else; import that file, or leave it out')
  }
  once = module
}

function compiled(): WebAssembly.Module {
  return (once ??= new WebAssembly.Module(kernelBytes()))
}
