// What is due by the agenda is what a pass over everything finds, whatever was done before.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { resolveConfig } from '../../src/config.ts'
import { Agenda } from '../../src/state/agenda.ts'
import { DueList } from '../../src/state/due.ts'
import { emptyState } from '../../src/state/empty.ts'
import { apply, type State } from '../../src/state/state.ts'
import type { Trace } from '../../src/trace/trace.ts'

const numbers = fc.double({ min: 0, max: 100, noNaN: true })

describe('a list of what is due', () => {
  test('gives what is due by its latest moment', () => {
    const steps = fc.array(fc.tuple(fc.nat({ max: 9 }), fc.option(numbers)), { maxLength: 400 })
    fc.assert(fc.property(steps, numbers, (moves, moment) => {
      const list = new DueList<number>()
      const model = new Map<number, number>()
      for (const [item, due] of moves) {
        list.set(item, due ?? Infinity)
        if (due === null) model.delete(item)
        else model.set(item, due)
      }
      expect(new Set(list.upTo(moment))).toEqual(new Set([...model].filter(([, due]) => due <= moment).map(([item]) => item)))
    }), { seed: 1 })
  })
})

interface Deed {
  id: number
  deed: 'put' | 'use' | 'pin' | 'suppress' | 'restore' | 'replace' | 'drop'
  by: number
  importance: number
  tier: 'stm' | 'ltm'
}

const deeds = fc.array(fc.record<Deed>({
  id: fc.nat({ max: 5 }), deed: fc.constantFrom('put', 'put', 'use', 'pin', 'suppress', 'restore', 'replace', 'drop'), by: fc.nat({ max: 5 }),
  importance: fc.double({ min: 0, max: 1, noNaN: true }), tier: fc.constantFrom('stm', 'ltm', 'ltm'),
}), { maxLength: 40 })

function act(state: State, { id: number, deed, by, importance, tier }: Deed, tick: number): void {
  const id = `m${number}`
  const trace: Trace = {
    id, kind: 'episodic', text: id, speaker: 'user', session: 's', at: 0, sources: [], importance, strength: importance, tick, uses: 0, repeats: 0,
    suppressed: false, supersededBy: null, validTo: null, priority: false, atomic: false, worth: 1, key: Float32Array.of(1, 0),
  }
  if (deed === 'put') apply(state, { type: 'trace', tier, trace })
  else if (deed === 'drop') apply(state, { type: 'drop', id, at: 0, cause: 'gone' })
  else {
    const fields = {
      use: { uses: 2, tick }, pin: { priority: true }, suppress: { suppressed: true }, restore: { suppressed: false, supersededBy: null, priority: false },
      replace: { supersededBy: `m${by}`, validTo: 0 },
    }[deed]
    apply(state, { type: 'update', id, fields })
  }
}

test('an agenda that was kept up to date is one that is made anew', () => {
  const config = resolveConfig({ halfLifeDays: { episodic: 10 }, signals: { staleAfterDays: 20 } })
  fc.assert(fc.property(deeds, fc.nat({ max: 60 }), (list, tick) => {
    const state = emptyState(config, 2, 0)
    // From the first question on it is kept up to date.
    state.agenda.fading(state, 0)
    list.forEach((deed, at) => { act(state, deed, at) })
    const anew = new Agenda()
    expect(state.agenda.fading(state, tick).sort()).toEqual(anew.fading(state, tick).sort())
    expect(state.agenda.staling(state, tick).sort()).toEqual(anew.staling(state, tick).sort())
    const waiting = new Set([...state.ltm.entries(), ...state.stm.list()].map(({ supersededBy }) => supersededBy))
    for (const id of state.agenda.fading(state, tick)) {
      expect(waiting.has(id)).toBe(false)
      expect(state.ltm.get(id)).toMatchObject({ priority: false, suppressed: false, supersededBy: null })
    }
  }), { seed: 2, numRuns: 300 })
})
