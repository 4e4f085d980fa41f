// One file: what it keeps and what it refuses.
import * as fc from 'fast-check'
import { Unpackr } from 'msgpackr'
import { expect, test } from 'vitest'
import { loadHasher } from '../../src/checkpoint/bytes.ts'
import { concat, decodeSnapshot, encodeSnapshot, markOf, migrate, formatVersion } from '../../src/checkpoint/snapshot.ts'
import { anyTree, codeOf, flipped } from './trees.ts'

const hasher = await loadHasher()
const refusals = ['CHECKPOINT_FOREIGN', 'CHECKPOINT_VERSION', 'CHECKPOINT_CORRUPT']
const keys = Float32Array.from({ length: 2 ** 14 + 3 }, (_, index) => Math.sin(index))
const tree = { config: { tickMs: 86_400_000 }, ltm: { keys, text: ['I moved to Lisbon'], other: keys.map(value => value * 2) } }
const chunks = encodeSnapshot(tree, hasher, 7)
const bytes = concat(chunks)
// The head, then twice: nils with a length, and a block.
const [headBytes, beforeFirst] = [chunks[0]!.length, chunks[1]!.length]
const secondGap = bytes.length - keys.byteLength - chunks[3]!.length

test('keeps the tree and its mark, which is that of its chunks', () => {
  expect(decodeSnapshot(bytes, hasher)).toEqual({ tree, mark: markOf(chunks) })
  expect(markOf(chunks)).toMatchObject({ generation: 7 })
  fc.assert(fc.property(anyTree, fc.nat(), (any, generation) => {
    const encoded = encodeSnapshot(any, hasher, generation)
    expect(decodeSnapshot(concat(encoded), hasher)).toEqual({ tree: structuredClone(any), mark: markOf(encoded) })
    expect(markOf(encoded).generation).toBe(generation)
  }), { seed: 4, numRuns: 200 })
})

test('another tree of the same generation has another mark: one changed value of a block, too', () => {
  const other = { ...tree, ltm: { ...tree.ltm, keys: keys.map((value, index) => index === 9 ? -value : value) } }
  expect(markOf(encodeSnapshot(tree, hasher, 7))).toEqual(markOf(chunks))
  expect(markOf(encodeSnapshot(other, hasher, 7)).checksum).not.toBe(markOf(chunks).checksum)
})

test('decodes from the middle of a larger buffer', () => {
  const larger = concat([Uint8Array.of(1, 2, 3), bytes, Uint8Array.of(4)])
  expect(decodeSnapshot(larger.subarray(3, -1), hasher)).toEqual({ tree, mark: markOf(chunks) })
})

test('blocks start at multiples of eight', () => {
  expect([headBytes + beforeFirst, bytes.length - keys.byteLength].map(start => start % 8)).toEqual([0, 0])
})

test('is a stream of MessagePack that any reader takes', () => {
  const values = new Unpackr({ useRecords: false }).unpackMultiple(bytes) as unknown[]
  expect(values.slice(0, 3)).toEqual(['MNEME', formatVersion, 7])
  expect(values.filter(value => value !== null)).toHaveLength(7)
})

test('refuses every flipped bit of its head, and of its blocks wherever tried', () => {
  const survivors: number[] = []
  for (let bit = 0; bit < bytes.length * 8; bit += bit < headBytes * 8 + 400 || bit > bytes.length * 8 - 400 ? 1 : 37) {
    if (!refusals.includes(codeOf(() => decodeSnapshot(flipped(bytes, bit), hasher)))) survivors.push(bit)
  }
  expect(survivors).toEqual([])
})

test('refuses every bit of what stands before the second block', () => {
  const survivors = Array.from({ length: chunks[3]!.length * 8 }, (_, bit) => secondGap * 8 + bit)
    .filter(bit => codeOf(() => decodeSnapshot(flipped(bytes, bit), hasher)) !== 'CHECKPOINT_CORRUPT')
  expect(survivors).toEqual([])
})

test('refuses truncation at every byte of its head, and wherever tried of its blocks, and more bytes', () => {
  const survivors: number[] = []
  for (let length = 0; length < bytes.length; length += length < headBytes + 100 || length > bytes.length - 200 ? 1 : 11) {
    if (codeOf(() => decodeSnapshot(bytes.subarray(0, length), hasher)) !== 'CHECKPOINT_CORRUPT') survivors.push(length)
  }
  expect(survivors).toEqual([])
  expect(codeOf(() => decodeSnapshot(concat([bytes, Uint8Array.of(0)]), hasher))).toBe('CHECKPOINT_CORRUPT')
})

test('names the leaf whose block is damaged', () => {
  expect(() => decodeSnapshot(flipped(bytes, (headBytes + beforeFirst + 99) * 8), hasher)).toThrow("snapshot at 'ltm.keys': expected checksum")
  expect(() => decodeSnapshot(flipped(bytes, bytes.length * 8 - 1), hasher)).toThrow("snapshot at 'ltm.other': expected checksum")
})

test('knows foreign files and newer ones', () => {
  expect(codeOf(() => decodeSnapshot(new TextEncoder().encode('{"json": true}'), hasher))).toBe('CHECKPOINT_FOREIGN')
  const newer = bytes.slice()
  newer[10] = formatVersion + 1
  expect(() => decodeSnapshot(newer, hasher)).toThrow(`expected version ${formatVersion} or less, got ${formatVersion + 1}; upgrade mneme`)
  expect(codeOf(() => decodeSnapshot(newer, hasher))).toBe('CHECKPOINT_VERSION')
})

test('random bytes throw nothing else', () => {
  const start = bytes.slice(0, 21)
  fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(21), (random, kept) => {
    expect(refusals).toContain(codeOf(() => decodeSnapshot(concat([start.subarray(0, kept), random]), hasher)))
  }), { seed: 5, numRuns: 3000 })
})

test('migrates step by step', () => {
  const steps = { 1: (old: unknown) => [old, 'two'], 2: (old: unknown) => [old, 'three'] }
  expect(migrate('one', 1, steps, 3)).toEqual([['one', 'two'], 'three'])
  expect(codeOf(() => migrate('one', 1, {}, 2))).toBe('CHECKPOINT_CORRUPT')
})
