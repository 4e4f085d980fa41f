// What a scan kernel does: one is WebAssembly (assembly/scan.ts), one plain JavaScript (scalar.ts), and both give the same bits.

/** Addresses that both kernels know. */
export interface Places {
  /** Addresses of the blocks (uint32). */
  table: number
  /** Four rows of signs [4, P] for `rotate`. */
  signs: number
  /** Room for P floats, at least 192 bytes. */
  work: number
}

/** Both kernels: all arguments but the terms are addresses or counts. See assembly/scan.ts for what each does. */
export interface ScanKernel {
  rotate(vector: number): void
  encode(block: number, row: number): void
  shrink(vector: number, out: number): void
  begin(limit: number, capacity: number, slots: number, marks: number, bins: number): void
  scan(
    block: number, first: number, rows: number, query: number, bias: number, shift: number, gain: number, strengthGain: number,
    floor: number, base: number, filters: number, tenant: number, from: number, until: number, least: number,
  ): void
  finish(): number
  narrow(rows: number, query: number, unit: number, out: number): void
  products(rows: number, list: number, query: number, out: number): void
  dot(a: number, b: number): number
}
