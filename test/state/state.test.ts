// The state: what many changes leave behind, and what a scan of its keys takes for ordinary.
import { describe, expect, test } from 'vitest'
import { resolveConfig } from '../../src/config.ts'
import { createRandom } from '../../src/random.ts'
import { scanKeys } from '../../src/recall/scan.ts'
import { emptyState } from '../../src/state/empty.ts'
import { apply, type State } from '../../src/state/state.ts'
import type { Trace } from '../../src/trace/trace.ts'

const dim = 4

function traceOf(number: number, key: Float32Array): Trace {
  return {
    id: `m${number}`, kind: 'episodic', text: `Statement ${number}`, speaker: 'user', session: 'one', at: 0, sources: [],
    importance: 1, strength: 1, tick: 0, uses: 0, repeats: 0, suppressed: false, supersededBy: null, validTo: null, priority: false, atomic: false, worth: 1, key,
  }
}

/** A state with traces of the given keys in long-term memory, called m1, m2, ... */
function stateOf(keys: readonly Float32Array[]): State {
  const state = emptyState(resolveConfig(), dim, 0)
  keys.forEach((key, index) => apply(state, { type: 'trace', tier: 'ltm', trace: traceOf(index + 1, key) }))
  return state
}

/** Unit keys whose first value is their cosine with the first axis. */
function keysAt(cosines: readonly number[]): Float32Array[] {
  return cosines.map(cosine => Float32Array.of(cosine, Math.sqrt(1 - cosine ** 2), 0, 0))
}

const firstAxis = Float32Array.of(1, 0, 0, 0)

describe('tombstones', () => {
  test('are of the last thousand traces that went', () => {
    const state = stateOf(keysAt(Array.from({ length: 1005 }, () => 0)))
    for (let number = 1; number <= 1005; number++) apply(state, { type: 'drop', id: `m${number}`, at: number, cause: 'gone' })
    expect(state.tombstones).toHaveLength(1000)
    expect([state.tombstones[0]!.id, state.tombstones.at(-1)!.id]).toEqual(['m6', 'm1005'])
  })
})

describe('the scale of a scan', () => {
  const random = createRandom(1)
  const cosines = Array.from({ length: 1200 }, () => random.next() - 0.2)

  test('tells a deviation to a fifth, though it looks at a part of the keys', () => {
    const state = stateOf(keysAt(cosines))
    const scan = scanKeys(state, firstAxis, 1)
    const mean = cosines.reduce((sum, value) => sum + value, 0) / cosines.length
    const spread = Math.sqrt(cosines.reduce((sum, value) => sum + (value - mean) ** 2, 0) / cosines.length)
    const errors = cosines.map((value, index) => Math.abs(scan.deviation(`m${index + 1}`) - (value - mean) / spread))
    expect(Math.max(...errors)).toBeLessThan(0.2)
  })

  test('leaves out the slots of traces that went', () => {
    const few = cosines.slice(0, 40)
    const state = stateOf(keysAt(few))
    for (let number = 21; number <= 40; number++) apply(state, { type: 'drop', id: `m${number}`, at: 0, cause: 'gone' })
    const left = scanKeys(state, firstAxis, 1)
    const alone = scanKeys(stateOf(keysAt(few.slice(0, 20))), firstAxis, 1)
    for (const id of ['m1', 'm20']) expect(left.deviation(id)).toBeCloseTo(alone.deviation(id), 10)
    expect(left.deviation('m21')).toBe(0)
  })
})
