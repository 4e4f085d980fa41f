// What long-term memory gives up first, and that it knows the worth of a trace again after loading.
import { describe, expect, it } from 'vitest'
import { defaultConfig } from '../../src/config.ts'
import { LongTermMemory } from '../../src/ltm/ltm.ts'
import { untouched, type Trace } from '../../src/trace/trace.ts'

function traceOf(id: string, worth: number, strength: number): Trace {
  return {
    id, kind: 'episodic', text: id, speaker: 'user', session: 's', at: 0, sources: [0], importance: strength, ...untouched, worth, strength, tick: 0,
    key: Float32Array.of(1, 0),
  }
}

function filled(...traces: readonly [worth: number, strength: number][]): LongTermMemory {
  const memory = new LongTermMemory(2)
  traces.forEach(([worth, strength], at) => memory.put(traceOf(`m${at + 1}`, worth, strength)))
  return memory
}

const idsOf = (found: readonly { id: string }[]): string[] => found.map(({ id }) => id)

describe('least', () => {
  it('is by worth x strength, then by slot', () => {
    const memory = filled([2, 0.5], [0.5, 0.9], [1, 0.5], [1, 0.5])
    expect(memory.least(1, 0, defaultConfig)).toEqual([{ id: 'm2', worth: 0.5, strength: 0.9 }])
    expect(idsOf(memory.least(2, 0, defaultConfig))).toEqual(['m2', 'm3'])
    expect(idsOf(memory.least(9, 0, defaultConfig))).toEqual(['m1', 'm2', 'm3', 'm4'])
  })

  it('is by strength alone where all are worth as much', () => {
    expect(idsOf(filled([1, 0.3], [1, 0.2], [1, 0.4]).least(2, 0, defaultConfig))).toEqual(['m1', 'm2'])
  })
})

describe('the worth of a trace', () => {
  it('is loaded as it was saved, and 1 from a file that has none', () => {
    const packed = filled([2, 0.5], [0.25, 0.9]).pack()
    expect(LongTermMemory.unpack(packed, 2).get('m2')!.worth).toBe(0.25)
    const { worth: _, ...old } = packed
    expect(LongTermMemory.unpack(old, 2).get('m2')!.worth).toBe(1)
  })

  it('stays with updates and goes with its slot', () => {
    const memory = filled([2, 0.5])
    memory.update('m1', { strength: 0.9 })
    expect(memory.get('m1')!.worth).toBe(2)
    memory.drop('m1')
    memory.put(traceOf('m2', 0.75, 1))
    expect(memory.get('m2')!.worth).toBe(0.75)
  })
})
