// The policy file: exact, small, fast, and refused when it does not fit.
import { describe, expect, it } from 'vitest'
import { decodeTree, encodeTree } from '../../src/checkpoint/bytes.ts'
import { encodePolicy, loadPolicy } from '../../src/controller/policy.ts'
import { embedded } from '../../src/encode/embedded.ts'
import { initialFusion } from '../../src/encode/fusion.ts'
import { policy, policyBytes } from '../gate/samples.ts'

const hasher = { checksum: (): bigint => 0n }

function changed(change: (file: Record<string, unknown>) => void): Uint8Array {
  const file = decodeTree({ header: policyBytes, blocks: [] }, hasher, 'test') as Record<string, unknown>
  change(file)
  return encodeTree(file, hasher, Infinity).header
}

describe('loadPolicy', () => {
  it('gives back the bytes it was made from', () => {
    expect(Buffer.from(encodePolicy(policy)).equals(Buffer.from(policyBytes))).toBe(true)
  })

  it('names the shipped encoder and has its initial fusion', async () => {
    expect(policy.meaning).toBe((await embedded()).id)
    expect(policy.fusion).toEqual(initialFusion())
  })

  it('takes an ArrayBuffer, as fetch gives it', () => {
    expect(loadPolicy(policyBytes.slice().buffer)).toEqual(policy)
  })

  const cases: [name: string, change: (file: Record<string, unknown>) => void, code: string, message: RegExp][] = [
    ['another format', file => { file['format'] = 'mneme-encoder' }, 'CHECKPOINT_FOREIGN', /got mneme-encoder 4/],
    ['a newer version', file => { file['version'] = 5 }, 'CHECKPOINT_FOREIGN', /got mneme-policy 5/],
    ['no parameters', file => { file['params'] = null }, 'SHAPE_MISMATCH', /at 'gate.direct'/],
    ['a missing leaf', file => { Object.assign(Object(file['params']), { kind: {} }) }, 'SHAPE_MISMATCH', /at 'kind.weight'/],
    ['no weights for confidence', file => { Reflect.deleteProperty(Object(file['params']), 'confidence') }, 'SHAPE_MISMATCH', /at 'confidence.weight'.*pass the policy of this version/],
    ['a leaf of another shape', file => {
      Object.assign(Object(file['params']), { controller: { weight: { shape: [2], data: new Float32Array(2) } } })
    }, 'SHAPE_MISMATCH', /at 'controller.weight': expected shape \[8, 4\], got \[2\]/],
    ['numbers that are none', file => {
      Object.assign(Object(file['params']), { fusion: { weight: { shape: [1, 16], data: new Float32Array(16).fill(NaN) } } })
    }, 'CHECKPOINT_CORRUPT', /at 'fusion.weight': expected finite/],
  ]
  it.each(cases)('refuses %s', (_, change, code, message) => {
    const bytes = changed(change)
    expect(() => loadPolicy(bytes)).toThrow(message)
    expect(() => loadPolicy(bytes)).toThrow(expect.objectContaining({ code }))
  })

  it('refuses cut or foreign bytes', () => {
    for (const bytes of [new Uint8Array(0), policyBytes.subarray(0, 1000), Uint8Array.of(1, 2, 3)]) {
      expect(() => loadPolicy(bytes)).toThrow(expect.objectContaining({ code: expect.stringMatching(/^CHECKPOINT/) as string }))
    }
  })
})
