// One address space for the kernels: WebAssembly memory, of this thread or shared by several, or an array buffer where there is none.
import { MnemeError } from '../../errors.ts'

const pageBytes = 65_536
/** What a 32-bit address reaches. */
const mostPages = 65_536
/** Growth takes more than is needed: pages that nobody touches cost nothing, but each growth makes the engine collect garbage. */
const growth = 1.25

/** Bytes that are handed out once and never taken back; they start as zeros. An address is a number of bytes from the start. */
export class ScanMemory implements Views {
  /** The WebAssembly memory; undefined where an array buffer stands in for it, which is copied when it grows. */
  readonly wasm: WebAssembly.Memory | undefined
  #buffer: ArrayBufferLike
  #used = 64
  // Made anew after growth: a WebAssembly memory gives a new buffer then.
  u8!: Uint8Array
  i16!: Int16Array
  i32!: Int32Array
  u32!: Uint32Array
  f32!: Float32Array
  f64!: Float64Array

  constructor(kind: 'wasm' | 'shared' | 'plain') {
    this.wasm = kind === 'plain' ? undefined : allocated(kind === 'shared')
    this.#buffer = this.wasm?.buffer ?? new ArrayBuffer(pageBytes)
    this.#view()
  }

  /** Bytes that were handed out. */
  get used(): number {
    return this.#used
  }

  /** The address of `bytes` more bytes, a multiple of 64. Throws STORAGE_FAILED where memory ends. */
  take(bytes: number): number {
    const address = this.#used
    const end = Math.ceil((address + bytes) / 64) * 64
    if (end > this.u8.length) this.#grow(end)
    this.#used = end
    return address
  }

  #grow(end: number): void {
    const held = this.u8.length / pageBytes
    const pages = Math.max(Math.ceil(end / pageBytes), Math.min(mostPages, Math.ceil(held * growth)))
    try {
      if (pages > mostPages) throw new RangeError('an address has 32 bits')
      if (this.wasm) {
        this.wasm.grow(pages - held)
        this.#buffer = this.wasm.buffer
      } else {
        const grown = new ArrayBuffer(pages * pageBytes)
        new Uint8Array(grown).set(this.u8)
        this.#buffer = grown
      }
    } catch (cause) {
      throw new MnemeError('STORAGE_FAILED',
        `scan: expected room for ${end} bytes, got ${this.u8.length}; remove rows or keep them in several stores`, { cause })
    }
    this.#view()
  }

  #view(): void {
    Object.assign(this, viewsOf(this.#buffer))
  }
}

/** The numbers of a memory as they are read and written. */
export interface Views {
  u8: Uint8Array
  i16: Int16Array
  i32: Int32Array
  u32: Uint32Array
  f32: Float32Array
  f64: Float64Array
}

export function viewsOf(buffer: ArrayBufferLike): Views {
  return {
    u8: new Uint8Array(buffer), i16: new Int16Array(buffer), i32: new Int32Array(buffer), u32: new Uint32Array(buffer),
    f32: new Float32Array(buffer), f64: new Float64Array(buffer),
  }
}

function allocated(shared: boolean): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: 1, maximum: mostPages, shared })
  } catch (cause) {
    if (!shared) throw cause
    throw new MnemeError('STORAGE_FAILED', 'scan: expected address space for a shared memory of 4 GiB, got none; search on one thread', { cause })
  }
}
