import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { decode, encode, type WeightFormat } from '../../src/weights/number-format.ts'

const bits = (values: Float32Array): number[] => [...new Uint32Array(values.buffer, values.byteOffset, values.length)]

function decoded(format: WeightFormat, bytes: Uint8Array): Float32Array {
  const values = new Float32Array(bytes.length / (format === 'F32' ? 4 : 2))
  decode(format, bytes, values)
  return values
}

it.each(['F16', 'BF16'] as const)('%s: every bit pattern comes back', format => {
  const words = Uint16Array.from({ length: 2 ** 16 }, (_, word) => word)
  const values = decoded(format, new Uint8Array(words.buffer))
  const back = new Uint16Array(encode(format, values).buffer)
  // A signalling NaN may come back as a quiet one.
  const changed = [...words].filter(word => back[word] !== word && !Number.isNaN(values[word]))
  expect(changed).toEqual([])
  expect(values.filter(Number.isNaN).length).toBe(format === 'F16' ? 2 * 1023 : 2 * 127)
})

it('F16: knows its landmarks', () => {
  const words = Uint16Array.of(0x3c00, 0xc000, 0x7bff, 0x0400, 0x0001, 0x7c00, 0x8000, 0x3555)
  expect([...decoded('F16', new Uint8Array(words.buffer))]).toEqual([1, -2, 65504, 2 ** -14, 2 ** -24, Infinity, -0, 0.333251953125])
})

it.each([['F16', 65504], ['BF16', 3.3e38]] as const)('%s: rounds to the nearest, ties to even', (format, most) => {
  fc.assert(fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), value => {
    fc.pre(Math.abs(value) <= most)
    const word = new Uint16Array(encode(format, Float32Array.of(value)).buffer)[0]!
    const [here, below, above] = decoded(format, new Uint8Array(Uint16Array.of(word, word & 0x7fff ? word - 1 : word, word + 1).buffer)) as unknown as [number, number, number]
    const distance = (other: number): number => Number.isFinite(other) ? Math.abs(other - value) : Infinity
    expect(distance(here)).toBeLessThanOrEqual(Math.min(distance(below), distance(above)))
    if (distance(here) === Math.min(distance(below), distance(above)) && distance(here) > 0) expect(word % 2).toBe(0)
  }), { numRuns: 3000, seed: 7 })
})

it('F32: is what it was, at any place of its buffer', () => {
  fc.assert(fc.property(fc.float32Array({ maxLength: 20 }), fc.nat(3), (values, shift) => {
    const bytes = new Uint8Array(shift + values.length * 4)
    bytes.set(encode('F32', values), shift)
    expect(bits(decoded('F32', bytes.subarray(shift))).length).toBe(values.length)
    expect(decoded('F32', bytes.subarray(shift))).toEqual(values)
  }), { seed: 8 })
})

it('F16: what is too large becomes infinite, what is too small zero', () => {
  expect([...decoded('F16', encode('F16', Float32Array.of(65520, -1e9, 2 ** -25, -1e-9, 65519)))]).toEqual([Infinity, -Infinity, 0, -0, 65504])
})
