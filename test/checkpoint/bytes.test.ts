// Trees to bytes and back.
import { isDeepStrictEqual } from 'node:util'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeTree, encodeTree, loadHasher } from '../../src/checkpoint/bytes.ts'
import { pack, unpack } from '../../src/checkpoint/msgpack.ts'
import { anyTree, codeOf, reversed } from './trees.ts'

const hasher = await loadHasher()
const roundTrip = (tree: unknown, inlineBelow?: number): unknown =>
  decodeTree(encodeTree(tree, hasher, inlineBelow), hasher, 'test')

describe('round trip', () => {
  test.each([0, 8, undefined, Infinity])('is exact to the bit, inline below %s', inlineBelow => {
    fc.assert(fc.property(anyTree, tree => {
      const encoded = encodeTree(tree, hasher, inlineBelow)
      const decoded = decodeTree(encoded, hasher, 'test')
      // Fast-check's dictionaries have no prototype; ours do.
      expect(isDeepStrictEqual(decoded, structuredClone(tree))).toBe(true)
      expect(encodeTree(decoded, hasher, inlineBelow)).toEqual(encoded)
    }), { seed: 1, numRuns: 400 })
  })

  test('equal data gives equal bytes whatever the order of keys', () => {
    fc.assert(fc.property(anyTree, tree => {
      expect(encodeTree(reversed(tree), hasher)).toEqual(encodeTree(tree, hasher))
    }), { seed: 2, numRuns: 300 })
  })

  test('keeps blocks with their leaves where engines reorder keys', () => {
    const tree = { a: Uint8Array.of(1), 10: Uint8Array.of(2), $: Uint8Array.of(3), 9: Uint8Array.of(4) }
    expect(roundTrip(tree, 0)).toEqual(tree)
  })

  test('keeps NaN bits, -0 and views at odd offsets', () => {
    const bits = new Float32Array(Uint32Array.of(0x7fc00001, 0xffc12345, 0x80000000).buffer)
    const odd = new Uint8Array(Uint8Array.of(9, 1, 2, 3, 4, 5).buffer, 1, 3)
    const decoded = roundTrip({ bits, odd, zero: -0 }) as { bits: Float32Array, odd: Uint8Array, zero: number }
    expect([...new Uint32Array(decoded.bits.buffer)]).toEqual([0x7fc00001, 0xffc12345, 0x80000000])
    expect(decoded.odd).toEqual(Uint8Array.of(1, 2, 3))
    expect(decoded.zero).toBe(-0)
  })

  test('keeps long text, also text that UTF-8 would change', () => {
    const long = { plain: 'abc é ж '.repeat(20_000), half: `${'x'.repeat(70_000)}\ud800`, mark: `\ufeff${'y'.repeat(70_000)}` }
    expect(roundTrip(long)).toEqual(long)
  })

  test('uses a block where it lies, and copies it where its address does not fit', () => {
    const values = new Float64Array(20_000).fill(1)
    const { header, blocks: [block] } = encodeTree([values], hasher)
    const [shared] = decodeTree({ header, blocks: [block!] }, hasher, 'test') as [Float64Array]
    expect(shared.buffer).toBe(block!.buffer)
    const shifted = new Uint8Array(block!.length + 1).subarray(1)
    shifted.set(block!)
    const [copied] = decodeTree({ header, blocks: [shifted] }, hasher, 'test') as [Float64Array]
    expect(copied.buffer).not.toBe(shifted.buffer)
    expect(copied).toEqual(values)
  })

  test('splits arrays of more than 256 MiB', () => {
    const values = new Uint8Array(256 * 2 ** 20 + 5)
    values[values.length - 1] = 7
    const encoded = encodeTree(values, hasher)
    expect(encoded.blocks.map(block => block.length)).toEqual([256 * 2 ** 20, 5])
    expect((decodeTree(encoded, hasher, 'test') as Uint8Array).at(-1)).toBe(7)
  })
})

describe('refusal', () => {
  const cycle: Record<string, unknown> = {}
  cycle['self'] = cycle
  test.each([
    ['undefined', { a: [1, undefined] }], ['a hole', { a: Array.from({ length: 1 }) }], ['a function', { a: () => 1 }],
    ['a date', { a: new Date(0) }], ['a map', { a: new Map() }], ['a bigint', { a: 1n }], ['a cycle', cycle],
    ['__proto__', { a: JSON.parse('{"__proto__":1}') as unknown }], ['a foreign view', { a: new BigInt64Array(1) }],
    ['clamped bytes', { a: new Uint8ClampedArray(1) }],
  ])('%s is refused when encoding', (_, tree) => {
    expect(codeOf(() => encodeTree(tree, hasher))).toBe('INVALID_ARGUMENT')
  })

  test('names the path', () => {
    expect(() => encodeTree({ ltm: { keys: [new Set()] } }, hasher)).toThrow("'ltm.keys.0'")
  })

  test('99 levels are kept, a hundred and one refused', () => {
    expect(roundTrip(nested(99))).toEqual(nested(99))
    expect(codeOf(() => encodeTree(nested(101), hasher))).toBe('INVALID_ARGUMENT')
  })

  test('a bad block is named by its leaf', () => {
    const encoded = encodeTree({ ltm: { keys: new Float32Array(20_000), rest: 1 } }, hasher)
    const blocks = encoded.blocks.map(block => block.slice().fill(1))
    expect(() => decodeTree({ ...encoded, blocks }, hasher, 'snapshot')).toThrow("snapshot at 'ltm.keys': expected checksum")
    expect(() => decodeTree({ ...encoded, blocks: [] }, hasher, 'snapshot')).toThrow("snapshot at 'ltm.keys': expected 1 blocks")
    const more = [...encoded.blocks, ...blocks]
    expect(() => decodeTree({ ...encoded, blocks: more }, hasher, 'snapshot')).toThrow('snapshot: expected 1 blocks, got 2')
  })

  test.each([
    ['a wrong shape', { $: 'float32', shape: [2], bytes: new Uint8Array(4) }],
    ['a broken shape', { $: 'float32', shape: [1.5], bytes: new Uint8Array(6) }],
    ['no bytes', { $: 'float32', shape: [1] }],
    ['an unknown type', { $: 'constructor', shape: [1], bytes: new Uint8Array(4) }],
    ['bare bytes', [new Uint8Array(4)]],
    ['a bad key', { '$x': 1 }],
    ['an escaped __proto__', { '$"__proto__"': { polluted: true } }],
  ])('%s is refused when decoding', (_, forged) => {
    expect(codeOf(() => decodeTree({ header: pack(forged), blocks: [] }, hasher, 'test'))).toBe('CHECKPOINT_CORRUPT')
    expect('polluted' in {}).toBe(false)
  })

  test.each([
    ['__proto__', [0x81, 0xa9, ...new TextEncoder().encode('__proto__'), 0x80]],
    ['__proto__ of another length form', [0x81, 0xd9, 9, ...new TextEncoder().encode('__proto__'), 0x80]],
    ['a number as key', [0x81, 0x01, 0x01]], ['a date', [0xd6, 0xff, 0, 0, 0, 0]], ['undefined', [0xd4, 0, 0]],
    ['a record', [0xd4, 0x72, 0x40, 0x91, 0xa1, 0x61, 0x01]], ['an error', [0xc7, 0, 0x65]],
    ['a 64-bit integer', [0xcf, 0, 0, 0, 0, 0, 0, 0, 1]],
    ['two values', [1, 1]], ['nothing', []], ['a lying length', [0xdd, 0xff, 0xff, 0xff, 0xff]],
    ['a deep nest', Array.from({ length: 200 }, () => 0x91)],
  ])('%s never reaches msgpackr', (_, bytes) => {
    expect(codeOf(() => unpack(Uint8Array.from(bytes), 'test'))).toBe('CHECKPOINT_CORRUPT')
  })

  test('random bytes throw nothing else', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), bytes => {
      expect(['none', 'CHECKPOINT_CORRUPT']).toContain(codeOf(() => decodeTree({ header: bytes, blocks: [] }, hasher, 'test')))
    }), { seed: 3, numRuns: 5000 })
  })
})

function nested(levels: number): unknown {
  return levels === 0 ? -0 : [nested(levels - 1)]
}
