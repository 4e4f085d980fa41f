// Arbitrary trees of everything that a checkpoint may hold, and small shared pieces of the tests here.
import * as fc from 'fast-check'
import { expect } from 'vitest'
import { MnemeError } from '../../src/errors.ts'
import type { MnemeErrorCode } from '../../src/errors.ts'

const codeUnits = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 12 }).map(units => String.fromCharCode(...units))
const odd = fc.constantFrom('\ufeff', '$', 'é', '\ud83d\ude00', '\udc00')
const longText = fc.tuple(odd, fc.string({ minLength: 60, maxLength: 90 })).map(parts => parts.join(''))
const text = fc.oneof(fc.string({ unit: 'binary' }), codeUnits, longText)
const knownKey = fc.constantFrom('$', '$$', 'constructor', 'toJSON', 'hasOwnProperty', '10', '9', '')
const key = fc.oneof(text, knownKey).filter(name => name !== '__proto__')
const typed = fc.oneof(
  fc.float32Array(), fc.float64Array(), fc.int8Array(), fc.uint8Array(), fc.uint16Array(), fc.uint32Array(), fc.int32Array())

/** Any tree. */
export const anyTree: fc.Arbitrary<unknown> = fc.letrec<{ tree: unknown }>(tie => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant(null), fc.boolean(), fc.double(), fc.integer(), fc.constantFrom(-0, 2 ** 53, -(2 ** 63), 5e-324), text, typed,
    fc.array(tie('tree'), { maxLength: 6 }), fc.dictionary(key, tie('tree'), { maxKeys: 6 }),
  ),
})).tree

/** The same tree with every object's keys the other way round. */
export function reversed(tree: unknown): unknown {
  if (Array.isArray(tree)) return tree.map(reversed)
  if (typeof tree !== 'object' || tree === null || ArrayBuffer.isView(tree)) return tree
  return Object.fromEntries(Object.entries(tree).reverse().map(([name, value]) => [name, reversed(value)]))
}

/** The code of the MnemeError that `work` throws; fails on any other error. */
export function codeOf(work: () => unknown): MnemeErrorCode | 'none' {
  try {
    work()
  } catch (error) {
    expect(error).toBeInstanceOf(MnemeError)
    if (MnemeError.isInstance(error)) return error.code
  }
  return 'none'
}

/** A copy with one bit flipped. */
export function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = bytes.slice()
  copy[bit >> 3] = copy[bit >> 3]! ^ (1 << (bit & 7))
  return copy
}
