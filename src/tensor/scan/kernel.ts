// What a scan kernel does: one is WebAssembly (assembly/scan.ts), one plain JavaScript (scalar.ts), and both give the same bits.
import type { Layout } from './layout.ts'

/** Addresses that both kernels know. */
export interface Places {
  /** Addresses of the blocks (uint32). */
  table: number
  /** Four rows of signs [4, P] for `rotate`. */
  signs: number
  /** Room of a kernel's own: `workBytes`. */
  work: number
}

/** P floats, and what a scan keeps meanwhile. */
export function workBytes({ padded }: Layout): number {
  return Math.max(112, padded * 4)
}

/** Both kernels: all arguments but the terms are addresses or counts. See assembly/scan.ts for what each does. */
export interface ScanKernel {
  rotate(vector: number): void
  encode(block: number, row: number): void
  shrink(vector: number, out: number): void
  begin(limit: number, capacity: number, slots: number, marks: number, bins: number): void
  scan(
    block: number, first: number, rows: number, query: number, bias: number, early: number, slack: number, shift: number, gain: number,
    strengthGain: number, floor: number, base: number, filters: number, tenant: number, from: number, until: number, least: number,
  ): void
  finish(): number
  narrow(rows: number, query: number, unit: number, out: number): void
  products(rows: number, list: number, query: number, out: number): void
  dot(a: number, b: number): number
}

interface Exports extends ScanKernel {
  configure(...values: number[]): void
}

/** The compiled kernel over a memory. Throws what WebAssembly throws where they do not go together. */
export function kernelOver(memory: WebAssembly.Memory, module: WebAssembly.Module, layout: Layout, places: Places): ScanKernel {
  const kernel = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Exports
  const { code, lateCode, scale, coarseStrength, kind, tenant, time, small, key } = layout.columns
  kernel.configure(
    layout.dim, layout.padded, layout.codeBytes, layout.earlyBytes, small.stride, places.table, places.signs, places.work, layout.scaleUnit,
    code.offset, lateCode.offset, scale.offset, coarseStrength.offset, kind.offset, tenant.offset, time.offset, small.offset, key.offset, layout.centre)
  return kernel
}
